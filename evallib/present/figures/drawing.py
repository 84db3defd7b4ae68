"""Draws a released figure as an SVG whose bytes depend on nothing but its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import matplotlib

from evallib.domain.section import FigureKind
from evallib.present.figures import bars, bullet, envelope, forest
from evallib.present.figures.rows import Rows
from evallib.present.language import Words
from evallib.release.released import ReleasedFigure

SETTINGS = {
    "svg.hashsalt": "evallib",
    "svg.fonttype": "path",
    "text.parse_math": False,
    "text.usetex": False,
}
KINDS: Mapping[FigureKind, Callable[[Rows], str]] = {
    "bars": bars.draw,
    "bullet": bullet.draw,
    "envelope": envelope.draw,
    "forest": forest.draw,
}


def draw(figure: ReleasedFigure, words: Words) -> str:
    """The figure as SVG text; whatever the reader's own matplotlib settings are."""
    if not isinstance(figure, ReleasedFigure):
        raise TypeError(
            f"only a ReleasedFigure is drawn; got {type(figure).__name__}"
        )
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(SETTINGS)
        return KINDS[figure.kind](Rows(figure, words))
