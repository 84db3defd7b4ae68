"""Mean, spread and shape of one column, with and without weights."""

from __future__ import annotations

import numpy as np

from evallib.stats.weights.inputs import Floats


def is_binary(column: Floats) -> bool:
    """Whether a column holds only zeros and ones."""
    # Most other columns give themselves away in their first few clients.
    return all(
        bool(((part == 0) | (part == 1)).all()) for part in (column[:100], column)
    )


def effective_size(weights: Floats) -> float:
    """Kish's effective sample size, in persons: how many equal weights it is worth."""
    total, squares = float(weights.sum()), float(weights @ weights)
    return total * total / squares


def mean_and_variance(
    values: Floats, weights: Floats | None, *, binary: bool
) -> tuple[float, float]:
    """Mean and variance; a yes/no column has p (1 - p), others divide by n - 1."""
    if weights is None:
        mean = float(values.mean())
        squares = float(np.square(values - mean).sum())
        free = len(values) - 1.0
    else:
        total = float(weights.sum())
        mean = float(weights @ values) / total
        squares = float(weights @ np.square(values - mean))
        # With equal weights of one this is n - 1.
        free = total - float(weights @ weights) / total
    if binary:
        return mean, mean * (1 - mean)
    # Rounding leaves a single person's "free" a hair beside zero.
    return mean, squares / free if free > 1e-9 else 0.0


def ks_distance(
    pilot: Floats,
    control: Floats,
    *,
    pilot_weights: Floats | None = None,
    control_weights: Floats | None = None,
) -> float:
    """Largest distance between two cumulative distributions, 0 to 1.

    The distance is largest at a value of the first group or just below one, so the
    second group is only looked up there.
    """
    points, upto = _cumulative(pilot, pilot_weights)
    others, below = _cumulative(control, control_weights)
    # Among equal values the step is complete only at the last of them.
    last = np.searchsorted(points, points, side="right")
    first = np.searchsorted(points, points, side="left")
    at = upto[last] - below[np.searchsorted(others, points, side="right")]
    just_below = upto[first] - below[np.searchsorted(others, points, side="left")]
    return float(max(np.abs(at).max(), np.abs(just_below).max()))


def _cumulative(values: Floats, weights: Floats | None) -> tuple[Floats, Floats]:
    """Sorted values and the share of weight below each place, from 0 to 1."""
    if weights is None:
        ordered = np.sort(values)
        return ordered, np.arange(len(values) + 1) / len(values)
    order = np.argsort(values)
    shares = np.concatenate(([0.0], np.cumsum(weights[order])))
    return values[order], shares / shares[-1]
