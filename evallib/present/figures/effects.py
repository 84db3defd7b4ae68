"""Differences or ratios with their intervals, around the line of no difference.

Roles: ``label``, ``value``, ``limits`` (a range column), ``group``, ``primary`` (words
in the row that was declared beforehand, empty in all others). A ratio lies on a scale
of multiples around 1, everything else around 0. An interval that runs off the sheet
ends in a point.
"""

from __future__ import annotations

import math

from evallib.present import palette
from evallib.present.figures.drafting.axes import tick_texts
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import (
    SMALL,
    SMALL_STRONG,
    STRONG,
    Type,
    width,
    wrap,
)
from evallib.present.figures.drafting.marks import AFTER, LOOKS, Look, mark
from evallib.present.figures.drafting.notes import finished
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

NUMBERS = (0.9, 1.6)  # inches at the right: at least, and at most before wrapping
TOP = 0.3
OTHER = Look(palette.BLUE, "circle", filled=False)
MULTIPLES = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
DECADES = (0.01, 0.1, 1.0, 10.0, 100.0)
MOST_TICKS = 6
HEAD = 0.1  # length of the point of an interval that runs off the sheet


class Across:
    """Where a value stands: along a plain scale, or along one of multiples."""

    def __init__(self, rows: Rows, left: float, right: float) -> None:
        self.by_multiples = rows.column("value").kind == "ratio"
        self.neutral = 1.0 if self.by_multiples else 0.0
        low, high = self._span(rows)
        self._scale = Scale(self._place(low), self._place(high), left, right)
        if self.by_multiples:
            self.ticks = _multiples(low, high)
        else:
            self.ticks = ticks(low, high)
        self.left, self.right = left, right

    def _span(self, rows: Rows) -> tuple[float, float]:
        found = [self.neutral]
        for row in range(len(rows)):
            found += [*(rows.limits(row) or ()), rows.number(row, "value") or found[0]]
        known = [each for each in found if math.isfinite(each)]
        if not self.by_multiples:
            low, high = min(known), max(known)
            air = 0.04 * (high - low or 1.0)
            return low - air, high + air
        positive = [min(max(each, MULTIPLES[0]), MULTIPLES[-1]) for each in known]
        return min(*positive, 0.5) / 1.1, max(*positive, 2.0) * 1.1

    def _place(self, value: float) -> float:
        return math.log(value) if self.by_multiples else value

    def at(self, value: float) -> float:
        """Inches from the left, never off the plot."""
        if self.by_multiples and value <= 0:
            return self.left
        if not math.isfinite(value):
            return self.right if value > 0 else self.left
        place = self._scale.at(self._place(value))
        return min(max(place, self.left), self.right)

    def holds(self, value: float) -> bool:
        """Whether the value itself is on the plot, not only its direction."""
        if not math.isfinite(value) or (self.by_multiples and value <= 0):
            return False
        place = self._scale.at(self._place(value))
        return self.left - 1e-9 <= place <= self.right + 1e-9

    def grid(self, sheet: Sheet, rows: Rows, *, top: float, bottom: float) -> None:
        column, words = rows.column("value"), rows.words
        parts = [self.ticks] if not self.by_multiples else [(t,) for t in self.ticks]
        texts = {
            value: text
            for part in parts
            for value, text in tick_texts(part, column, words).items()
        }
        placed = Scale(self.left, self.right, self.left, self.right)
        marks = {self.at(value): text for value, text in texts.items()}
        grid(sheet, placed, (top, bottom), marks=marks)


def _multiples(low: float, high: float) -> tuple[float, ...]:
    """Multiples to mark: by ones, twos and fives, or by tens where they are many."""
    inside = tuple(each for each in MULTIPLES if low <= each <= high)
    if len(inside) <= MOST_TICKS:
        return inside
    return tuple(each for each in DECADES if low <= each <= high)


def draw(rows: Rows) -> str:
    """A mark with its interval for every row, and the line of no difference."""
    sheet = Sheet()
    marks = [rows.text(row, "primary") for row in range(len(rows))]
    numbers = _numbers_width(rows)
    most = max(len(_number_lines(rows, row, numbers)) for row in range(len(rows)))
    labels = Labels(rows, at_least=0.16 + 0.18 * most, top=TOP, beneath=marks)
    across = Across(rows, labels.right, WIDTH - numbers - 0.25)
    across.grid(sheet, rows, top=labels.top, bottom=labels.bottom)
    _draw_neutral(sheet, rows, across, bottom=labels.bottom)
    labels.write_headings(sheet)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _effect(sheet, rows, across, place=(row, centre))
        told = _number_lines(rows, row, numbers)
        sheet.stack((WIDTH - numbers, centre), told)
    _write_title(sheet, rows, across, down=labels.bottom + 0.36)
    return finished(sheet, rows, labels.bottom + 0.5, drawn=("value",))


def _draw_neutral(sheet: Sheet, rows: Rows, across: Across, *, bottom: float) -> None:
    at = across.at(across.neutral)
    sheet.line([(at, TOP - 0.06), (at, bottom)], weight=1.4)
    text = rows.words.say("figure.zero")
    half = width(text, SMALL_STRONG) / 2
    middle = min(max(at, half), WIDTH - half)
    sheet.write((middle, 0.12), text, SMALL_STRONG, align="center")


def _effect(
    sheet: Sheet, rows: Rows, across: Across, *, place: tuple[int, float]
) -> None:
    row, centre = place
    limits = rows.limits(row)
    if limits is not None:
        _interval(sheet, across, limits, centre=centre)
    value = rows.number(row, "value")
    if value is None or not across.holds(value):
        return
    if not rows.has("primary"):
        mark(sheet, (across.at(value), centre), LOOKS[0], size=0.085)
    elif rows.cell(row, "primary") is None:
        mark(sheet, (across.at(value), centre), OTHER)
    else:
        mark(sheet, (across.at(value), centre), AFTER, size=0.1)


def _interval(
    sheet: Sheet, across: Across, limits: tuple[float, float], *, centre: float
) -> None:
    low, high = (across.at(each) for each in limits)
    sheet.line([(low, centre), (high, centre)], weight=1.6)
    for value, end, inward in ((limits[0], low, HEAD), (limits[1], high, -HEAD)):
        if across.holds(value):
            sheet.line([(end, centre - 0.06), (end, centre + 0.06)], weight=1.6)
        else:
            back = end + inward
            tip = [(back, centre - 0.07), (end, centre), (back, centre + 0.07)]
            sheet.shape(tip, fill=palette.INK)


def _numbers_width(rows: Rows) -> float:
    texts = [
        width(rows.text(row, role), look)
        for row in range(len(rows))
        for role, look in (("value", STRONG), ("limits", SMALL))
    ]
    least, most = NUMBERS
    return min(max(*texts, least), most)


def _number_lines(rows: Rows, row: int, wide: float) -> list[tuple[str, Type]]:
    """The value, and beneath it in grey its range on one line or two."""
    lines: list[tuple[str, Type]] = [(rows.text(row, "value"), STRONG)]
    if rows.has("limits") and rows.limits(row):
        told = wrap(rows.text(row, "limits"), wide, SMALL, at_most=2)
        lines += [(each, SMALL) for each in told]
    return lines


def _write_title(sheet: Sheet, rows: Rows, across: Across, *, down: float) -> None:
    """What is measured, under the numbers of the scale."""
    text = rows.heading("value")
    half = width(text, SMALL) / 2
    middle = (across.left + across.right) / 2
    sheet.write((min(middle, WIDTH - half), down), text, SMALL, align="center")
