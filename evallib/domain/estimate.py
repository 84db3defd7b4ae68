"""Results of counting and comparing: numbers and the persons beneath them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["proportion", "ratio", "days", "months", "eur", "points"]


@dataclass(frozen=True, slots=True)
class Tally:
    """How one group stood at one follow-up point, in persons.

    Attributes
    ----------
    reached : int
        Persons whose status is known and who reached the outcome.
    known : int
        Persons whose status is known. ``0 <= reached <= known``.
    pending : int
        Persons whose follow-up has not lasted this long yet.
    lost : int
        Persons who are due but whose status could not be found.
    """

    reached: int
    known: int
    pending: int = 0
    lost: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.reached <= self.known or min(self.pending, self.lost) < 0:
            raise ValueError(
                "a Tally needs 0 <= reached <= known and no negative count; got "
                f"reached={self.reached}, known={self.known}, "
                f"pending={self.pending}, lost={self.lost}"
            )

    @property
    def enrolled(self) -> int:
        return self.known + self.pending + self.lost

    @property
    def rate(self) -> float:
        return self.reached / self.known


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval on the scale of the estimate it belongs to."""

    low: float
    high: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Estimate:
    """One contrast of pilot against control, with the counts it rests on.

    Whether more is better belongs to the outcome, not to the estimate.
    """

    measure: str
    value: float
    unit: Unit
    interval: Interval
    pilot: Tally
    control: Tally
    notes: tuple[str, ...] = ()
