"""Mean time without the event up to a limit, and two groups compared by it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.quantiles import normal_p, normal_quantile
from evallib.stats.times.life_table import (
    LifeTable,
    cautions,
    greenwood_steps,
    life_table,
    survival_steps,
)


@dataclass(frozen=True, slots=True)
class RestrictedMean:
    """Mean time without the event between time zero and ``until``."""

    value: float
    standard_error: float
    interval: Interval
    until: float
    persons: int
    events: int
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RestrictedMeanContrast:
    """Two restricted means compared: pilot minus control, or pilot over control."""

    measure: Literal["difference", "ratio"]
    value: float
    standard_error: float
    interval: Interval
    p_value: float
    pilot: RestrictedMean
    control: RestrictedMean


def restricted_mean(
    time: ArrayLike, event: ArrayLike, *, until: float, level: float = 0.95
) -> RestrictedMean:
    """Mean time without the event within the first ``until`` days, weeks or months.

    Read ``7.4`` with ``until=12`` as: during the first twelve months a person
    waited 7.4 months on average. Fewer is a faster start.

    Parameters
    ----------
    time, event : array_like
        Follow-up of each person and 1 if the event ended it, else 0.
    until : float
        The limit, in the unit of ``time``; above 0 and within the follow-up.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    RestrictedMean
        In the unit of ``time``. ``notes`` may hold ``"small_group"`` and
        ``"no_events"``.

    Raises
    ------
    ValueError
        If nobody was followed to ``until``, or an argument is out of range.

    Notes
    -----
    Area under the Kaplan-Meier curve [1]_. The standard error is that of the area,
    from Greenwood's terms, not the spread of the persons' times.

    References
    ----------
    .. [1] Royston P, Parmar MKB (2013). Restricted mean survival time: an
       alternative to the hazard ratio. BMC Medical Research Methodology 13, 152.
       doi:10.1186/1471-2288-13-152

    Examples
    --------
    Three persons start work after 2, 4 and 6 months, one not within eight.

    >>> waited = restricted_mean([2, 4, 6, 8], [1, 1, 1, 0], until=8)
    >>> waited.value, round(waited.standard_error, 3)
    (5.0, 1.118)
    """
    table = life_table(time, event)
    survival = survival_steps(table)
    _require_until(until, table, survival)
    inside = table.times <= until
    edges = np.concatenate(([0.0], table.times[inside], [until]))
    areas = np.diff(edges) * np.append(1.0, survival[inside])
    value = float(areas.sum())
    error = float(np.sqrt(_variance(areas, greenwood_steps(table)[inside])))
    events, reach = int(table.events[inside].sum()), normal_quantile(level) * error
    return RestrictedMean(
        value=value,
        standard_error=error,
        interval=Interval(
            max(value - reach, 0.0), min(value + reach, until), level, "greenwood"
        ),
        until=until,
        persons=table.persons,
        events=events,
        notes=cautions(table.persons, events),
    )


def restricted_mean_difference(
    pilot: RestrictedMean, control: RestrictedMean, *, level: float = 0.95
) -> RestrictedMeanContrast:
    """Difference of two restricted means, pilot minus control.

    Read ``-1.3`` as: within the limit pilot clients waited 1.3 months less on
    average than control clients.

    Parameters
    ----------
    pilot, control : RestrictedMean
        Means up to the same limit, from `restricted_mean`.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    RestrictedMeanContrast
        In the unit of the two means.

    Raises
    ------
    ValueError
        If the limits differ or neither group varies.

    Notes
    -----
    Normal interval with the two variances added; the groups are independent.

    References
    ----------
    .. [1] Royston P, Parmar MKB (2013). BMC Medical Research Methodology 13, 152.
       doi:10.1186/1471-2288-13-152

    Examples
    --------
    >>> fast = restricted_mean([2, 4, 6, 8], [1, 1, 1, 0], until=8)
    >>> slow = restricted_mean([4, 8, 8, 8], [1, 0, 0, 0], until=8)
    >>> restricted_mean_difference(fast, slow).value
    -2.0
    """
    _require_same_limit(pilot, control)
    value = pilot.value - control.value
    error = float(np.hypot(pilot.standard_error, control.standard_error))
    reach = normal_quantile(level) * error
    return RestrictedMeanContrast(
        measure="difference",
        value=value,
        standard_error=error,
        interval=Interval(value - reach, value + reach, level, "greenwood"),
        p_value=normal_p(value / error),
        pilot=pilot,
        control=control,
    )


def restricted_mean_ratio(
    pilot: RestrictedMean, control: RestrictedMean, *, level: float = 0.95
) -> RestrictedMeanContrast:
    """Ratio of two restricted means, pilot over control.

    Read ``0.85`` as: within the limit pilot clients waited 15 % less time than
    control clients.

    Parameters
    ----------
    pilot, control : RestrictedMean
        Means up to the same limit, from `restricted_mean`.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    RestrictedMeanContrast
        A ratio above 0; ``standard_error`` is that of its natural logarithm.

    Raises
    ------
    ValueError
        If the limits differ, neither group varies or a mean is 0.

    Notes
    -----
    Delta method on the log scale.

    References
    ----------
    .. [1] Uno H et al. (2014). Moving beyond the hazard ratio. Journal of Clinical
       Oncology 32, 2380-2385. doi:10.1200/JCO.2014.55.2208

    Examples
    --------
    >>> fast = restricted_mean([2, 4, 6, 8], [1, 1, 1, 0], until=8)
    >>> slow = restricted_mean([4, 8, 8, 8], [1, 0, 0, 0], until=8)
    >>> round(restricted_mean_ratio(fast, slow).value, 3)
    0.714
    """
    _require_same_limit(pilot, control)
    if min(pilot.value, control.value) <= 0:
        raise ValueError("a mean of 0 has no ratio; compare the two by difference")
    log_ratio = float(np.log(pilot.value / control.value))
    error = float(
        np.hypot(
            pilot.standard_error / pilot.value, control.standard_error / control.value
        )
    )
    low, high = np.exp(log_ratio + normal_quantile(level) * error * np.array([-1, 1]))
    return RestrictedMeanContrast(
        measure="ratio",
        value=pilot.value / control.value,
        standard_error=error,
        interval=Interval(float(low), float(high), level, "log_delta"),
        p_value=normal_p(log_ratio / error),
        pilot=pilot,
        control=control,
    )


def _variance(areas: FloatArray, greenwood: FloatArray) -> float:
    """Sum of Greenwood's terms, each times the squared area still to come."""
    still_to_come = np.cumsum(areas[::-1])[::-1][1:]
    return float(np.sum(still_to_come**2 * greenwood))


def _require_until(until: float, table: LifeTable, survival: FloatArray) -> None:
    longest = table.times[-1]
    ended = survival[-1] == 0
    if not until > 0 or not np.isfinite(until) or (until > longest and not ended):
        raise ValueError(
            f"until must be above 0 and within the follow-up, which ends at "
            f"{longest:g}; got {until:g}"
        )


def _require_same_limit(pilot: RestrictedMean, control: RestrictedMean) -> None:
    if pilot.until != control.until:
        raise ValueError(
            "both means must run to the same limit; got "
            f"{pilot.until:g} and {control.until:g}"
        )
    if pilot.standard_error == control.standard_error == 0:
        raise ValueError(
            "neither group varies before the limit, so their means have no "
            "standard error; choose a later limit"
        )
