"""Two distributions back to back: how much of one group is found in the other.

Roles: ``bin`` (names the class), ``pilot``, ``control`` (shares of each group). The
pilot's bars run left and are plain, the other group's run right and are hatched.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.lettering import (
    BODY,
    SMALL,
    SMALL_STRONG,
    width,
    wrap,
)
from evallib.present.figures.drafting.notes import finished
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale
from evallib.present.figures.drafting.sheet import WIDTH, Align, Sheet

THICK = 0.24
STEP = 0.32
TOP = 0.34  # for what the classes are; the names of the groups stand beneath
NUMBERS = 0.62  # inches beyond the longest bar for its number
AIR = 0.14
WIDEST = 1.9  # inches for the names of the classes
HATCH = "////"


def draw(rows: Rows) -> str:
    """A pair of bars for every class, its name between them."""
    sheet = Sheet()
    names = [wrap(rows.text(at, "bin"), WIDEST, BODY) for at in range(len(rows))]
    middle = max(width(line, BODY) for name in names for line in name) / 2 + AIR
    sides = _sides(rows, middle)
    top = bottom = _write_headings(sheet, rows, sides)
    for row, name in enumerate(names):
        height = STEP + (len(name) - 1) * BODY.line
        centre = bottom + height / 2
        first = centre - (len(name) - 1) * BODY.line / 2
        for at, line in enumerate(name):
            down = first + at * BODY.line
            sheet.write((WIDTH / 2, down), line, BODY, align="center")
        for role, scale in sides.items():
            _bar(sheet, rows, scale, place=(row, role, centre))
        bottom += height
    for scale in sides.values():
        edge = [(scale.left, top - 0.04), (scale.left, bottom + 0.04)]
        sheet.line(edge, colour=palette.RULE)
    return finished(sheet, rows, bottom + 0.1, drawn=("pilot", "control"))


def _sides(rows: Rows, middle: float) -> dict[str, Scale]:
    """One scale for both groups: the same length is the same share on either side."""
    shares = [
        share
        for role in ("pilot", "control")
        for row in range(len(rows))
        if (share := rows.number(row, role)) is not None
    ]
    top = max(shares, default=0.0) or 1.0
    return {
        "pilot": Scale(0, top, WIDTH / 2 - middle, NUMBERS),
        "control": Scale(0, top, WIDTH / 2 + middle, WIDTH - NUMBERS),
    }


def _bar(
    sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, str, float]
) -> None:
    row, role, centre = place
    share = rows.number(row, role)
    end = scale.at(share or 0.0)
    if share:
        corner = (min(end, scale.left), centre - THICK / 2)
        size = (abs(end - scale.left), THICK)
        if role == "pilot":
            sheet.box(corner, size, fill=palette.BLUE)
        else:
            sheet.box(corner, size, edge=palette.BLUE, hatch=HATCH)
    text = rows.text(row, role)
    if role == "pilot":
        sheet.write((end - 0.07, centre), text, SMALL, align="right")
    else:
        sheet.write((end + 0.07, centre), text, SMALL)


def _write_headings(sheet: Sheet, rows: Rows, sides: dict[str, Scale]) -> float:
    """What the classes are, and each group's name above its own bars."""
    title = wrap(rows.heading("bin"), WIDTH, SMALL, at_most=1)[0]
    sheet.write((WIDTH / 2, 0.12), title, SMALL, align="center")
    wide = WIDTH / 2 - max(scale.left - WIDTH / 2 for scale in sides.values()) - 0.1
    named = {
        role: wrap(rows.heading(role), wide, SMALL_STRONG, at_most=2) for role in sides
    }
    bottom = TOP + max(map(len, named.values())) * SMALL_STRONG.line
    for role, lines in named.items():
        align: Align = "right" if role == "pilot" else "left"
        for at, line in enumerate(reversed(lines)):
            down = bottom - (at + 0.5) * SMALL_STRONG.line
            sheet.write((sides[role].left, down), line, SMALL_STRONG, align=align)
    return bottom + 0.06
