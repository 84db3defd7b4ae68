"""Rates of many small groups, each drawn toward what they have in common."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from evallib.domain.estimate import Interval, Tally
from evallib.stats.meta.beta_binomial import Counts, fit, profile_interval
from evallib.stats.quantiles import require_level
from evallib.stats.tables.guards import cautions
from evallib.stats.tables.one_group import rate_limits

FEW_GROUPS = 10
FEWEST_GROUPS = 3
# The common rate counts at least as much as one person: three of three is no certainty.
WEAKEST_PRIOR = 1.0


@dataclass(frozen=True, slots=True)
class PooledRate:
    """One group's rate, as counted and drawn toward the common rate.

    Attributes
    ----------
    tally : Tally
    own : float or None
        Rate as counted; None where nobody's status is known.
    value : float
        Rate drawn toward the common one: ``own_weight * own`` and the rest of it
        the common rate.
    own_weight : float
        How much the group's own persons count in ``value``, 0 to 1.
    interval : Interval
        Of ``value``, the common rate and spread taken as known; that of the common
        rate where no spread is seen.
    """

    tally: Tally
    own: float | None
    value: float
    own_weight: float
    interval: Interval


@dataclass(frozen=True, slots=True)
class PooledRates:
    """A common rate of several groups, and each group's rate beside it.

    Attributes
    ----------
    rate : float
        Mean of the groups' true rates, 0 to 1.
    interval : Interval
        Profile likelihood; Wilson's where no spread can be told.
    likeness : float
        Correlation of two persons of one group, 0 to 1; 0 where groups differ no
        more than chance makes them.
    sd : float
        Standard deviation of true rates between groups, in proportion units.
    groups : tuple of PooledRate
    notes : tuple of str
        Those of ``rate`` and ``"few_groups"``, ``"no_spread_seen"``.
    """

    rate: float
    interval: Interval
    likeness: float
    sd: float
    groups: tuple[PooledRate, ...]
    notes: tuple[str, ...]


def pool_rates(groups: Sequence[Tally], *, level: float = 0.95) -> PooledRates:
    """Rates of several groups, those of few persons drawn toward the common rate.

    Read ``value = 0.46`` beside ``own = 0.67`` of two in three as: three persons say
    little, and the other groups suggest about a third.

    Parameters
    ----------
    groups : sequence of Tally
        At least three groups with persons of known status, counted at the same
        follow-up point; a group without them gets the common rate.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    PooledRates
        In proportion units.

    Raises
    ------
    ValueError
        If fewer than three groups have persons of known status.

    Notes
    -----
    True rates are taken to follow a beta distribution, whose two values are fitted
    by maximum likelihood [1]_. Counts of three clients are used as they are: nothing
    is added to zeros and no logarithm is taken. The groups' intervals are those of
    the fitted distribution with each group's counts [2]_, too narrow where groups
    are few, because the common rate is not known exactly (``"few_groups"``, below
    ten). Pooling presumes that, before looking, no group was expected to do better.

    References
    ----------
    .. [1] Williams DA (1975). The analysis of binary responses from toxicological
       experiments involving reproduction and teratogenicity. Biometrics 31, 949-952.
    .. [2] Morris CN (1983). Parametric empirical Bayes inference: theory and
       applications. Journal of the American Statistical Association 78, 47-55.

    Examples
    --------
    >>> pilots = [Tally(2, 3), Tally(1, 12), Tally(7, 14), Tally(2, 26), Tally(5, 9)]
    >>> found = pool_rates(pilots)
    >>> round(found.rate, 2), round(found.groups[0].value, 2)
    (0.33, 0.46)
    """
    require_level(level)
    counts = _counts(groups)
    common, likeness = fit(counts)
    spread = (common * (1 - common) * likeness) ** 0.5
    facts = {
        "few_groups": counts.size < FEW_GROUPS,
        "no_spread_seen": likeness == 0,
    }
    told = tuple(note for note, holds in facts.items() if holds)
    interval = _common_interval(counts, common, likeness, level=level)
    return PooledRates(
        rate=common,
        interval=interval,
        likeness=likeness,
        sd=spread,
        groups=tuple(
            _drawn(each, common, likeness, shared=interval) for each in groups
        ),
        notes=(*cautions(*groups), *told),
    )


def _counts(groups: Sequence[Tally]) -> Counts:
    known = [group for group in groups if group.known]
    if len(known) < FEWEST_GROUPS:
        raise ValueError(
            f"pooling needs {FEWEST_GROUPS} groups with persons of known status; got "
            f"{len(known)}; report each group's own rate"
        )
    return Counts.of([group.reached for group in known], [g.known for g in known])


def _common_interval(
    counts: Counts, common: float, likeness: float, *, level: float
) -> Interval:
    if likeness == 0:
        reached, known = counts.total
        ends = rate_limits(reached, known, level=level, method="wilson")
        low, high = (float(end) for end in ends)
        # Wilson's limit at 0 and at 1 is the end itself, but for the last bit.
        low, high = (low if reached else 0.0), (high if reached < known else 1.0)
        return Interval(low, high, level=level, method="wilson")
    low, high = profile_interval(counts, (common, likeness), level)
    return Interval(low, high, level=level, method="profile_likelihood")


def _drawn(
    group: Tally, common: float, likeness: float, *, shared: Interval
) -> PooledRate:
    own = group.rate if group.known else None
    if likeness == 0:
        return PooledRate(group, own, common, 0.0, shared)
    prior = max((1 - likeness) / likeness, WEAKEST_PRIOR)
    yes = common * prior + group.reached
    no = (1 - common) * prior + group.known - group.reached
    tail = (1 - shared.level) / 2
    low, high = betaincinv(yes, no, np.array([tail, 1 - tail]))
    return PooledRate(
        tally=group,
        own=own,
        value=yes / (yes + no),
        own_weight=group.known / (group.known + prior),
        interval=Interval(float(low), float(high), shared.level, "beta_binomial"),
    )
