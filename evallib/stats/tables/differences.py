"""Intervals for the difference of two rates, for arrays of tables at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from statsmodels.stats.proportion import confint_proportions_2indep

from evallib.domain.estimate import Tally
from evallib.stats.quantiles import require_level
from evallib.stats.tables.guards import cautions, require_known
from evallib.stats.tables.one_group import wilson_cc
from evallib.stats.tables.score import Counts, score_limits

FloatArray = NDArray[np.float64]
Limits = tuple[FloatArray, FloatArray]

DifferenceMethod = Literal[
    "newcombe",
    "newcombe_cc",
    "miettinen_nurminen",
    "mee",
    "agresti_caffo",
    "wald",
]
_LIBRARY = {"newcombe": "newcomb", "agresti_caffo": "agresti-caffo", "wald": "wald"}


@dataclass(frozen=True, slots=True)
class NumberNeeded:
    """Persons per additional outcome, with limits; ``None`` where there is none."""

    value: float | None
    low: float | None
    high: float | None
    level: float
    method: str
    pilot: Tally
    control: Tally
    notes: tuple[str, ...] = ()


def difference_limits(
    pilot: Counts, control: Counts, *, level: float, method: DifferenceMethod
) -> Limits:
    """Both limits of pilot minus control, element by element; inside -1 to 1.

    Read ``0.17`` and ``0.81`` as: differences from seventeen to eighty-one more of one
    hundred pilot clients fit what was seen in these two groups.

    Parameters
    ----------
    pilot, control : tuple of array_like
        Persons who reached the outcome and persons whose status is known, above 0.
    level : float
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str
        ``"newcombe"``, ``"newcombe_cc"``, ``"miettinen_nurminen"``, ``"mee"``,
        ``"agresti_caffo"`` or ``"wald"``.

    Returns
    -------
    tuple of ndarray
        Lower and upper limits in proportion units.

    Raises
    ------
    ValueError
        If ``level`` is out of range.

    Notes
    -----
    For many tables at once; :func:`risk_difference` of `stats.proportions` checks one
    pair of groups and keeps its persons beside the answer.

    References
    ----------
    .. [1] Newcombe RG (1998). Interval estimation for the difference between
       independent proportions. Statistics in Medicine 17, 873-890.
    .. [2] Miettinen O, Nurminen M (1985). Comparative analysis of two rates.
       Statistics in Medicine 4, 213-226.

    Examples
    --------
    Nine of ten against three of ten, as printed in [1]_.

    >>> low, high = difference_limits((9, 10), (3, 10), level=0.95, method="newcombe")
    >>> round(float(low), 4), round(float(high), 4)
    (0.1705, 0.809)
    """
    require_level(level)
    if method == "miettinen_nurminen":
        return score_limits(pilot, control, level=level)
    if method == "mee":
        return score_limits(pilot, control, level=level, corrected=False)
    x1, n1, x2, n2 = (np.asarray(part, dtype=float) for part in (*pilot, *control))
    if method == "newcombe_cc":
        return _squared_and_added((x1, n1), (x2, n2), level)
    low, high = confint_proportions_2indep(
        x1, n1, x2, n2, compare="diff", method=_LIBRARY[method], alpha=1 - level
    )
    return np.maximum(low, -1.0), np.minimum(high, 1.0)


def _squared_and_added(
    pilot: tuple[FloatArray, FloatArray],
    control: tuple[FloatArray, FloatArray],
    level: float,
) -> Limits:
    """Newcombe's method 11: two corrected Wilson intervals made into one."""
    first, second = pilot[0] / pilot[1], control[0] / control[1]
    low1, high1 = wilson_cc(*pilot, level)
    low2, high2 = wilson_cc(*control, level)
    gap = first - second
    below = np.hypot(first - low1, high2 - second)
    above = np.hypot(high1 - first, second - low2)
    return gap - below, gap + above


def number_needed(pilot: Tally, control: Tally, *, level: float = 0.95) -> NumberNeeded:
    """Clients per additional outcome: one divided by the difference of the rates.

    Read ``5.0`` as: one more person reached the outcome for every five pilot
    clients than for every five control clients. Negative means one fewer.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    NumberNeeded
        ``value`` in persons, ``None`` if the rates are equal. ``low`` and ``high``
        are ``None`` where the interval of the difference covers zero: then no
        number of clients is too large, and two limits would mislead. Notes as in
        ``risk_difference``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, or ``level`` is out of range.

    Notes
    -----
    The limits are those of Newcombe's interval turned over [1]_. Pending and lost
    persons are left out, as in the difference.

    References
    ----------
    .. [1] Altman DG (1998). Confidence intervals for the number needed to treat.
       BMJ 317, 1309-1312. doi:10.1136/bmj.317.7168.1309

    Examples
    --------
    56 of 70 against 48 of 80, whose difference runs from 5.24 to 33.39 per hundred.

    >>> needed = number_needed(Tally(56, 70), Tally(48, 80))
    >>> round(needed.value, 1), round(needed.low, 1), round(needed.high, 1)
    (5.0, 3.0, 19.1)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_level(level)
    low, high = difference_limits(
        (pilot.reached, pilot.known),
        (control.reached, control.known),
        level=level,
        method="newcombe",
    )
    gap, settled = pilot.rate - control.rate, bool(low > 0 or high < 0)
    return NumberNeeded(
        value=1 / gap if gap else None,
        low=1 / float(high) if settled else None,
        high=1 / float(low) if settled else None,
        level=level,
        method="newcombe_inverted",
        pilot=pilot,
        control=control,
        notes=cautions(pilot, control),
    )
