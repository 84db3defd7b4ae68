"""Two groups' answers or amounts: by their order, and by their means."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import mannwhitneyu

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.quantiles import require_level, t_p, t_quantile
from evallib.stats.tables.guards import SMALL_GROUP, require_option

MeanRule = Literal["welch", "pooled"]


@dataclass(frozen=True, slots=True)
class Superiority:
    """Whether pilot answers tend to lie above control answers.

    Attributes
    ----------
    value : float
        Chance that a pilot client's answer is above a control client's, ties counted
        half; 0.5 if neither tends to be higher.
    cliffs_delta : float
        The same from -1 to 1: chance above less chance below.
    statistic, p_value : float
        Mann and Whitney's U, and its two-sided p-value.
    """

    value: float
    cliffs_delta: float
    statistic: float
    p_value: float
    method: str
    persons: tuple[int, int]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MeanDifference:
    """Difference of two means, pilot minus control, in the unit of the values.

    ``standardised`` is the difference over the pooled standard deviation, and
    ``hedges_g`` the same without its upward error in small groups; both are None
    where the values do not vary.
    """

    value: float
    standard_error: float
    df: float
    interval: Interval
    p_value: float
    standardised: float | None
    hedges_g: float | None
    means: tuple[float, float]
    sds: tuple[float, float]
    medians: tuple[float, float]
    persons: tuple[int, int]
    notes: tuple[str, ...]


def superiority(
    pilot: ArrayLike, control: ArrayLike, *, corrected: bool = True
) -> Superiority:
    """Chance that a pilot client's answer is above a control client's.

    Read ``0.75`` as: of a pilot and a control client drawn by lot, the pilot client
    gave the higher answer three times in four, ties counted half.

    Parameters
    ----------
    pilot, control : array_like
        One answer a person, in any unit with an order; none missing.
    corrected : bool, default True
        With continuity correction of the p-value.

    Returns
    -------
    Superiority
        ``value`` from 0 to 1.

    Raises
    ------
    ValueError
        If a group is empty or an answer is missing.

    Notes
    -----
    Mann and Whitney's test [1]_ by the library, with a normal approximation that
    allows for ties. The p-value is 1 if all answers are the same.

    References
    ----------
    .. [1] Mann HB, Whitney DR (1947). On a test of whether one of two random
       variables is stochastically larger than the other. Annals of Mathematical
       Statistics 18, 50-60. doi:10.1214/aoms/1177730491
    .. [2] Cliff N (1993). Dominance statistics: ordinal analyses to answer ordinal
       questions. Psychological Bulletin 114, 494-509.

    Examples
    --------
    >>> found = superiority([5, 4, 4, 5], [3, 4, 2, 3])
    >>> found.value, found.cliffs_delta
    (0.9375, 0.875)
    """
    first, other = _known("pilot", pilot), _known("control", control)
    found = mannwhitneyu(first, other, use_continuity=corrected, method="asymptotic")
    share = float(found.statistic) / (first.size * other.size)
    alike = first.min() == first.max() == other.min() == other.max()
    return Superiority(
        value=share,
        cliffs_delta=2 * share - 1,
        statistic=float(found.statistic),
        p_value=1.0 if alike else float(found.pvalue),
        method="mann_whitney_corrected" if corrected else "mann_whitney",
        persons=(first.size, other.size),
        notes=_notes(first, other),
    )


def mean_difference(
    pilot: ArrayLike,
    control: ArrayLike,
    *,
    level: float = 0.95,
    rule: MeanRule = "welch",
) -> MeanDifference:
    """Difference of two means, pilot minus control.

    Read ``-2.05`` of thousands of dollars as: pilot clients earned 2 050 dollars less
    on average than control clients. Why is for the design to say.

    Parameters
    ----------
    pilot, control : array_like
        One value a person in the same unit, at least two persons each, none missing.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    rule : {"welch", "pooled"}, default "welch"
        Each group its own spread, or one spread for both.

    Returns
    -------
    MeanDifference
        In the unit of the values.

    Raises
    ------
    ValueError
        If a group has fewer than two persons or a value is missing.

    Notes
    -----
    Welch's interval [1]_ has the standard error that heteroskedasticity-robust
    regression calls HC2. Hedges' g uses his exact factor [2]_. With values that do
    not vary at all the p-value is 1 for equal means and 0 for different ones.

    References
    ----------
    .. [1] Welch BL (1947). The generalization of "Student's" problem when several
       different population variances are involved. Biometrika 34, 28-35.
    .. [2] Hedges LV (1981). Distribution theory for Glass's estimator of effect size
       and related estimators. Journal of Educational Statistics 6, 107-128.

    Examples
    --------
    Extra sleep with two drugs, read as two groups (Student 1908): Welch's p of 0.079.

    >>> first = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    >>> second = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> found = mean_difference(first, second)
    >>> round(found.value, 2), round(found.p_value, 5), round(found.df, 3)
    (-1.58, 0.07939, 17.776)
    """
    require_level(level)
    require_option("rule", rule, MeanRule)
    first, other = _known("pilot", pilot), _known("control", control)
    _require_two(first, other)
    gap = float(first.mean() - other.mean())
    error, df = _error(first, other, rule)
    reach = t_quantile(level, df) * error
    d = gap / _pooled_sd(first, other) if _pooled_sd(first, other) > 0 else None
    return MeanDifference(
        value=gap,
        standard_error=error,
        df=df,
        interval=Interval(gap - reach, gap + reach, level=level, method=rule),
        p_value=t_p(gap / error, df) if error > 0 else float(gap == 0),
        standardised=d,
        hedges_g=None if d is None else d * _hedges(first.size + other.size - 2),
        means=(float(first.mean()), float(other.mean())),
        sds=(float(first.std(ddof=1)), float(other.std(ddof=1))),
        medians=(float(np.median(first)), float(np.median(other))),
        persons=(first.size, other.size),
        notes=_notes(first, other),
    )


def _error(first: FloatArray, other: FloatArray, rule: MeanRule) -> tuple[float, float]:
    sizes = np.array([first.size, other.size])
    own = np.array([first.var(ddof=1), other.var(ddof=1)]) / sizes
    if rule == "pooled" or own.sum() == 0:
        error = _pooled_sd(first, other) * math.sqrt(float((1 / sizes).sum()))
        return error, float(sizes.sum() - 2)
    df = own.sum() ** 2 / (own**2 / (sizes - 1)).sum()
    return math.sqrt(float(own.sum())), float(df)


def _pooled_sd(first: FloatArray, other: FloatArray) -> float:
    around = [float(((g - g.mean()) ** 2).sum()) for g in (first, other)]
    return math.sqrt(sum(around) / (first.size + other.size - 2))


def _hedges(df: int) -> float:
    factor = math.lgamma(df / 2) - math.lgamma((df - 1) / 2) - math.log(df / 2) / 2
    return math.exp(factor)


def _known(name: str, values: ArrayLike) -> FloatArray:
    given = np.asarray(values, dtype=float)
    if given.ndim != 1 or given.size == 0:
        raise ValueError(
            f"{name} group needs one value for each of its persons; got {given.shape}"
        )
    if not np.isfinite(given).all():
        raise ValueError(
            f"{name} group: {int((~np.isfinite(given)).sum())} of {given.size} values "
            "are missing; leave those persons out and count them"
        )
    return given


def _require_two(first: FloatArray, other: FloatArray) -> None:
    if min(first.size, other.size) < 2:
        raise ValueError(
            "each group needs two persons for a spread; got "
            f"{first.size} and {other.size}"
        )


def _notes(first: FloatArray, other: FloatArray) -> tuple[str, ...]:
    return ("small_group",) if min(first.size, other.size) < SMALL_GROUP else ()
