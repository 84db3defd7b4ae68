"""Printed figures of a project's tables that no number of persons could have given.

They are told and kept as they are. Only parts that cannot make their declared total
stop a run, because then nobody knows which of the figures is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from evallib.data.tables.references import place_of
from evallib.domain.errors import Problem
from evallib.domain.files import FileKind
from evallib.domain.project import Project, Survey
from evallib.domain.records import BudgetLine, Pilot, SurveyItem
from evallib.stats.consistency import (
    mean_possible,
    parts_and_total,
    percent_possible,
    rank_sum,
)


class Doubt(NamedTuple):
    """What is odd about one figure of a record."""

    code: str
    column: str
    facts: Mapping[str, object] = {}


def doubts_of(record: object) -> Iterator[Doubt]:
    """What is odd about a record by itself.

    Read a ``Doubt("W-GRIM", "value", ...)`` as: no whole number of the persons who
    answered prints as this percentage.
    """
    match record:
        case SurveyItem(statistic="top2_percent"):
            yield from _percentage(record)
        case BudgetLine():
            yield from _budget_line(record)
        case Pilot():
            yield from _participants(record)


def doubts_between(
    project: Project, tables: Mapping[FileKind, tuple[Any, ...]]
) -> list[Problem]:
    """What is odd about the means and mean ranks of a project's surveys.

    Read a ``W-RANK-SUM`` as: not everybody ranked every item, or a rank is wrong.

    Parameters
    ----------
    project : Project
        With its surveys, which know their scale and whether all items were ranked.
    tables : mapping
        Records by kind of file.
    """
    found = []
    for survey in project.surveys:
        items = _of(survey, tables.get("survey_summary", ()))
        found += [
            Problem("W-GRIM", place_of(project, "survey_summary", "value"), facts)
            for each in items
            if (facts := _mean(each, survey)) is not None
        ]
        ranked = _of(survey, tables.get("rankings", ()))
        if _ranks_differ(survey, ranked):
            place = place_of(project, "rankings", "mean_rank")
            found.append(Problem("W-RANK-SUM", place, {"id": survey.id}))
    return found


def _percentage(item: SurveyItem) -> Iterator[Doubt]:
    if item.answered < 1 or round(item.value, item.decimals) != item.value:
        return
    if not 0 <= item.value <= 100:
        return
    checked = percent_possible(item.value, item.answered, decimals=item.decimals)
    if not checked.possible:
        near = [f"{each.percent:.{item.decimals}f}" for each in checked.nearest]
        yield Doubt("W-GRIM", "value", {"near": near})


def _mean(item: SurveyItem, survey: Survey) -> Mapping[str, object] | None:
    low, high = survey.scale_low, survey.scale_high
    if item.statistic == "top2_percent" or low is None or high is None:
        return None
    if item.answered < 1 or round(item.value, item.decimals) != item.value:
        return None
    checked = mean_possible(
        item.value, item.answered, scale=(low, high), decimals=item.decimals
    )
    near = [f"{each:.{item.decimals}f}" for each in checked.nearest]
    return None if checked.possible else {"id": item.id, "near": near}


def _budget_line(line: BudgetLine) -> Iterator[Doubt]:
    for clients, euros, column in (
        (line.planned_clients, line.planned_eur, "planned_clients"),
        (line.actual_clients, line.actual_eur, "actual_clients"),
    ):
        if clients == 0 and euros:
            yield Doubt("W-COST-ZERO", column)
    parts, total = line.planned_parts_eur, line.planned_eur
    if parts and total is not None and not parts_and_total(parts, total).possible:
        yield Doubt("E-AGG-TOTAL", "planned_parts_eur")


def _participants(pilot: Pilot) -> Iterator[Doubt]:
    told = [each for each in (pilot.women, pilot.men) if each is not None]
    if pilot.participants is not None and sum(told) > pilot.participants:
        yield Doubt("E-AGG-TOTAL", "participants")


def _ranks_differ(survey: Survey, items: Sequence[Any]) -> bool:
    if not survey.complete_ranking or len(items) < 2:
        return False
    decimals = min(each.decimals for each in items)
    return not rank_sum([e.mean_rank for e in items], decimals=decimals).possible


def _of(survey: Survey, records: Sequence[Any]) -> list[Any]:
    return [each for each in records if each.survey == survey.id]
