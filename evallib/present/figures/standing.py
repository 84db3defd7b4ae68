"""How far each group's follow-up is: persons known, pending and lost in one bar.

Roles: ``label``, ``known``, ``pending``, ``lost`` (persons), ``note`` (words under the
label). Known persons are filled, pending ones hatched, lost ones empty. A part that is
too narrow for its number has it after the end of the bar, beside the part's mark.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import SMALL, SMALL_STRONG, Type, width
from evallib.present.figures.drafting.notes import finished
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

PARTS = ("known", "pending", "lost")
THICK = 0.28
SWATCH = 0.16
TOP = 0.34
RIGHTS = (7.1, 6.9, 6.7, 6.5, 6.3, 6.1, 5.9, 5.7, 5.5)  # where the longest bar may end
ON_BLUE = Type(10.0, bold=True, colour=palette.PAPER)


def draw(rows: Rows) -> str:
    """A bar for every group, as long as the group is large."""
    sheet = Sheet()
    notes = [rows.text(row, "note") for row in range(len(rows))]
    labels = Labels(rows, at_least=0.46, top=TOP, beneath=notes)
    _write_key(sheet, rows)
    labels.write_headings(sheet)
    scale = _scale(rows, labels.right)
    edge = [(scale.left, labels.top), (scale.left, labels.bottom)]
    sheet.line(edge, colour=palette.RULE)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _bar(sheet, rows, scale, place=(row, centre))
    return finished(sheet, rows, labels.bottom + 0.05, drawn=PARTS)


def _persons(rows: Rows, row: int) -> dict[str, float]:
    found = {part: rows.number(row, part) for part in PARTS}
    return {part: value for part, value in found.items() if value}


def _scale(rows: Rows, left: float) -> Scale:
    """As wide as leaves room for the numbers that stand after the bars."""
    totals = [sum(_persons(rows, row).values()) for row in range(len(rows))]
    longest = max(*totals, 1.0)
    for right in RIGHTS:
        scale = Scale(0, longest, left, right)
        ends = [
            scale.at(total) + _tail_width(rows, row, scale)
            for row, total in enumerate(totals)
        ]
        if max(ends) <= WIDTH:
            break
    return scale


def _bar(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    left = scale.left
    for part, persons in _persons(rows, row).items():
        wide = scale.at(persons) - scale.left
        _surface(sheet, part, (left, centre), wide=wide, tall=THICK)
        if _fits(rows, row, part, scale):
            _write_inside(
                sheet, (left + wide / 2, centre), rows.text(row, part), part=part
            )
        left += wide
    for part in _outside(rows, row, scale):
        _surface(sheet, part, (left + 0.12, centre), wide=SWATCH, tall=SWATCH)
        sheet.write((left + 0.18 + SWATCH, centre), rows.text(row, part), SMALL_STRONG)
        left += _room(rows.text(row, part))


def _fits(rows: Rows, row: int, part: str, scale: Scale) -> bool:
    persons = rows.number(row, part) or 0.0
    wide = scale.at(persons) - scale.left
    return wide >= width(rows.text(row, part), SMALL_STRONG) + 0.16


def _outside(rows: Rows, row: int, scale: Scale) -> list[str]:
    """Parts whose number stands after the bar; a hidden number has its symbol there."""
    return [
        part
        for part in PARTS
        if rows.has(part)
        and rows.number(row, part) != 0
        and not _fits(rows, row, part, scale)
    ]


def _tail_width(rows: Rows, row: int, scale: Scale) -> float:
    return (
        sum(_room(rows.text(row, part)) for part in _outside(rows, row, scale)) + 0.06
    )


def _room(text: str) -> float:
    return 0.18 + SWATCH + width(text, SMALL_STRONG)


def _surface(
    sheet: Sheet, part: str, at: tuple[float, float], *, wide: float, tall: float
) -> None:
    left, centre = at
    corner, size = (left, centre - tall / 2), (wide, tall)
    if part == "known":
        sheet.box(corner, size, fill=palette.BLUE, edge=palette.BLUE)
    elif part == "pending":
        sheet.box(corner, size, edge=palette.BLUE, hatch="////")
    else:
        sheet.box(corner, size, edge=palette.MUTED)


def _write_inside(
    sheet: Sheet, centre: tuple[float, float], text: str, *, part: str
) -> None:
    """A number on its part; over a hatch it stands on a patch of paper."""
    across, down = centre
    if part == "pending":
        half = width(text, SMALL_STRONG) / 2 + 0.04
        corner = (across - half, down - SMALL_STRONG.line / 2)
        sheet.box(corner, (2 * half, SMALL_STRONG.line))
    look = ON_BLUE if part == "known" else SMALL_STRONG
    sheet.write(centre, text, look, align="center")


def _write_key(sheet: Sheet, rows: Rows) -> None:
    left = 0.02
    for part in PARTS:
        if not rows.has(part):
            continue
        text = rows.heading(part)
        _surface(sheet, part, (left, 0.12), wide=0.26, tall=0.17)
        sheet.write((left + 0.34, 0.12), text, SMALL)
        left += 0.34 + width(text, SMALL) + 0.35
