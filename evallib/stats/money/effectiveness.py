"""Cost against effect from persons' own costs and effects."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.money.fieller import Differences, FiellerSet, fieller_set
from evallib.stats.quantiles import normal_quantile, require_level

Quadrant = Literal[
    "dearer_better", "cheaper_better", "cheaper_worse", "dearer_worse", "on_an_axis"
]
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True, eq=False)
class PersonCosts:
    """Euros and effect of each person of one group, in the same order."""

    cost_eur: ArrayLike
    effect: ArrayLike


@dataclass(frozen=True, slots=True)
class CostEffectiveness:
    """Difference of mean costs and of mean effects, pilot minus control.

    Attributes
    ----------
    differences : Differences
        Both differences with Welch's variances and their covariance.
    ratio : float or None
        Euros per unit of effect; None where the effects are equal.
    fieller : FiellerSet or None
        Ratios that fit the data.
    taylor : Interval or None
        Delta-method interval, symmetric, for comparison with older reports only.
    quadrant : str
        Where the estimate lies; the ratio means different things in each.
    persons : tuple of int
        Pilot and control.
    """

    differences: Differences
    ratio: float | None
    fieller: FiellerSet | None
    taylor: Interval | None
    quadrant: Quadrant
    persons: tuple[int, int]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """What one pilot client gains, in euros, if a unit of effect is worth so much.

    ``probability`` is the normal-theory chance that the gain is above zero.
    """

    worth_eur: float
    value: float
    standard_error: float
    interval: Interval
    probability: float


def cost_effectiveness(
    pilot: PersonCosts, control: PersonCosts, *, level: float = 0.95
) -> CostEffectiveness:
    """Extra euros per extra unit of effect, pilot over control.

    Read ``ratio = 327`` as: each unit of effect beyond the control group's cost 327
    euros more, if the pilot group did better and cost more.

    Parameters
    ----------
    pilot, control : PersonCosts
        Euros and effect of at least two persons each, none missing.
    level : float, default 0.95
        Coverage, strictly between 0 and 1.

    Returns
    -------
    CostEffectiveness
        ``notes`` may hold ``"small_group"`` and ``"effect_may_be_zero"``.

    Raises
    ------
    ValueError
        If a group has fewer than two persons or a value is missing.

    Notes
    -----
    Fieller's set [1]_ with normal quantiles; see ``cost_per_additional_outcome`` for
    its kinds. A negative ratio has no reading of its own: cheaper and better looks
    like dearer and worse, which ``quadrant`` tells apart.

    References
    ----------
    .. [1] Willan AR, O'Brien BJ (1996). Confidence intervals for cost-effectiveness
       ratios: an application of Fieller's theorem. Health Economics 5, 297-305.

    Examples
    --------
    >>> pilot = PersonCosts([900, 1100, 1000, 1200], [3, 5, 4, 6])
    >>> control = PersonCosts([500, 400, 600, 500], [2, 1, 3, 2])
    >>> found = cost_effectiveness(pilot, control)
    >>> found.ratio, found.quadrant, found.fieller.kind
    (220.0, 'dearer_better', 'bounded')
    """
    require_level(level)
    first, other = paired("pilot", pilot), paired("control", control)
    spread = _errors(first) + _errors(other)
    cost, effect = (float(d) for d in first.mean(axis=1) - other.mean(axis=1))
    found = Differences(
        cost, effect, float(spread[0, 0]), float(spread[1, 1]), float(spread[0, 1])
    )
    limits = fieller_set(found, level=level)
    persons = first.shape[1], other.shape[1]
    notes = {
        "small_group": min(persons) < SMALL_GROUP,
        "effect_may_be_zero": limits is None or limits.kind != "bounded",
    }
    return CostEffectiveness(
        differences=found,
        ratio=cost / effect if effect else None,
        fieller=limits,
        taylor=_taylor(found, level) if effect else None,
        quadrant=_quadrant(cost, effect),
        persons=persons,
        notes=tuple(note for note, holds in notes.items() if holds),
    )


def cost_effectiveness_of(
    effect: float, interval: Interval, *, extra_eur: float, persons: tuple[int, int]
) -> CostEffectiveness:
    """Extra euros per extra unit of effect, from an estimate made in another way.

    Read as ``cost_effectiveness``, for an effect that was adjusted, or whose interval
    takes into account that clients were served in groups. Costs are the same for
    everybody and known.

    Parameters
    ----------
    effect : float
        Units of effect per client, pilot minus control.
    interval : Interval
        Its interval; half of its width over the normal quantile is its error.
    extra_eur : float
        Euros that a pilot client costs beyond the usual service.
    persons : tuple of int
        Pilot and control persons beneath the estimate.

    Notes
    -----
    With constant costs Fieller's set is the extra cost over the limits of the effect.

    Examples
    --------
    >>> limits = Interval(0.1, 0.3, 0.95, "cr2")
    >>> found = cost_effectiveness_of(0.2, limits, extra_eur=1000, persons=(80, 90))
    >>> round(found.ratio), round(found.fieller.low), round(found.fieller.high)
    (5000, 3333, 10000)
    """
    error = (interval.high - interval.low) / 2 / normal_quantile(interval.level)
    found = Differences(extra_eur, effect, 0.0, error**2, 0.0)
    limits = fieller_set(found, level=interval.level)
    unsettled = limits is None or limits.kind != "bounded"
    return CostEffectiveness(
        differences=found,
        ratio=extra_eur / effect if effect else None,
        fieller=limits,
        taylor=None,
        quadrant=_quadrant(extra_eur, effect),
        persons=persons,
        notes=("effect_may_be_zero",) if unsettled else (),
    )


def acceptability_curve(
    found: CostEffectiveness, worth_eur: Iterable[float], *, level: float = 0.95
) -> tuple[NetBenefit, ...]:
    """Gain in euros per client at each worth of one unit of effect.

    Read ``probability = 0.8`` at ``worth_eur = 5000`` as: if a unit of effect is
    worth 5 000 euros, the data speak for the programme with probability 0.8.

    Parameters
    ----------
    found : CostEffectiveness
        Differences of costs and effects.
    worth_eur : iterable of float
        Euros that a unit of effect may be worth, 0 or more.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    tuple of NetBenefit
        One for each worth, in the given order, in euros per client.

    Raises
    ------
    ValueError
        If a worth is negative or ``level`` out of range.

    Notes
    -----
    Worth times the effect difference less the cost difference [1]_. Unlike a ratio
    it is well behaved where the effect may be zero. The curve [2]_ takes the normal
    distribution; ``bootstrap_cost_effectiveness`` gives it without.

    References
    ----------
    .. [1] Stinnett AA, Mullahy J (1998). Net health benefits: a new framework for
       the analysis of uncertainty in cost-effectiveness analysis. Medical Decision
       Making 18, S68-S80.
    .. [2] van Hout BA, Al MJ, Gordon GS, Rutten FFH (1994). Costs, effects and
       C/E-ratios alongside a clinical trial. Health Economics 3, 309-319.

    Examples
    --------
    >>> pilot = PersonCosts([900, 1100, 1000, 1200], [3, 5, 4, 6])
    >>> control = PersonCosts([500, 400, 600, 500], [2, 1, 3, 2])
    >>> curve = acceptability_curve(cost_effectiveness(pilot, control), [100, 400])
    >>> [round(point.value) for point in curve]
    [-300, 450]
    """
    reach = normal_quantile(level)
    return tuple(
        _benefit(found.differences, worth, reach, level) for worth in worth_eur
    )


def paired(name: str, group: PersonCosts) -> FloatArray:
    """Costs and effects as two rows; at least two persons, no gaps."""
    cost, effect = (np.asarray(part, float) for part in (group.cost_eur, group.effect))
    if cost.ndim != 1 or cost.shape != effect.shape or cost.size < 2:
        raise ValueError(
            f"{name} group needs a cost and an effect for each of at least two "
            f"persons; got shapes {cost.shape} and {effect.shape}"
        )
    both = np.vstack([cost, effect])
    if not np.isfinite(both).all():
        raise ValueError(f"{name} group: costs and effects must be known for everybody")
    return both


def require_worth(worth: float) -> None:
    """Refuse a negative price of an effect."""
    if not (math.isfinite(worth) and worth >= 0):
        raise ValueError(f"worth_eur is 0 euros or more; got {worth!r}")


def _errors(both: FloatArray) -> FloatArray:
    return np.asarray(np.cov(both, ddof=1) / both.shape[1], dtype=float)


def _taylor(d: Differences, level: float) -> Interval:
    ratio = d.cost / d.effect
    variance = (
        d.cost_variance - 2 * ratio * d.covariance + ratio**2 * d.effect_variance
    ) / d.effect**2
    reach = normal_quantile(level) * math.sqrt(max(variance, 0.0))
    return Interval(ratio - reach, ratio + reach, level=level, method="taylor")


def _quadrant(cost: float, effect: float) -> Quadrant:
    if cost == 0 or effect == 0:
        return "on_an_axis"
    if effect > 0:
        return "dearer_better" if cost > 0 else "cheaper_better"
    return "dearer_worse" if cost > 0 else "cheaper_worse"


def _benefit(d: Differences, worth: float, reach: float, level: float) -> NetBenefit:
    require_worth(worth)
    value = worth * d.effect - d.cost
    variance = worth**2 * d.effect_variance + d.cost_variance - 2 * worth * d.covariance
    error = math.sqrt(max(variance, 0.0))
    limits = Interval(value - reach * error, value + reach * error, level, "normal")
    certain = float(np.sign(value) + 1) / 2
    chance = float(ndtr(value / error)) if error > 0 else certain
    return NetBenefit(worth, value, error, limits, chance)
