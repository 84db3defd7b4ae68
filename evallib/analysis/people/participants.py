"""Whom the pilot reached: the flow beside the controls, reasons, and who they were."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.people.groups import (
    LEAST_TO_COUNT,
    Group,
    point_label,
    primary_outcome,
    primary_point,
    sides,
)
from evallib.analysis.people.profile import profile
from evallib.data.people import GroupFlow, People
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.section import Block, Fact, Ref, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label

STAGES = ("enrolled", "started", "included", "completed", "followed", "known")
WORDED_REASONS = frozenset(
    (
        "not_started",
        "no_time_zero",
        "no_group",
        "both_groups",
        "in_work",
        "after_cut_off",
        "outcome_before",
        "pending",
        "lost",
    )
)


def participants(study: Study) -> Section | None:
    """The flow with its reasons, and the profile of the pilot beside the controls."""
    people = study.people
    if people is None or not people.pilot.any():
        return None
    if int(people.pilot.sum()) < LEAST_TO_COUNT:
        told = Sentence("participants.took_place", tone="caution")
        return Section("participants", study.scope, [told])
    shown = sides(people)
    tables = {"flow": _flow(study, people, shown)}
    blocks: list[Block] = [*_leads(study, people, tables["flow"], shown)]
    if len(shown) == 1:
        blocks.append(Sentence("participants.no_controls", tone="caution"))
    blocks.append(TableBlock("flow"))
    if not people.completed.all():
        blocks.append(Sentence("participants.interrupted", tone="note"))
    left_out = _left_out(study, people, shown)
    blocks += _reasons(left_out, shown)
    if left_out.rows:
        tables["left_out"] = left_out
        blocks.append(TableBlock("left_out"))
    more_tables, more_blocks = profile(study, people, shown)
    return Section(
        "participants", study.scope, [*blocks, *more_blocks], tables | more_tables
    )


def _entered(people: People, side: Group) -> GroupFlow:
    return people.flow.get(side.id) or GroupFlow(side.persons)


def _stages(
    people: People, side: Group, standing: Tally | None
) -> dict[str, int | None]:
    """Persons at each stage; None where the project does not record the stage."""
    entered = _entered(people, side)
    started = [each.left for each in entered.steps if each.reason == "not_started"]
    finished = people.completed[side.members]
    return {
        "enrolled": entered.enrolled,
        "started": started[0] if started else None,
        "included": side.persons,
        "completed": None if finished.all() else int(finished.sum()),
        "followed": standing.known + standing.lost if standing else None,
        "known": standing.known if standing else None,
    }


def _standing(study: Study, people: People, side: Group) -> Tally | None:
    if not people.points:
        return None
    at = primary_point(study, people)
    return people.tally(at, primary_outcome(study), among=side.members)


def _flow(study: Study, people: People, shown: Sequence[Group]) -> Table:
    told = {
        side.id: _stages(people, side, _standing(study, people, side)) for side in shown
    }
    rows: list[dict[str, Value]] = [
        {
            "row": stage,
            "stage": Label(f"participants.stage.{stage}"),
            **{side.id: told[side.id][stage] for side in shown},
        }
        for stage in STAGES
        if any(told[side.id][stage] is not None for side in shown)
    ]
    columns = (Column("stage", "label"), *_persons(shown))
    return Table("flow", rows, columns, {side.id: side.id for side in shown})


def _persons(shown: Sequence[Group]) -> tuple[Column, ...]:
    return tuple(Column(side.id, "persons") for side in shown)


def _left_out(study: Study, people: People, shown: Sequence[Group]) -> Table:
    """Persons of each reason, out of those whom no earlier reason had left out."""
    told: dict[str, dict[str, tuple[int, int]]] = {}
    for side in shown:
        for step in _entered(people, side).steps:
            out_of = step.left + step.left_out
            told.setdefault(step.reason, {})[side.id] = (step.left_out, out_of)
    for side in shown:
        if standing := _standing(study, people, side):
            for reason, count in (
                ("pending", standing.pending),
                ("lost", standing.lost),
            ):
                told.setdefault(reason, {})[side.id] = (count, side.persons)
    rows: list[dict[str, Value]] = []
    for reason, counts in told.items():
        if any(count for count, _ in counts.values()):
            row: dict[str, Value] = {"row": reason, "reason": _reason(reason)}
            for name, (count, out_of) in counts.items():
                row |= {name: count, f"{name}_of": out_of}
            rows.append(row)
    if not rows:
        return Table("left_out", ())
    columns = (Column("reason", "label"), *_persons(shown))
    headcounts = {side.id: f"{side.id}_of" for side in shown}
    return Table("left_out", rows, columns, headcounts)


def _reason(reason: str) -> Label:
    known = reason if reason in WORDED_REASONS else "other"
    return Label(f"participants.reason.{known}")


def _leads(
    study: Study, people: People, flow: Table, shown: Sequence[Group]
) -> list[Sentence]:
    stages = {flow.row_id(at): row for at, row in enumerate(flow.rows)}
    told = []
    for side in shown:
        facts: dict[str, Fact] = {
            "group": side.label,
            "enrolled": Ref("flow", "enrolled", side.id),
            "included": Ref("flow", "included", side.id),
        }
        if not people.points:
            told.append(Sentence("participants.lead_only", facts, tone="lead"))
            continue
        point = people.points[primary_point(study, people)]
        known = stages["known"][side.id]
        facts["point"] = point_label(point)
        if known:
            facts["known"] = Ref("flow", "known", side.id)
        key = "participants.lead" if known else "participants.lead_open"
        told.append(Sentence(key, facts, tone="lead"))
    return told


def _reasons(left_out: Table, shown: Sequence[Group]) -> list[Sentence]:
    """One sentence for each reason that left somebody out before the follow-up."""
    told = []
    for at, row in enumerate(left_out.rows):
        reason = left_out.row_id(at)
        for side in shown:
            if row.get(side.id) and reason not in ("pending", "lost"):
                facts = {
                    "group": side.label,
                    "persons": Ref("left_out", reason, side.id),
                    "reason": _reason(reason),
                }
                told.append(Sentence("participants.left_out", facts))
    return told or [Sentence("participants.nobody_left_out")]
