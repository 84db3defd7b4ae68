"""A line of text as the outlines of its letters, each worked out once.

matplotlib lays every line out twice and loads each of its letters anew, which took a
third of the time of a report of printed figures.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.ft2font import LoadFlags
from matplotlib.path import Path

from evallib.present.figures.drafting.lettering import EM, Type, face, pens

STEPS = {int(Path.MOVETO): "M", int(Path.LINETO): "L", int(Path.CURVE3): "Q"}


class Letters(Artist):
    """One line of text in an SVG, above it a comment that can be searched and read.

    Parameters
    ----------
    at : (float, float)
        Where its baseline begins.
    text : str
        Letters that the font has.
    look : Type
        Their size, weight and colour.
    held : set of str
        Names of the outlines that the document holds; takes those that are added.
    """

    def __init__(
        self, at: tuple[float, float], text: str, look: Type, held: set[str]
    ) -> None:
        super().__init__()
        self._at, self._text, self._look, self._held = at, text, look, held

    def draw(self, renderer: Any) -> None:
        """Write the outlines that are new, and where each letter of the line stands."""
        writer, look = renderer.writer, self._look
        across, up = self.get_transform().transform(self._at)
        place = f"translate({across:.3f} {renderer.height - up:.3f})"
        size = f"{look.size / EM:.6f}"
        writer.comment(self._text)
        writer.start(
            "g",
            style=f"fill: {look.colour}",
            transform=f"{place} scale({size} -{size})",
        )
        for letter, pen in zip(self._text, pens(self._text, look), strict=True):
            drawn = outline(letter, bold=look.bold)
            if not drawn:
                continue
            name = f"{'bold' if look.bold else 'plain'}-{ord(letter):x}"
            if name not in self._held:
                self._held.add(name)
                writer.start("defs")
                writer.element("path", id=name, d=drawn)
                writer.end("defs")
            writer.element("use", attrib={"xlink:href": f"#{name}", "x": f"{pen:.0f}"})
        writer.end("g")


@cache
def outline(letter: str, *, bold: bool) -> str:
    """The shape of a letter as SVG path data, upwards; nothing for a space."""
    own = face(bold=bold)
    own.load_char(ord(letter), flags=LoadFlags.NO_HINTING)
    corners, codes = own.get_path()
    steps = Path(corners, codes).iter_segments(simplify=False)
    return "".join(_step(points, code) for points, code in steps)


def _step(points: np.ndarray, code: np.uint8) -> str:
    if code == Path.CLOSEPOLY:
        return "z"
    return STEPS[int(code)] + " ".join(f"{each:.0f}" for each in points)
