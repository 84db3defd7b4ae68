"""What a reader can take from a curve over time."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Curve:
    """How the rows of a table read curves over time, one for each group.

    A reader who knows the curve at two points knows how many left between them.

    Attributes
    ----------
    group : str
        Column that tells of which group a row is; its rows stand in order of time.
    persons : str
        Column with the persons who entered the curve.
    at_risk : str, optional
        Column with the persons still at risk at the point of a row; left out, every
        row is a number of its own, about the whole curve.
    reached : str, optional
        Name beneath which rows hold the persons who had reached the event.
    elsewhere : str, optional
        The same for those who had left in any other way.
    """

    group: str = "group"
    persons: str = "persons"
    at_risk: str | None = None
    reached: str | None = None
    elsewhere: str | None = None
