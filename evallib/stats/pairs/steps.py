"""Scores and distances in whole steps, so that rounding never decides who is alike.

The last bits of a fitted score differ between processors. Compared as they stand,
like clients would be tied on one machine and not on the next, and distances that are
equal on paper would be ordered by chance. Whole numbers add and compare exactly.
"""

from __future__ import annotations

import math

import numpy as np

from evallib.stats.weights.inputs import Floats

# Of the largest value; a fit leaves about thirteen digits that all machines share.
SAME_DIGITS = 11
# Distances on several facts along one line add up on paper but not in steps. Coarse
# steps are seldom so near a half that another processor rounds them the other way.
SAME_DIGITS_OF_SUMS = 8


def step_of(values: Floats, *, digits: int = SAME_DIGITS) -> float:
    """The width of a step: one in the last shared digit of the largest value."""
    largest = max(float(values.max()), -float(values.min()))
    if largest == 0:
        return 1.0
    return 10.0 ** (math.floor(math.log10(largest)) - digits + 1)


def in_steps(values: Floats, *, digits: int = SAME_DIGITS) -> Floats:
    """Each value as a whole number of steps, neighbours within a step as one.

    Rounding alone would part two like values that lie on either side of a half;
    neighbours in order are therefore joined first, and the lowest is rounded.
    """
    flat, step = values.ravel(), step_of(values, digits=digits)
    order = np.argsort(flat, kind="stable")
    ordered = flat[order]
    ordered /= step
    apart = np.append(True, np.diff(ordered) > 1)
    whole = np.rint(ordered[apart])[np.cumsum(apart) - 1]
    steps = np.empty_like(whole)
    steps[order] = whole
    return np.asarray(steps.reshape(values.shape), np.float64)
