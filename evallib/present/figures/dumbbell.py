"""Two scores of the same thing, 0 to 10, and the distance between them.

Roles: ``label``, ``group``, ``direct``, ``indirect``. The direct score is a filled
circle and the indirect one an open diamond, so that equal scores show as both.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import SMALL, SMALL_STRONG, width
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid, ticks
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

HIGHEST = 10
CIRCLE = 0.075
DIAMOND = 0.115
TOP = 0.3
ROLES = ("direct", "indirect")


def draw(rows: Rows) -> str:
    """Two marks and the line between them for every row."""
    sheet, labels = Sheet(), Labels(rows, top=TOP)
    scale = Scale(0, HIGHEST, labels.right + 0.3, WIDTH - 0.4)
    marks = {each: rows.words.number(each) for each in ticks(0, HIGHEST, wanted=6)}
    grid(sheet, scale, (TOP, labels.bottom), marks=marks)
    _write_key(sheet, rows, scale.left)
    labels.write_headings(sheet)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _pair(sheet, rows, scale, place=(row, centre))
    return sheet.svg(labels.bottom + 0.3)


def _pair(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    scores = {
        role: score for role in ROLES if (score := rows.number(row, role)) is not None
    }
    if not scores:
        return
    low, high = min(scores.values()), max(scores.values())
    ends = [(scale.at(low), centre), (scale.at(high), centre)]
    sheet.line(ends, colour=palette.RULE, weight=2.0)
    for role in reversed(ROLES):
        if role in scores:
            _mark(sheet, (scale.at(scores[role]), centre), role)
    named = {score: rows.text(row, role) for role, score in scores.items()}
    beside = DIAMOND + 0.06
    sheet.write((scale.at(high) + beside, centre), named[high], SMALL_STRONG)
    if low < high:
        left = (scale.at(low) - beside, centre)
        sheet.write(left, named[low], SMALL_STRONG, align="right")


def _mark(sheet: Sheet, centre: tuple[float, float], role: str) -> None:
    if role == "direct":
        sheet.dot(centre, CIRCLE, fill=palette.BLUE, edge=palette.BLUE)
        return
    across, down = centre
    corners = [(across, down - DIAMOND), (across + DIAMOND, down)]
    corners += [(across, down + DIAMOND), (across - DIAMOND, down)]
    sheet.shape(corners, edge=palette.ORANGE)


def _write_key(sheet: Sheet, rows: Rows, left: float) -> None:
    for role in ROLES:
        text = rows.words.say(f"figure.{role}")
        _mark(sheet, (left, 0.12), role)
        sheet.write((left + 0.18, 0.12), text, SMALL)
        left += 0.18 + width(text, SMALL) + 0.4
