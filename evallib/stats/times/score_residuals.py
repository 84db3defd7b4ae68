"""Each person's pull on Cox's coefficients, summed up to a robust covariance."""

from __future__ import annotations

import numpy as np

from evallib.stats.arrays import FloatArray, IntArray
from evallib.stats.times.partial_likelihood import Fit


def robust_covariance(
    fit: Fit, cluster: IntArray | None, clusters: int | None
) -> FloatArray:
    """Sandwich of Lin and Wei, by person or summed within clusters."""
    pulls = _score_residuals(fit)
    if cluster is not None and clusters is not None:
        own = cluster[fit.sets.order]
        pulls = np.stack([np.bincount(own, row, clusters) for row in pulls])
    covariance: FloatArray = fit.covariance @ (pulls @ pulls.T) @ fit.covariance
    return covariance


def _score_residuals(fit: Fit) -> FloatArray:
    """Covariates × persons; persons gone before the first event have none."""
    sets, at = fit.sets, fit.top
    lived = np.repeat(np.cumsum(at.a), sets.sizes)
    if sets.tied:
        lived -= np.repeat(at.b, sets.sizes) * sets.event
    pulls = np.empty_like(sets.covariates)
    for place, covariate in enumerate(sets.covariates):
        risk, dying = at.at_risk[place], at.dying[place]
        lived_mean = np.repeat(np.cumsum(risk * at.aa - dying * at.ab), sets.sizes)
        if sets.tied:
            tied_mean = risk * at.ab - dying * at.bb
            lived_mean -= np.repeat(tied_mean, sets.sizes) * sets.event
        pulls[place] = at.weight * (lived_mean - covariate * lived)
        average = (risk * at.a - dying * at.b) / sets.deaths
        own = covariate[sets.event] - np.repeat(average, sets.deaths)
        pulls[place, sets.event] += own
    return pulls
