"""Exact interval of the difference of two rates, without fixing the margins."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evallib.domain.estimate import Estimate, Interval, Tally
from evallib.stats.quantiles import require_level
from evallib.stats.tables.exact.unconditional import (
    TIE,
    count_grid,
    fisher_upper_tails,
    largest_probability,
)
from evallib.stats.tables.guards import cautions, require_known, require_option
from evallib.stats.tables.score import Tables, difference_score

FloatArray = NDArray[np.float64]
Ordering = Literal["score", "fisher_midp"]

# All tables are weighed at some 250 differences; beyond this the wait is minutes.
MOST_TABLES = 20_000
# The p-value may dip and rise again as the difference grows, so it is looked at on
# a grid first; halving then goes to well below what a report prints.
GRID = 101
HALVINGS = 24


def exact_difference(
    pilot: Tally,
    control: Tally,
    *,
    level: float = 0.95,
    ordering: Ordering = "score",
) -> Estimate:
    """Difference between two rates, pilot minus control, with an exact interval.

    Read ``+0.16`` to ``+0.88`` as: every difference outside this range is refused by
    an exact one-sided test at half of what the level leaves.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    level : float, default 0.95
        Least coverage of the two-sided interval, strictly between 0 and 1.
    ordering : {"score", "fisher_midp"}
        Which tables are at least as extreme: by the score statistic at the
        difference that is tested, or by Fisher's one-sided mid-p value.

    Returns
    -------
    Estimate
        In proportion units, from -1 to 1; notes as in ``risk_difference``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, an argument is out of range, or the
        groups are too large; then score intervals are as good.

    Notes
    -----
    Two one-sided tests, each at the least favourable rates that differ as tested
    [1]_, so that the coverage is never below ``level``; the interval is wider than
    Newcombe's. Pending and lost persons are left out.

    References
    ----------
    .. [1] Chan ISF, Zhang Z (1999). Test-based exact confidence intervals for the
       difference of two binomial proportions. Biometrics 55, 1202-1209.
       doi:10.1111/j.0006-341X.1999.01202.x

    Examples
    --------
    Nine of ten against three of ten.

    >>> gap = exact_difference(Tally(9, 10), Tally(3, 10))
    >>> round(gap.interval.low, 3), round(gap.interval.high, 3)
    (0.161, 0.879)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_level(level)
    require_option("ordering", ordering, Ordering)
    _require_small(pilot, control)
    tail = (1 - level) / 2
    low = _lower_limit(pilot, control, tail, ordering)
    high = -_lower_limit(control, pilot, tail, ordering)
    return Estimate(
        measure="risk_difference",
        value=pilot.rate - control.rate,
        unit="proportion",
        interval=Interval(low, high, level=level, method=f"exact_{ordering}"),
        pilot=pilot,
        control=control,
        notes=cautions(pilot, control),
    )


def _require_small(pilot: Tally, control: Tally) -> None:
    tables = (pilot.known + 1) * (control.known + 1)
    if tables > MOST_TABLES:
        raise ValueError(
            f"the groups have {tables} possible tables, and at most {MOST_TABLES} can "
            "be weighed; use risk_difference with 'miettinen_nurminen'"
        )


def _lower_limit(first: Tally, second: Tally, tail: float, ordering: Ordering) -> float:
    """Smallest difference, first minus second, that is not refused from below."""
    chance = _UPPER_TAIL[ordering](first, second)
    tried = np.linspace(-1.0, first.rate - second.rate, GRID)
    chances = np.array([chance(gap) for gap in tried])
    chances[-1] = 1.0  # the observed difference itself is never refused
    place = int(np.argmax(chances > tail))
    if place == 0:
        return -1.0
    refused, kept = float(tried[place - 1]), float(tried[place])
    for _ in range(HALVINGS):
        middle = (refused + kept) / 2
        if chance(middle) > tail:
            kept = middle
        else:
            refused = middle
    return kept


def _by_score(first: Tally, second: Tally) -> Callable[[float], float]:
    x1, x2 = np.broadcast_arrays(*count_grid(first.known, second.known))
    n1, n2 = np.full_like(x1, first.known), np.full_like(x2, second.known)
    tables = Tables(x1, n1, x2, n2)

    def chance(gap: float) -> float:
        score = difference_score(tables, np.full_like(x1, gap))
        extreme = score >= score[first.reached, second.reached] - TIE
        return largest_probability(extreme, gap)

    return chance


def _by_fisher(first: Tally, second: Tally) -> Callable[[float], float]:
    tails = fisher_upper_tails(first.known, second.known, observed=0.5)
    extreme = tails <= tails[first.reached, second.reached] * (1 + TIE)
    return lambda gap: largest_probability(extreme, gap)


_UPPER_TAIL = {"score": _by_score, "fisher_midp": _by_fisher}
