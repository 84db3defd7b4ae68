"""In which state clients were at each follow-up point, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

from evallib.analysis.people.groups import (
    LEAST_FOR_OUTCOMES,
    LEAST_TO_COUNT,
    Group,
    counted,
    point_label,
    primary_outcome,
    primary_point,
    rows_of,
    sides,
)
from evallib.analysis.people.named import merged, named_row
from evallib.analysis.people.outcome_rows import (
    RESTS_ON,
    columns_of,
    outcome_row,
)
from evallib.data.people import People
from evallib.data.states import STATES
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.section import (
    Block,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
    Tone,
)
from evallib.domain.table import Column, Named, Range, Table, Value, Where
from evallib.domain.vocabulary import Label
from evallib.stats.proportions import rate_interval


def transitions(study: Study) -> Section | None:
    """States by follow-up point, and the primary outcome for each group and in all."""
    people = counted(study)
    if people is None:
        return None
    if not _is_told(sides(people)[0]):
        told = Sentence("transitions.too_few", tone="caution")
        return Section("transitions", study.scope, [told])
    tables = {
        "by_group": _by_group(study, people),
        "by_point": _by_point(study, people),
    }
    blocks: list[Block] = [
        *(_lead(study, people, tables["by_group"], side) for side in sides(people)),
        *_bounds(tables["by_group"]),
        *_begun(study, people, tables["by_group"]),
        *_figure(study, people, tables["by_group"]),
        TableBlock("by_group"),
        Sentence("transitions.columns_mean", tone="note"),
    ]
    small = _small_groups(study, people)
    if small.rows:
        tables["small_groups"] = small
        blocks.append(Sentence("transitions.small_groups", tone="note"))
        blocks.append(TableBlock("small_groups"))
    if len(people.points) > 1:
        blocks.append(TableBlock("by_point"))
    states = [_states(people, side) for side in sides(people) if _is_told(side)]
    tables |= {each.name: each for each in states if each.rows}
    if "states" in tables:
        blocks += _subsidised(study, people, tables["states"])
    blocks += [TableBlock(each.name) for each in states if each.rows]
    blocks.append(Sentence("transitions.not_from", tone="note"))
    return Section("transitions", study.scope, blocks, tables)


def _is_told(group: Group) -> bool:
    return group.persons >= LEAST_FOR_OUTCOMES


def _by_group(study: Study, people: People) -> Table:
    at, outcome = primary_point(study, people), primary_outcome(study)
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "group": each.label,
            **outcome_row(people, each, at, outcome),
        }
        for each in rows_of(people)
        if each.kind != "cluster" or _is_told(each)
    ]
    columns = (Column("group", "label"), *columns_of(rows))
    who = merged(
        named_row(people, each, at, outcome, row=each.id) for each in rows_of(people)
    )
    return Table("by_group", rows, columns, RESTS_ON, who=who)


def _small_groups(study: Study, people: People) -> Table:
    """Counts of groups where one person would move a share by ten points or more."""
    rows: list[dict[str, Value]] = []
    for each in rows_of(people):
        small = LEAST_TO_COUNT <= each.persons < LEAST_FOR_OUTCOMES
        if each.kind == "cluster" and small:
            at, outcome = primary_point(study, people), primary_outcome(study)
            tally = people.tally(at, outcome, among=each.members)
            row: dict[str, Value] = {"row": each.id, "group": each.label}
            row["reached"] = tally.reached if tally.known else None
            rows.append(row | {"known": tally.known, "persons": tally.enrolled})
    columns = (
        Column("group", "label"),
        *(Column(name, "persons") for name in ("reached", "known", "persons")),
    )
    headcounts = {"reached": "known", "known": "persons", "persons": "persons"}
    at, outcome = primary_point(study, people), primary_outcome(study)
    who = merged(
        named_row(people, each, at, outcome, row=each.id) for each in rows_of(people)
    )
    return Table("small_groups", rows, columns, headcounts, who=who)


def _by_point(study: Study, people: People) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": f"{side.id}-{point.id}",
            "point": point_label(point),
            "group": side.label,
            **outcome_row(people, side, at, primary_outcome(study)),
        }
        for at, point in enumerate(people.points)
        for side in sides(people)
        if people.has_point(at, side.members)
    ]
    columns = (Column("point", "label"), Column("group", "label"), *columns_of(rows))
    outcome = primary_outcome(study)
    who = merged(
        named_row(people, side, at, outcome, row=f"{side.id}-{point.id}")
        for at, point in enumerate(people.points)
        for side in sides(people)
    )
    return Table("by_point", rows, columns, RESTS_ON, who=who)


def _states(people: People, side: Group) -> Table:
    """Every state that anybody of a side was in, at every follow-up point."""
    name = "states" if side.kind == "pilot" else "states_control"
    rows: list[dict[str, Value]] = []
    for at, point in enumerate(people.points):
        for state in STATES:
            tally = people.count(at, (state,), among=side.members)
            if tally.reached:
                row: dict[str, Value] = {
                    "row": f"{point.id}-{state}",
                    "point": point_label(point),
                    "state": Label(f"people_state.{state}"),
                }
                rows.append(row | _counted(tally))
    columns = (
        Column("point", "label"),
        Column("state", "label"),
        Column("persons", "persons"),
        Column("known", "persons"),
        Column("share", "share", limits="interval"),
        Column("interval", "share"),
    )
    headcounts = dict.fromkeys(("persons", "known", "share", "interval"), "known")
    who: dict[Where, Named] = {}
    for at, point in enumerate(people.points):
        for state in STATES:
            row_id = f"{point.id}-{state}"
            named = named_row(people, side, at, state, row=row_id)
            who[row_id, "persons"] = named[row_id, "reached"]
            who[row_id, "known"] = named[row_id, "known"]
    return Table(name, rows, columns, headcounts, who=who)


def _counted(tally: Tally) -> dict[str, Value]:
    told: dict[str, Value] = {"persons": tally.reached, "known": tally.known}
    if tally.known >= LEAST_FOR_OUTCOMES:
        limits = rate_interval(tally)
        told["share"] = tally.rate
        told["interval"] = Range(limits.low, limits.high, "confidence")
    return told


def _row(table: Table, name: str) -> Mapping[str, Value]:
    return next(row for row in table.rows if row["row"] == name)


def _lead(study: Study, people: People, by_group: Table, side: Group) -> Sentence:
    row = _row(by_group, side.id)
    facts: dict[str, Fact] = {
        "group": side.label,
        "outcome": Label(f"transitions.outcome.{primary_outcome(study)}"),
        "point": point_label(people.points[primary_point(study, people)]),
    }
    tone: Tone = "lead" if side.kind == "pilot" else "plain"
    if not row["known"]:
        return Sentence("transitions.nobody_known", facts, tone=tone)
    facts["known"] = Ref("by_group", side.id, "known")
    if row["complete_case"] is None:
        return Sentence("transitions.few_known", facts, tone=tone)
    for name in ("reached", "complete_case", "interval"):
        facts[name] = Ref("by_group", side.id, name)
    return Sentence("transitions.seen", facts, tone=tone)


def _bounds(by_group: Table) -> list[Sentence]:
    """What the unknown could change; silent where everybody is known."""
    row = _row(by_group, "pilot")
    bounds = row["bounds"]
    if not row["known"] or not isinstance(bounds, Range) or bounds.low == bounds.high:
        return []
    facts: dict[str, Fact] = {"bounds": Ref("by_group", "pilot", "bounds")}
    return [Sentence("transitions.bounds", facts, tone="caution")]


def _begun(study: Study, people: People, by_group: Table) -> list[Sentence]:
    """The survival estimate in words, or why there is none."""
    row = _row(by_group, "pilot")
    point = people.points[primary_point(study, people)]
    facts: dict[str, Fact] = {"point": point_label(point)}
    if row["survival"] is not None:
        facts |= {
            "outcome": Label(f"transitions.begun.{primary_outcome(study)}"),
            "survival": Ref("by_group", "pilot", "survival"),
            "persons": Ref("by_group", "pilot", "persons"),
        }
        return [Sentence("transitions.survival", facts)]
    if people.exits is None:
        return [Sentence("transitions.no_exits", tone="note")]
    if point.anchor != "time_zero":
        return [Sentence("transitions.other_clock", facts, tone="note")]
    return [Sentence("transitions.not_watched", facts, tone="note")]


def _figure(study: Study, people: People, by_group: Table) -> list[Figure]:
    if _row(by_group, "pilot")["complete_case"] is None:
        return []
    point = people.points[primary_point(study, people)]
    facts: dict[str, Fact] = {
        "outcome": Label(f"transitions.outcome.{primary_outcome(study)}"),
        "point": point_label(point),
    }
    for name in ("complete_case", "interval"):
        facts[name] = Ref("by_group", "pilot", name)
    roles = {
        "label": "group",
        "value": "complete_case",
        "limits": "interval",
        "count": "reached",
        "of": "known",
    }
    alt = Sentence("transitions.alt", facts)
    return [Figure("by_group", "forest", "by_group", alt, roles)]


def _subsidised(study: Study, people: People, states: Table) -> list[Sentence]:
    """Work with a wage subsidy apart from work in the open market."""
    point = people.points[primary_point(study, people)]
    row = f"{point.id}-subsidised_work"
    if all(each["row"] != row for each in states.rows):
        return []
    facts: dict[str, Fact] = {
        "point": point_label(point),
        "subsidised": Ref("states", row, "persons"),
        "known": Ref("states", row, "known"),
    }
    at = primary_point(study, people)
    open_market = people.tally(at, "open_market_work", among=people.pilot)
    if primary_outcome(study) != "open_market_work":
        told = [Sentence("transitions.subsidised_counts", facts, tone="caution")]
        if not open_market.reached:
            key = "transitions.only_subsidised_counts"
            told.append(Sentence(key, facts, tone="finding"))
        return told
    told = [Sentence("transitions.subsidised_apart", facts, tone="caution")]
    if not open_market.reached:
        facts = {"known": facts["known"], "open": Ref("by_group", "pilot", "reached")}
        told.append(Sentence("transitions.only_subsidised", facts, tone="finding"))
    return told
