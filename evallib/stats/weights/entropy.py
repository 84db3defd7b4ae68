"""Control weights that give the controls exactly the pilot's means."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.weights.contrast import WeightedContrast, contrast
from evallib.stats.weights.influence import (
    difference_influence,
    root_of_squares,
    weighted_means,
)
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    covariate_matrix,
    pilot_flags,
    require_level,
    values_of,
)
from evallib.stats.weights.logit import standard_scale

MAX_STEPS = 200
BALANCED = 1e-10  # of a standard deviation, between the means of both groups


@dataclass(frozen=True, slots=True, eq=False)
class EntropyWeights:
    """A difference after entropy balancing, with the weights behind it.

    Attributes
    ----------
    contrast : WeightedContrast
        The difference; its error knows that the weights were estimated.
    weights : numpy.ndarray
        1 for pilot clients; the controls' weights sum to 1.
    standard_error_weights_known : float
        The error that takes the weights as given.
    divergence : float
        Kullback-Leibler divergence of the controls' weights from equal ones; zero
        means no weighting was needed.
    largest_share : float
        Largest control weight, 0 to 1.
    steps : int
        Newton steps taken.
    """

    contrast: WeightedContrast
    weights: Floats
    standard_error_weights_known: float
    divergence: float
    largest_share: float
    steps: int


def entropy_balance(
    pilot: ArrayLike, covariates: ArrayLike, outcome: ArrayLike, *, level: float = 0.95
) -> EntropyWeights:
    """Difference of means after giving the controls the pilot's covariate means.

    Read ``contrast.value = +0.02`` of a yes/no outcome as: of one hundred pilot
    clients, two more reached it than of one hundred others weighted to the same
    average age, education and so on.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    covariates : array_like, shape (n, k)
        Facts from before time zero whose means are to agree.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    EntropyWeights
        Effect on the pilot's clients, in the outcome's unit.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing, covariates repeat each other, or no
        weights of the controls can reach the pilot's means.

    Notes
    -----
    Of all weights that give equal means, those nearest to equal ones, found by
    Newton's method on the convex dual with one unknown per covariate. The standard
    error stacks the balancing equations with those of the means.

    References
    ----------
    .. [1] Hainmueller J (2012). Entropy balancing for causal effects: a multivariate
       reweighting method to produce balanced samples in observational studies.
       Political Analysis 20, 25-46.

    Examples
    --------
    Three of four pilot clients are young and one of three controls is.

    >>> young, reached = [1, 1, 1, 0, 1, 0, 0], [1, 1, 0, 0, 1, 0, 0]
    >>> found = entropy_balance([1, 1, 1, 1, 0, 0, 0], young, reached)
    >>> [round(weight, 3) for weight in found.weights[4:].tolist()]
    [0.75, 0.125, 0.125]
    >>> round(found.contrast.value, 3)
    -0.25
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(covariates, len(flags))
    column = values_of("outcome", outcome, len(flags))
    require_level(level)
    _, spread = standard_scale(table)
    moved = (table - table[flags].mean(axis=0)) / spread
    shares, steps = balancing_shares(moved[~flags])
    weights = np.ones(len(flags))
    weights[~flags] = shares
    fixed = difference_influence(flags, column, weights)
    through = _through_weights(flags, moved, column, shares=shares)
    found = contrast(
        "entropy_balance_att",
        weighted_means(flags, column, weights),
        standard_error=root_of_squares(fixed - through),
        groups=(weights[flags], shares),
        error_rule="m_estimation",
        level=level,
    )
    positive = shares[shares > 0]
    return EntropyWeights(
        contrast=found,
        weights=weights,
        standard_error_weights_known=root_of_squares(fixed),
        divergence=float(positive @ np.log(positive * len(shares))),
        largest_share=float(shares.max()),
        steps=steps,
    )


def balancing_shares(moved: Floats) -> tuple[Floats, int]:
    """Shares nearest to equal ones that give every column of ``moved`` mean zero."""
    slopes = np.zeros(moved.shape[1])
    height, shares = _dual(slopes, moved)
    for step in range(1, MAX_STEPS + 1):
        gap = shares @ moved
        if np.abs(gap).max() < BALANCED:
            return shares, step - 1
        curve = (moved * shares[:, np.newaxis]).T @ moved - np.outer(gap, gap)
        move = -np.linalg.lstsq(curve, gap, rcond=None)[0]
        # A sharper step than the dual allows is halved until the dual falls.
        length = 1.0
        while length > 1e-6:
            trial, found = _dual(slopes + length * move, moved)
            if trial <= height + 1e-4 * length * float(gap @ move) + 1e-14:
                break
            length /= 2
        slopes, height, shares = slopes + length * move, trial, found
    raise ValueError(
        f"no weights of {len(moved)} controls reach the pilot's means of "
        f"{moved.shape[1]} covariates; balance fewer covariates or widen the controls"
    )


def _dual(slopes: Floats, moved: Floats) -> tuple[float, Floats]:
    """Log of the mean exponential, and the shares it gives."""
    score = moved @ slopes
    top = float(score.max())
    raw = np.exp(score - top)
    total = float(raw.sum())
    return float(np.log(total)) + top, raw / total


def _through_weights(
    pilot: Flags, moved: Floats, outcome: Floats, *, shares: Floats
) -> Floats:
    """Each client's part in the control mean through the balancing equations."""
    inside = moved[~pilot]
    curve = (inside * shares[:, np.newaxis]).T @ inside
    rest = shares * (outcome[~pilot] - shares @ outcome[~pilot])
    direction = np.linalg.solve(curve, rest @ inside)
    parts = np.empty(len(pilot))
    parts[pilot] = moved[pilot] @ direction / np.count_nonzero(pilot)
    parts[~pilot] = -shares * (inside @ direction)
    return parts
