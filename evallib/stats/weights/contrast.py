"""A weighted comparison of two means, with the persons and weights beneath it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from evallib.domain.estimate import Interval
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    Rows,
    pilot_flags,
    require_level,
    require_option,
    values_of,
)
from evallib.stats.weights.spread import effective_size

ErrorRule = Literal["hc0", "hc1", "hc2", "hc3", "cluster"]

SMALL_EFFECTIVE = 30


@dataclass(frozen=True, slots=True)
class WeightedContrast:
    """Pilot mean minus control mean after adjustment, in the outcome's unit.

    Attributes
    ----------
    measure : str
        What was estimated and for whom, such as ``"ipw_att"``.
    value, standard_error : float
        The difference and its standard error.
    interval : Interval
        Two-sided interval of the difference; its method names the error.
    pilot_mean, control_mean : float
        The two means whose difference is ``value``.
    pilot_persons, control_persons : int
        Persons with a weight above zero.
    pilot_effective, control_effective : float
        Kish's effective sizes of the weights.
    error_rule : str
        How the standard error was made.
    notes : tuple of str
        Cautions as message keys.
    """

    measure: str
    value: float
    standard_error: float
    interval: Interval
    pilot_mean: float
    control_mean: float
    pilot_persons: int
    control_persons: int
    pilot_effective: float
    control_effective: float
    error_rule: str
    notes: tuple[str, ...] = ()


def weighted_difference(
    pilot: ArrayLike,
    outcome: ArrayLike,
    weights: ArrayLike,
    *,
    error_rule: ErrorRule = "hc2",
    clusters: Rows | None = None,
    level: float = 0.95,
) -> WeightedContrast:
    """Difference of two weighted means, pilot minus control, weights as known.

    Read ``+0.12`` of a yes/no outcome as: after weighting, twelve more of one hundred
    pilot clients reached it than of one hundred comparable others.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    weights : array_like, shape (n,)
        Zero or more; only their proportions within a group matter.
    error_rule : {"hc0", "hc1", "hc2", "hc3", "cluster"}, default "hc2"
        Robust error of the weighted regression of the outcome on the group.
        ``"cluster"`` sums over ``clusters``, with G/(G-1) (n-1)/(n-2).
    clusters : array of int, shape (n,), optional
        The set of each client with a weight, for ``"cluster"``.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    WeightedContrast
        Difference, standard error and normal interval in the outcome's unit.

    Raises
    ------
    ValueError
        If a group has no weight, a value is missing or an option is unknown.

    Notes
    -----
    With equal weights ``"hc2"`` is the classical error of two separate means. Errors
    take the weights as given; where they were estimated, :func:`ipw` and
    :func:`entropy_balance` say how much that changes.

    References
    ----------
    .. [1] MacKinnon JG, White H (1985). Some heteroskedasticity-consistent covariance
       matrix estimators with improved finite sample properties. Journal of
       Econometrics 29, 305-325.

    Examples
    --------
    >>> gap = weighted_difference([1, 1, 0, 0], [3, 5, 1, 2], [1, 1, 3, 1])
    >>> gap.value, gap.control_effective
    (2.75, 1.6)
    """
    flags = pilot_flags(pilot)
    column = values_of("outcome", outcome, len(flags))
    weighting = values_of("weights", weights, len(flags))
    require_level(level)
    require_option("error_rule", error_rule, get_args(ErrorRule))
    if min(weighting[flags].sum(), weighting[~flags].sum()) <= 0:
        raise ValueError("a group has no client with a weight above zero, so no mean")
    influence, means = _influence(flags, column, weighting, rule=error_rule)
    if error_rule == "cluster":
        influence = _cluster_sums(influence, weighting, clusters)
    error = math.sqrt(float(influence @ influence))
    return contrast(
        "weighted_difference",
        means,
        standard_error=error,
        groups=(weighting[flags], weighting[~flags]),
        error_rule=error_rule,
        level=level,
    )


def contrast(
    measure: str,
    means: tuple[float, float],
    *,
    standard_error: float,
    groups: tuple[Floats, Floats],
    error_rule: str,
    level: float,
) -> WeightedContrast:
    """Put a difference of two means together with its normal interval."""
    value = means[0] - means[1]
    reach = float(norm.ppf((1 + level) / 2)) * standard_error
    effective = effective_size(groups[0]), effective_size(groups[1])
    small = min(effective) < SMALL_EFFECTIVE
    return WeightedContrast(
        measure=measure,
        value=value,
        standard_error=standard_error,
        interval=Interval(value - reach, value + reach, level=level, method="normal"),
        pilot_mean=means[0],
        control_mean=means[1],
        pilot_persons=int(np.count_nonzero(groups[0])),
        control_persons=int(np.count_nonzero(groups[1])),
        pilot_effective=effective[0],
        control_effective=effective[1],
        error_rule=error_rule,
        notes=("small_group",) if small else (),
    )


def _influence(
    pilot: Flags, outcome: Floats, weights: Floats, *, rule: str
) -> tuple[Floats, tuple[float, float]]:
    """Each client's part in the error of the difference, and both means."""
    influence = np.zeros(len(outcome))
    means = []
    for group, sign in ((pilot, 1.0), (~pilot, -1.0)):
        share = weights[group] / weights[group].sum()
        mean = float(share @ outcome[group])
        rest = share * (outcome[group] - mean)
        influence[group] = sign * rest * _leverage_factor(share, rule)
        means.append(mean)
    if rule == "hc1":
        persons = int(np.count_nonzero(weights))
        influence *= math.sqrt(persons / max(persons - 2, 1))
    return influence, (means[0], means[1])


def _leverage_factor(share: Floats, rule: str) -> Floats:
    """What HC2 and HC3 make of a client's share; one person has no error to tell."""
    power = {"hc2": 0.5, "hc3": 1.0}.get(rule, 0.0)
    if power == 0.0:
        return np.ones_like(share)
    if share.max() >= 1:
        raise ValueError(
            "one client carries the whole weight of a group, so no error can be told"
        )
    return np.asarray((1 - share) ** -power, np.float64)


def _cluster_sums(influence: Floats, weights: Floats, clusters: Rows | None) -> Floats:
    if clusters is None:
        raise ValueError('error_rule "cluster" needs the set of each client')
    inside = weights > 0
    if clusters[inside].min() < 0:
        raise ValueError("a client with a weight belongs to no cluster")
    sums = np.bincount(clusters[inside], weights=influence[inside])
    count = len(np.unique(clusters[inside]))
    if count < 2:
        raise ValueError("clustered errors need two clusters or more; got one")
    persons = int(np.count_nonzero(inside))
    factor = count / (count - 1) * (persons - 1) / (persons - 2)
    return np.asarray(sums * math.sqrt(factor), np.float64)
