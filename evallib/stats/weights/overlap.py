"""Where the propensities of pilot and control meet."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evallib.stats.weights.inputs import Flags, Floats

EXTREME_CHANCE = 0.01


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where the two groups' propensities meet, in proportions and in persons.

    Attributes
    ----------
    pilot_range, control_range : tuple of float
        Smallest and largest propensity in each group.
    support : tuple of float or None
        The range that both groups reach; ``None`` if they do not meet.
    pilot_outside, control_outside : int
        Persons whose propensity lies outside ``support``.
    extreme : int
        Persons with a propensity below 0.01 or above 0.99.
    """

    pilot_range: tuple[float, float]
    control_range: tuple[float, float]
    support: tuple[float, float] | None
    pilot_outside: int
    control_outside: int
    extreme: int


def overlap_of(pilot: Flags, probability: Floats) -> Overlap:
    """Ranges of both groups, their common part and who lies outside it."""
    inside, outside = probability[pilot], probability[~pilot]
    pilot_range = float(inside.min()), float(inside.max())
    control_range = float(outside.min()), float(outside.max())
    low = max(pilot_range[0], control_range[0])
    high = min(pilot_range[1], control_range[1])
    beyond = (probability < EXTREME_CHANCE) | (probability > 1 - EXTREME_CHANCE)
    return Overlap(
        pilot_range=pilot_range,
        control_range=control_range,
        support=(low, high) if low <= high else None,
        pilot_outside=int(np.count_nonzero((inside < low) | (inside > high))),
        control_outside=int(np.count_nonzero((outside < low) | (outside > high))),
        extreme=int(np.count_nonzero(beyond)),
    )
