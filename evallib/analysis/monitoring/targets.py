"""Indicators as a table and a figure; shared by reach and indicators."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.monitoring.standing import (
    counted,
    expected,
    portion,
    status,
    target,
)
from evallib.data.study import Study
from evallib.domain.records import Indicator
from evallib.domain.section import Block, Constant, Figure, Sentence
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Text

COLUMNS = (
    Column("indicator", "label"),
    Column("target", "entry"),
    Column("actual", "entry"),
    Column("portion", "portion"),
    Column("expected", "portion"),
    Column("status", "status"),
    Column("note", "text"),
    Column("source", "source"),
)
COMPARED = (
    Column("indicator", "label"),
    Column("actual", "units"),
    Column("target", "units"),
    Column("portion", "portion"),
    Column("source", "source"),
)


def target_table(
    name: str,
    indicators: Sequence[Indicator],
    study: Study,
    *,
    caption: Text | None = None,
) -> Table:
    """Target, actual as written, share of target, pace at an interim, status."""
    chosen, period = study.round, study.project.period
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "indicator": each.name,
            "target": each.target,
            "actual": each.actual,
            "portion": portion(each),
            "expected": kept.elapsed
            if (kept := expected(each, chosen, period))
            else None,
            "status": status(each, chosen, period),
            "note": each.note,
            "source": each.source,
        }
        for each in indicators
    ]
    columns = tuple(
        column
        for column in COLUMNS
        if column.name not in ("note", "expected")
        or any(row[column.name] is not None for row in rows)
    )
    return Table(name, rows, columns, caption=caption)


def pace_note(table: Table) -> list[Block]:
    """What the pace means, where the table tells one."""
    if all(column.name != "expected" for column in table.columns):
        return []
    return [Sentence("targets.pace", tone="note")]


def compared_table(name: str, indicators: Sequence[Indicator]) -> Table | None:
    """Only the indicators whose target and actual are both numbers."""
    rows = [
        {
            "row": each.id,
            "indicator": each.name,
            "actual": counted(each),
            "target": target(each),
            "portion": portion(each),
            "source": each.source,
        }
        for each in indicators
        if portion(each) is not None
    ]
    return Table(name, rows, COMPARED) if rows else None


def target_figure(section: str, table: Table) -> Figure:
    """Bars of actuals beside their targets, with what the bars say in words."""
    done = [row["portion"] for row in table.rows]
    reached = sum(isinstance(each, float) and each >= 1 for each in done)
    alt = Sentence(
        "targets.alt", {"items": Constant(len(done)), "reached": Constant(reached)}
    )
    roles = {"label": "indicator", "actual": "actual", "target": "target"}
    return Figure(section, "bullet", table.name, alt, roles)
