"""Score intervals of a difference, a ratio and an odds ratio, for many tables.

One solver serves the three scales: the rates most likely under an assumed contrast
are known in closed form, so each limit is the root of a monotone function. The
library's own score interval of a difference is wrong for most tables, and that of a
ratio where everybody of a group reached the outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evallib.stats.quantiles import normal_quantile
from evallib.stats.tables.solve import falling_root

FloatArray = NDArray[np.float64]
Counts = tuple[ArrayLike, ArrayLike]
Scale = Literal["difference", "ratio", "odds"]

# Ratios are sought between exp(-REACH) and exp(REACH).
REACH = 40.0


@dataclass(frozen=True, slots=True)
class Tables:
    """Two-by-two tables as aligned float arrays, pilot first."""

    x1: FloatArray
    n1: FloatArray
    x2: FloatArray
    n2: FloatArray

    @property
    def persons(self) -> FloatArray:
        return self.n1 + self.n2


def score_limits(
    pilot: Counts,
    control: Counts,
    *,
    scale: Scale = "difference",
    level: float = 0.95,
    corrected: bool = True,
) -> tuple[FloatArray, FloatArray]:
    """Score limits of pilot against control, element by element.

    Read ``(0.17, 0.84)`` on the scale ``"difference"`` as: differences from
    seventeen to eighty-four persons per hundred fit these two groups.

    Parameters
    ----------
    pilot, control : tuple of two array_like
        Persons who reached the outcome and persons with known status; the arrays
        broadcast against each other. Every group has at least one person.
    scale : {"difference", "ratio", "odds"}
        What is compared: rates subtracted, rates divided, odds divided.
    level : float, default 0.95
        Coverage of the two-sided intervals, strictly between 0 and 1.
    corrected : bool, default True
        With the factor N/(N-1) of Miettinen and Nurminen. Without it the interval
        is Mee's for a difference and Koopman's for a ratio.

    Returns
    -------
    tuple of two arrays
        Lower and upper limits; ratios may be 0 and infinite.

    Raises
    ------
    ValueError
        If ``level`` is out of range.

    Notes
    -----
    The limits are the contrasts at which the score statistic equals the normal
    quantile; its variance stands at the rates most likely under that contrast [1]_,
    [2]_. Nothing is added to empty cells. A thousand tables take some milliseconds.

    References
    ----------
    .. [1] Miettinen O, Nurminen M (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226. doi:10.1002/sim.4780040211
    .. [2] Farrington CP, Manning G (1990). Test statistics and sample size
       formulae for comparative binomial trials with null hypothesis of non-zero
       risk difference or non-unity relative risk. Statistics in Medicine 9,
       1447-1454. doi:10.1002/sim.4780091208

    Examples
    --------
    Nine of ten against three of ten, and ten of ten against none of twenty.

    >>> low, high = score_limits(([9, 10], 10), ([3, 0], [10, 20]))
    >>> low.round(4).tolist(), high.round(4).tolist()
    ([0.17, 0.7156], [0.8406, 1.0])
    """
    z = normal_quantile(level)
    tables = _tables(pilot, control)
    if scale == "difference":
        return _difference_limits(tables, z, corrected=corrected)
    return _ratio_limits(tables, z, scale, corrected=corrected)


def difference_score(tables: Tables, contrast: FloatArray) -> FloatArray:
    """Score statistic, without N/(N-1), of the rates differing by ``contrast``.

    Infinite where the contrast rules the counts out; 0 where it fits exactly.
    """
    p1, p2 = _rates_given_difference(tables, contrast)
    variance = p1 * (1 - p1) / tables.n1 + p2 * (1 - p2) / tables.n2
    gap = tables.x1 / tables.n1 - tables.x2 / tables.n2 - contrast
    return _standardised(gap, variance)


def _tables(pilot: Counts, control: Counts) -> Tables:
    parts = np.broadcast_arrays(*pilot, *control)
    return Tables(*(np.asarray(part, dtype=float) for part in parts))


def _difference_limits(
    tables: Tables, z: float, *, corrected: bool
) -> tuple[FloatArray, FloatArray]:
    observed = tables.x1 / tables.n1 - tables.x2 / tables.n2
    reach = z / _shrink(tables, corrected=corrected)

    def score(contrast: FloatArray) -> FloatArray:
        return difference_score(tables, contrast)

    low = falling_root(score, reach, np.full_like(observed, -1.0), observed)
    high = falling_root(score, -reach, observed, np.full_like(observed, 1.0))
    return low, high


def _ratio_limits(
    tables: Tables, z: float, scale: Scale, *, corrected: bool
) -> tuple[FloatArray, FloatArray]:
    statistic = _ratio_score if scale == "ratio" else _odds_score
    reach = z / _shrink(tables, corrected=corrected)

    def score(log_ratio: FloatArray) -> FloatArray:
        return statistic(tables, np.exp(log_ratio))

    lowest, highest = (np.full_like(tables.x1, end) for end in (-REACH, REACH))
    low = np.exp(falling_root(score, reach, lowest, highest))
    high = np.exp(falling_root(score, -reach, lowest, highest))
    no_floor, no_ceiling = tables.x1 == 0, tables.x2 == 0
    if scale == "odds":
        no_floor |= tables.x2 == tables.n2
        no_ceiling |= tables.x1 == tables.n1
    return np.where(no_floor, 0.0, low), np.where(no_ceiling, np.inf, high)


def _shrink(tables: Tables, *, corrected: bool) -> FloatArray:
    persons = tables.persons
    return np.sqrt((persons - 1) / persons) if corrected else np.ones_like(persons)


def _standardised(gap: FloatArray, variance: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        score = gap / np.sqrt(np.maximum(variance, 0.0))
    return np.where(gap == 0, 0.0, score)


def _rates_given_difference(
    tables: Tables, contrast: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Rates most likely if they differ by ``contrast``: root of a cubic."""
    p1, p2, ratio = tables.x1 / tables.n1, tables.x2 / tables.n2, tables.n2 / tables.n1
    a = 1 + ratio
    b = -(a + p1 + ratio * p2 + contrast * (ratio + 2))
    c = contrast * (contrast + 2 * p1 + a) + p1 + ratio * p2
    d = -p1 * contrast * (1 + contrast)
    third = b / (3 * a)
    v = third**3 - b * c / (6 * a * a) + d / (2 * a)
    u = np.copysign(np.sqrt(np.maximum(third**2 - c / (3 * a), 0.0)), v)
    cube = u**3
    turned = np.divide(v, cube, out=np.ones_like(v), where=cube != 0)
    angle = (np.pi + np.arccos(np.clip(turned, -1.0, 1.0))) / 3
    first = np.clip(2 * u * np.cos(angle) - third, 0.0, 1.0)
    first = np.clip(first, np.maximum(contrast, 0.0), np.minimum(1 + contrast, 1.0))
    return first, first - contrast


def _ratio_score(tables: Tables, ratio: FloatArray) -> FloatArray:
    a = tables.persons * ratio
    b = ratio * (tables.n1 + tables.x2) + tables.x1 + tables.n2
    c = tables.x1 + tables.x2
    root = np.sqrt(np.maximum(b * b - 4 * a * c, 0.0))
    p2 = np.minimum(2 * c / (b + root), 1.0)
    p1 = np.minimum(ratio * p2, 1.0)
    variance = p1 * (1 - p1) / tables.n1 + ratio**2 * p2 * (1 - p2) / tables.n2
    return _standardised(
        tables.x1 / tables.n1 - ratio * tables.x2 / tables.n2, variance
    )


def _odds_score(tables: Tables, odds_ratio: FloatArray) -> FloatArray:
    m = tables.x1 + tables.x2
    b = tables.n1 * odds_ratio + tables.n2 - m * (odds_ratio - 1)
    a = tables.n2 * (odds_ratio - 1)
    root = np.sqrt(np.maximum(b * b + 4 * a * m, 0.0))
    with np.errstate(divide="ignore", invalid="ignore"):
        # Two forms of one root: each keeps its digits where the other loses them.
        p2 = np.where(b >= 0, 2 * m / (b + root), (root - b) / (2 * a))
        p2 = np.clip(p2, 0.0, 1.0)
        p1 = odds_ratio * p2 / (1 + p2 * (odds_ratio - 1))
        spread = 1 / (tables.n1 * p1 * (1 - p1)) + 1 / (tables.n2 * p2 * (1 - p2))
        score = (tables.x1 - tables.n1 * p1) * np.sqrt(spread)
    return np.asarray(score, dtype=float)
