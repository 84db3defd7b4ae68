"""Intervals of a mean whose answers cannot leave their scale."""

from __future__ import annotations

import math

from statsmodels.stats.proportion import proportion_confint

from evallib.domain.estimate import Interval
from evallib.stats.quantiles import require_level, t_quantile


def mean_interval(
    mean: float,
    sd: float | None,
    *,
    scale: tuple[float, float],
    worth: tuple[float, float],
    level: float,
) -> Interval:
    """Student's interval cut at the scale, or that of the largest possible spread.

    ``worth`` holds what the answers tell of their spread, and what they tell of the
    mean once the finite population is allowed for.
    """
    require_level(level)
    seen, effective = worth
    if math.isinf(effective):
        return Interval(mean, mean, level=level, method="everybody")
    if not sd or seen <= 1:
        return _widest(mean, effective, scale, level)
    reach = t_quantile(level, seen - 1) * sd / math.sqrt(effective)
    low, high = mean - reach, mean + reach
    cut = low < scale[0] or high > scale[1]
    method = "t_clipped" if cut else "t"
    return Interval(max(low, scale[0]), min(high, scale[1]), level, method)


def largest_sd(mean: float, n: int, scale: tuple[float, float]) -> float:
    """Standard deviation of n answers at the two ends of the scale, with this mean."""
    if n == 1:
        return 0.0
    low, high = scale
    return math.sqrt(max((mean - low) * (high - mean), 0.0) * n / (n - 1))


def _widest(
    mean: float, effective: float, scale: tuple[float, float], level: float
) -> Interval:
    """Wilson's interval of the mean's place on the scale, as if all were at an end."""
    low, high = scale
    place = min(max((mean - low) / (high - low), 0.0), 1.0)
    ends = proportion_confint(
        place * effective, effective, alpha=1 - level, method="wilson"
    )
    first, last = (low + (high - low) * float(end) for end in ends)
    # At an end of the scale the limit is the end itself, but for the last bit.
    first, last = min(max(first, low), mean), max(min(last, high), mean)
    return Interval(first, last, level, "largest_sd")
