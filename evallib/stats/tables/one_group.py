"""Intervals for one group's rate, for arrays of groups at once."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import betainc
from statsmodels.stats.proportion import proportion_confint

from evallib.stats.quantiles import normal_quantile
from evallib.stats.tables.solve import falling_root

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]

RateMethod = Literal[
    "wilson",
    "wilson_cc",
    "clopper_pearson",
    "midp",
    "jeffreys",
    "agresti_coull",
    "wald",
]
_LIBRARY = {
    "wilson": "wilson",
    "clopper_pearson": "beta",
    "jeffreys": "jeffreys",
    "agresti_coull": "agresti_coull",
    "wald": "normal",
}


def rate_limits(
    reached: ArrayLike, known: ArrayLike, *, level: float, method: RateMethod
) -> Limits:
    """Both limits of a rate, element by element; inside 0 to 1."""
    x, n = np.asarray(reached, float), np.asarray(known, float)
    if method == "wilson_cc":
        return wilson_cc(x, n, level)
    if method == "midp":
        return midp(x, n, level)
    low, high = proportion_confint(x, n, alpha=1 - level, method=_LIBRARY[method])
    if method in ("wilson", "jeffreys"):
        # Brown, Cai & DasGupta (2001): the open side of an empty or full group
        # reaches the end of the scale; Wilson's does too, but for its last bits.
        low, high = np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)
    return np.asarray(low, float), np.asarray(high, float)


def wilson_cc(x: FloatArray, n: FloatArray, level: float) -> Limits:
    """Wilson's interval with continuity correction (Newcombe 1998, method 4)."""
    z = normal_quantile(level)
    p, width = x / n, 2 * (n + z * z)
    middle = 2 * x + z * z
    below = z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1)
    above = z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1)
    # The root is real wherever its limit is used: not for the open side at 0 or n.
    low = (middle - 1 - z * np.sqrt(np.maximum(below, 0))) / width
    high = (middle + 1 + z * np.sqrt(np.maximum(above, 0))) / width
    return (
        np.where(x == 0, 0.0, np.maximum(low, 0.0)),
        np.where(x == n, 1.0, np.minimum(high, 1.0)),
    )


def midp(x: FloatArray, n: FloatArray, level: float) -> Limits:
    """Exact binomial limits that count the observed table half in each tail."""
    tail = (1 - level) / 2

    def at_most(rate: FloatArray) -> FloatArray:
        return (_at_most(x, n, rate) + _at_most(x - 1, n, rate)) / 2

    zero, one = np.zeros_like(x), np.ones_like(x)
    low = falling_root(at_most, 1 - tail, zero, one)
    high = falling_root(at_most, tail, zero, one)
    return np.where(x == 0, 0.0, low), np.where(x == n, 1.0, high)


def _at_most(x: FloatArray, n: FloatArray, rate: FloatArray) -> FloatArray:
    inside = betainc(np.maximum(n - x, 0.5), np.maximum(x + 1, 0.5), 1 - rate)
    certain = np.where(x < 0, 0.0, 1.0)
    return np.asarray(np.where((x < 0) | (x >= n), certain, inside), float)
