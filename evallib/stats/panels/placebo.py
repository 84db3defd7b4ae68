"""Placebo test: how many units without the pilot changed as much as it did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import BoolArray, FloatArray
from evallib.stats.groups.dealing import (
    at_least_as_large,
    deal,
    how_rare,
    smallest_p,
)
from evallib.stats.panels.panel import Panel, by_unit, zero_one


@dataclass(frozen=True, slots=True)
class Placebo:
    """The pilot units' change among the changes of units that might have been."""

    value: float
    rank: int
    p_value: float
    smallest_p: float
    assignments: int
    exact: bool
    seed: int | None
    pilot_units: int
    control_units: int
    notes: tuple[str, ...] = ()


def placebo(
    rows: Panel,
    pilot: ArrayLike,
    after: ArrayLike,
    *,
    draws: int = 9_999,
    seed: int = 0,
) -> Placebo:
    """Rank the pilot's difference in differences among all that could be dealt.

    Read ``rank`` 5 of ``assignments`` 27 as: of 27 units, the pilot among them, five
    show a change at least as large, so it is nothing out of the common.

    Parameters
    ----------
    rows : Panel
        What `panel` returned.
    pilot : array_like
        1 for every row of a pilot unit, else 0.
    after : array_like
        1 for rows after the start, else 0; every unit has both.
    draws : int, default 9999
        Random choices where there are too many to go through.
    seed : int, default 0
        Start of the random numbers, kept in the result where they are used.

    Returns
    -------
    Placebo
        ``value`` is pilot minus all other units, after minus before, in units of
        the outcome. ``notes`` may hold ``"cannot_reach_5_percent"``.

    Raises
    ------
    ValueError
        If a unit changes sides or lacks rows before or after, or all units are on
        one side.

    Notes
    -----
    Means are over rows. Every choice of as many units as there are pilots stands in
    for the pilot, the others (the real pilot among them) for the control; two-sided
    by absolute value [1]_. The only honest test where one unit alone was treated.

    References
    ----------
    .. [1] Abadie A, Diamond A, Hainmueller J (2010). Synthetic control methods for
       comparative case studies. JASA 105, 493-505. doi:10.1198/jasa.2009.ap08746

    Examples
    --------
    >>> from evallib.stats.panels.panel import panel
    >>> units = [unit for unit in "abcd" for _ in range(2)]
    >>> quarters = panel([3, 9, 5, 7, 2, 3, 4, 6], units, [1, 2] * 4)
    >>> test = placebo(quarters, [1, 1, 0, 0, 0, 0, 0, 0], [0, 1] * 4)
    >>> round(test.value, 2), test.rank, test.p_value
    (4.33, 1, 0.25)
    """
    size = rows.outcome.size
    side = by_unit("pilot", zero_one("pilot", pilot, size), rows.unit) == 1
    _require_two_sides(side)
    cells = _cells(rows, zero_one("after", after, size))
    hand = deal(side.size, int(side.sum()), draws=draws, seed=seed)
    value = float(_changes(cells, side[None, :])[0])
    changes = _changes(cells, hand.pilot)
    least = smallest_p(hand)
    return Placebo(
        value=value,
        rank=at_least_as_large(value, changes),
        p_value=how_rare(value, changes, hand),
        smallest_p=least,
        assignments=hand.pilot.shape[0],
        exact=hand.exact,
        seed=hand.seed,
        pilot_units=int(side.sum()),
        control_units=int((~side).sum()),
        notes=("cannot_reach_5_percent",) if least > 0.05 else (),
    )


def _cells(rows: Panel, after: FloatArray) -> FloatArray:
    """Sums and counts of each unit, before and after (4 × units)."""
    units = len(rows.unit.labels)
    cells: FloatArray = np.stack(
        [
            np.bincount(rows.unit.code, weight, units)
            for flag in (1 - after, after)
            for weight in (rows.outcome * flag, 1.0 * flag)
        ]
    )
    if np.any(cells[[1, 3]] == 0):
        raise ValueError("every unit needs rows before and after the start")
    return cells


def _changes(cells: FloatArray, pilot: BoolArray) -> FloatArray:
    """Pilot change minus the others' for each row of ``pilot`` (ways × units)."""
    chosen = pilot.astype(np.float64) @ cells.T
    others = cells.sum(axis=1) - chosen
    ours, theirs = (
        part[:, 2] / part[:, 3] - part[:, 0] / part[:, 1] for part in (chosen, others)
    )
    gap: FloatArray = ours - theirs
    return gap


def _require_two_sides(side: BoolArray) -> None:
    if side.all() or not side.any():
        raise ValueError("placebo needs pilot units and others to set them against")
