"""Shares of groups of different sizes as points with intervals.

Roles: ``label``, ``value``, ``limits`` (a range column), ``count``, ``of``, ``group``.
Rows of one group stand together under its name; persons stand beside every share.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.labels import Labels
from evallib.present.figures.lettering import BODY
from evallib.present.figures.rows import Rows
from evallib.present.figures.scale import Scale, grid
from evallib.present.figures.shares import (
    NUMBERS,
    share_marks,
    share_scale,
    whisker,
    write_numbers,
)
from evallib.present.figures.sheet import WIDTH, Sheet

COUNTS = 0.75  # inches for the persons between plot and numbers
RADIUS = 0.08


def draw(rows: Rows) -> str:
    sheet, labels = Sheet(), Labels(rows, at_least=0.56)
    numbers = WIDTH - NUMBERS
    scale = share_scale(rows, labels.right, numbers - COUNTS - 0.15)
    grid(
        sheet, scale, (labels.top, labels.bottom), marks=share_marks(rows, scale, wanted=3)
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
    if value is None:
        return
    whisker(sheet, scale, centre, limits=rows.limits(row))
    sheet.dot((scale.at(value), centre), RADIUS, fill=palette.BLUE, edge=palette.PAPER)


def _persons(rows: Rows, row: int) -> str:
    if rows.cell(row, "count") is None or rows.cell(row, "of") is None:
        return ""
    return f"{rows.text(row, 'count')}/{rows.text(row, 'of')}"
