"""Marks that are told apart by shape, filling and stroke, and by colour last."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evallib.present import palette
from evallib.present.figures.drafting.sheet import Dash, Point, Sheet

Shape = Literal["circle", "diamond", "square", "triangle"]
SIZE = 0.075  # half of the height of a mark, in inches
EDGE = palette.PAPER  # keeps a filled mark apart from the line beneath it


@dataclass(frozen=True, slots=True)
class Look:
    """How one series is drawn."""

    colour: str
    shape: Shape
    filled: bool
    dash: Dash = ()


LOOKS = (
    Look(palette.BLUE, "circle", filled=True),
    Look(palette.ORANGE, "square", filled=False, dash=(5.0, 1.6)),
    Look(palette.GREEN, "triangle", filled=True, dash=(1.6, 1.2)),
    Look(palette.INK, "diamond", filled=False, dash=(7.0, 1.5, 1.5, 1.5)),
    Look(palette.MUTED, "square", filled=True, dash=(3.0, 3.0)),
    Look(palette.RULE, "circle", filled=False, dash=(9.0, 3.0)),
)
BEFORE = Look(palette.ORANGE, "circle", filled=False)
AFTER = Look(palette.BLUE, "diamond", filled=True)


def mark(sheet: Sheet, centre: Point, look: Look, *, size: float = SIZE) -> None:
    """One mark; a filled one is edged in paper, a hollow one in its own colour."""
    fill = look.colour if look.filled else palette.PAPER
    edge = EDGE if look.filled else look.colour
    if look.shape == "circle":
        sheet.dot(centre, size, fill=fill, edge=edge)
    else:
        sheet.shape(_corners(centre, look.shape, size), fill=fill, edge=edge)


def _corners(centre: Point, shape: Shape, size: float) -> list[Point]:
    """Corners that give every shape about the same weight to the eye."""
    across, down = centre
    if shape == "square":
        half = size * 0.88
        return [
            (across - half, down - half),
            (across + half, down - half),
            (across + half, down + half),
            (across - half, down + half),
        ]
    if shape == "triangle":
        half = size * 1.1
        foot = down + half * 0.8
        return [(across, down - half), (across + half, foot), (across - half, foot)]
    half = size * 1.28
    return [
        (across, down - half),
        (across + half, down),
        (across, down + half),
        (across - half, down),
    ]
