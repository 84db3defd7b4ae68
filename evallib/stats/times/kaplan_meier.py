"""Kaplan-Meier curves: the share of persons for whom the event is still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray, IntArray
from evallib.stats.quantiles import normal_quantile
from evallib.stats.times.life_table import (
    cautions,
    greenwood_steps,
    life_table,
    survival_steps,
)

CurveInterval = Literal["log-log", "log", "plain"]

# Products of exact shares meet one half up to rounding; a register of a hundred
# million persons has steps a hundred times wider than this.
AT_HALF = 1e-10


@dataclass(frozen=True, slots=True)
class Median:
    """Median time in the unit of the curve; ``None`` where it was not reached."""

    value: float | None
    low: float | None
    high: float | None
    rule: str = "midpoint_of_flat_stretch"


@dataclass(frozen=True, slots=True, eq=False)
class SurvivalCurve:
    """A product-limit curve, one entry for each distinct time that was seen."""

    times: FloatArray
    at_risk: IntArray
    events: IntArray
    censored: IntArray
    survival: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    cumulative_hazard: FloatArray
    median: Median
    persons: int
    interval: CurveInterval
    level: float
    notes: tuple[str, ...] = ()


def kaplan_meier(
    time: ArrayLike,
    event: ArrayLike,
    *,
    interval: CurveInterval = "log-log",
    level: float = 0.95,
) -> SurvivalCurve:
    """Share of persons for whom the event has not happened yet, by time.

    Read ``survival`` 0.38 at 6 months as: of one hundred persons, 38 had not
    started work within six months. A lower curve is a faster start.

    Parameters
    ----------
    time : array_like
        Follow-up of each person, from time zero to the event or to the last day
        seen; zero or more, any one unit.
    event : array_like
        1 if the event ended the follow-up, 0 if it was still to come.
    interval : {"log-log", "log", "plain"}, default "log-log"
        Scale on which the pointwise interval is symmetric.
    level : float, default 0.95
        Coverage of each pointwise interval, strictly between 0 and 1.

    Returns
    -------
    SurvivalCurve
        Proportions from 0 to 1; times in the unit that came in. ``notes`` may
        hold ``"small_group"``, ``"no_events"`` and ``"median_not_reached"``.

    Raises
    ------
    ValueError
        If nobody is followed, a time is missing or negative, an event is neither
        0 nor 1, or an option is out of range.

    Notes
    -----
    Product-limit estimate [1]_ with Greenwood's standard error; own sums, since the
    library's curve has no log scales and no rule for a median at one half. Whoever
    leaves without the event is still at risk at that very time, and not later.

    Where the curve is exactly 1 the interval has no width; ``"no_events"`` says when
    that is all there is. Where it has reached 0 standard error and limits are not
    defined and stand as NaN.

    References
    ----------
    .. [1] Kaplan EL, Meier P (1958). Nonparametric estimation from incomplete
       observations. JASA 53, 457-481. doi:10.1080/01621459.1958.10501452
    .. [2] Freireich EJ et al. (1963). The effect of 6-mercaptopurine on the
       duration of steroid-induced remissions. Blood 21, 699-716.

    Examples
    --------
    Remission in weeks under 6-mercaptopurine, 21 patients [2]_; 0.753 at week ten
    and a median of 23 weeks stand in most textbooks.

    >>> weeks = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11]
    >>> weeks += [17, 19, 20, 25, 32, 32, 34, 35]
    >>> curve = kaplan_meier(weeks, [1] * 9 + [0] * 12)
    >>> round(float(curve.survival[curve.times == 10][0]), 3), curve.median.value
    (0.753, 23.0)
    """
    _require_interval(interval)
    table = life_table(time, event)
    survival = survival_steps(table)
    log_error = np.sqrt(np.cumsum(greenwood_steps(table)))
    log_error = np.where(survival > 0, log_error, np.nan)
    low, high = _limits(survival, log_error, normal_quantile(level), interval)
    median = _curve_median(table.times, survival, low, high)
    events = int(table.events.sum())
    unreached = () if median.value is not None else ("median_not_reached",)
    return SurvivalCurve(
        times=table.times,
        at_risk=table.at_risk,
        events=table.events,
        censored=table.censored,
        survival=survival,
        standard_error=survival * log_error,
        low=low,
        high=high,
        cumulative_hazard=np.cumsum(table.events / table.at_risk),
        median=median,
        persons=table.persons,
        interval=interval,
        level=level,
        notes=cautions(table.persons, events) + unreached,
    )


def _limits(
    survival: FloatArray, log_error: FloatArray, z: float, interval: CurveInterval
) -> tuple[FloatArray, FloatArray]:
    """Pointwise limits; no width where S is 1, NaN where S is 0."""
    if interval == "plain":
        reach = z * survival * log_error
        return np.maximum(survival - reach, 0), np.minimum(survival + reach, 1)
    log_survival = np.log(np.where(survival > 0, survival, np.nan))
    if interval == "log":
        low = np.exp(log_survival - z * log_error)
        return low, np.minimum(np.exp(log_survival + z * log_error), 1)
    below_one = np.where(survival < 1, log_survival, -1.0)
    stretch = np.exp(-z * log_error / below_one)
    return np.exp(log_survival * stretch), np.exp(log_survival / stretch)


def _curve_median(
    times: FloatArray, survival: FloatArray, low: FloatArray, high: FloatArray
) -> Median:
    """Invert the curve and its limits at one half.

    Where the curve lies exactly at one half for a while, the median is the middle
    of that stretch, as in R's ``survfit``; other programs take its first day.
    """
    return Median(
        value=_crossing(times, survival),
        low=_crossing(times, low),
        high=_crossing(times, high),
    )


def _crossing(times: FloatArray, curve: FloatArray) -> float | None:
    reached = np.flatnonzero(curve <= 0.5 + AT_HALF)
    if reached.size == 0:
        return None
    first = reached[0]
    below = np.flatnonzero(curve < 0.5 - AT_HALF)
    if abs(curve[first] - 0.5) > AT_HALF:
        return float(times[first])
    last = below[0] if below.size else times.size - 1
    return float((times[first] + times[last]) / 2)


def _require_interval(interval: str) -> None:
    allowed = get_args(CurveInterval)
    if interval not in allowed:
        raise ValueError(f"interval is one of {', '.join(allowed)}; got {interval!r}")
