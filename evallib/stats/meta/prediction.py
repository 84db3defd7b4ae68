"""Where the rate of one more group, like those that were pooled, would lie."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq
from scipy.special import betainc, betaln

from evallib.domain.estimate import Interval, Tally
from evallib.stats.arrays import FloatArray
from evallib.stats.meta.rates import FEWEST_GROUPS
from evallib.stats.quantiles import require_level

POINTS = 60  # of the grid on either axis; twice as many change no percentage point


def next_rate(groups: Sequence[Tally], *, level: float = 0.95) -> Interval:
    """Where the true rate of a new, similar group would lie.

    Read ``0.1`` to ``0.7`` as: the pilots so far let expect a rate in this range of
    the next one, if its clients and its work are like theirs.

    Parameters
    ----------
    groups : sequence of Tally
        At least three groups with persons of known status.
    level : float, default 0.95
        Coverage, strictly between 0 and 1.

    Returns
    -------
    Interval
        In proportion units, inside 0 to 1.

    Raises
    ------
    ValueError
        If fewer than three groups have persons of known status.

    Notes
    -----
    True rates follow a beta distribution, as in ``pool_rates``. Neither its mean nor
    the likeness of two persons of one group is known from a few groups, so both are
    averaged over, weighted by how well they fit the counts: every mean alike
    beforehand, and likeness with a weight that falls from 0 to 1 as the square of what
    is missing to 1. With the fitted values in their place [1]_ the interval held the
    next rate in 83 to 91 of 100 simulated programmes of three to eight pilots; so it
    does in 96 to 100.

    References
    ----------
    .. [1] Higgins JPT, Thompson SG, Spiegelhalter DJ (2009). A re-evaluation of
       random-effects meta-analysis. Journal of the Royal Statistical Society A 172,
       137-159.

    Examples
    --------
    >>> pilots = [Tally(2, 3), Tally(1, 12), Tally(7, 14), Tally(2, 26), Tally(5, 9)]
    >>> found = next_rate(pilots)
    >>> round(found.low, 2), round(found.high, 2)
    (0.01, 0.92)
    """
    require_level(level)
    known = [each for each in groups if each.known]
    if len(known) < FEWEST_GROUPS:
        raise ValueError(
            f"a prediction needs {FEWEST_GROUPS} groups with persons of known status; "
            f"got {len(known)}"
        )
    yes, no, weights = _weighted(known)

    def beyond(rate: float, tail: float) -> float:
        return float(weights @ betainc(yes, no, rate)) - tail

    tails = (1 - level) / 2, (1 + level) / 2
    low, high = (float(brentq(beyond, 0, 1, args=(tail,))) for tail in tails)
    return Interval(low, high, level, "beta_binomial_averaged")


def _weighted(groups: Sequence[Tally]) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Beta distributions on a grid of mean and likeness, and how well each fits."""
    axis = (np.arange(POINTS) + 0.5) / POINTS
    mean, root = (each.ravel() for each in np.meshgrid(axis, axis))
    likeness = root**2  # closer steps where groups are alike
    prior = (1 - likeness) / likeness
    yes, no = mean * prior, (1 - mean) * prior
    fit = np.log(root) + 2 * np.log1p(-likeness)
    for each in groups:
        missed = each.known - each.reached
        fit += betaln(yes + each.reached, no + missed) - betaln(yes, no)
    weights = np.exp(fit - fit.max())
    return yes, no, weights / weights.sum()
