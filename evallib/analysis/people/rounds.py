"""What has changed since the round before: the same people, then and now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from evallib.analysis.people.groups import (
    LEAST_FOR_OUTCOMES,
    Group,
    clusters,
    counted,
    point_label,
    primary_outcome,
    primary_point,
    rows_of,
    sides,
)
from evallib.analysis.people.named import merged, named_row
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Named, Table, Value, Where
from evallib.domain.vocabulary import Label, Text

COUNTS = ("persons", "known", "pending", "lost")


@dataclass(frozen=True, slots=True)
class Change:
    """One group at the round before and now; nobody of it may have come yet then."""

    label: Label | Text
    then: Tally
    now: Tally

    @property
    def newly_due(self) -> int:
        return _due(self.now) - _due(self.then)


def rounds(study: Study) -> Section | None:
    """Known, pending, lost and reached at the primary point, then and now."""
    people, earlier = counted(study), study.earlier
    if people is None or earlier is None or not earlier.people.points:
        return None
    changes = _changes(study, people, earlier.people)
    standings = replace(_standings(changes), who=_who(study, people, earlier.people))
    tables = {"standings": standings, "changes": _new(changes)}
    dates: dict[str, Fact] = {
        "then": Constant(earlier.people.as_of),
        "now": Constant(people.as_of),
        "point": point_label(people.points[primary_point(study, people)]),
    }
    blocks: list[Block] = [
        *_told(changes["pilot"], dates),
        TableBlock("changes"),
        TableBlock("standings"),
        Sentence("rounds.other_people", tone="note"),
    ]
    return Section("rounds", study.scope, blocks, tables)


def _due(tally: Tally) -> int:
    return tally.known + tally.lost


def _changes(study: Study, people: People, before: People) -> dict[str, Change]:
    """Groups by id; the places of the clusters are the same in both rounds."""
    then = {each.id: each for each in (*clusters(before), *sides(before))}
    return {
        each.id: Change(
            each.label,
            _tally(study, before, then[each.id]) if each.id in then else Tally(0, 0),
            _tally(study, people, each),
        )
        for each in rows_of(people)
    }


def _tally(study: Study, people: People, group: Group) -> Tally:
    at = primary_point(study, people)
    return people.tally(at, primary_outcome(study), among=group.members)


def _standings(changes: Mapping[str, Change]) -> Table:
    """Both rounds one beneath the other; outcomes only of a pilot that is told of."""
    told = changes["pilot"].now.enrolled >= LEAST_FOR_OUTCOMES
    rows: list[dict[str, Value]] = []
    for name, change in changes.items():
        for when, tally in (("then", change.then), ("now", change.now)):
            rows.append(
                {
                    "row": f"{name}-{when}",
                    "group": change.label,
                    "round": Label(f"rounds.{when}"),
                    "persons": tally.enrolled,
                    "known": tally.known,
                    "pending": tally.pending,
                    "lost": tally.lost,
                    "reached": tally.reached if tally.known else None,
                }
            )
    columns = (
        Column("group", "label"),
        Column("round", "label"),
        *(Column(name, "persons") for name in COUNTS),
        *([Column("reached", "persons")] if told else ()),
    )
    headcounts = {**dict.fromkeys(COUNTS, "persons"), "reached": "known"}
    return Table("standings", rows, columns, headcounts)


def _who(study: Study, people: People, before: People) -> dict[Where, Named]:
    """Whose counts stand in the rows of both rounds."""
    return merged(
        named_row(
            seen,
            each,
            primary_point(study, seen),
            primary_outcome(study),
            row=f"{each.id}-{when}",
        )
        for when, seen in (("then", before), ("now", people))
        for each in rows_of(people)
    )


def _new(changes: Mapping[str, Change]) -> Table:
    """Persons who came in, or whose follow-up point fell due, between the rounds.

    How many of them became known would tell how many were lost.
    """
    rows: list[dict[str, Value]] = [
        {
            "row": name,
            "group": change.label,
            "entered": _more(change.now.enrolled - change.then.enrolled),
            "newly_due": _more(change.newly_due),
            "persons": change.now.enrolled,
        }
        for name, change in changes.items()
    ]
    names = ("entered", "newly_due")
    columns = (
        Column("group", "label"),
        *(Column(name, "persons") for name in names),
        Column("persons", "persons"),
    )
    return Table(
        "changes", rows, columns, dict.fromkeys((*names, "persons"), "persons")
    )


def _more(count: int) -> int | None:
    """None where there are fewer than before: nobody can have come in."""
    return count if count >= 0 else None


def _told(change: Change, dates: Mapping[str, Fact]) -> list[Sentence]:
    facts: dict[str, Fact] = {
        **dates,
        "known_then": Ref("standings", "pilot-then", "known"),
        "known_now": Ref("standings", "pilot-now", "known"),
    }
    told = [Sentence("rounds.known", facts, tone="lead")]
    if change.newly_due > 0:
        due: dict[str, Fact] = {
            "point": dates["point"],
            "newly_due": Ref("changes", "pilot", "newly_due"),
        }
        told.append(Sentence("rounds.newly_due", due))
    elif change.newly_due == 0:
        told.append(Sentence("rounds.nobody_new", dict(dates)))
    if change.now.known < change.then.known or change.newly_due < 0:
        told.append(Sentence("rounds.fewer", tone="caution"))
    least = min(change.then.enrolled, change.now.enrolled)
    if least >= LEAST_FOR_OUTCOMES and min(change.then.known, change.now.known):
        reached: dict[str, Fact] = {
            f"{part}_{when}": Ref("standings", f"pilot-{when}", part)
            for part in ("reached", "known")
            for when in ("then", "now")
        }
        told.append(Sentence("rounds.reached", reached))
    return told
