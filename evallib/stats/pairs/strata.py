"""Matching in cells: exactly, in coarse classes, or in slices of the propensity."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evallib.stats.pairs.matched import (
    UNMATCHED,
    Distance,
    Matched,
    match_notes,
    require_matches,
    weights_of_sets,
)
from evallib.stats.pairs.steps import in_steps
from evallib.stats.weights.inputs import (
    Flags,
    Rows,
    covariate_matrix,
    pilot_flags,
    values_of,
)

ROUNDING = 1e-3  # of a step


def match_exact(pilot: ArrayLike, facts: ArrayLike) -> Matched:
    """Compare pilot clients only with controls who have the same facts.

    Read ``weights[7] = 2.5`` as: the eighth client, a control, stands for two and a
    half times the average matched control.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    facts : array_like, shape (n,) or (n, k)
        Codes or numbers that have to be equal, none missing.

    Returns
    -------
    Matched
        Sets of clients with equal facts in which both groups are present, and the
        weights for the effect on the pilot's clients.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing or no set holds both groups.

    Notes
    -----
    A control's weight is the number of pilot clients over the number of controls in
    its set, scaled so that the matched controls' weights sum to their number.

    References
    ----------
    .. [1] Stuart EA (2010). Matching methods for causal inference: a review and a
       look forward. Statistical Science 25, 1-21.

    Examples
    --------
    Two pilot clients and one control in Espoo, one and three in Vantaa, one alone.

    >>> town = ["E", "E", "E", "V", "V", "V", "V", "H"]
    >>> match = match_exact([1, 1, 0, 1, 0, 0, 0, 1], town)
    >>> [round(weight, 3) for weight in match.weights.tolist()]
    [1.0, 1.0, 2.667, 1.0, 0.444, 0.444, 0.444, 0.0]
    """
    flags = pilot_flags(pilot)
    return _in_cells("exact", "exact", flags, cells=strata_of(facts, flags))


def coarsened_exact(
    pilot: ArrayLike,
    covariates: ArrayLike,
    *,
    cutpoints: Sequence[Sequence[float] | None],
) -> Matched:
    """Compare pilot clients only with controls in the same classes of every fact.

    Read ``pilot_persons = 70`` as: seventy of the pilot's clients have a control in
    their cell; the effect is an effect on those seventy.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    covariates : array_like, shape (n, k)
        Facts from before time zero.
    cutpoints : sequence of length k
        For each column the values at which a new class begins, in the column's unit;
        ``None`` compares the column exactly.

    Returns
    -------
    Matched
        Cells in which both groups are present, and the weights.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing, a column has no entry in
        ``cutpoints``, or no cell holds both groups.

    Notes
    -----
    Classes are closed on the left: a client of exactly 30 is in the class that
    begins at 30. Whoever is alone in a cell is left out, and is counted.

    References
    ----------
    .. [1] Iacus SM, King G, Porro G (2012). Causal inference without balance
       checking: coarsened exact matching. Political Analysis 20, 1-24.

    Examples
    --------
    >>> match = coarsened_exact([1, 0, 1, 0], [24, 22, 40, 31], cutpoints=[[25, 35]])
    >>> match.weights.tolist(), match.notes
    ([1.0, 1.0, 0.0, 0.0], ('pilot_unmatched',))
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(covariates, len(flags))
    if len(cutpoints) != table.shape[1]:
        raise ValueError(
            f"cutpoints has {len(cutpoints)} entries for {table.shape[1]} covariates"
        )
    classes = [
        column if cuts is None else np.digitize(column, np.sort(np.asarray(cuts)))
        for column, cuts in zip(table.T, cutpoints, strict=True)
    ]
    cells = strata_of(np.column_stack(classes), flags)
    return _in_cells("coarsened_exact", "coarsened", flags, cells=cells)


def subclassify(pilot: ArrayLike, score: ArrayLike, *, classes: int = 5) -> Matched:
    """Cut the clients into classes of similar propensity and compare within them.

    Read ``sets[3] = 4`` as: the fourth client is in the fifth class, the one with
    the highest propensities.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    score : array_like, shape (n,)
        Propensity or its log odds; the classes are the same.
    classes : int, default 5
        Classes with an equal share of the pilot's clients, two or more.

    Returns
    -------
    Matched
        Classes as sets, and the weights for the effect on the pilot's clients.

    Raises
    ------
    ValueError
        If a group is empty, ``classes`` is below two, or no class holds both groups.

    Notes
    -----
    Boundaries are quantiles of the pilot's propensities (linear between order
    statistics); a client who stands on one is in the class below it. Propensities are
    compared to eleven digits of the largest, as in :func:`match_nearest`. A class
    without controls leaves its pilot clients out, and the caution
    ``"pilot_unmatched"`` says so.

    References
    ----------
    .. [1] Rosenbaum PR, Rubin DB (1984). Reducing bias in observational studies using
       subclassification on the propensity score. Journal of the American
       Statistical Association 79, 516-524.

    Examples
    --------
    >>> score = [0.2, 0.4, 0.6, 0.8, 0.1, 0.3, 0.7, 0.9]
    >>> match = subclassify([1, 1, 1, 1, 0, 0, 0, 0], score, classes=2)
    >>> match.sets.tolist()
    [0, 0, 1, 1, 0, 0, 1, 1]
    """
    flags = pilot_flags(pilot)
    place = in_steps(values_of("score", score, len(flags)))
    if classes < 2:
        raise ValueError(f"classes is two or more; got {classes!r}")
    shares = np.arange(1, classes) / classes
    # A bound that is somebody's place must not fall short of it by a rounding.
    bounds = np.unique(np.floor(np.quantile(place[flags], shares) + ROUNDING))
    cells = np.searchsorted(bounds, place, side="left")
    return _in_cells("subclassification", "subclass", flags, cells=cells)


def strata_of(facts: ArrayLike, pilot: Flags) -> Rows:
    """A number for each client, equal where all facts are equal."""
    table = np.asarray(facts)
    table = table[:, np.newaxis] if table.ndim == 1 else table
    if table.ndim != 2 or len(table) != len(pilot):
        raise ValueError(
            f"exact facts need one row for each of {len(pilot)} clients; got shape "
            f"{table.shape}"
        )
    strata = np.zeros(len(pilot), np.intp)
    for column in table.T:
        _require_no_missing(column)
        values, code = np.unique(column, return_inverse=True)
        _, strata = np.unique(strata * len(values) + code, return_inverse=True)
    return strata


def _require_no_missing(column: NDArray[Any]) -> None:
    """Refuse None and not-a-number, which would be a category of their own."""
    missing = column != column  # not-a-number differs from itself
    if column.dtype == np.object_:
        missing = missing | np.array([value is None for value in column])
    if missing.any():
        raise ValueError(
            f"exact facts: {int(missing.sum())} values are missing; leave those "
            "clients out and report how many, or make missing a code of its own"
        )


def _in_cells(method: str, distance: Distance, pilot: Flags, *, cells: Rows) -> Matched:
    """A match that pairs nobody and compares within cells."""
    pilots = np.bincount(cells[pilot], minlength=cells.max() + 1)
    controls = np.bincount(cells[~pilot], minlength=len(pilots))
    shared = (pilots > 0) & (controls > 0)
    # The kept cells are numbered from zero in their own order.
    number = np.where(shared, np.cumsum(shared) - 1, UNMATCHED)
    sets = number[cells]
    weights = np.zeros(len(pilot))
    if shared.any():
        weights = weights_of_sets(pilot, sets)
    nobody = np.empty(0, np.intp)
    return require_matches(
        Matched(
            method=method,
            distance=distance,
            pilot=pilot,
            weights=weights,
            sets=sets,
            pilot_rows=nobody,
            control_rows=nobody,
            distances=np.empty(0),
            notes=match_notes(pilot, weights),
        )
    )
