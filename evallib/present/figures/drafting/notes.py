"""The last line of a figure: that a number of its table could not be drawn."""

from __future__ import annotations

from evallib.present.figures.drafting.lettering import SMALL
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.sheet import Sheet


def finished(sheet: Sheet, rows: Rows, bottom: float, *, drawn: tuple[str, ...]) -> str:
    """The sheet cut at ``bottom``, with a line more if a number is not drawn.

    ``drawn`` names the roles whose numbers the figure shows.
    """
    if not rows.leaves_out(*drawn):
        return sheet.svg(bottom)
    sheet.write((0.0, bottom + 0.12), rows.words.say("figure.not_drawn"), SMALL)
    return sheet.svg(bottom + 0.26)
