"""Kaplan-Meier curves read at chosen times, alone and against one another."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray, IntArray
from evallib.stats.quantiles import normal_p, normal_quantile
from evallib.stats.times.kaplan_meier import SurvivalCurve


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoints:
    """A curve read at chosen times; NaN where nobody was followed that long."""

    times: FloatArray
    at_risk: IntArray
    survival: FloatArray
    standard_error: FloatArray
    low: FloatArray
    high: FloatArray
    cumulative_hazard: FloatArray


@dataclass(frozen=True, slots=True)
class SurvivalGap:
    """Difference of two curves at one time, pilot minus control."""

    at: float
    value: float
    standard_error: float
    interval: Interval
    p_value: float
    pilot_at_risk: int
    control_at_risk: int


def survival_at(curve: SurvivalCurve, times: ArrayLike) -> CurvePoints:
    """Read a curve at chosen times; the share is the one just after each time.

    Read ``at_risk`` 12 at 6 months as: twelve persons were still followed and
    without the event when the sixth month ended. Beyond the longest follow-up
    the share is NaN unless the curve has already come down to 0.

    Parameters
    ----------
    curve : SurvivalCurve
        What `kaplan_meier` returned.
    times : array_like
        Times in the curve's own unit, zero or more.

    Returns
    -------
    CurvePoints
        Proportions and persons at the chosen times.

    Raises
    ------
    ValueError
        If a time is missing or negative.

    Notes
    -----
    A curve is flat between two events, so nothing is drawn in between.

    References
    ----------
    .. [1] Kaplan EL, Meier P (1958). Nonparametric estimation from incomplete
       observations. Journal of the American Statistical Association 53, 457-481.

    Examples
    --------
    >>> from evallib.stats.times.kaplan_meier import kaplan_meier
    >>> points = survival_at(kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0]), [0, 3, 5])
    >>> [round(float(share), 3) for share in points.survival]
    [1.0, 0.375, nan]
    """
    asked = np.atleast_1d(np.asarray(times, dtype=np.float64))
    if not np.all(asked >= 0):
        raise ValueError("times to read a curve at must be known and not negative")
    place = np.searchsorted(curve.times, asked, side="right")
    seen = (asked <= curve.times[-1]) | (curve.survival[-1] == 0)
    risk = np.append(curve.at_risk, 0)

    def read(steps: FloatArray, start: float) -> FloatArray:
        return np.where(seen, np.append(start, steps)[place], np.nan)

    return CurvePoints(
        times=asked,
        at_risk=risk[np.searchsorted(curve.times, asked, side="left")],
        survival=read(curve.survival, 1.0),
        standard_error=read(curve.standard_error, 0.0),
        low=read(curve.low, 1.0),
        high=read(curve.high, 1.0),
        cumulative_hazard=read(curve.cumulative_hazard, 0.0),
    )


def survival_difference(
    pilot: SurvivalCurve, control: SurvivalCurve, *, at: float, level: float = 0.95
) -> SurvivalGap:
    """Difference of two curves at one time, pilot minus control.

    Read ``-0.12`` at 6 months as: of one hundred pilot clients, twelve fewer were
    still waiting for the event after six months than of one hundred controls.

    Parameters
    ----------
    pilot, control : SurvivalCurve
        Curves in the same unit and counted from the same kind of day.
    at : float
        The time, within the follow-up of both groups.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    SurvivalGap
        Proportion units, from -1 to 1.

    Raises
    ------
    ValueError
        If a group was not followed that long, or has no standard error there.

    Notes
    -----
    Normal interval from the two Greenwood variances [1]_. Choose the time before
    looking at the curves; the widest gap of two curves is not a fair test.

    References
    ----------
    .. [1] Klein JP, Logan B, Harhoff M, Andersen PK (2007). Analyzing survival
       curves at a fixed point in time. Statistics in Medicine 26, 4505-4519.
       doi:10.1002/sim.2864

    Examples
    --------
    >>> from evallib.stats.times.kaplan_meier import kaplan_meier
    >>> pilot = kaplan_meier([1, 2, 3, 4], [1, 1, 1, 0])
    >>> control = kaplan_meier([1, 2, 3, 4], [0, 1, 0, 0])
    >>> round(survival_difference(pilot, control, at=3).value, 4)
    -0.4167
    """
    points = [survival_at(curve, [at]) for curve in (pilot, control)]
    shares = [float(point.survival[0]) for point in points]
    error = float(np.hypot(*(point.standard_error[0] for point in points)))
    if not error > 0:
        raise ValueError(
            f"the curves cannot be compared at time {at:g}: a group was not followed "
            "that long, or nothing varies there; choose another time"
        )
    gap, reach = shares[0] - shares[1], normal_quantile(level) * error
    return SurvivalGap(
        at=at,
        value=gap,
        standard_error=error,
        interval=Interval(gap - reach, gap + reach, level=level, method="greenwood"),
        p_value=normal_p(gap / error),
        pilot_at_risk=int(points[0].at_risk[0]),
        control_at_risk=int(points[1].at_risk[0]),
    )
