"""Shares with intervals: their scale, their whiskers and their numbers."""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.lettering import SMALL, STRONG, Type
from evallib.present.figures.drafting.rows import PERCENT_KINDS, Rows
from evallib.present.figures.drafting.scale import Scale, nice, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

NUMBERS = 1.2  # inches for the numbers at the right


def share_scale(rows: Rows, left: float, right: float) -> Scale:
    """From nought to a hundred percent, or to the largest number drawn."""
    tops = [limits[1] for row in range(len(rows)) if (limits := rows.limits(row))]
    tops += [each for row in range(len(rows)) if (each := rows.number(row, "value"))]
    if rows.column("value").kind in PERCENT_KINDS:
        tops.append(1.0)
    top = max(tops, default=1.0)
    return Scale(0, 1.0 if top == 1 else nice(top), left, right)


def share_marks(rows: Rows, scale: Scale, *, wanted: int = 5) -> dict[float, str]:
    """Round numbers of the scale, in the words of the value's kind."""
    percent = rows.column("value").kind in PERCENT_KINDS
    write = rows.words.percent if percent else rows.words.number
    return {each: write(each) for each in ticks(scale.first, scale.last, wanted=wanted)}


def whisker(
    sheet: Sheet, scale: Scale, centre: float, *, limits: tuple[float, float] | None
) -> None:
    """A line between two limits with a stop at each, edged so that bars let it show."""
    if limits is None:
        return
    low, high = scale.at(limits[0]), scale.at(limits[1])
    stops = [[(x, centre - 0.06), (x, centre + 0.06)] for x in (low, high)]
    for colour, weight in ((palette.PAPER, 4.0), (palette.INK, 1.5)):
        for points in ([(low, centre), (high, centre)], *stops):
            sheet.line(points, colour=colour, weight=weight)


def write_numbers(sheet: Sheet, rows: Rows, *, place: tuple[int, float]) -> None:
    """The value, and beneath it in grey its range."""
    row, centre = place
    lines: list[tuple[str, Type]] = [(rows.text(row, "value"), STRONG)]
    if rows.limits(row) and rows.has("limits"):
        lines.append((rows.text(row, "limits"), SMALL))
    sheet.stack((WIDTH - NUMBERS, centre), lines)
