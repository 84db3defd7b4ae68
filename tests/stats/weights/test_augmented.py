"""Doubly robust differences."""

import numpy as np
import pytest

from evallib.stats.doubly_robust import aipw, g_computation
from evallib.stats.propensity import fit_propensity
from evallib.stats.weighting import ipw


def drawn(clients=300, seed=31):
    draw = np.random.default_rng(seed)
    covariates = draw.normal(size=(clients, 2))
    pilot = draw.random(clients) < 1 / (1 + np.exp(-covariates[:, 0]))
    outcome = covariates[:, 0] + 0.5 * pilot + draw.normal(size=clients)
    return fit_propensity(pilot, covariates), outcome


@pytest.mark.parametrize("estimand", ["ate", "att"])
@pytest.mark.parametrize("rule", ["influence", "m_estimation"])
def test_a_right_outcome_model_leaves_nothing_to_correct(estimand, rule):
    fit, _ = drawn()
    outcome = fit.covariates[:, 0] + 2.0 * fit.pilot
    found = aipw(fit, outcome, estimand=estimand, error_rule=rule).contrast

    assert found.value == pytest.approx(2)
    assert found.standard_error == pytest.approx(0, abs=1e-9)


def test_one_yes_no_covariate_makes_all_methods_agree():
    young = np.array([1] * 8 + [0] * 8)
    pilot = np.array([1] * 6 + [0] * 2 + [1] * 2 + [0] * 6, bool)
    outcome = np.arange(16.0) % 5
    fit = fit_propensity(pilot, young)
    found = aipw(fit, outcome).contrast

    assert found.value == pytest.approx(ipw(fit, outcome).contrast.value)
    assert found.value == pytest.approx(
        g_computation(pilot, young, outcome).contrast.value
    )


def test_adding_a_constant_to_all_outcomes_changes_nothing():
    fit, outcome = drawn()
    plain, other = aipw(fit, outcome), aipw(fit, outcome + 1000)

    assert other.contrast.value == pytest.approx(plain.contrast.value)
    assert other.contrast.standard_error == pytest.approx(plain.contrast.standard_error)


@pytest.mark.parametrize("estimand", ["ate", "att"])
def test_the_stacked_error_is_that_of_leaving_clients_out(estimand):
    fit, outcome = drawn(400)
    stacked = aipw(fit, outcome, estimand=estimand, error_rule="m_estimation")
    kept = ~np.eye(400, dtype=bool)
    values = [
        aipw(
            fit_propensity(fit.pilot[rows], fit.covariates[rows]),
            outcome[rows],
            estimand=estimand,
        ).contrast.value
        for rows in kept
    ]
    jackknife = np.sqrt(399 / 400 * np.square(values - np.mean(values)).sum())

    # The jackknife is the same to first order; at n = 400 within some percent.
    assert stacked.contrast.standard_error == pytest.approx(jackknife, rel=0.06)


def test_notes_of_the_propensity_stay_with_the_difference():
    fit, outcome = drawn(18, seed=3)

    assert "many_covariates" in fit.notes
    assert "many_covariates" in aipw(fit, outcome).contrast.notes


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="error_rule is one of influence, m_estim"):
        aipw(*drawn(), error_rule="hc2")
