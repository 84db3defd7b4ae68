"""Goals in columns from means to impact, and curves to what each leads to.

Roles: ``id``, ``level`` (the column), ``label``, ``leads_to`` (ids, ``3, 4``),
``status`` (shown with its symbol). Columns stand in the order in which the table names
their levels. A label that does not fit ends in an ellipsis; the table has it whole.
"""

from __future__ import annotations

from dataclasses import dataclass

from evallib.present import palette
from evallib.present.figures.drafting.lettering import SMALL, SMALL_STRONG, Type, wrap
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.sheet import WIDTH, Sheet
from evallib.present.language import NO_BREAK

NARROW_GAP, WIDE_GAP = 0.3, 0.42  # between columns; narrow from five columns up
PADDING = 0.1
BETWEEN = 0.2
AT_MOST = 6
GOAL = Type(10.0)
ACCENT = 0.035


@dataclass(frozen=True, slots=True)
class Box:
    """One goal on the sheet: its place, its size in inches, and its words."""

    row: int
    left: float
    top: float
    wide: float
    lines: tuple[tuple[str, Type], ...]

    @property
    def tall(self) -> float:
        return _tall(self.lines)

    @property
    def middle(self) -> float:
        return self.top + self.tall / 2


def draw(rows: Rows) -> str:
    """A column for every level, a box for every goal, a curve for every link."""
    sheet = Sheet()
    levels = list(dict.fromkeys(rows.text(row, "level") for row in range(len(rows))))
    gap = NARROW_GAP if len(levels) > 4 else WIDE_GAP
    wide = (WIDTH - gap * (len(levels) - 1)) / len(levels)
    titles = [wrap(level, wide, SMALL_STRONG, at_most=3) for level in levels]
    top = max(map(len, titles)) * SMALL_STRONG.line + 0.16
    boxes = _boxes(rows, levels, wide=wide, gap=gap, top=top)
    for at, lines in enumerate(titles):
        title = [(line, SMALL_STRONG) for line in lines]
        sheet.stack((at * (wide + gap), len(lines) * SMALL_STRONG.line / 2), title)
    for before, after in _links(rows, boxes):
        _link(sheet, before, after, gap=gap)
    for box in boxes:
        _draw_box(sheet, box)
    return sheet.svg(max(box.top + box.tall for box in boxes) + 0.05)


def _boxes(
    rows: Rows, levels: list[str], *, wide: float, gap: float, top: float
) -> list[Box]:
    """Boxes of every column, each column centred on the height of the tallest."""
    columns = {
        level: [row for row in range(len(rows)) if rows.text(row, "level") == level]
        for level in levels
    }
    words = [_words(rows, row, wide) for row in range(len(rows))]
    heights = {
        level: sum(_tall(words[row]) + BETWEEN for row in members)
        for level, members in columns.items()
    }
    boxes: list[Box] = []
    for at, (level, members) in enumerate(columns.items()):
        down = top + (max(heights.values()) - heights[level]) / 2
        for row in members:
            boxes.append(Box(row, at * (wide + gap), down, wide, words[row]))
            down += boxes[-1].tall + BETWEEN
    return boxes


def _words(rows: Rows, row: int, wide: float) -> tuple[tuple[str, Type], ...]:
    inside = wide - 2 * PADDING - ACCENT
    number = rows.text(row, "id")
    label = f"{number}.{NO_BREAK}" * bool(number) + rows.text(row, "label")
    goal = [(line, GOAL) for line in wrap(label, inside, GOAL, at_most=AT_MOST)]
    status = rows.marked(row, "status")
    told = wrap(status, inside, SMALL, at_most=2) if status else ()
    return (*goal, *((line, SMALL) for line in told))


def _tall(lines: tuple[tuple[str, Type], ...]) -> float:
    return sum(look.line for _, look in lines) + 2 * PADDING


def _links(rows: Rows, boxes: list[Box]) -> list[tuple[Box, Box]]:
    by_id = {rows.text(box.row, "id"): box for box in boxes}
    named = {
        box.row: rows.text(box.row, "leads_to").replace("|", ",").split(",")
        for box in boxes
        if rows.cell(box.row, "leads_to")
    }
    return [
        (box, by_id[each.strip()])
        for box in boxes
        for each in named.get(box.row, [])
        if each.strip() in by_id
    ]


def _link(sheet: Sheet, before: Box, after: Box, *, gap: float) -> None:
    """A curve from the right side of a box to the left side of what it leads to."""
    start = (before.left + before.wide, before.middle)
    if after.left > before.left:
        end, bend = (after.left, after.middle), -gap
    else:
        end, bend = (after.left + after.wide, after.middle), gap
    turns = [(start[0] + gap * 0.8, start[1]), (end[0] + bend * 0.8, end[1])]
    sheet.curve([start, *turns, end], colour=palette.RULE, weight=1.3)
    sheet.dot(end, 0.045, fill=palette.RULE)


def _draw_box(sheet: Sheet, box: Box) -> None:
    corner = (box.left, box.top)
    sheet.box(corner, (box.wide, box.tall), fill=palette.WASH)
    sheet.box(corner, (ACCENT, box.tall), fill=palette.BLUE)
    sheet.stack((box.left + ACCENT + PADDING, box.middle), box.lines)
