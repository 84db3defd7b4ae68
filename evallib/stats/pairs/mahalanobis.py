"""Nearest controls on several facts, from a table of all distances."""

from __future__ import annotations

import numpy as np
from scipy.spatial.distance import cdist

from evallib.stats.pairs.steps import step_of
from evallib.stats.weights.inputs import Floats, Rows

MOST_CELLS = 25_000_000  # 200 MB of distances


def whitened(places: Floats) -> Floats:
    """The facts turned and scaled so that straight distance is Mahalanobis'."""
    covariance = np.atleast_2d(np.cov(places, rowvar=False))
    values, vectors = np.linalg.eigh(covariance)
    kept = values > 1e-12 * values[-1]
    if not kept.all():
        raise ValueError(
            f"{len(values)} facts have only {int(kept.sum())} directions of their own; "
            "leave out a fact that is constant or made of others"
        )
    moved = places - places.mean(axis=0)
    return np.asarray(moved @ (vectors / np.sqrt(values)), np.float64)


def distance_table(pilots: Floats, controls: Floats) -> Floats:
    """All distances, one row per pilot client, or a refusal beyond 200 MB."""
    cells = len(pilots) * len(controls)
    if cells > MOST_CELLS:
        raise ValueError(
            f"{len(pilots)} pilot clients and {len(controls)} controls make {cells} "
            f"distances, more than {MOST_CELLS}; match on the propensity's log odds, "
            "or exactly on a fact that divides the clients"
        )
    return np.asarray(cdist(pilots, controls), np.float64)


def choose_once(
    pilots: Floats, controls: Floats, *, ratio: int, caliper: float
) -> tuple[Rows, Rows]:
    """Greedy pairs without replacement, in the order in which the clients come.

    Of controls within one step of the nearest, the first is taken.
    """
    table = distance_table(pilots, controls)
    same = step_of(table)
    pairs: list[tuple[int, int]] = []
    waiting = list(range(len(pilots)))
    for _ in range(ratio):
        served = []
        for number in waiting:
            least = table[number].min()
            if least > caliper + same or np.isinf(least):
                continue
            nearest = int((table[number] <= least + same).argmax())
            table[:, nearest] = np.inf
            pairs.append((number, nearest))
            served.append(number)
        waiting = served
    found = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def choose_again(
    pilots: Floats, controls: Floats, *, ratio: int, caliper: float
) -> tuple[Rows, Rows]:
    """Nearest controls with replacement; within one step, the first of them."""
    table = distance_table(pilots, controls)
    same, everybody = step_of(table), np.arange(len(table))
    takers, taken = [], []
    for _ in range(min(ratio, table.shape[1])):
        least = table.min(axis=1, keepdims=True)
        nearest = (table <= least + same).argmax(axis=1)
        near = least[:, 0] <= caliper + same
        takers.append(everybody[near])
        taken.append(nearest[near])
        table[everybody, nearest] = np.inf
    return np.concatenate(takers), np.concatenate(taken)
