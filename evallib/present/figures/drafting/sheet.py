"""The paper a figure is drawn on: inches from the top left, downwards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Ellipse, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from evallib.present import palette
from evallib.present.figures.drafting.lettering import (
    BODY,
    POINTS,
    RISE,
    Type,
    drawable,
    width,
)
from evallib.present.figures.drafting.letters import Letters

WIDTH = 7.2
NO_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}

Point = tuple[float, float]
Size = tuple[float, float]
Align = Literal["left", "center", "right"]
BEFORE: Mapping[Align, float] = {"left": 0.0, "center": 0.5, "right": 1.0}
Dash = tuple[float, ...]  # lengths of strokes and gaps, in widths of the line
VEIL = 0.15  # how much of its colour a veil lays over what is beneath it


class Sheet:
    """Marks laid one upon the other in the order in which they are drawn."""

    def __init__(self) -> None:
        self._figure = Figure(facecolor=palette.PAPER)
        self._down = Affine2D()
        self._inches = self._down + self._figure.dpi_scale_trans
        self._drawn = 0
        self._outlines: set[str] = set()  # of letters, written once

    def write(
        self, at: Point, text: str, look: Type = BODY, *, align: Align = "left"
    ) -> None:
        """One line of plain text, centred on the height of ``at``; ``$`` is literal."""
        shown = drawable(text, look)
        across, down = at
        across -= BEFORE[align] * width(text, look)
        down += RISE * look.size / POINTS / 2
        if shown:
            self._add(Letters((across, down), shown, look, self._outlines))

    def stack(self, at: Point, lines: Sequence[tuple[str, Type]]) -> None:
        """Lines one beneath the other, together centred on the height of ``at``."""
        left, centre = at
        down = centre - sum(look.line for _, look in lines) / 2
        for text, look in lines:
            self.write((left, down + look.line / 2), text, look)
            down += look.line

    def line(
        self,
        points: Sequence[Point],
        *,
        colour: str = palette.INK,
        weight: float = 1.0,
        dash: Dash = (),
    ) -> None:
        across, down = zip(*points, strict=True)
        self._add(
            Line2D(
                across,
                down,
                color=colour,
                linewidth=weight,
                linestyle=(0, dash) if dash else "-",
                solid_capstyle="butt",
                dash_capstyle="butt",
            )
        )

    def box(
        self,
        corner: Point,
        size: Size,
        *,
        fill: str = palette.PAPER,
        edge: str | None = None,
        hatch: str | None = None,
    ) -> None:
        """A rectangle from its top left corner."""
        self._add(Rectangle(corner, *size, **_surface(fill, edge, hatch)))

    def dot(
        self,
        centre: Point,
        radius: float,
        *,
        fill: str = palette.PAPER,
        edge: str | None = None,
        hatch: str | None = None,
    ) -> None:
        across = 2 * radius
        self._add(Ellipse(centre, across, across, **_surface(fill, edge, hatch)))

    def shape(
        self,
        corners: Sequence[Point],
        *,
        fill: str = palette.PAPER,
        edge: str | None = None,
        hatch: str | None = None,
    ) -> None:
        self._add(Polygon(corners, closed=True, **_surface(fill, edge, hatch)))

    def veil(self, corners: Sequence[Point], *, colour: str) -> None:
        """An area that what lies beneath it shows through."""
        look = {"facecolor": colour, "edgecolor": "none", "alpha": VEIL}
        self._add(Polygon(corners, closed=True, **look))

    def curve(self, points: Sequence[Point], *, colour: str, weight: float) -> None:
        """A cubic curve: start, two points that bend it, end."""
        path = Path(points, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        self._add(PathPatch(path, fill=False, edgecolor=colour, linewidth=weight))

    def svg(self, height: float) -> str:
        """The sheet cut at ``height`` inches, as an SVG document."""
        self._figure.set_size_inches(WIDTH, height)
        self._down.clear().scale(1, -1).translate(0, height)
        self._outlines.clear()
        written = StringIO()
        self._figure.savefig(written, format="svg", metadata=NO_METADATA)
        return written.getvalue()

    def _add(self, artist: Artist) -> None:
        artist.set_transform(self._inches)
        artist.set_zorder(self._drawn)
        self._drawn += 1
        self._figure.add_artist(artist)


def _surface(fill: str, edge: str | None, hatch: str | None) -> dict[str, Any]:
    """How an area looks; a hatch without an edge is blue lines and nothing else."""
    return {
        "facecolor": fill,
        "edgecolor": edge or (palette.BLUE if hatch else "none"),
        "linewidth": 1.2 if edge else 0.0,
        "hatch": hatch,
        "hatch_linewidth": 1.0,
    }
