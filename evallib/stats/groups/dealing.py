"""Redealing which groups are the pilot, all ways or a seeded sample of them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from evallib.stats.arrays import BoolArray, FloatArray

# So many ways to choose the pilot groups are still gone through one by one.
MOST_ASSIGNMENTS = 20_000
# Differences that are equal in exact arithmetic part by less than this share.
SAME = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Hand:
    """Ways to choose the pilot groups, one a row (ways × groups)."""

    pilot: BoolArray
    exact: bool
    seed: int | None
    possible: int


def deal(groups: int, chosen: int, *, draws: int, seed: int) -> Hand:
    """All ways to choose the pilot groups, or ``draws`` random ones."""
    if draws < 1:
        raise ValueError(f"draws must be at least 1; got {draws}")
    possible = comb(groups, chosen)
    if possible > MOST_ASSIGNMENTS:
        lots = np.random.default_rng(seed).random((draws, groups))
        ranks = lots.argsort(axis=1).argsort(axis=1)
        return Hand(ranks < chosen, exact=False, seed=seed, possible=possible)
    places = np.array(list(combinations(range(groups), chosen)))
    pilot = np.zeros((possible, groups), dtype=np.bool_)
    np.put_along_axis(pilot, places, values=True, axis=1)
    return Hand(pilot, exact=True, seed=None, possible=possible)


def at_least_as_large(value: float, dealt: FloatArray) -> int:
    """How many of the dealt differences are as far from zero as the real one."""
    margin = SAME * max(float(np.abs(dealt).max()), abs(value))
    return int(np.count_nonzero(np.abs(dealt) >= abs(value) - margin))


def how_rare(value: float, dealt: FloatArray, hand: Hand) -> float:
    """Two-sided p-value; random deals count the real one among them."""
    hits, ways = at_least_as_large(value, dealt), len(hand.pilot)
    return hits / ways if hand.exact else (hits + 1) / (ways + 1)


def smallest_p(hand: Hand) -> float:
    """The least p-value that these groups could show, whatever the outcome."""
    _, groups = hand.pilot.shape
    mirrored = 2 * int(hand.pilot[0].sum()) == groups
    least = (2.0 if mirrored else 1.0) / hand.possible
    return float(least) if hand.exact else max(least, 1 / (hand.pilot.shape[0] + 1))
