"""How far each group's follow-up is: who is known, pending and lost, and until when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from evallib.analysis.people.groups import (
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
from evallib.data.cohort import due_days
from evallib.data.cohorts.days import MISSING
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value

UNEQUAL = 0.1  # a gap between the shares of two groups that can move a comparison
STANDINGS = ("known", "pending", "lost")


def maturity(study: Study) -> Section | None:
    """Per group: persons, dates, when the window closes, known, pending and lost."""
    people = counted(study)
    if people is None:
        return None
    at = primary_point(study, people)
    tallies = {
        each.id: people.tally(at, primary_outcome(study), among=each.members)
        for each in rows_of(people)
    }
    tables = {
        "groups": _groups(study, people, at, tallies),
        "windows": _windows(people, at),
    }
    if len(people.points) > 1:
        tables["points"] = _points(study, people)
    blocks: list[Block] = [
        _lead(study, people, at),
        *_cautions(people, at, tallies),
        _standing_figure(people, at),
        TableBlock("groups"),
        Sentence("maturity.meaning", tone="note"),
        _timeline(tables["windows"]),
    ]
    if "points" in tables:
        blocks.append(TableBlock("points"))
    return Section("maturity", study.scope, blocks, tables)


def _counts(tally: Tally) -> dict[str, Value]:
    counts: dict[str, Value] = {name: getattr(tally, name) for name in STANDINGS}
    return {"persons": tally.enrolled, **counts}


def _groups(
    study: Study, people: People, at: int, tallies: Mapping[str, Tally]
) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "group": each.label,
            **_counts(tallies[each.id]),
            "first_start": _first(people, each),
            "last_start": _last(people.time_zero[each.members]),
            "closes": _closes(people, at, each),
        }
        for each in rows_of(people)
    ]
    columns = (
        Column("group", "label"),
        *(Column(name, "persons") for name in ("persons", *STANDINGS)),
        Column("first_start", "date"),
        Column("last_start", "date"),
        Column("closes", "date"),
    )
    who = merged(
        named_row(people, each, at, primary_outcome(study), row=each.id)
        for each in rows_of(people)
    )
    return Table("groups", rows, columns, _rests_on(), who=who)


def _rests_on() -> dict[str, str]:
    return dict.fromkeys(("persons", *STANDINGS), "persons")


def _first(people: People, group: Group) -> date:
    return _day(people.time_zero[group.members].min())


def _last(days: Any) -> date:
    return _day(days.max())


def _day(stamp: Any) -> date:
    day: date = stamp.astype("datetime64[D]").item()
    return day


def _ends(people: People, group: Group) -> date | None:
    """The last day of anybody's service; None while it goes on or is not recorded."""
    return _latest(people, group, people.follow.service_end)


def _closes(people: People, at: int, group: Group) -> date | None:
    """When the follow-up point falls due for the last one of a group."""
    return _latest(people, group, due_days(people.follow, people.points[at]))


def _latest(people: People, group: Group, days: Any) -> date | None:
    own = days[group.members]
    if (own == MISSING).any():
        return None
    return _last(people.time_zero[group.members] + own.astype("timedelta64[D]"))


def _windows(people: People, at: int) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "group": each.label,
            "start": _first(people, each),
            "service_end": _ends(people, each),
            "end": _closes(people, at, each),
        }
        for each in rows_of(people)
    ]
    names = ["start", "service_end", "end"]
    if not any(row["service_end"] for row in rows):
        names.remove("service_end")
    columns = (Column("group", "label"), *(Column(name, "date") for name in names))
    return Table("windows", rows, columns)


def _points(study: Study, people: People) -> Table:
    """Every follow-up point: how far the pilot and the controls are."""
    rows: list[dict[str, Value]] = [
        {
            "row": f"{side.id}-{point.id}",
            "point": point_label(point),
            "group": side.label,
            **_counts(people.tally(at, primary_outcome(study), among=side.members)),
        }
        for at, point in enumerate(people.points)
        for side in sides(people)
        if people.has_point(at, side.members)
    ]
    columns = (
        Column("point", "label"),
        Column("group", "label"),
        *(Column(name, "persons") for name in ("persons", *STANDINGS)),
    )
    who = merged(
        named_row(people, side, at, primary_outcome(study), row=f"{side.id}-{point.id}")
        for at, point in enumerate(people.points)
        for side in sides(people)
    )
    return Table("points", rows, columns, _rests_on(), who=who)


def _lead(study: Study, people: People, at: int) -> Sentence:
    """The state of the follow-up on the day the data were drawn."""
    facts: dict[str, Fact] = {
        "day": Constant(people.as_of),
        "point": point_label(people.points[at]),
        "persons": Ref("groups", "pilot", "persons"),
    }
    whole = people.tally(at, primary_outcome(study), among=people.pilot)
    if not whole.pending:
        return Sentence("maturity.complete", facts, tone="lead")
    if whole.pending == whole.enrolled:
        return Sentence("maturity.nobody_yet", facts, tone="lead")
    facts["pending"] = Ref("groups", "pilot", "pending")
    named = clusters(people)
    if not named:
        return Sentence("maturity.persons_open", facts, tone="lead")
    standings = [
        people.tally(at, primary_outcome(study), among=each.members) for each in named
    ]
    facts["open"] = Constant(sum(each.pending > 0 for each in standings))
    facts["groups"] = Constant(len(named))
    return Sentence("maturity.groups_open", facts, tone="lead")


def _cautions(people: People, at: int, tallies: Mapping[str, Tally]) -> list[Sentence]:
    told = []
    named = clusters(people)
    shown = [tallies[each.id] for each in named if each.id in tallies]
    if len(named) > len(shown):
        facts: dict[str, Fact] = {"groups": Constant(len(named))}
        told.append(Sentence("maturity.many_groups", facts, tone="note"))
    if {bool(each.pending) for each in shown} == {True, False}:
        told.append(Sentence("maturity.uneven_groups", tone="caution"))
    if any(_closes(people, at, side) is None for side in sides(people)):
        told.append(Sentence("maturity.service_goes_on", tone="note"))
    if "control" not in tallies:
        return told
    return told + _unequal(tallies["pilot"], tallies["control"])


def _unequal(pilot: Tally, control: Tally) -> list[Sentence]:
    """Guards: one side followed for longer, or found more often, than the other."""
    told = []
    for part in ("pending", "lost"):
        gap = getattr(pilot, part) / pilot.enrolled
        gap -= getattr(control, part) / control.enrolled
        if abs(gap) > UNEQUAL:
            facts: dict[str, Fact] = {
                "pilot": Ref("groups", "pilot", part),
                "pilot_of": Ref("groups", "pilot", "persons"),
                "control": Ref("groups", "control", part),
                "control_of": Ref("groups", "control", "persons"),
            }
            told.append(Sentence(f"maturity.unequal_{part}", facts, tone="caution"))
    return told


def _standing_figure(people: People, at: int) -> Figure:
    facts: dict[str, Fact] = {"point": point_label(people.points[at])}
    facts |= {name: Ref("groups", "pilot", name) for name in ("persons", *STANDINGS)}
    roles = {"label": "group", **{name: name for name in STANDINGS}}
    alt = Sentence("maturity.standing_alt", facts)
    return Figure("standing", "standing", "groups", alt, roles)


def _timeline(windows: Table) -> Figure:
    starts = _dates(windows.rows, "start")
    ends = _dates(windows.rows, "end")
    facts: dict[str, Fact] = {
        "groups": Constant(len(windows.rows)),
        "first": Constant(min(starts)),
    }
    key = "maturity.timeline_alt_open"
    if len(ends) == len(windows.rows):
        key = "maturity.timeline_alt"
        facts["last"] = Constant(max(ends))
    roles = {"label": "group", "start": "start", "end": "end"}
    return Figure("timeline", "timeline", "windows", Sentence(key, facts), roles)


def _dates(rows: Sequence[Mapping[str, Value]], name: str) -> list[date]:
    return [day for row in rows if isinstance(day := row[name], date)]
