"""In which state clients were at each follow-up point, and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping

from evallib.analysis.people.groups import (
    LEAST_FOR_OUTCOMES,
    Group,
    counted,
    point_label,
    primary_outcome,
    primary_point,
    rows_of,
    sides,
)
from evallib.analysis.people.outcome_rows import (
    COLUMNS,
    RESTS_ON,
    outcome_row,
)
from evallib.data.people import People
from evallib.data.states import STATES
from evallib.data.study import Study
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
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.proportions import rate_interval


def transitions(study: Study) -> Section | None:
    """States by follow-up point, and the primary outcome for each group and in all."""
    people = counted(study)
    if people is None:
        return None
    if int(people.pilot.sum()) < LEAST_FOR_OUTCOMES:
        told = Sentence("transitions.too_few", tone="caution")
        return Section("transitions", study.scope, [told])
    tables = {
        "by_group": _by_group(study, people),
        "by_point": _by_point(study, people),
        "states": _states(people),
    }
    blocks: list[Block] = [
        *(_lead(study, people, tables["by_group"], side) for side in sides(people)),
        *_bounds(tables["by_group"]),
        *_begun(study, people, tables["by_group"]),
        *_figure(study, people, tables["by_group"]),
        TableBlock("by_group"),
        Sentence("transitions.columns_mean", tone="note"),
        *_small_groups(tables["by_group"]),
    ]
    if len(people.points) > 1:
        blocks.append(TableBlock("by_point"))
    if tables["states"].rows:
        blocks += _subsidised(study, people, tables)
        blocks += [TableBlock("states"), Sentence("transitions.not_from", tone="note")]
    return Section("transitions", study.scope, blocks, tables)


def _by_group(study: Study, people: People) -> Table:
    at, outcome = primary_point(study, people), primary_outcome(study)
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "group": each.label,
            **outcome_row(people, each, at, outcome),
        }
        for each in rows_of(people)
    ]
    columns = (Column("group", "label"), *COLUMNS)
    return Table("by_group", rows, columns, RESTS_ON)


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
    ]
    columns = (Column("point", "label"), Column("group", "label"), *COLUMNS)
    return Table("by_point", rows, columns, RESTS_ON)


def _states(people: People) -> Table:
    """Every state that anybody was in, at every point where somebody is known."""
    rows: list[dict[str, Value]] = []
    shown = [each for each in sides(people) if each.persons >= LEAST_FOR_OUTCOMES]
    for at, point in enumerate(people.points):
        for state in STATES:
            row: dict[str, Value] = {
                "row": f"{point.id}-{state}",
                "point": point_label(point),
                "state": Label(f"people_state.{state}"),
            }
            for side in shown:
                tally = people.count(at, (state,), among=side.members)
                row |= {side.id: tally.reached, f"{side.id}_of": tally.known}
                if tally.known >= LEAST_FOR_OUTCOMES:
                    limits = rate_interval(tally)
                    row[f"{side.id}_share"] = tally.rate
                    row[f"{side.id}_interval"] = Range(
                        limits.low, limits.high, "confidence"
                    )
            if any(row[side.id] for side in shown):
                rows.append(row)
    if not rows:
        return Table("states", ())
    columns = [Column("point", "label"), Column("state", "label")]
    headcounts: dict[str, str] = {}
    for side in shown:
        columns += [
            Column(side.id, "persons"),
            Column(f"{side.id}_of", "persons"),
            Column(f"{side.id}_share", "share", limits=f"{side.id}_interval"),
            Column(f"{side.id}_interval", "share"),
        ]
        names = (
            side.id,
            *(f"{side.id}_{part}" for part in ("of", "share", "interval")),
        )
        headcounts |= dict.fromkeys(names, f"{side.id}_of")
    return Table("states", rows, tuple(columns), headcounts)


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
    if not isinstance(bounds, Range) or bounds.low == bounds.high:
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


def _small_groups(by_group: Table) -> list[Sentence]:
    small = any(
        row["reached"] is None and row["known"]
        for row in by_group.rows
        if row["row"] not in ("pilot", "control")
    )
    return [Sentence("transitions.small_groups", tone="note")] if small else []


def _subsidised(
    study: Study, people: People, tables: Mapping[str, Table]
) -> list[Sentence]:
    """Work with a wage subsidy apart from work in the open market."""
    point = people.points[primary_point(study, people)]
    named = {row["row"] for row in tables["states"].rows}
    row = f"{point.id}-subsidised_work"
    if row not in named or not _row(tables["states"], row)["pilot"]:
        return []
    facts: dict[str, Fact] = {
        "point": point_label(point),
        "subsidised": Ref("states", row, "pilot"),
        "known": Ref("states", row, "pilot_of"),
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
