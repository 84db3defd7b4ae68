"""Logistic regression by Newton's method, reading the clients in blocks of rows.

statsmodels' ``Logit`` copies a register several times and meets a separated sample
with a warning and a coefficient of 24. This one copies a block at a time and tells
whether it converged; on ordinary data both give the same numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from evallib.stats.weights.inputs import Floats

BLOCK_ROWS = 16_384  # a block of ten covariates stays in the processor's cache
REGISTER_ROWS, START_ROWS = 200_000, 20_000
MAX_STEPS = 40
# A long way to go for no likelihood: the coefficients are on their way to infinity,
# and further steps would follow rounding, which differs between processors.
FAR_MOVE, NO_GAIN = 0.1, 1e-10
RUNAWAY = NO_GAIN / FAR_MOVE**2  # information of such a direction, at most
CONVERGED_MOVE = 1e-8  # in standard deviations; Newton's next move is its square
SMALLEST_PIVOT = 1e-9  # of the correlation matrix; below it columns repeat each other


@dataclass(frozen=True, slots=True, eq=False)
class LogitFit:
    """Coefficients on the standardised scale and the scale itself.

    ``coefficients`` holds the intercept first; ``covariance`` is the inverse of the
    information, both for covariates moved by ``centre`` and divided by ``spread``;
    without convergence it leaves out the directions that run to infinity.
    """

    coefficients: Floats
    covariance: Floats
    centre: Floats
    spread: Floats
    steps: int
    converged: bool


def fit_logit(covariates: Floats, outcome: Floats) -> LogitFit:
    """Maximum likelihood of a 0/1 outcome on covariates and an intercept."""
    centre, spread = standard_scale(covariates)
    # Without covariates the intercept alone would be this; it saves two steps.
    share = float(np.clip(outcome.mean(), 1e-6, 1 - 1e-6))
    start = np.zeros(covariates.shape[1] + 1)
    start[0] = np.log(share / (1 - share))
    scale = centre, spread
    if len(covariates) > REGISTER_ROWS:
        # A register's fit lies close to that of a part: two steps instead of five.
        rows = slice(None, None, len(covariates) // START_ROWS)
        part = _newton(covariates[rows], outcome[rows], scale=scale, start=start)
        start = part.coefficients if part.converged else start
    return _newton(covariates, outcome, scale=scale, start=start)


def _newton(
    covariates: Floats, outcome: Floats, *, scale: tuple[Floats, Floats], start: Floats
) -> LogitFit:
    """Newton's steps from ``start``, halved where the likelihood would fall."""
    beta, move = start, np.zeros_like(start)
    best, steps, converged = -np.inf, 0, False
    information = np.eye(len(beta))
    while steps < MAX_STEPS and not converged:
        steps += 1
        blocks = standardised(covariates, *scale)
        likelihood, gradient, here = _derivatives(beta + move, outcome, blocks)
        if likelihood < best - 1e-9 * abs(best):
            move = move / 2
            continue
        beta, best, information = beta + move, likelihood, here
        try:
            move = np.asarray(np.linalg.solve(information, gradient), np.float64)
        except np.linalg.LinAlgError:
            break
        farthest = np.abs(move).max()
        converged = bool(farthest < CONVERGED_MOVE)
        if farthest > FAR_MOVE and gradient @ move < NO_GAIN:
            break
    beta = beta + move if converged else beta
    covariance = _inverse(information, least=0.0 if converged else RUNAWAY)
    return LogitFit(beta, covariance, *scale, steps, converged)


def _inverse(information: Floats, *, least: float) -> Floats:
    """The covariance, without directions of which less than ``least`` is known."""
    largest = float(np.linalg.eigvalsh(information)[-1])
    tiny = len(information) * np.finfo(np.float64).eps
    cut = max(least / largest, tiny)
    return np.asarray(np.linalg.pinv(information, rtol=cut, hermitian=True))


def standard_scale(covariates: Floats) -> tuple[Floats, Floats]:
    """Means and standard deviations; a constant or repeated column is refused."""
    centre = covariates.mean(axis=0)
    moments = np.zeros((covariates.shape[1], covariates.shape[1]))
    for _, block in standardised(covariates, centre, np.ones_like(centre)):
        moments += block[1:] @ block[1:].T
    spread = np.sqrt(np.diag(moments) / len(covariates))
    # Rounding leaves a constant column of large values with a trace of spread.
    constant = np.flatnonzero(spread <= 1e-12 * np.maximum(np.abs(centre), 1e-300))
    if len(constant):
        raise ValueError(
            f"covariate {constant[0] + 1} of {len(spread)} is the same for every "
            "client, so it explains nothing; leave it out"
        )
    correlation = moments / len(covariates) / np.outer(spread, spread)
    if np.linalg.eigvalsh(correlation)[0] < SMALLEST_PIVOT:
        raise ValueError(
            f"the {len(spread)} covariates repeat each other (one is a sum of others); "
            "leave one of them out"
        )
    return centre, spread


def standardised(
    covariates: Floats, centre: Floats, spread: Floats
) -> Iterator[tuple[slice, Floats]]:
    """Blocks of clients with an intercept, moved and divided to unit spread.

    A block lies on its side, one row per covariate: NumPy then multiplies along
    memory, twice as fast. The same array is filled again for each block.
    """
    shape = covariates.shape[1] + 1, min(BLOCK_ROWS, len(covariates))
    array, factor = np.ones(shape), 1 / spread[:, np.newaxis]
    for start in range(0, len(covariates), BLOCK_ROWS):
        rows = slice(start, min(start + BLOCK_ROWS, len(covariates)))
        block = array[:, : rows.stop - rows.start]
        np.subtract(covariates[rows].T, centre[:, np.newaxis], out=block[1:])
        block[1:] *= factor
        yield rows, block


def linear_score(fit: LogitFit, covariates: Floats) -> Floats:
    """The log odds that the fit gives each client.

    Added up covariate by covariate, so that like clients get the same score to the
    last bit: a matrix product may round by a client's place in memory, and ties
    between like clients would come and go from run to run.
    """
    score = np.zeros(len(covariates))
    for rows, block in standardised(covariates, fit.centre, fit.spread):
        for coefficient, values in zip(fit.coefficients, block, strict=True):
            score[rows] += coefficient * values
    return score


def raw_scale(fit: LogitFit) -> tuple[Floats, Floats]:
    """Coefficients and standard errors per unit of each covariate."""
    change = np.diag(np.concatenate(([1.0], 1 / fit.spread)))
    change[0, 1:] = -fit.centre / fit.spread
    covariance = change @ fit.covariance @ change.T
    return change @ fit.coefficients, np.sqrt(np.diag(covariance))


def _derivatives(
    beta: Floats, outcome: Floats, blocks: Iterator[tuple[slice, Floats]]
) -> tuple[float, Floats, Floats]:
    """Log likelihood, its gradient and the information at ``beta``."""
    likelihood = 0.0
    gradient = np.zeros_like(beta)
    information = np.zeros((len(beta), len(beta)))
    for rows, block in blocks:
        score, reached = beta @ block, outcome[rows]
        chance = expit(score)
        # log(1 + exp(score)), written so that neither end overflows
        likelihood += float(reached @ score - np.maximum(score, 0).sum())
        likelihood -= float(np.log1p(np.exp(-np.abs(score))).sum())
        gradient += block @ (reached - chance)
        information += (block * (chance * (1 - chance))) @ block.T
    return likelihood, gradient, information
