"""Draws a released figure as an SVG whose bytes depend on nothing but its numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import matplotlib

from evallib.domain.section import FigureKind
from evallib.present.figures import (
    bars,
    bullet,
    dumbbell,
    effects,
    envelope,
    forest,
    icons,
    lines,
    logic,
    love,
    overlap,
    rank_dots,
    standing,
    timeline,
)
from evallib.present.figures.drafting.rows import Rows
from evallib.present.language import Words
from evallib.release.released import ReleasedFigure

KINDS: Mapping[FigureKind, Callable[[Rows], str]] = {
    "bars": bars.draw,
    "bullet": bullet.draw,
    "dumbbell": dumbbell.draw,
    "effects": effects.draw,
    "envelope": envelope.draw,
    "forest": forest.draw,
    "icons": icons.draw,
    "lines": lines.draw,
    "logic": logic.draw,
    "love": love.draw,
    "overlap": overlap.draw,
    "rank_dots": rank_dots.draw,
    "standing": standing.draw,
    "timeline": timeline.draw,
}


def draw(figure: ReleasedFigure, words: Words, *, section: str = "") -> str:
    """The figure as SVG text; whatever the reader's own matplotlib settings are.

    ``section`` lets axes be named by the words that head the columns of its tables.
    """
    if not isinstance(figure, ReleasedFigure):
        raise TypeError(f"only a ReleasedFigure is drawn; got {type(figure).__name__}")
    if not figure.table.rows:
        raise ValueError(f"figure {figure.name!r} has no rows to draw")
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rc("svg", hashsalt="evallib", fonttype="path")
        matplotlib.rc("text", parse_math=False, usetex=False)
        return KINDS[figure.kind](Rows(figure, words, section=section))
