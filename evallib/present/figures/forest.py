"""Shares of groups of different sizes as points with intervals.

Roles: ``label``, ``value``, ``limits`` (a range column), ``count``, ``of``, ``group``.
Wherever the group changes its name stands above; persons stand beside every share.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import BODY
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid
from evallib.present.figures.drafting.shares import (
    NUMBERS,
    share_marks,
    share_scale,
    whisker,
    write_numbers,
)
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

COUNTS = 0.75  # inches for the persons between plot and numbers
RADIUS = 0.08


def draw(rows: Rows) -> str:
    """A point with its interval for every row, persons and numbers beside it."""
    sheet, labels = Sheet(), Labels(rows, at_least=0.56)
    numbers = WIDTH - NUMBERS
    scale = share_scale(rows, labels.right, numbers - COUNTS - 0.15)
    grid(
        sheet,
        scale,
        (labels.top, labels.bottom),
        marks=share_marks(rows, scale, wanted=3),
    )
    labels.write_headings(sheet)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _point(sheet, rows, scale, place=(row, centre))
        sheet.write((numbers - 0.2, centre), _persons(rows, row), BODY, align="right")
        write_numbers(sheet, rows, place=(row, centre))
    return sheet.svg(labels.bottom + 0.3)


def _point(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    value = rows.number(row, "value")
    whisker(sheet, scale, centre, limits=rows.limits(row))
    if value is not None:
        at = (scale.at(value), centre)
        sheet.dot(at, RADIUS, fill=palette.BLUE, edge=palette.PAPER)


def _persons(rows: Rows, row: int) -> str:
    if rows.cell(row, "count") is None or rows.cell(row, "of") is None:
        return ""
    return f"{rows.text(row, 'count')}/{rows.text(row, 'of')}"
