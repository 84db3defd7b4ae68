"""The odds ratio given both margins of a two-by-two table.

The library has the same estimate and limits, and needs minutes for a register. Here
only the counts near the observed one are weighed: those further away than a great
many standard deviations have no weight left at any odds ratio that matters.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from evallib.domain.estimate import Tally
from evallib.stats.tables.solve import falling_root

FloatArray = NDArray[np.float64]

# Half-width of the weighed window, in standard deviations of the observed count.
WINDOW = 50.0
# Odds ratios are sought between exp(-REACH) and exp(REACH).
REACH = 40.0


@dataclass(frozen=True, slots=True)
class GivenMargins:
    """Pilot counts near the observed one and their weights at an odds ratio of 1."""

    observed: int
    at_floor: bool
    at_ceiling: bool
    counts: FloatArray
    log_weights: FloatArray


def given_margins(pilot: Tally, control: Tally) -> GivenMargins:
    """What the pilot's count could have been with the same totals."""
    x, total = pilot.reached, pilot.reached + control.reached
    floor, ceiling = max(0, total - control.known), min(total, pilot.known)
    cells = (x, pilot.known - x, control.reached, control.known - control.reached)
    spread = WINDOW * (1 + 1 / math.sqrt(sum(1 / (cell + 0.5) for cell in cells)))
    counts = np.arange(max(floor, int(x - spread)), min(ceiling, int(x + spread)) + 1.0)
    weights = _log_ways(pilot.known, counts) + _log_ways(control.known, total - counts)
    return GivenMargins(
        observed=x,
        at_floor=x == floor,
        at_ceiling=x == ceiling,
        counts=counts,
        log_weights=weights - weights.max(),
    )


def conditional_estimate(table: GivenMargins) -> float:
    """Odds ratio at which the expected count is the observed one."""
    if table.at_floor or table.at_ceiling:
        both = table.at_floor and table.at_ceiling
        return math.nan if both else 0.0 if table.at_floor else math.inf

    def shortfall(log_odds: FloatArray) -> FloatArray:
        return np.asarray(-(table.counts @ _chances(table, log_odds)), dtype=float)

    return _odds_ratio(shortfall, -float(table.observed))


def conditional_limits(
    table: GivenMargins, level: float, *, observed: float
) -> tuple[float, float]:
    """Odds ratios at which each tail holds half of what ``level`` leaves.

    ``observed`` is the weight of the table itself in its tail: 1 for the exact
    interval, 0.5 for mid-p.
    """
    tail = (1 - level) / 2
    at_most = table.counts < table.observed
    itself = table.counts == table.observed

    def lower_tail(share: float) -> Callable[[FloatArray], FloatArray]:
        weight = at_most + share * itself
        return lambda log_odds: np.asarray(weight @ _chances(table, log_odds))

    low, high = 0.0, math.inf
    if not table.at_floor:
        low = _odds_ratio(lower_tail(1 - observed), 1 - tail)
    if not table.at_ceiling:
        high = _odds_ratio(lower_tail(observed), tail)
    return low, high


def _odds_ratio(function: Callable[[FloatArray], FloatArray], target: float) -> float:
    ends = np.array([-REACH]), np.array([REACH])
    return float(np.exp(falling_root(function, target, *ends))[0])


def _chances(table: GivenMargins, log_odds: FloatArray) -> FloatArray:
    """Chances of the counts: a row per count, a column per log odds ratio."""
    away = (table.counts - table.observed)[:, None] * log_odds[None, :]
    logs = table.log_weights[:, None] + away
    weights = np.exp(logs - logs.max(axis=0))
    return np.asarray(weights / weights.sum(axis=0), dtype=float)


def _log_ways(n: int, count: FloatArray) -> FloatArray:
    return np.asarray(-gammaln(count + 1) - gammaln(n - count + 1), dtype=float)
