"""The goal logic: from means to impact, and which goals are measured."""

from __future__ import annotations

from evallib.analysis.monitoring.standing import status
from evallib.data.study import Study
from evallib.domain.records import Goal
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text


def logic_model(study: Study) -> Section | None:
    """Goals in the project's own levels, what each leads to, and its status."""
    if not study.goals:
        return None
    measured = sum(goal.indicator is not None for goal in study.goals)
    facts = {"goals": Constant(len(study.goals)), "measured": Constant(measured)}
    blocks: list[Block] = [
        Sentence("logic_model.measured", facts),
        _figure(study),
        Sentence("logic_model.claims", tone="note"),
        TableBlock("goals"),
    ]
    return Section("logic_model", study.scope, blocks, {"goals": _goals(study)})


def _goals(study: Study) -> Table:
    numbers = {goal.id: at for at, goal in enumerate(study.goals, start=1)}
    levels = {level.id: level.name for level in study.project.levels}
    rows: list[dict[str, Value]] = [
        {
            "row": goal.id,
            "number": str(numbers[goal.id]),
            "goal": goal.name,
            "level": levels[goal.level],
            "leads_to": ", ".join(str(numbers[each]) for each in goal.leads_to) or None,
            "indicator": _indicator(study, goal),
            "status": _status(study, goal),
        }
        for goal in study.goals
    ]
    columns = (
        Column("goal", "label"),
        Column("number", "text"),
        Column("level", "text"),
        Column("leads_to", "text"),
        Column("indicator", "text"),
        Column("status", "status"),
    )
    return Table("goals", rows, columns, source=study.goals[0].source)


def _indicator(study: Study, goal: Goal) -> Text | None:
    named = (each.name for each in study.indicators if each.id == goal.indicator)
    return next(named, None)


def _status(study: Study, goal: Goal) -> Label:
    for each in study.indicators:
        if each.id == goal.indicator:
            return status(each, study.round, study.project.period)
    return Label("status.not_measured")


def _figure(study: Study) -> Figure:
    alt = Sentence(
        "logic_model.alt",
        {
            "goals": Constant(len(study.goals)),
            "levels": Constant(len(study.project.levels)),
            "links": Constant(sum(len(goal.leads_to) for goal in study.goals)),
        },
    )
    roles = {
        "id": "number",
        "level": "level",
        "label": "goal",
        "leads_to": "leads_to",
        "status": "status",
    }
    return Figure("logic", "logic", "goals", alt, roles)
