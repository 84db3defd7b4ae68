"""How alike two groups are before and after matching or weighting."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    Rows,
    column_names,
    covariate_matrix,
    pilot_flags,
    require_option,
    values_of,
)
from evallib.stats.weights.likeness import Likeness, likeness
from evallib.stats.weights.spread import effective_size, is_binary, mean_and_variance

Estimand = Literal["att", "ate", "atc", "overlap"]

IMBALANCE = 0.1
SERIOUS_IMBALANCE = 0.25
CHANCE_LEVEL = 0.95

# Whose standard deviation measures a difference, before and after alike.
DENOMINATOR: Mapping[str, str] = MappingProxyType(
    {"att": "pilot", "ate": "pooled", "atc": "control", "overlap": "pooled"}
)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One covariate before and after adjustment; alike if there was none."""

    name: str
    before: Likeness
    after: Likeness


@dataclass(frozen=True, slots=True)
class BalanceTable:
    """Balance of every covariate, with the persons and weights beneath it.

    Attributes
    ----------
    rows : tuple of BalanceRow
        One for each covariate.
    estimand, denominator : str
        Whom the comparison is about and whose standard deviation divides.
    pilot_persons, control_persons : int
        Persons with a weight above zero after adjustment.
    pilot_effective, control_effective : float
        Kish's effective sample sizes after adjustment.
    chance_band : float
        Two randomised groups of the effective sizes keep 95 of 100 covariates within
        plus and minus this standardised difference.
    largest : float
        Largest absolute standardised difference after adjustment.
    notes : tuple of str
        ``"imbalance"`` (above 0.1), ``"serious_imbalance"`` (above 0.25),
        ``"imbalance_within_chance"`` (above 0.1 but within the band),
        ``"no_spread"``.
    """

    rows: tuple[BalanceRow, ...]
    estimand: str
    denominator: str
    pilot_persons: int
    control_persons: int
    pilot_effective: float
    control_effective: float
    chance_band: float
    largest: float
    notes: tuple[str, ...] = ()


def balance_table(
    pilot: ArrayLike,
    covariates: ArrayLike,
    *,
    weights: ArrayLike | None = None,
    estimand: Estimand = "att",
    names: tuple[str, ...] = (),
) -> BalanceTable:
    """Standardised mean differences, pilot minus control, before and after weights.

    Read ``rows[0].after.smd = -0.12`` as: after adjustment the pilot's mean of the
    first covariate lies 0.12 standard deviations below that of the comparison group.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    covariates : array_like, shape (n, k)
        Facts from before time zero, in any units.
    weights : array_like, shape (n,), optional
        Zero or more for each client; zero leaves the client out. Without weights
        the after columns repeat the before columns.
    estimand : {"att", "ate", "atc", "overlap"}, default "att"
        Whom the comparison is about. It fixes the denominator: the pilot's standard
        deviation for ``"att"``, the control's for ``"atc"``, else the square root of
        the mean of both variances.
    names : tuple of str, default x1, x2, ...
        Names of the covariates.

    Returns
    -------
    BalanceTable
        One row per covariate, in standard deviations.

    Raises
    ------
    ValueError
        If a group is empty or gets no weight, a value is missing, or a weight is
        negative.

    Notes
    -----
    The denominator is the unadjusted one at both stages, so that a smaller number is
    a smaller difference and not a larger spread. Yes/no covariates use
    ``sqrt(p (1 - p))``. There are no p-values: they measure the size of the groups.
    In small groups a difference of 0.1 is ordinary even under randomisation; the
    chance band, ``z * sqrt(1/n1 + 1/n0)`` with effective sizes, says how large.

    References
    ----------
    .. [1] Austin PC (2009). Balance diagnostics for comparing the distribution of
       baseline covariates between treatment groups in propensity-score matched
       samples. Statistics in Medicine 28, 3083-3107.

    Examples
    --------
    Ages of three pilot clients (mean 40, standard deviation 10) and three others.

    >>> table = balance_table([1, 1, 1, 0, 0, 0], [30, 40, 50, 35, 45, 55])
    >>> table.rows[0].before.smd, table.denominator
    (-0.5, 'pilot')
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(covariates, len(flags))
    labels = column_names(names, table.shape[1])
    require_option("estimand", estimand, get_args(Estimand))
    groups = _groups(flags, None if weights is None else _checked(weights, flags))
    rows = tuple(
        _row(name, np.ascontiguousarray(column), groups, estimand=estimand)
        for name, column in zip(labels, table.T, strict=True)
    )
    return _table(rows, groups, estimand)


@dataclass(frozen=True, slots=True, eq=False)
class _Group:
    """Who stands in one group before and after, and with which weights."""

    before: Rows
    after: Rows
    weights: Floats | None  # None: everybody after adjustment counts the same
    effective: float


def _checked(weights: ArrayLike, pilot: Flags) -> Floats:
    column = values_of("weights", weights, len(pilot))
    if column.min() < 0:
        raise ValueError("weights are zero or more; got a negative weight")
    if min(column[pilot].max(), column[~pilot].max()) == 0:
        raise ValueError(
            "nobody in one of the groups has a weight above zero, so there is nothing "
            "to compare; loosen the matching"
        )
    return column


def _groups(pilot: Flags, weights: Floats | None) -> tuple[_Group, _Group]:
    pair = tuple(_group(np.flatnonzero(flags), weights) for flags in (pilot, ~pilot))
    return pair[0], pair[1]


def _group(before: Rows, weights: Floats | None) -> _Group:
    if weights is None:
        return _Group(before, before, None, float(len(before)))
    after = before[weights[before] > 0]
    own = weights[after]
    equal = bool((own == own[0]).all())
    return _Group(before, after, None if equal else own, effective_size(own))


def _row(
    name: str, column: Floats, groups: tuple[_Group, _Group], *, estimand: str
) -> BalanceRow:
    binary = is_binary(column)
    pilot, control = groups
    first, other = column[pilot.before], column[control.before]
    spreads = (
        mean_and_variance(first, None, binary=binary)[1],
        mean_and_variance(other, None, binary=binary)[1],
    )
    unit = _denominator(spreads, estimand)
    before = likeness((first, other), (None, None), unit=unit, binary=binary)
    if pilot.after is pilot.before and control.after is control.before:
        return BalanceRow(name, before, before)
    values = column[pilot.after], column[control.after]
    weights = pilot.weights, control.weights
    after = likeness(values, weights, unit=unit, binary=binary)
    return BalanceRow(name, before, after)


def _denominator(variances: tuple[float, float], estimand: str) -> float:
    choice = {
        "pilot": variances[0],
        "control": variances[1],
        "pooled": sum(variances) / 2,
    }
    return math.sqrt(choice[DENOMINATOR[estimand]])


def _table(
    rows: tuple[BalanceRow, ...], groups: tuple[_Group, _Group], estimand: str
) -> BalanceTable:
    pilot, control = groups
    differences = [row.after.smd for row in rows if row.after.smd is not None]
    largest = max((abs(smd) for smd in differences), default=0.0)
    z = float(norm.ppf((1 + CHANCE_LEVEL) / 2))
    band = z * math.sqrt(1 / pilot.effective + 1 / control.effective)
    applies = {
        "imbalance": largest > IMBALANCE,
        "serious_imbalance": largest > SERIOUS_IMBALANCE,
        "imbalance_within_chance": IMBALANCE < largest <= band,
        "no_spread": len(differences) < len(rows),
    }
    return BalanceTable(
        rows=rows,
        estimand=estimand,
        denominator=DENOMINATOR[estimand],
        pilot_persons=len(pilot.after),
        control_persons=len(control.after),
        pilot_effective=pilot.effective,
        control_effective=control.effective,
        chance_band=band,
        largest=largest,
        notes=tuple(note for note, holds in applies.items() if holds),
    )
