"""Colours of figures; each is told apart by shape or hatch as well.

The three accents are the first of a colour-blind safe set: they differ in lightness
too, so a figure survives a black-and-white printer.
"""

from __future__ import annotations

PAPER = "#ffffff"
INK = "#1f2933"
MUTED = "#52606d"
GRID = "#dde3e8"
RULE = "#8494a3"
WASH = "#eef2f5"

BLUE = "#0173b2"
ORANGE = "#d55e00"
GREEN = "#029e73"
BLUE_WASH = "#cfe3f0"

TEXT_COLOURS = (INK, MUTED)  # at least 4.5 to 1 on paper
MARK_COLOURS = (INK, MUTED, RULE, BLUE, ORANGE, GREEN)  # at least 3 to 1 on paper
