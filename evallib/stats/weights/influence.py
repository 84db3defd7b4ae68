"""How far each client moves an estimate: the parts of a sandwich standard error.

An estimate built on fitted coefficients has two parts for each client: what the
client's own term adds, and what the client adds through the coefficients.
"""

from __future__ import annotations

from typing import TypeAlias

import numpy as np

from evallib.stats.weights.inputs import Flags, Floats
from evallib.stats.weights.logit import LogitFit, standardised

Means: TypeAlias = tuple[float, float]


def weighted_means(pilot: Flags, outcome: Floats, weights: Floats) -> Means:
    """Weighted mean of each group, pilot first."""
    found = [
        float(weights[group] @ outcome[group]) / float(weights[group].sum())
        for group in (pilot, ~pilot)
    ]
    return found[0], found[1]


def difference_influence(
    pilot: Flags, outcome: Floats, weights: Floats, *, terms: Floats | None = None
) -> Floats:
    """Each client's part in a difference of weighted means.

    With ``terms``, the parts that a change of the weights by ``terms`` would have.
    """
    means = weighted_means(pilot, outcome, weights)
    terms = weights if terms is None else terms
    totals = float(weights[pilot].sum()), float(weights[~pilot].sum())
    inside = terms * (outcome - means[0]) / totals[0]
    outside = terms * (means[1] - outcome) / totals[1]
    return np.where(pilot, inside, outside)


def logit_influence(
    fit: LogitFit, covariates: Floats, *, residuals: Floats, pull: Floats
) -> Floats:
    """Each client's part through the coefficients of a logistic regression.

    ``residuals`` are outcome minus chance, zero for clients outside the fit;
    ``pull`` holds the factor of each client's covariates in the estimate's slope.
    """
    slope = np.zeros(len(fit.coefficients))
    for rows, block in standardised(covariates, fit.centre, fit.spread):
        slope += block @ pull[rows]
    direction = fit.covariance @ slope
    parts = np.empty(len(covariates))
    for rows, block in standardised(covariates, fit.centre, fit.spread):
        parts[rows] = (direction @ block) * residuals[rows]
    return parts


def root_of_squares(influence: Floats) -> float:
    """The standard error that the clients' parts make."""
    return float(np.sqrt(influence @ influence))
