"""Where a number stands across the sheet, and the grid that lets it be read."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evallib.present import palette
from evallib.present.figures.drafting.lettering import SMALL
from evallib.present.figures.drafting.sheet import Sheet

STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from ``first`` to ``last`` laid from inch ``left`` to inch ``right``."""

    first: float
    last: float
    left: float
    right: float

    def at(self, value: float) -> float:
        share = (value - self.first) / (self.last - self.first)
        return self.left + share * (self.right - self.left)


def ticks(first: float, last: float, *, wanted: int = 5) -> tuple[float, ...]:
    """Round numbers from ``first`` to ``last``, about as many as wanted."""
    step = nice((last - first) / max(wanted - 1, 1))
    start, end = math.ceil(first / step - 1e-9), math.floor(last / step + 1e-9)
    return tuple(round(at * step, 10) for at in range(start, end + 1))


def nice(value: float) -> float:
    """The next round number at or above a positive value."""
    power = 10.0 ** math.floor(math.log10(value))
    return next(step * power for step in STEPS if value <= step * power * (1 + 1e-9))


def grid(
    sheet: Sheet, scale: Scale, rows: tuple[float, float], *, marks: dict[float, str]
) -> None:
    """Fine upright lines between two heights, their numbers beneath."""
    top, bottom = rows
    for value, text in marks.items():
        across = scale.at(value)
        sheet.line([(across, top), (across, bottom)], colour=palette.GRID, weight=0.8)
        sheet.write((across, bottom + 0.14), text, SMALL, align="center")
