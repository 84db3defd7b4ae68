"""One estimate of a comparison, with the persons and weights beneath it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from evallib.domain.estimate import Interval
from evallib.stats.matching import Matched

Method = Literal[
    "unadjusted",
    "matching",
    "weighting",
    "entropy_balance",
    "doubly_robust",
    "g_computation",
    "subclassification",
    "full_matching",
]
Whom = Literal["everybody", "att", "ate", "overlap", "matched"]
Inference = Literal["newcombe", "welch", "cr2", "pairs", "m_estimation", "hc1"]
ADJUSTING: tuple[Method, ...] = (
    "matching",
    "weighting",
    "entropy_balance",
    "doubly_robust",
)

ROUNDING = 1e-9  # a difference of equal means may come out this far from zero


@dataclass(frozen=True, slots=True, eq=False)
class Estimated:
    """Pilot minus control by one method.

    Attributes
    ----------
    value, standard_error : float
        Proportion units for a yes/no outcome, else the outcome's own unit.
    pilot_mean, control_mean : float
        The two means or shares whose difference is ``value``.
    pilot_persons, control_persons : int
        Persons with a weight above zero.
    pilot_effective, control_effective : float
        Kish's effective sizes.
    whom : str
        Whom the comparison is about: everybody as they are (``everybody``), the
        pilot's clients (``att``), all clients (``ate``), those who could be in
        either group, or only the matched pilot clients.
    inference : str
        How the interval was made; a message key.
    weights : array, optional
        Of the complete persons, where the method has them.
    matched : Matched, optional
        The pairs or sets, where the method makes some.
    """

    method: Method
    value: float
    standard_error: float
    interval: Interval
    pilot_mean: float
    control_mean: float
    pilot_persons: int
    control_persons: int
    pilot_effective: float
    control_effective: float
    whom: Whom
    inference: Inference
    notes: tuple[str, ...] = ()
    weights: Any = None
    matched: Matched | None = None

    @property
    def persons(self) -> int:
        """Of the smaller group."""
        return min(self.pilot_persons, self.control_persons)

    @property
    def settled(self) -> bool:
        """Whether the whole interval lies on one side of no difference."""
        return self.interval.low > ROUNDING or self.interval.high < -ROUNDING
