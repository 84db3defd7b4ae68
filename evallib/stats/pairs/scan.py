"""Nearest controls on one score: sort once, then look left and right.

With n clients the table of all distances has n² cells; a sorted column has n, and the
nearest free control stands beside the place where the pilot client would stand.
"""

from __future__ import annotations

import math

import numpy as np

from evallib.stats.weights.inputs import Floats, Rows

Links = tuple[Rows, Rows]  # places in the pilot list and in the control list


def scan_once(pilots: Floats, controls: Floats, *, ratio: int, caliper: float) -> Links:
    """Greedy pairs without replacement, each control used at most once.

    ``pilots`` come in the order in which they choose, ``controls`` sorted upwards.
    Every pilot client takes a first control before anybody takes a second.
    """
    # Two slots that are never near stand at the ends, so no step can run off.
    line = [-math.inf, *controls.tolist(), math.inf]
    to_right = list(range(len(line)))
    to_left = to_right.copy()
    scores = pilots.tolist()
    starts = (np.searchsorted(controls, pilots) + 1).tolist()
    waiting = list(range(len(scores)))
    takers: list[int] = []
    taken: list[int] = []
    for _ in range(ratio):
        served: list[int] = []
        for number in waiting:
            score, right = scores[number], starts[number]
            left = right - 1
            while to_right[right] != right:  # jump over taken slots, halving the path
                to_right[right] = right = to_right[to_right[right]]
            while to_left[left] != left:
                to_left[left] = left = to_left[to_left[left]]
            slot = right if line[right] - score < score - line[left] else left
            gap = abs(line[slot] - score)
            if gap > caliper or gap == math.inf:
                continue
            to_right[slot], to_left[slot] = slot + 1, slot - 1
            served.append(number)
            taken.append(slot - 1)
        takers += served
        waiting = served
    return np.array(takers, dtype=np.intp), np.array(taken, dtype=np.intp)


def scan_again(
    pilots: Floats, controls: Floats, *, ratio: int, caliper: float
) -> Links:
    """Nearest controls with replacement; each pilot client chooses from all."""
    width = min(ratio, len(controls))
    start = np.searchsorted(controls, pilots)
    near = start[:, np.newaxis] + np.arange(-width, width)
    inside = (near >= 0) & (near < len(controls))
    near = np.clip(near, 0, len(controls) - 1)
    gaps = np.where(inside, np.abs(controls[near] - pilots[:, np.newaxis]), np.inf)
    best = np.argsort(gaps, axis=1, kind="stable")[:, :width]
    gaps = np.take_along_axis(gaps, best, axis=1)
    takers, rank = np.nonzero((gaps <= caliper) & np.isfinite(gaps))
    return takers, np.take_along_axis(near, best, axis=1)[takers, rank]
