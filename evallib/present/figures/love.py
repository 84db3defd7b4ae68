"""How alike two groups were before and after adjustment, item by item.

Roles: ``label``, ``before``, ``after`` (standardised differences; drawn without their
sign), ``group``. Dashed lines stand at 0.1 and 0.25, where a difference begins to be
noticed and where adjustment can no longer be relied on.
"""

from __future__ import annotations

from dataclasses import replace

from evallib.present import palette
from evallib.present.cells import written
from evallib.present.figures.drafting.axes import tick_texts
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import SMALL, STRONG, width
from evallib.present.figures.drafting.marks import AFTER, BEFORE, SIZE, Look, mark
from evallib.present.figures.drafting.notes import finished
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid, nice, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

THRESHOLDS = (0.1, 0.25)
DASH = (3.0, 2.0)
NUMBERS = 1.15  # inches for "before → after" at the right
KEY, WORDS_OF_LINES = 0.12, 0.42
TOP = 0.56
MARKS: dict[str, Look] = {"before": BEFORE, "after": AFTER}


def draw(rows: Rows) -> str:
    """A hollow and a filled mark for every item, and how far apart they are."""
    sheet, labels = Sheet(), Labels(rows, at_least=0.36, top=TOP)
    scale = _scale(rows, labels.right)
    _draw_lines(sheet, rows, scale, bottom=labels.bottom)
    _write_key(sheet, rows)
    labels.write_headings(sheet)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _pair(sheet, rows, scale, place=(row, centre))
    title = rows.words.say("figure.standardised")
    middle = (scale.left + scale.right) / 2
    sheet.write((middle, labels.bottom + 0.36), title, SMALL, align="center")
    return finished(sheet, rows, labels.bottom + 0.5, drawn=("before", "after"))


def _size(rows: Rows, row: int, role: str) -> float | None:
    value = rows.number(row, role)
    return None if value is None else abs(value)


def _scale(rows: Rows, left: float) -> Scale:
    sizes = [
        size
        for role in MARKS
        for row in range(len(rows))
        if (size := _size(rows, row, role)) is not None
    ]
    top = nice(max(*sizes, THRESHOLDS[-1] * 1.2, 0.0))
    return Scale(0, top, left + 0.1, WIDTH - NUMBERS - 0.25)


def _draw_lines(sheet: Sheet, rows: Rows, scale: Scale, *, bottom: float) -> None:
    role = "before" if rows.has("before") else "after"
    column = replace(rows.column(role), kind="index")
    texts = tick_texts(ticks(0, scale.last), column, rows.words)
    grid(sheet, scale, (TOP, bottom), marks=texts)
    sheet.line([(scale.left, TOP), (scale.left, bottom)], colour=palette.RULE)
    for each in THRESHOLDS:
        across = scale.at(each)
        ends = [(across, TOP - 0.06), (across, bottom)]
        sheet.line(ends, colour=palette.MUTED, weight=1.2, dash=DASH)
        text = rows.words.number(each, 1 if each == THRESHOLDS[0] else 2)
        sheet.write((across, WORDS_OF_LINES), text, SMALL, align="center")


def _pair(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    sizes = {
        role: size for role in MARKS if (size := _size(rows, row, role)) is not None
    }
    if len(sizes) > 1:
        ends = [(scale.at(size), centre) for size in sizes.values()]
        sheet.line(ends, colour=palette.RULE, weight=1.6)
    for role, size in sizes.items():
        mark(sheet, (scale.at(size), centre), MARKS[role], size=SIZE * 1.1)
    _write_numbers(sheet, rows, sizes, place=place)


def _write_numbers(
    sheet: Sheet, rows: Rows, sizes: dict[str, float], *, place: tuple[int, float]
) -> None:
    row, centre = place
    left = WIDTH - NUMBERS
    texts = {
        role: written(sizes[role], rows.column(role), rows.words)
        if role in sizes
        else rows.text(row, role)
        for role in MARKS
        if rows.has(role)
    }
    if "before" in texts:
        before = f"{texts['before']} → " if "after" in texts else texts["before"]
        sheet.write((left, centre), before, SMALL)
        left += width(before, SMALL)
    if "after" in texts:
        sheet.write((left, centre), texts["after"], STRONG)


def _write_key(sheet: Sheet, rows: Rows) -> None:
    left = 0.1
    for role, look in MARKS.items():
        if not rows.has(role):
            continue
        text = rows.heading(role)
        mark(sheet, (left, KEY), look, size=SIZE * 1.1)
        sheet.write((left + 0.18, KEY), text, SMALL)
        left += 0.18 + width(text, SMALL) + 0.4
