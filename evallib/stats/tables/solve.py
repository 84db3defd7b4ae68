"""Roots of many falling functions at once: halving, then one straight line."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

# A bracket of 1 shrinks to 1e-8, and the error of the line is about its square.
HALVINGS = 26


def falling_root(
    function: Callable[[FloatArray], FloatArray],
    target: FloatArray | float,
    low: FloatArray,
    high: FloatArray,
) -> FloatArray:
    """Where falling functions pass ``target`` between ``low`` and ``high``.

    An element that is above its target everywhere answers ``high``, one that is
    below it everywhere answers ``low``.
    """
    left, right = np.array(low, float), np.array(high, float)
    for _ in range(HALVINGS):
        middle = (left + right) / 2
        above = function(middle) > target
        left = np.where(above, middle, left)
        right = np.where(above, right, middle)
    over, under = function(left) - target, target - function(right)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = over / (over + under)
    # Next to a jump a value is infinite and the line says nothing.
    share = np.where(np.isfinite(share), share, 0.5)
    share = np.where(over <= 0, 0.0, np.where(under < 0, 1.0, share))
    return np.asarray(left + share * (right - left), dtype=float)
