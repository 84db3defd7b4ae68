"""Shares as horizontal bars, each with its interval and its number.

Roles: ``label``, ``value``, ``limits`` (a range column), ``note`` (a status). A number
whose note says that it is impossible is drawn hatched, with the note under its label.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
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

THICK = 0.24
IMPOSSIBLE = ".impossible"


def draw(rows: Rows) -> str:
    """A bar for every row, from nought to its share."""
    doubts = [
        rows.marked(row, "note") if _impossible(rows, row) else ""
        for row in range(len(rows))
    ]
    sheet, labels = Sheet(), Labels(rows, at_least=0.56, beneath=doubts)
    scale = share_scale(rows, labels.right, WIDTH - NUMBERS - 0.15)
    grid(sheet, scale, (0.0, labels.bottom), marks=share_marks(rows, scale))
    sheet.line([(scale.left, 0.0), (scale.left, labels.bottom)], colour=palette.RULE)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _bar(sheet, rows, scale, place=(row, centre))
        write_numbers(sheet, rows, place=(row, centre))
    return sheet.svg(labels.bottom + 0.3)


def _bar(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    value = rows.number(row, "value")
    if value is not None:
        corner = (scale.left, centre - THICK / 2)
        size = (scale.at(value) - scale.left, THICK)
        if _impossible(rows, row):
            sheet.box(corner, size, edge=palette.BLUE, hatch="////")
        else:
            sheet.box(corner, size, fill=palette.BLUE)
    whisker(sheet, scale, centre, limits=rows.limits(row))


def _impossible(rows: Rows, row: int) -> bool:
    return rows.key(row, "note").endswith(IMPOSSIBLE)
