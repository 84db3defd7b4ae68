"""Firth's logistic regression: finite coefficients where the data are separated."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from evallib.stats.weights.inputs import Floats
from evallib.stats.weights.logit import (
    CONVERGED_MOVE,
    LogitFit,
    standard_scale,
)

MAX_STEPS = 200
SAME_HEIGHT = 1e-10
LONGEST_MOVE = 2.0  # in standard deviations; longer first moves overshoot


def fit_firth(covariates: Floats, outcome: Floats) -> LogitFit:
    """Logistic regression with Jeffreys' penalty on the likelihood [1]_.

    The penalty is half the log determinant of the information. It takes away the
    first-order bias, and the maximum exists even when a covariate divides the groups
    completely.

    References
    ----------
    .. [1] Heinze G, Schemper M (2002). A solution to the problem of separation in
       logistic regression. Statistics in Medicine 21, 2409-2419.
    """
    centre, spread = standard_scale(covariates)
    design = np.column_stack([np.ones(len(outcome)), (covariates - centre) / spread])
    beta = np.zeros(design.shape[1])
    move, best, slope, steps = np.zeros_like(beta), -np.inf, np.inf, 0
    covariance = np.eye(len(beta))
    converged = False
    while steps < MAX_STEPS and not converged:
        steps += 1
        height, gradient, inverse = _penalised(beta + move, design, outcome)
        here = float(gradient @ inverse @ gradient)
        even = SAME_HEIGHT * max(1.0, abs(best))
        # The information leaves out how the penalty bends, so a full step may jump
        # to the other side of the top, as high and as steep as before.
        if height < best - even or (height < best + even and here > slope / 2):
            move = move / 2
        else:
            beta, best, slope, covariance = beta + move, height, here, inverse
            move = covariance @ gradient
            move *= min(1.0, LONGEST_MOVE / max(np.abs(move).max(), 1e-300))
        converged = bool(np.abs(move).max() < CONVERGED_MOVE)
    return LogitFit(beta, covariance, centre, spread, steps, converged)


def _penalised(
    beta: Floats, design: Floats, outcome: Floats
) -> tuple[float, Floats, Floats]:
    """Penalised log likelihood, its gradient and the inverse information."""
    score = design @ beta
    chance = expit(score)
    variance = chance * (1 - chance)
    information = (design * variance[:, np.newaxis]).T @ design
    inverse = np.linalg.pinv(information, hermitian=True)
    leverage = variance * ((design @ inverse) * design).sum(axis=1)
    gradient = design.T @ (outcome - chance + leverage * (0.5 - chance))
    height = outcome @ score - np.logaddexp(0, score).sum()
    height += 0.5 * np.linalg.slogdet(information).logabsdet
    return float(height), gradient, inverse
