"""Logistic regression in blocks of rows."""

import numpy as np
import pytest
import statsmodels.api as sm

from evallib.stats.weights.logit import (
    BLOCK_ROWS,
    MAX_STEPS,
    fit_logit,
    linear_score,
    raw_scale,
)

# Newton stops when its next move would be below the last digit.
SAME_MAXIMUM = 1e-8


def drawn(clients):
    draw = np.random.default_rng(clients)
    covariates = draw.normal(size=(clients, 3)) * [1, 0.01, 5000] + [0, 40, 1e5]
    chance = 1 / (1 + np.exp(1 - covariates[:, 0]))
    return covariates, (draw.random(clients) < chance).astype(float)


@pytest.mark.parametrize("clients", [40, BLOCK_ROWS, BLOCK_ROWS + 1])
def test_blocks_add_up_to_one_fit(clients):
    covariates, outcome = drawn(clients)
    fit = fit_logit(covariates, outcome)
    scaled = (covariates - covariates.mean(0)) / covariates.std(0)
    other = sm.Logit(outcome, sm.add_constant(scaled)).fit(disp=False, tol=1e-12)

    assert fit.converged
    assert fit.coefficients == pytest.approx(other.params, rel=SAME_MAXIMUM)
    assert fit.covariance == pytest.approx(other.cov_params(), rel=1e-6, abs=1e-12)


def test_raw_coefficients_give_the_same_score():
    covariates, outcome = drawn(60)
    fit = fit_logit(covariates, outcome)
    slopes, errors = raw_scale(fit)

    assert slopes[0] + covariates @ slopes[1:] == pytest.approx(
        linear_score(fit, covariates), abs=1e-6
    )
    assert (errors > 0).all()


def test_lopsided_groups_still_converge():
    # A full step from the start would overshoot; it is halved until it does not.
    covariate = np.r_[np.zeros(400), 40.0, 60.0, np.ones(3)][:, np.newaxis]
    outcome = np.r_[np.zeros(399), 1.0, 1.0, 1.0, 0.0, 0.0, 1.0]
    fit = fit_logit(covariate, outcome)
    score = linear_score(fit, covariate)
    rest = outcome - 1 / (1 + np.exp(-score))

    assert fit.converged
    assert rest.sum() == pytest.approx(0, abs=1e-7)
    assert rest @ covariate[:, 0] == pytest.approx(0, abs=1e-5)


def test_a_separated_outcome_does_not_converge():
    fit = fit_logit(np.arange(10.0)[:, np.newaxis], np.repeat([0.0, 1.0], 5))

    assert not fit.converged


def test_a_fit_on_its_way_to_infinity_stops_and_keeps_what_is_known_of_the_others():
    # Both clients with the fact reached it; two of four without the fact did.
    fact = np.array([0.0, 0.0, 0.0, 0.0, 1.0, 1.0])[:, np.newaxis]
    fit = fit_logit(fact, np.array([0.0, 1.0, 0.0, 1.0, 1.0, 1.0]))
    without = np.array([1.0, -fit.centre[0] / fit.spread[0]])

    assert not fit.converged
    assert fit.steps < MAX_STEPS
    assert linear_score(fit, fact)[0] == pytest.approx(0, abs=1e-9)
    # The variance of the log odds of two among four: 1/2 + 1/2.
    assert without @ fit.covariance @ without == pytest.approx(1, rel=1e-6)
