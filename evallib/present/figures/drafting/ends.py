"""Names at the ends of lines, moved apart where the lines end close together."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.present import palette
from evallib.present.figures.drafting.lettering import (
    SMALL,
    SMALL_STRONG,
    Type,
    wrap,
)
from evallib.present.figures.drafting.marks import Look, mark
from evallib.present.figures.drafting.sheet import WIDTH, Point, Sheet

GAP = 0.38  # between the plot and the names: room for a line that ties them
NEAR = 0.16  # the same where nothing has to be tied
MARK = 0.2  # for the mark before a name
AIR = 0.07
TIED = 0.05  # a name moved further than this is tied to the end of its line
End = tuple[Point, str, str, Look]  # where the line ends, its name, its number
Lines = list[tuple[str, Type]]


def write_ends(
    sheet: Sheet, ends: Sequence[End], *, right: float, between: tuple[float, float]
) -> None:
    """Each name beside its line's end; if one is moved, all are tied and marked."""
    ordered = sorted(ends, key=lambda end: end[0][1])
    lines = [
        _lines(name, number, WIDTH - right - GAP - MARK)
        for _, name, number, _ in ordered
    ]
    heights = [sum(look.line for _, look in each) + AIR for each in lines]
    centres = _apart([end[0][1] for end in ordered], heights, between=between)
    moved = [
        abs(centre - place[1]) > TIED or place[0] < right - TIED
        for (place, *_), centre in zip(ordered, centres, strict=True)
    ]
    for end, told, centre in zip(ordered, lines, centres, strict=True):
        if any(moved):
            _tie(sheet, end, (right + GAP, centre))
            sheet.stack((right + GAP + MARK, centre), told)
        else:
            sheet.stack((right + NEAR, centre), told)


def _tie(sheet: Sheet, end: End, at: Point) -> None:
    """A fine line from the end of the line to the mark that stands for it."""
    place, _, _, look = end
    left, centre = at
    start = (place[0] + 0.1, place[1])
    sheet.line([start, (left - 0.04, centre)], colour=palette.RULE, weight=0.8)
    mark(sheet, (left + 0.07, centre), look)


def _lines(name: str, number: str, room: float) -> Lines:
    if not name:
        return [(number, SMALL_STRONG)]
    named = wrap(name, room, SMALL_STRONG, at_most=3)
    return [*((each, SMALL_STRONG) for each in named), (number, SMALL)]


def _apart(
    wanted: Sequence[float], heights: Sequence[float], *, between: tuple[float, float]
) -> list[float]:
    """Centres in the given order, as near to the wanted ones as they can stand.

    Neighbours that would overlap form a stack, which is centred on what its members
    want; stacks that then touch become one.
    """
    stacks: list[list[int]] = []
    tops: list[float] = []
    for at in range(len(wanted)):
        stacks.append([at])
        tops.append(_top(stacks[-1], wanted, heights, between=between))
        while len(stacks) > 1 and tops[-2] + _tall(stacks[-2], heights) > tops[-1]:
            upper, _ = stacks[-2:], tops.pop()
            stacks[-2:] = [[*upper[0], *upper[1]]]
            tops[-1] = _top(stacks[-1], wanted, heights, between=between)
    centres: list[float] = []
    for stack, top in zip(stacks, tops, strict=True):
        down = top
        for at in stack:
            centres.append(down + heights[at] / 2)
            down += heights[at]
    return centres


def _tall(stack: Sequence[int], heights: Sequence[float]) -> float:
    return sum(heights[at] for at in stack)


def _top(
    stack: Sequence[int],
    wanted: Sequence[float],
    heights: Sequence[float],
    *,
    between: tuple[float, float],
) -> float:
    middle = sum(wanted[at] for at in stack) / len(stack)
    tall = _tall(stack, heights)
    top, bottom = between
    return max(min(middle - tall / 2, bottom - tall), top)
