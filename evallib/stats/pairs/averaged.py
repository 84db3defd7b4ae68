"""The mean of all nearest controls: matching in which ties decide nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.pairs.mahalanobis import distance_table, whitened
from evallib.stats.weights.contrast import WeightedContrast, contrast
from evallib.stats.weights.influence import root_of_squares
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    covariate_matrix,
    pilot_flags,
    require_level,
    require_option,
    values_of,
)

Scaling = Literal["mahalanobis", "inverse_variance"]

# Squared distances on the standardised scale that count as equal.
SAME_DISTANCE = 1e-5


def nearest_average(
    pilot: ArrayLike,
    place: ArrayLike,
    outcome: ArrayLike,
    *,
    scaling: Scaling = "mahalanobis",
    bias_adjusted: bool = False,
    level: float = 0.95,
) -> WeightedContrast:
    """Each pilot client against the mean of the nearest controls, pilot minus control.

    Read ``+0.12`` of a yes/no outcome as: of one hundred pilot clients, twelve more
    reached it than of one hundred of their nearest controls.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    place : array_like, shape (n,) or (n, k)
        One score, or several facts from before time zero.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    scaling : {"mahalanobis", "inverse_variance"}, default "mahalanobis"
        Distance on several facts: with everybody's covariance, or each fact divided
        by its standard deviation.
    bias_adjusted : bool, default False
        Take off what a regression on the facts, fitted to the matched controls, says
        of the distance left within pairs.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    WeightedContrast
        Effect on the pilot's clients in the outcome's unit.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing, facts repeat each other, or there
        are too many clients for a table of distances.

    Notes
    -----
    With replacement, and all controls at the smallest distance share the weight, so
    that neither row order nor a seed has a part in the result. The error is
    Abadie and Imbens', with one residual variance for everybody, estimated from the
    pairs. As in R's package Matching, squared distances that differ by less than
    0.00001 standardised units are equal.

    References
    ----------
    .. [1] Abadie A, Imbens GW (2006). Large sample properties of matching estimators
       for average treatment effects. Econometrica 74, 235-267.
    .. [2] Abadie A, Imbens GW (2011). Bias-corrected matching estimators for average
       treatment effects. Journal of Business and Economic Statistics 29, 1-11.

    Examples
    --------
    The nearest controls of the first client, 1.0 apart, have 2 and 4.

    >>> found = nearest_average([1, 1, 0, 0, 0], [3, 9, 2, 4, 8], [6, 7, 2, 4, 5])
    >>> found.value, found.control_mean
    (2.5, 4.0)
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(place, len(flags))
    column = values_of("outcome", outcome, len(flags))
    require_option("scaling", scaling, get_args(Scaling))
    require_level(level)
    shares = _shares(_scaled(table, scaling), flags)
    if bias_adjusted:
        column = column - _expected(table, column, flags, use=shares.sum(axis=0))
    value, error = _difference(shares, column[flags], column[~flags])
    pilot_mean = float(np.asarray(outcome, np.float64)[flags].mean())
    found = contrast(
        "nearest_average_att",
        (pilot_mean, pilot_mean - value),
        standard_error=error,
        groups=(np.ones(len(shares)), shares.sum(axis=0)),
        error_rule="abadie_imbens",
        level=level,
    )
    return replace(found, value=value)


def _scaled(places: Floats, scaling: Scaling) -> Floats:
    if scaling == "mahalanobis":
        return whitened(places)
    spread = places.std(axis=0, ddof=1)
    if spread.min() == 0:
        raise ValueError("a fact is the same for every client; leave it out")
    return np.asarray(places / spread, np.float64)


def _shares(points: Floats, pilot: Flags) -> Floats:
    """Each pilot client's weight of one, shared among the nearest controls."""
    squares = np.square(distance_table(points[pilot], points[~pilot]))
    nearest = squares <= squares.min(axis=1, keepdims=True) + SAME_DISTANCE
    return np.asarray(nearest / nearest.sum(axis=1, keepdims=True), np.float64)


def _expected(places: Floats, outcome: Floats, pilot: Flags, *, use: Floats) -> Floats:
    """What a regression among the matched controls expects of everybody."""
    design = np.column_stack([np.ones(len(places)), places])
    root = np.sqrt(use)
    matched = design[~pilot] * root[:, np.newaxis]
    slopes = np.linalg.lstsq(matched, outcome[~pilot] * root, rcond=None)[0]
    return np.asarray(design @ slopes, np.float64)


def _difference(shares: Floats, inside: Floats, outside: Floats) -> tuple[float, float]:
    """Mean difference and Abadie and Imbens' error."""
    gaps = inside - shares @ outside
    value, persons = float(gaps.mean()), len(gaps)
    rests = np.square(inside[:, np.newaxis] - outside - value)
    variance = float((rests * shares).sum()) / persons / 2
    use, squares = shares.sum(axis=0), np.square(shares).sum(axis=0)
    reused = np.sqrt(variance * np.maximum(np.square(use) - squares, 0))
    parts = np.concatenate([gaps - value, reused]) / persons
    return value, root_of_squares(parts)
