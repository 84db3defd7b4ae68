"""Cost against effect with persons drawn again, each with cost and effect together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.money.effectiveness import PersonCosts, paired, require_worth
from evallib.stats.quantiles import require_level

FEWEST_REPLICATES = 100
CELLS = 4_000_000  # persons times resamples held at once


@dataclass(frozen=True, slots=True)
class ResampledCosts:
    """Spread of cost and effect differences over resampled groups.

    Attributes
    ----------
    cost_error, effect_error : float
        Standard deviations of the two differences.
    quadrants : dict of str to float
        Share of resamples by quadrant: dearer or cheaper, better or worse.
    worth_eur, acceptability : tuple of float
        What a unit of effect may be worth, and the share of resamples in which the
        programme then gains.
    ratio : Interval or None
        Percentile interval of the ratio; None unless the effect difference has the
        same sign in every resample, because otherwise it means nothing.
    replicates, seed : int
        Resamples, and the seed that made them.
    """

    cost_error: float
    effect_error: float
    quadrants: dict[str, float]
    worth_eur: tuple[float, ...]
    acceptability: tuple[float, ...]
    ratio: Interval | None
    replicates: int
    seed: int


def bootstrap_cost_effectiveness(
    pilot: PersonCosts,
    control: PersonCosts,
    *,
    seed: int,
    worth_eur: Sequence[float] = (),
    replicates: int = 10_000,
    level: float = 0.95,
) -> ResampledCosts:
    """How cost and effect differences vary over resampled groups.

    Read ``acceptability = 0.8`` as: in eight of ten resampled studies the programme
    gained, if a unit of effect is worth the euros beside it.

    Parameters
    ----------
    pilot, control : PersonCosts
        Euros and effect of at least two persons each, none missing.
    seed : int
        Seed of the resampling, kept in the result.
    worth_eur : sequence of float
        Euros that a unit of effect may be worth, 0 or more.
    replicates : int, default 10000
        Resamples, 100 or more.
    level : float, default 0.95
        Coverage of the percentile interval, strictly between 0 and 1.

    Returns
    -------
    ResampledCosts
        Errors in euros and in units of effect, shares from 0 to 1.

    Raises
    ------
    ValueError
        If a group has fewer than two persons, a value is missing, or an option is
        out of range.

    Notes
    -----
    Persons are drawn within their group, cost and effect together [1]_. A person's
    share in a resample is drawn once, so time grows with persons times resamples.

    References
    ----------
    .. [1] Briggs AH, Wonderling DE, Mooney CZ (1997). Pulling cost-effectiveness
       analysis up by its bootstraps. Health Economics 6, 327-340.

    Examples
    --------
    >>> pilot = PersonCosts([900, 1100, 1000, 1200], [3, 5, 4, 6])
    >>> control = PersonCosts([500, 400, 600, 500], [2, 1, 2, 1])
    >>> found = bootstrap_cost_effectiveness(pilot, control, seed=1, worth_eur=[100])
    >>> found.quadrants["dearer_better"], found.acceptability
    (1.0, (0.0,))
    """
    require_level(level)
    if replicates < FEWEST_REPLICATES:
        raise ValueError(f"replicates is {FEWEST_REPLICATES} or more; got {replicates}")
    for worth in worth_eur:
        require_worth(worth)
    draw = np.random.default_rng(seed)
    gaps = _means(paired("pilot", pilot), replicates, draw)
    gaps -= _means(paired("control", control), replicates, draw)
    cost, effect = gaps
    return ResampledCosts(
        cost_error=float(cost.std(ddof=1)),
        effect_error=float(effect.std(ddof=1)),
        quadrants=_quadrants(cost, effect),
        worth_eur=tuple(worth_eur),
        acceptability=tuple(
            float(np.mean(worth * effect > cost)) for worth in worth_eur
        ),
        ratio=_ratio(cost, effect, level),
        replicates=replicates,
        seed=seed,
    )


def _means(both: FloatArray, replicates: int, draw: np.random.Generator) -> FloatArray:
    """Mean cost and mean effect of each resample."""
    persons = both.shape[1]
    at_once = max(CELLS // persons, 1)
    means = np.empty((2, replicates))
    for start in range(0, replicates, at_once):
        stop = min(start + at_once, replicates)
        rows = draw.integers(0, persons, (stop - start, persons))
        means[:, start:stop] = both[:, rows].mean(axis=2)
    return means


def _quadrants(cost: FloatArray, effect: FloatArray) -> dict[str, float]:
    dearer, better = cost > 0, effect > 0
    return {
        "dearer_better": float(np.mean(dearer & better)),
        "cheaper_better": float(np.mean(~dearer & better)),
        "cheaper_worse": float(np.mean(~dearer & ~better)),
        "dearer_worse": float(np.mean(dearer & ~better)),
    }


def _ratio(cost: FloatArray, effect: FloatArray, level: float) -> Interval | None:
    if not (effect.min() > 0 or effect.max() < 0):
        return None
    tail = (1 - level) / 2
    low, high = np.quantile(cost / effect, [tail, 1 - tail])
    return Interval(float(low), float(high), level=level, method="percentile")
