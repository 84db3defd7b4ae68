"""How far a difference may lie, for every size the comparison group may have had.

Roles: ``size`` (across), ``low`` and ``high`` (differences of shares, drawn in
percentage points). The band is hatched where it holds zero, so that nothing is known
of the direction, and plain where it lies on one side.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from evallib.present import palette
from evallib.present.figures.drafting.lettering import (
    SMALL,
    SMALL_STRONG,
    STRONG,
    width,
)
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

LEFT, RIGHT = 0.75, WIDTH - 0.85
TOP, BOTTOM = 0.8, 4.0
OPEN_HATCH = "////"

Limits = tuple[float, float, float]  # size, low, high


def draw(rows: Rows) -> str:
    """The band of differences over all sizes, with the line of no difference."""
    sheet, band = Sheet(), _limits(rows)
    across = Scale(band[0][0], max(band[-1][0], band[0][0] + 1), LEFT, RIGHT)
    upwards = _upwards(band)
    _draw_grid(sheet, rows, across, upwards=upwards)
    for is_open, part in _parts(band):
        _area(sheet, part, (across, upwards), is_open=is_open)
    for at in (1, 2):
        edge = [(across.at(each[0]), upwards.at(each[at])) for each in band]
        sheet.line(edge, colour=palette.BLUE, weight=2.0)
    _zero_line(sheet, rows, upwards, is_under=band[-1][1] + band[-1][2] >= 0)
    _write_ends(sheet, rows, (across, upwards))
    _write_key(sheet, rows, {is_open for is_open, _ in _parts(band)})
    sheet.write((LEFT, BOTTOM + 0.42), rows.words.say("figure.comparison_size"), SMALL)
    return sheet.svg(BOTTOM + 0.56)


def _limits(rows: Rows) -> list[Limits]:
    found: list[Limits] = []
    for row in range(len(rows)):
        size, low, high = (rows.number(row, role) for role in ("size", "low", "high"))
        if size is not None and low is not None and high is not None:
            found.append((size, low, high))
    if not found:
        raise ValueError("an envelope needs at least one size with both limits")
    return sorted(found)


def _upwards(band: Sequence[Limits]) -> Scale:
    """Inches run downwards, so the largest difference stands at the top."""
    low = min(0.0, *(each[1] for each in band))
    high = max(0.0, *(each[2] for each in band))
    air = 0.1 * max(high - low, 0.01)  # the words at zero need room on either side
    return Scale(min(low, -air), max(high, air), BOTTOM, TOP)


def _parts(band: Sequence[Limits]) -> list[tuple[bool, list[Limits]]]:
    """Runs of sizes whose band holds zero, and of those whose band does not.

    Neighbouring runs share a size, so that no gap opens between their areas.
    """
    runs = [
        (is_open, list(part))
        for is_open, part in groupby(band, key=lambda each: each[1] <= 0 <= each[2])
    ]
    for (_, before), (_, after) in pairwise(runs):
        before.append(after[0])
    return runs


def _area(
    sheet: Sheet, part: Sequence[Limits], scales: tuple[Scale, Scale], *, is_open: bool
) -> None:
    across, upwards = scales
    upper = [(across.at(size), upwards.at(high)) for size, _, high in part]
    lower = [(across.at(size), upwards.at(low)) for size, low, _ in reversed(part)]
    _fill(sheet, upper + lower, is_open=is_open)


def _fill(sheet: Sheet, corners: list[tuple[float, float]], *, is_open: bool) -> None:
    if is_open:
        sheet.shape(corners, hatch=OPEN_HATCH)
    else:
        sheet.shape(corners, fill=palette.BLUE_WASH)


def _draw_grid(sheet: Sheet, rows: Rows, across: Scale, *, upwards: Scale) -> None:
    title = rows.words.say("figure.difference_points")
    sheet.write((0.0, 0.12), title, SMALL)
    for value in ticks(upwards.first, upwards.last, wanted=6):
        down = upwards.at(value)
        sheet.line([(LEFT, down), (RIGHT, down)], colour=palette.GRID, weight=0.8)
        text = rows.words.hundredths(value)
        sheet.write((LEFT - 0.12, down), text, SMALL, align="right")
    apart = 0.07 * (across.last - across.first)
    inner = ticks(across.first + apart, across.last - apart, wanted=6)
    sizes = (across.first, *inner, across.last)
    marks = {each: rows.words.number(each) for each in sizes}
    grid(sheet, across, (BOTTOM, BOTTOM + 0.05), marks=marks)


def _zero_line(sheet: Sheet, rows: Rows, upwards: Scale, *, is_under: bool) -> None:
    """The line of no difference; its words stand on the side away from the band."""
    down = upwards.at(0)
    sheet.line([(LEFT, down), (RIGHT, down)], weight=1.4)
    beside = down + (0.13 if is_under else -0.13)
    text = rows.words.say("figure.zero")
    sheet.write((RIGHT - 0.06, beside), text, SMALL_STRONG, align="right")


def _write_ends(sheet: Sheet, rows: Rows, scales: tuple[Scale, Scale]) -> None:
    """The limits at the largest size, where the band ends."""
    across, upwards = scales
    sizes = [rows.number(row, "size") for row in range(len(rows))]
    row = sizes.index(across.last) if across.last in sizes else 0
    for role in ("low", "high"):
        value = rows.number(row, role)
        if value is not None:
            left = across.at(sizes[row] or 0.0) + 0.1
            sheet.write((left, upwards.at(value)), rows.text(row, role), STRONG)


def _write_key(sheet: Sheet, rows: Rows, kinds: set[bool]) -> None:
    left, down = LEFT, 0.5
    for is_open, name in ((True, "figure.open"), (False, "figure.settled")):
        if is_open not in kinds:
            continue
        box = [(left, down - 0.09), (left + 0.3, down - 0.09)]
        box += [(left + 0.3, down + 0.09), (left, down + 0.09)]
        _fill(sheet, box, is_open=is_open)
        text = rows.words.say(name)
        sheet.write((left + 0.4, down), text, SMALL)
        left += 0.4 + width(text, SMALL) + 0.35
