"""Firth's penalty keeps coefficients finite."""

import numpy as np
import pytest
from scipy.optimize import minimize

from evallib.stats.weights.firth import fit_firth
from evallib.stats.weights.logit import raw_scale


def penalised(beta, design, outcome):
    score = design @ beta
    chance = 1 / (1 + np.exp(-score))
    information = design.T @ (design * (chance * (1 - chance))[:, None])
    likelihood = outcome @ score - np.logaddexp(0, score).sum()
    return -likelihood - 0.5 * np.linalg.slogdet(information)[1]


def test_it_is_the_maximum_of_the_penalised_likelihood():
    draw = np.random.default_rng(5)
    covariates = draw.normal(size=(15, 2))
    outcome = (covariates[:, 0] > 0.2).astype(float)
    design = np.column_stack([np.ones(15), covariates])
    other = minimize(penalised, np.zeros(3), (design, outcome), tol=1e-10)
    slopes, _ = raw_scale(fit_firth(covariates, outcome))

    # The general search stops four or five digits in.
    assert slopes == pytest.approx(other.x, abs=1e-3)


@pytest.mark.parametrize("cells", [(3, 0, 1, 4), (5, 2, 1, 6), (1, 0, 0, 1)])
def test_two_by_two_is_half_a_client_more_in_every_cell(cells):
    covariate = np.repeat([1.0, 1.0, 0.0, 0.0], cells)[:, np.newaxis]
    outcome = np.repeat([1.0, 0.0, 1.0, 0.0], cells)
    fit = fit_firth(covariate, outcome)
    a, b, c, d = (cell + 0.5 for cell in cells)

    assert raw_scale(fit)[0][1] == pytest.approx(np.log(a * d / (b * c)))


def test_swapping_the_outcome_turns_the_signs():
    draw = np.random.default_rng(6)
    covariates, outcome = draw.normal(size=(20, 2)), np.repeat([0.0, 1.0], 10)
    plain, turned = fit_firth(covariates, outcome), fit_firth(covariates, 1 - outcome)

    assert turned.coefficients == pytest.approx(-plain.coefficients, abs=1e-6)
