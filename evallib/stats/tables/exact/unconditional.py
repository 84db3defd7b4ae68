"""Probabilities of sets of two-by-two tables, at their least favourable rates."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln, xlog1py, xlogy

from evallib.domain.estimate import Tally

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]

# Two statistics closer than this are a tie: both come from the same small counts.
TIE = 1e-9
# Beyond this many tables the conditional test says the same in far less time.
MOST_TABLES = 1_000_000
# Evenly spaced in the angle whose squared sine is the rate, a peak of n persons is
# about 1/sqrt(n) wide; then three closer looks around the three highest points.
ANGLES = 400
CLOSER_LOOKS = 3
CLOSER_ANGLES = 41


def require_enumerable(pilot: Tally, control: Tally) -> None:
    """Refuse groups with too many possible tables to look at each."""
    tables = (pilot.known + 1) * (control.known + 1)
    if tables > MOST_TABLES:
        raise ValueError(
            f"the groups have {tables} possible tables, and at most {MOST_TABLES} can "
            "be looked at one by one; use the method 'fisher'"
        )


def count_grid(n1: int, n2: int) -> tuple[FloatArray, FloatArray]:
    """All pilot counts as a column and all control counts as a row."""
    return np.arange(n1 + 1.0)[:, None], np.arange(n2 + 1.0)[None, :]


def largest_probability(region: BoolArray, gap: float = 0.0) -> float:
    """Largest probability of a set of tables while the rates differ by ``gap``.

    ``region[i, j]`` says whether ``i`` pilot and ``j`` control persons who reached
    the outcome belong to the set.
    """
    weights = region.astype(float)
    start, stop = _angles(gap)
    angles = np.linspace(start, stop, ANGLES)
    chances = _probabilities(weights, angles, gap)
    step = angles[1] - angles[0]
    peaks = angles[np.argsort(chances)[-3:]]
    best = float(chances.max())
    for _ in range(CLOSER_LOOKS):
        near = peaks[:, None] + np.linspace(-step, step, CLOSER_ANGLES)
        near = np.clip(near, start, stop)
        chances = _probabilities(weights, near.ravel(), gap).reshape(near.shape)
        peaks = near[np.arange(len(peaks)), chances.argmax(axis=1)]
        best = max(best, float(chances.max()))
        step *= 2 / (CLOSER_ANGLES - 1)
    return min(best, 1.0)


def fisher_upper_tails(n1: int, n2: int, *, observed: float = 1.0) -> FloatArray:
    """Chance, given the margins, of each table's pilot count or a larger one.

    ``observed`` is the weight of the table itself: 1, or 0.5 for a mid-p value.
    """
    chances = _given_margins(n1, n2)
    above = np.cumsum(chances[:, ::-1], axis=1)[:, ::-1] - (1 - observed) * chances
    return np.clip(_by_counts(above, n1, n2), 0.0, 1.0)


def fisher_both_tails(n1: int, n2: int) -> FloatArray:
    """Chance, given the margins, of every table at most as likely as each table."""
    chances = _given_margins(n1, n2)
    both = np.empty_like(chances)
    for row, chance in enumerate(chances):
        ascending = np.sort(chance)
        last = np.searchsorted(ascending, chance * (1 + 1e-7), side="right") - 1
        both[row] = np.cumsum(ascending)[last]
    return np.minimum(_by_counts(both, n1, n2), 1.0)


def _angles(gap: float) -> tuple[float, float]:
    lowest, highest = max(0.0, -gap), min(1.0, 1.0 - gap)
    return float(np.arcsin(np.sqrt(lowest))), float(np.arcsin(np.sqrt(highest)))


def _probabilities(weights: FloatArray, angles: FloatArray, gap: float) -> FloatArray:
    control_rate = np.sin(angles) ** 2
    pilot_rate = np.clip(control_rate + gap, 0.0, 1.0)
    pilot = _binomial(weights.shape[0] - 1, pilot_rate)
    control = _binomial(weights.shape[1] - 1, control_rate)
    return np.asarray((pilot * (weights @ control)).sum(axis=0), dtype=float)


def _binomial(n: int, rate: FloatArray) -> FloatArray:
    """Binomial probabilities with a row per count and a column per rate."""
    count = np.arange(n + 1.0)[:, None]
    ways = gammaln(n + 1) - gammaln(count + 1) - gammaln(n - count + 1)
    logs = ways + xlogy(count, rate) + xlog1py(n - count, -rate)
    return np.asarray(np.exp(logs), dtype=float)


def _given_margins(n1: int, n2: int) -> FloatArray:
    """Hypergeometric probabilities: a row per total, a column per pilot count."""
    total, x1 = np.arange(n1 + n2 + 1.0)[:, None], np.arange(n1 + 1.0)[None, :]
    x2 = total - x1
    possible = (x2 >= 0) & (x2 <= n2)
    x2 = np.clip(x2, 0, n2)
    log = _log_ways(n1, x1) + _log_ways(n2, x2) - _log_ways(n1 + n2, total)
    return np.exp(np.where(possible, log, -np.inf))


def _log_ways(n: int, count: FloatArray) -> FloatArray:
    return np.asarray(gammaln(n + 1) - gammaln(count + 1) - gammaln(n - count + 1))


def _by_counts(given_margins: FloatArray, n1: int, n2: int) -> FloatArray:
    x1, x2 = np.arange(n1 + 1)[:, None], np.arange(n2 + 1)[None, :]
    return np.asarray(given_margins[x1 + x2, x1])
