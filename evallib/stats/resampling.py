"""Intervals by drawing the same clients again, from a seed that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln, xlog1py, xlogy

from evallib.domain.estimate import Interval, Tally
from evallib.stats.propensity import Propensity
from evallib.stats.weights.batches import batched_logit
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    require_level,
    require_option,
    values_of,
)
from evallib.stats.weights.inverse import Weighting, propensity_weights

BATCH_CELLS = 200_000  # clients times resamples held at once; fits the cache
MOST_COUNTS = 10_000  # possible counts; beyond, single draws are faster
FEWEST_REPLICATES = 100
MANY_FAILED = 0.05


@dataclass(frozen=True, slots=True)
class Resampled:
    """An estimate with its bootstrap error and percentile interval.

    Attributes
    ----------
    measure : str
        What was estimated.
    value : float
        The estimate from the clients themselves.
    standard_error : float
        Standard deviation of the replicates.
    interval : Interval
        Percentile interval.
    replicates, failed, seed : int
        Resamples asked for, those without an estimate (an empty or separated group),
        and the seed.
    notes : tuple of str
        ``"resamples_failed"`` when more than one in twenty had no estimate;
        ``"no_spread"`` when all replicates are equal, as with 0 of n against 0 of m.
    """

    measure: str
    value: float
    standard_error: float
    interval: Interval
    replicates: int
    failed: int
    seed: int
    notes: tuple[str, ...] = ()


def bootstrap_risk_difference(
    pilot: Tally,
    control: Tally,
    *,
    seed: int,
    replicates: int = 10_000,
    level: float = 0.95,
) -> Resampled:
    """Bootstrap of a difference between two outcome rates, pilot minus control.

    Read ``interval`` from ``-0.05`` to ``+0.29`` as: of one hundred resampled
    studies, ninety-five had a difference in this range.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    seed : int
        Seed of the resampling, kept in the result.
    replicates : int, default 10000
        Resamples, 100 or more.
    level : float, default 0.95
        Coverage of the percentile interval, strictly between 0 and 1.

    Returns
    -------
    Resampled
        Difference and interval in proportion units, from -1 to 1.

    Raises
    ------
    ValueError
        If a group has nobody with known status, or an option is out of range.

    Notes
    -----
    Drawing n persons with replacement from a group in which x of n reached the
    outcome is one binomial draw, and how many of the resamples have each count is one
    multinomial draw, so no person is drawn. At 0 % or 100 % in both
    groups the replicates do not vary and the interval has no width: prefer
    Newcombe's, which stays honest there.

    References
    ----------
    .. [1] Efron B, Tibshirani RJ (1993). An Introduction to the Bootstrap. Chapman
       and Hall, chapter 13.

    Examples
    --------
    >>> found = bootstrap_risk_difference(Tally(11, 20), Tally(11, 100), seed=1)
    >>> round(found.value, 2), round(found.standard_error, 2)
    (0.44, 0.12)
    """
    for name, tally in (("pilot", pilot), ("control", control)):
        if tally.known == 0:
            raise ValueError(
                f"{name} group: none of {tally.enrolled} persons has a known status, "
                "so there is nobody to draw; choose an earlier point"
            )
    _require_replicates(replicates)
    require_level(level)
    draw = np.random.default_rng(seed)
    # One group's rates come sorted; a shuffle of the other makes the pairs random.
    rates = _rates(pilot, replicates, draw)
    found = rates - draw.permutation(_rates(control, replicates, draw))
    value = pilot.rate - control.rate
    return _resampled("risk_difference", value, found, seed=seed, level=level)


def bootstrap_ipw(
    propensity: Propensity,
    outcome: ArrayLike,
    *,
    seed: int,
    estimand: Weighting = "att",
    replicates: int = 10_000,
    level: float = 0.95,
) -> Resampled:
    """Bootstrap of a weighted difference, the propensity fitted anew each time.

    Read ``standard_error = 0.05`` as: the weighted difference varies by five
    percentage points from one resampled study to the next.

    Parameters
    ----------
    propensity : Propensity
        The propensity fitted by maximum likelihood to every client.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    seed : int
        Seed of the resampling, kept in the result.
    estimand : {"ate", "att", "atc", "overlap"}, default "att"
        Whom the difference is about, as in :func:`ipw`.
    replicates : int, default 10000
        Resamples, 100 or more.
    level : float, default 0.95
        Coverage of the percentile interval, strictly between 0 and 1.

    Returns
    -------
    Resampled
        Difference and interval in the outcome's unit.

    Raises
    ------
    ValueError
        If a value is missing, an option is out of range, the propensity was fitted
        with a penalty, or fewer than half of the resamples have an estimate.

    Notes
    -----
    Clients are drawn from everybody with replacement. A resample in which a group is
    empty or the groups are separated has no estimate; it is left out and counted.
    All resamples of a batch are fitted together by Newton's method.

    References
    ----------
    .. [1] Austin PC (2016). Variance estimation when using inverse probability of
       treatment weighting with survival analysis. Statistics in Medicine 35,
       5642-5655.

    Examples
    --------
    >>> from evallib.stats.propensity import fit_propensity
    >>> young = [1] * 20 + [0] * 20
    >>> pilot = ([1] * 12 + [0] * 8) + ([1] * 8 + [0] * 12)
    >>> fit = fit_propensity(pilot, young)
    >>> found = bootstrap_ipw(fit, pilot, seed=1, replicates=200)
    >>> round(found.value, 6), found.replicates
    (1.0, 200)
    """
    column = values_of("outcome", outcome, len(propensity.pilot))
    require_option("estimand", estimand, get_args(Weighting))
    _require_replicates(replicates)
    require_level(level)
    if propensity.method != "maximum_likelihood":
        raise ValueError(
            "the propensity was fitted with a penalty because the groups are "
            "separated; most resamples would be separated too, so there is no bootstrap"
        )
    pilot, fit = propensity.pilot, propensity.fit
    scaled = (propensity.covariates - fit.centre) / fit.spread
    design = np.column_stack([np.ones(len(pilot)), scaled])
    found = []
    for counts in _resamples(len(pilot), replicates, seed):
        beta, usable = batched_logit(
            design, pilot.astype(np.float64), counts, start=fit.coefficients
        )
        chance = expit(beta[usable] @ design.T)
        weights = counts[usable] * propensity_weights(pilot, chance, estimand)
        found.append(_differences(pilot, column, weights))
    weights = propensity_weights(pilot, propensity.probability, estimand)
    value = float(_differences(pilot, column, weights[np.newaxis])[0])
    return _resampled(
        f"ipw_{estimand}",
        value,
        np.concatenate(found),
        seed=seed,
        level=level,
        replicates=replicates,
    )


def _rates(tally: Tally, replicates: int, draw: np.random.Generator) -> Floats:
    """Rates of a group in each resample, in no random order."""
    persons = tally.known
    if persons > MOST_COUNTS:
        return draw.binomial(persons, tally.rate, replicates) / persons
    reached = np.arange(persons + 1)
    # Shares that only miss a common factor, which the division below supplies.
    logs = xlogy(reached, tally.rate) + xlog1py(persons - reached, -tally.rate)
    logs -= gammaln(reached + 1) + gammaln(persons - reached + 1)
    shares = np.exp(logs - logs.max())
    times = draw.multinomial(replicates, shares / shares.sum())
    return np.asarray(np.repeat(reached / persons, times), np.float64)


def _resamples(persons: int, replicates: int, seed: int) -> Iterator[Floats]:
    """How often each client is drawn, in batches of resamples."""
    draw = np.random.default_rng(seed)
    size = max(1, BATCH_CELLS // persons)
    for start in range(0, replicates, size):
        rows = min(size, replicates - start)
        drawn = draw.integers(0, persons, (rows, persons))
        drawn += np.arange(rows)[:, np.newaxis] * persons
        counts = np.bincount(drawn.ravel(), minlength=rows * persons)
        yield counts.reshape(rows, persons).astype(np.float64)


def _differences(pilot: Flags, outcome: Floats, weights: Floats) -> Floats:
    """Weighted difference of means for each row of weights."""
    inside, outside = weights * pilot, weights * ~pilot
    means = [group @ outcome / group.sum(axis=1) for group in (inside, outside)]
    return np.asarray(means[0] - means[1], np.float64)


def _resampled(
    measure: str,
    value: float,
    found: Floats,
    *,
    seed: int,
    level: float,
    replicates: int | None = None,
) -> Resampled:
    asked = len(found) if replicates is None else replicates
    failed = asked - len(found)
    if 2 * failed > asked:
        raise ValueError(
            f"{failed} of {asked} resamples have no estimate; the groups are too small "
            "or too far apart for a bootstrap"
        )
    tail = (1 - level) / 2
    low, high = np.quantile(found, [tail, 1 - tail])
    applies = {
        "resamples_failed": failed > MANY_FAILED * asked,
        "no_spread": bool(low == high),
    }
    return Resampled(
        measure=measure,
        value=value,
        standard_error=float(found.std(ddof=1)),
        interval=Interval(float(low), float(high), level=level, method="percentile"),
        replicates=asked,
        failed=failed,
        seed=seed,
        notes=tuple(note for note, holds in applies.items() if holds),
    )


def _require_replicates(replicates: int) -> None:
    if replicates < FEWEST_REPLICATES:
        raise ValueError(
            f"replicates is {FEWEST_REPLICATES} or more; got {replicates!r}"
        )
