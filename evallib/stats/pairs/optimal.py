"""Matches with the smallest possible total distance, for groups of some thousands."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import linear_sum_assignment

from evallib.stats.pairs.mahalanobis import distance_table, whitened
from evallib.stats.pairs.matched import (
    UNMATCHED,
    Distance,
    Matched,
    distances_of_pairs,
    match_notes,
    weights_of_pairs,
    weights_of_sets,
)
from evallib.stats.pairs.steps import SAME_DIGITS_OF_SUMS, in_steps
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    Rows,
    covariate_matrix,
    pilot_flags,
)


def match_optimal(pilot: ArrayLike, place: ArrayLike) -> Matched:
    """Pair each pilot client with one control so that all distances sum to the least.

    Read ``total_distance = 1.9`` as: no other way to pair everybody has distances
    that sum to less than 1.9.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients; at least as many controls as pilot clients.
    place : array_like, shape (n,) or (n, k)
        One score or several facts, as in :func:`match_nearest`.

    Returns
    -------
    Matched
        Pairs without replacement, every pilot client in one.

    Raises
    ------
    ValueError
        If there are fewer controls than pilot clients, or too many clients for a
        table of distances.

    Notes
    -----
    The assignment problem, solved by SciPy. There is no caliper: a client without a
    good partner gets a bad one, which the balance table shows. Distances are added as
    whole steps, of eleven digits of the largest score or eight of the largest distance
    on several facts, so that no processor's rounding chooses among sums that are equal
    on paper; among those, row order decides.

    References
    ----------
    .. [1] Rosenbaum PR (1989). Optimal matching for observational studies. Journal
       of the American Statistical Association 84, 1024-1032.

    Examples
    --------
    Greedy pairs would be 0.1 and 3.2 apart in these groups, 3.3 together.

    >>> match = match_optimal([1, 1, 0, 0], [2.0, 1.0, 1.9, 4.2])
    >>> round(match.total_distance, 1), match.control_rows.tolist()
    (3.1, [3, 2])
    """
    flags = pilot_flags(pilot)
    rows, distance, points, table = _distances(flags, place)
    if table.shape[0] > table.shape[1]:
        raise ValueError(
            f"{table.shape[1]} controls are too few for {table.shape[0]} pilot "
            "clients in pairs; use full_match or match with replacement"
        )
    takers, taken = linear_sum_assignment(table)
    pilots, controls = rows[0][takers], rows[1][taken]
    sets = np.full(len(flags), UNMATCHED, np.intp)
    sets[pilots] = sets[controls] = np.arange(len(pilots))
    weights = weights_of_pairs(flags, pilots, controls)
    return Matched(
        method="optimal",
        distance=distance,
        pilot=flags,
        weights=weights,
        sets=sets,
        pilot_rows=pilots,
        control_rows=controls,
        distances=distances_of_pairs(points, pilots, controls),
        notes=match_notes(flags, weights),
    )


def full_match(pilot: ArrayLike, place: ArrayLike) -> Matched:
    """Put every client into a set of one pilot client and controls, or the reverse.

    Read ``sets[0] == sets[5]`` as: the first and the sixth client are compared with
    each other.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    place : array_like, shape (n,) or (n, k)
        One score or several facts, as in :func:`match_nearest`.

    Returns
    -------
    Matched
        Sets that hold everybody, with the smallest total distance, and the weights
        for the effect on the pilot's clients.

    Raises
    ------
    ValueError
        If a group is empty or there are too many clients for a table of distances.

    Notes
    -----
    Optimal full matching is the cheapest set of links that leaves nobody out. A link
    is worth having when it costs less than the cheapest links of its two ends
    together; the best such links are an assignment problem, and whoever has none
    afterwards takes its cheapest. With equal distances several matches are optimal,
    and row order decides among them. Distances are added in steps as in
    :func:`match_optimal`, so that rounding, which differs between processors, does not.

    References
    ----------
    .. [1] Rosenbaum PR (1991). A characterization of optimal designs for observational
       studies. Journal of the Royal Statistical Society B 53, 597-610.
    .. [2] Hansen BB (2004). Full matching in an observational study of coaching for
       the SAT. Journal of the American Statistical Association 99, 609-618.

    Examples
    --------
    >>> match = full_match([1, 1, 0, 0, 0], [1.0, 5.0, 0.9, 1.2, 4.8])
    >>> match.sets.tolist(), match.weights.tolist()
    ([0, 1, 0, 0, 1], [1.0, 1.0, 0.75, 0.75, 1.5])
    """
    flags = pilot_flags(pilot)
    rows, distance, points, table = _distances(flags, place)
    takers, taken = _cheapest_cover(table)
    pilots, controls = rows[0][takers], rows[1][taken]
    sets = _stars(len(flags), pilots, controls)
    weights = weights_of_sets(flags, sets)
    return Matched(
        method="full",
        distance=distance,
        pilot=flags,
        weights=weights,
        sets=sets,
        pilot_rows=pilots,
        control_rows=controls,
        distances=distances_of_pairs(points, pilots, controls),
        notes=match_notes(flags, weights),
    )


def _distances(
    pilot: Flags, place: ArrayLike
) -> tuple[tuple[Rows, Rows], Distance, Floats, Floats]:
    """Rows of both groups, what the distance is, places, and distances in steps."""
    points = covariate_matrix(place, len(pilot))
    rows = np.flatnonzero(pilot), np.flatnonzero(~pilot)
    if points.shape[1] == 1:
        stands = in_steps(points)
        return rows, "score", points, distance_table(stands[pilot], stands[~pilot])
    points = whitened(points)
    table = distance_table(points[pilot], points[~pilot])
    table = in_steps(table, digits=SAME_DIGITS_OF_SUMS)
    return rows, "mahalanobis", points, table


def _cheapest_cover(table: Floats) -> tuple[Rows, Rows]:
    """Links of least total distance that touch every row and every column."""
    row_best, column_best = table.argmin(axis=1), table.argmin(axis=0)
    saving = table.min(axis=1)[:, np.newaxis] + table.min(axis=0) - table
    takers, taken = linear_sum_assignment(np.maximum(saving, 0), maximize=True)
    worth = saving[takers, taken] > 0
    links = set(zip(takers[worth].tolist(), taken[worth].tolist(), strict=True))
    rows_left = set(range(table.shape[0])) - {row for row, _ in links}
    columns_left = set(range(table.shape[1])) - {column for _, column in links}
    links |= {(row, int(row_best[row])) for row in rows_left}
    links |= {(int(column_best[column]), column) for column in columns_left}
    return _pruned(sorted(links), table.shape)


def _pruned(links: list[tuple[int, int]], shape: tuple[int, ...]) -> tuple[Rows, Rows]:
    """Without links whose two ends both have another one; equal costs leave some."""
    found = np.array(links, dtype=np.intp)
    at_row = np.bincount(found[:, 0], minlength=shape[0])
    at_column = np.bincount(found[:, 1], minlength=shape[1])
    kept = []
    for row, column in links:
        if at_row[row] > 1 and at_column[column] > 1:
            at_row[row] -= 1
            at_column[column] -= 1
        else:
            kept.append((row, column))
    found = np.array(kept, dtype=np.intp)
    return found[:, 0], found[:, 1]


def _stars(persons: int, pilots: Rows, controls: Rows) -> Rows:
    """Set numbers: linked clients share one, in the order of their first rows."""
    centre = np.arange(persons)
    many = np.bincount(controls, minlength=persons)[controls] > 1
    # The centre of a star is the end that has several links.
    hub = np.where(many, controls, pilots)
    centre[pilots] = hub
    centre[controls] = hub
    _, sets = np.unique(centre, return_inverse=True)
    return sets
