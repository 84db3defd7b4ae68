"""Two groups before and after: the difference of their two changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray, IntArray
from evallib.stats.groups.arms import known_numbers
from evallib.stats.groups.cluster_robust import cluster_cautions
from evallib.stats.groups.sandwich import ClusterRule, least_squares
from evallib.stats.labels import grouping
from evallib.stats.panels.panel import zero_one
from evallib.stats.quantiles import t_p, t_quantile

ChangeRule = Literal["HC2", "HC1", "classical", "CR2", "CR1"]
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True)
class Cell:
    """Mean outcome of one group in one period."""

    pilot: bool
    after: bool
    mean: float
    persons: int


@dataclass(frozen=True, slots=True)
class DifferenceInDifferences:
    """Change of the pilot group minus change of the control group."""

    value: float
    standard_error: float
    df: float
    interval: Interval
    p_value: float
    rule: ChangeRule
    df_rule: str
    cells: tuple[Cell, ...]
    clusters: int | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Persons, means and squared deviations: pilot before, after; control likewise."""

    persons: IntArray
    means: FloatArray
    squares: FloatArray


def two_by_two(
    outcome: ArrayLike,
    pilot: ArrayLike,
    after: ArrayLike,
    *,
    rule: ChangeRule = "HC2",
    clusters: ArrayLike | None = None,
    level: float = 0.95,
) -> DifferenceInDifferences:
    """Change of the pilot group minus change of the control group.

    Read ``+0.08`` on a yes/no outcome as: of one hundred clients, eight more than
    the control group's change alone would have brought reached it.

    Parameters
    ----------
    outcome : array_like
        One number for each person and period seen.
    pilot, after : array_like
        1 or 0 for each row: pilot or control, after or before.
    rule : {"HC2", "HC1", "classical", "CR2", "CR1"}, default "HC2"
        Rule of the standard error, see Notes.
    clusters : array_like, optional
        Label of each row's group, for the CR rules only. The same persons seen
        before and after are such groups.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    DifferenceInDifferences
        In units of the outcome, with the four cells beneath it. ``notes`` always
        holds ``"trends_not_checked"``, since two periods show no trend, and may
        hold ``"small_group"``, ``"few_clusters"`` and ``"satterthwaite_below_4"``.

    Raises
    ------
    ValueError
        If a cell is empty (or of one person, for HC2), a value is missing, or rule
        and clusters do not go together.

    Notes
    -----
    HC2 is the sum of the four cells' own variances, with Welch's degrees of freedom;
    HC1 and classical have n - 4. CR1 and CR2 are those of `cluster_robust`.

    References
    ----------
    .. [1] Meyer BD, Viscusi WK, Durbin DL (1995). Workers' compensation and injury
       duration. American Economic Review 85, 322-340.
    .. [2] Card D, Krueger AB (1994). Minimum wages and employment. American Economic
       Review 84, 772-793.

    Examples
    --------
    >>> change = two_by_two(
    ...     [3, 5, 8, 10, 2, 4, 3, 5], [1] * 4 + [0] * 4, [0, 0, 1, 1] * 2
    ... )
    >>> change.value, change.standard_error, change.df
    (4.0, 2.0, 4.0)
    """
    values = known_numbers("outcome", outcome)
    sides = zero_one("pilot", pilot, values.size)
    periods = zero_one("after", after, values.size)
    _require_rule(rule, clusters)
    cells = _cells(values, sides, periods)
    _require_filled(cells.persons, rule)
    change = float(cells.means @ [-1, 1, 1, -1])
    counted: int | None = None
    cautions: tuple[str, ...] = ()
    if clusters is None:
        error, df = _independent(cells, rule)
    else:
        coded = grouping("clusters", clusters, values.size)
        rows = np.stack((np.ones(values.size), sides, periods, sides * periods))
        kind: ClusterRule = "CR1" if rule == "CR1" else "CR2"
        fit = least_squares(values, rows, coded.code, rule=kind)
        error, df = float(np.sqrt(fit.covariance[3, 3])), float(fit.df[3])
        counted, cautions = fit.clusters, cluster_cautions(fit, rule)
    _require_spread(error)
    reach = t_quantile(level, df) * error
    small = ("small_group",) if cells.persons.min() < SMALL_GROUP else ()
    return DifferenceInDifferences(
        value=change,
        standard_error=error,
        df=df,
        interval=Interval(change - reach, change + reach, level, f"t_{rule}"),
        p_value=t_p(change / error, df),
        rule=rule,
        df_rule=_df_rule(rule),
        cells=tuple(
            Cell(place < 2, place % 2 == 1, float(mean), int(persons))
            for place, (mean, persons) in enumerate(
                zip(cells.means, cells.persons, strict=True)
            )
        ),
        clusters=counted,
        notes=(*small, *cautions, "trends_not_checked"),
    )


def _cells(values: FloatArray, sides: FloatArray, periods: FloatArray) -> _Cells:
    code = (2 * (1 - sides) + periods).astype(np.int64)
    persons = np.bincount(code, minlength=4)
    sums = np.bincount(code, values, 4)
    means = sums / np.maximum(persons, 1)
    squares = np.bincount(code, (values - means[code]) ** 2, 4)
    return _Cells(persons, means, squares.astype(np.float64))


def _independent(cells: _Cells, rule: ChangeRule) -> tuple[float, float]:
    """Standard error and degrees of freedom when rows are independent."""
    persons, total = cells.persons, int(cells.persons.sum())
    if rule == "HC2":
        variances = cells.squares / (persons * (persons - 1))
        whole = float(variances.sum())
        parts = float(np.sum(variances**2 / (persons - 1)))
        return whole**0.5, whole**2 / parts if parts > 0 else float("nan")
    if rule == "HC1":
        factor = total / (total - 4)
        return float(np.sqrt(factor * np.sum(cells.squares / persons**2))), total - 4
    variance = float(cells.squares.sum()) / (total - 4)
    return float(np.sqrt(variance * np.sum(1 / persons))), total - 4


def _df_rule(rule: ChangeRule) -> str:
    rules = {"HC2": "welch", "CR2": "satterthwaite", "CR1": "clusters_minus_1"}
    return rules.get(rule, "rows_minus_4")


def _require_rule(rule: str, clusters: ArrayLike | None) -> None:
    allowed = get_args(ChangeRule)
    if rule not in allowed:
        raise ValueError(f"rule is one of {', '.join(allowed)}; got {rule!r}")
    if rule.startswith("CR") != (clusters is not None):
        raise ValueError(
            f"rules CR1 and CR2 need clusters and the others none; got rule {rule!r} "
            f"{'without' if clusters is None else 'with'} clusters"
        )


def _require_filled(persons: IntArray, rule: ChangeRule) -> None:
    least = 2 if rule == "HC2" else 1
    if persons.min() < least or persons.sum() < 5:
        raise ValueError(
            f"each group needs at least {least} rows before and after, and five in "
            f"all; got {persons[:2].tolist()} in the pilot and "
            f"{persons[2:].tolist()} in the control group"
        )


def _require_spread(error: float) -> None:
    if not error > 0:
        raise ValueError(
            "nobody differs from anybody within the four cells, so the change has no "
            "standard error; look at the counts instead"
        )
