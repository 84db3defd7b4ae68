"""Euros per outcome and per additional outcome, from counts and known costs."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from evallib.domain.estimate import Interval, Tally
from evallib.stats.money.fieller import Differences, FiellerSet, fieller_set
from evallib.stats.quantiles import require_level
from evallib.stats.tables.differences import difference_limits
from evallib.stats.tables.guards import cautions, normal_caution, require_known
from evallib.stats.tables.one_group import rate_limits

# Below this many outcomes one more or less changes the cost by a third.
FEWEST_OUTCOMES = 3


@dataclass(frozen=True, slots=True)
class OutcomeCost:
    """Euros per outcome of one group: a gross result, compared with nothing.

    ``value`` is None where nobody reached the outcome; ``interval.high`` is then
    infinite.
    """

    value: float | None
    interval: Interval
    cost_per_client_eur: float
    tally: Tally
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdditionalOutcomeCost:
    """Euros per outcome beyond what the control group reached.

    Attributes
    ----------
    value : float or None
        Euros per additional outcome; None where both rates are equal.
    cost_difference_eur, rate_difference : float
        Pilot minus control, per client.
    fieller : FiellerSet or None
        Costs that fit the counts; None where no cost does.
    interval : Interval or None
        Cost over Newcombe's limits of the difference; None where they hold zero,
        because no bounded interval exists.
    notes : tuple of str
        Those of ``risk_difference``; ``"normal_approximation_doubtful"`` where
        Fieller's set stands on too few persons; ``"effect_may_be_zero"`` where
        ``interval`` is None, and then ``value`` is not for print;
        ``"fewer_outcomes"`` where the pilot group reached less.
    """

    value: float | None
    cost_difference_eur: float
    rate_difference: float
    fieller: FiellerSet | None
    interval: Interval | None
    pilot: Tally
    control: Tally
    notes: tuple[str, ...]


def cost_per_outcome(
    cost_per_client_eur: float, tally: Tally, *, level: float = 0.95
) -> OutcomeCost:
    """Euros spent per person who reached the outcome, counted gross.

    Read ``1303`` as: for every person in work, 1 303 euros were spent on clients,
    whether or not the work came of it.

    Parameters
    ----------
    cost_per_client_eur : float
        Euros per client, 0 or more.
    tally : Tally
        Persons counted at one follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    OutcomeCost
        In euros. ``notes`` always hold ``"gross_result"``, and may hold
        ``"too_few_outcomes"`` (fewer than 3) and those of ``rate``.

    Raises
    ------
    ValueError
        If nobody's status is known or an argument is out of range.

    Notes
    -----
    The cost per client over the rate among those with known status, so pending and
    lost persons neither add cost nor outcomes. The interval takes the cost as known
    and comes from Wilson's interval of the rate [1]_. Some would have reached the
    outcome anyway: ``cost_per_additional_outcome`` is the comparison.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and
       statistical inference. Journal of the American Statistical Association 22,
       209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    38 of 55 patients improved at 900 euros each.

    >>> found = cost_per_outcome(900, Tally(38, 55))
    >>> round(found.value, 2)
    1302.63
    """
    _require_cost("cost_per_client_eur", cost_per_client_eur)
    require_known("group", tally)
    require_level(level)
    ends = rate_limits(tally.reached, tally.known, level=level, method="wilson")
    low, high = (float(end) for end in ends)
    dearest = cost_per_client_eur / low if tally.reached else math.inf
    few = ("too_few_outcomes",) if tally.reached < FEWEST_OUTCOMES else ()
    return OutcomeCost(
        value=cost_per_client_eur / tally.rate if tally.reached else None,
        interval=Interval(cost_per_client_eur / high, dearest, level, "wilson"),
        cost_per_client_eur=cost_per_client_eur,
        tally=tally,
        notes=("gross_result", *few, *cautions(tally)),
    )


def cost_per_additional_outcome(
    pilot: Tally,
    control: Tally,
    *,
    pilot_cost_eur: float,
    control_cost_eur: float = 0.0,
    level: float = 0.95,
) -> AdditionalOutcomeCost:
    """Extra euros per extra outcome, pilot over control.

    Read ``2198`` as: each outcome beyond those that the control group reached
    without the programme cost 2 198 euros more.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    pilot_cost_eur, control_cost_eur : float
        Euros per client, 0 or more, taken as known.
    level : float, default 0.95
        Coverage, strictly between 0 and 1.

    Returns
    -------
    AdditionalOutcomeCost
        In euros per additional outcome.

    Raises
    ------
    ValueError
        If a group has nobody with known status or an argument is out of range.

    Notes
    -----
    A ratio whose denominator may be zero has no ordinary interval. Fieller's set
    [1]_ says so by its kind: ``"exclusive"`` when the difference may be zero, so that
    costs beyond all limits fit. Its normal approximation wants large groups; with
    few, read ``interval``, the cost over Newcombe's limits. That a programme is worth
    its cost does not follow from either.

    References
    ----------
    .. [1] Fieller EC (1954). Some problems in interval estimation. Journal of the
       Royal Statistical Society B 16, 175-185.
    .. [2] Willan AR, O'Brien BJ (1996). Confidence intervals for cost-effectiveness
       ratios: an application of Fieller's theorem. Health Economics 5, 297-305.

    Examples
    --------
    >>> found = cost_per_additional_outcome(
    ...     Tally(38, 55), Tally(17, 52), pilot_cost_eur=900, control_cost_eur=100)
    >>> round(found.value), found.fieller.kind
    (2198, 'bounded')
    >>> round(found.interval.low), round(found.interval.high)
    (1544, 4562)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    _require_cost("pilot_cost_eur", pilot_cost_eur)
    _require_cost("control_cost_eur", control_cost_eur)
    require_level(level)
    cost, gap = pilot_cost_eur - control_cost_eur, pilot.rate - control.rate
    variance = _variance(pilot) + _variance(control)
    interval = _over_newcombe(cost, pilot, control, level=level)
    return AdditionalOutcomeCost(
        value=cost / gap if gap else None,
        cost_difference_eur=cost,
        rate_difference=gap,
        fieller=fieller_set(
            Differences(cost, gap, effect_variance=variance), level=level
        ),
        interval=interval,
        pilot=pilot,
        control=control,
        notes=(
            *cautions(pilot, control),
            *normal_caution(pilot, control),
            *_doubts(gap, interval),
        ),
    )


def _variance(tally: Tally) -> float:
    return tally.rate * (1 - tally.rate) / tally.known


def _over_newcombe(
    cost: float, pilot: Tally, control: Tally, *, level: float
) -> Interval | None:
    limits = difference_limits(
        (pilot.reached, pilot.known),
        (control.reached, control.known),
        level=level,
        method="newcombe",
    )
    low, high = np.sort([float(limit) for limit in limits])
    if low <= 0 <= high:
        return None
    ends = sorted((cost / float(low), cost / float(high)))
    return Interval(ends[0], ends[1], level=level, method="newcombe")


def _doubts(gap: float, interval: Interval | None) -> tuple[str, ...]:
    applies = {"effect_may_be_zero": interval is None, "fewer_outcomes": gap < 0}
    return tuple(note for note, holds in applies.items() if holds)


def _require_cost(name: str, value: float) -> None:
    if not (math.isfinite(value) and value >= 0):
        raise ValueError(f"{name} is an amount of 0 euros or more; got {value!r}")
