"""Mean ranks on one line each: the further left, the higher it was ranked.

Roles: ``label``, ``value`` (a mean rank; 1 is first). The scale runs from 1 to the
number of things ranked, so that rows can be compared with the last place possible.
"""

from __future__ import annotations

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import SMALL, STRONG
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

RADIUS = 0.09
TOP = 0.3


def draw(rows: Rows) -> str:
    """A dot for every row, as far from the first place as its mean rank."""
    sheet, labels = Sheet(), Labels(rows, top=TOP)
    scale = Scale(1, max(len(rows), 2), labels.right + 0.15, WIDTH - 0.65)
    places = range(1, round(scale.last) + 1)
    grid(
        sheet,
        scale,
        (TOP, labels.bottom),
        marks={float(each): rows.words.number(each) for each in places},
    )
    sheet.write((scale.left - 0.05, 0.12), rows.words.say("figure.rank_first"), SMALL)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        _dot(sheet, rows, scale, place=(row, centre))
    return sheet.svg(labels.bottom + 0.3)


def _dot(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    value = rows.number(row, "value")
    if value is None:
        return
    across = scale.at(value)
    sheet.line([(scale.left, centre), (across, centre)], colour=palette.RULE)
    sheet.dot((across, centre), RADIUS, fill=palette.BLUE, edge=palette.PAPER)
    sheet.write((across + 0.16, centre), rows.text(row, "value"), STRONG)
