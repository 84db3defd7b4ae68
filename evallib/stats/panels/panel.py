"""A panel: one outcome for each unit and period, coded once for every method."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray, IntArray
from evallib.stats.groups.arms import known_numbers
from evallib.stats.labels import Grouping, grouping, require_two


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Rows of a panel; units lie whole within clusters."""

    outcome: FloatArray
    unit: Grouping
    period: Grouping
    cluster: Grouping


def panel(
    outcome: ArrayLike,
    unit: ArrayLike,
    period: ArrayLike,
    *,
    clusters: ArrayLike | None = None,
) -> Panel:
    """Rows of outcomes by unit and period, for the panel methods.

    Read ``panel.unit.persons`` as the number of rows of each unit. Rows may be
    units (a state and quarter) or persons (repeated cross-sections of sites).

    Parameters
    ----------
    outcome : array_like
        One number a row.
    unit, period : array_like
        Labels of each row's unit and period; periods sort in time order.
    clusters : array_like, optional
        Label of each row's cluster; the unit itself by default.

    Returns
    -------
    Panel
        What `two_way_fixed_effects`, `event_study` and `placebo` take.

    Raises
    ------
    ValueError
        If a value is missing, there is one unit or one period only, or a unit lies
        in two clusters.

    Notes
    -----
    Labels are coded and counted; nothing is estimated, so there is no unit and no
    source.

    Examples
    --------
    >>> rows = panel([1.0, 2.0, 1.0, 4.0], ["a", "a", "b", "b"], [1, 2, 1, 2])
    >>> rows.unit.labels, rows.period.labels
    (('a', 'b'), (1, 2))
    """
    values = known_numbers("outcome", outcome)
    units = grouping("unit", unit, values.size)
    periods = grouping("period", period, values.size)
    require_two("unit", units)
    require_two("period", periods)
    if clusters is None:
        return Panel(values, units, periods, units)
    coded = grouping("clusters", clusters, values.size)
    _ = by_unit("clusters", coded.code.astype(np.float64), units)
    return Panel(values, units, periods, coded)


def by_unit(name: str, values: FloatArray, unit: Grouping) -> FloatArray:
    """One value a unit; refuse values that change within a unit."""
    means = np.bincount(unit.code, values) / np.asarray(unit.persons)
    if np.abs(means[unit.code] - values).max() > 1e-9:
        raise ValueError(f"{name} must stay the same within each unit")
    return np.asarray(np.round(means), dtype=np.float64)


def zero_one(name: str, values: ArrayLike, rows: int) -> FloatArray:
    """A 0/1 flag for each row; refuse anything else."""
    flags = known_numbers(name, values)
    if flags.size != rows or not np.all((flags == 0) | (flags == 1)):
        raise ValueError(f"{name} is 1 or 0 for every one of {rows} rows")
    return flags


def first_flagged(flags: FloatArray, rows: Panel) -> IntArray:
    """Place of the first flagged period of each unit that has one."""
    on = flags == 1
    last = len(rows.period.labels)
    first = np.full(len(rows.unit.labels), last, dtype=np.int64)
    np.minimum.at(first, rows.unit.code[on], rows.period.code[on])
    return first[first < last]
