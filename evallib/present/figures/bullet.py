"""What was reached beside what was aimed at, every row in its own units.

Roles: ``label``, ``actual``, ``target``. Units differ from row to row, so every bar is
drawn as a share of its own target and all targets stand one above the other. A bar
that runs past the sheet ends in a point; its numbers stand beside it.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import BODY, SMALL, STRONG, Type, width
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

NUMBERS = 1.75  # inches for "actual / target" at the right
THICK = 0.22
TOP = 0.36
FARTHEST = 1.3  # of the target; beyond it a bar ends in a point
NOTHING = "–"


def draw(rows: Rows) -> str:
    """A bar for every row, from nothing to its own target and past it."""
    sheet, labels = Sheet(), Labels(rows, at_least=0.5, top=TOP)
    scale = Scale(0, FARTHEST, labels.right, WIDTH - NUMBERS - 0.15)
    aim = scale.at(1.0)
    sheet.line([(aim, TOP - 0.1), (aim, labels.bottom)], colour=palette.GRID)
    sheet.write((aim, 0.14), rows.words.say("figure.target"), SMALL, align="center")
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _bar(sheet, _done(rows, row), scale, centre=centre)
        _write_numbers(sheet, rows, place=(row, centre))
    return sheet.svg(labels.bottom + 0.05)


def _done(rows: Rows, row: int) -> float | None:
    actual, target = rows.number(row, "actual"), rows.number(row, "target")
    if actual is None or not target:
        return None
    return actual / target


def _bar(sheet: Sheet, done: float | None, scale: Scale, *, centre: float) -> None:
    if done is None:
        return
    top, bottom = centre - THICK / 2, centre + THICK / 2
    left, full = scale.left, scale.at(1.0)
    sheet.box((left, top), (full - left, THICK), fill=palette.WASH)
    right = min(scale.at(done), scale.right)
    if done <= FARTHEST:
        sheet.box((left, top), (right - left, THICK), fill=palette.BLUE)
    else:
        neck = right - THICK / 2
        point = [(left, top), (neck, top), (right, centre), (neck, bottom)]
        sheet.shape([*point, (left, bottom)], fill=palette.BLUE)
    for colour, weight in ((palette.PAPER, 4.5), (palette.INK, 2.0)):
        mark = [(full, top - 0.07), (full, bottom + 0.07)]
        sheet.line(mark, colour=colour, weight=weight)


def _write_numbers(sheet: Sheet, rows: Rows, *, place: tuple[int, float]) -> None:
    """``80 / 100`` on one line, or on two where it is too wide for one."""
    row, centre = place
    left = WIDTH - NUMBERS
    known = rows.cell(row, "actual") is not None
    actual = rows.text(row, "actual") if known else NOTHING
    aimed = rows.cell(row, "target") is not None
    target = f"/ {rows.text(row, 'target')}" if aimed else ""
    look: Type = STRONG if known else BODY
    space = width(f"{actual} ", look) if actual else 0.0
    if space + width(target) <= NUMBERS:
        sheet.write((left, centre), actual, look)
        sheet.write((left + space, centre), target, Type(colour=palette.MUTED))
    else:
        sheet.stack((left, centre), [(actual, look), (target, SMALL)])
