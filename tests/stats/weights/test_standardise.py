"""Outcome models averaged over the same clients."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.stats.doubly_robust import g_computation


def drawn(binary=False):
    draw = np.random.default_rng(21)
    covariates = draw.normal(size=(300, 2))
    pilot = draw.random(300) < 1 / (1 + np.exp(-covariates[:, 0]))
    outcome = covariates[:, 0] + 0.5 * pilot + draw.normal(size=300)
    return pilot, covariates, (outcome > 0).astype(float) if binary else outcome


@pytest.mark.parametrize("estimand", ["ate", "att"])
def test_exact_lines_give_their_distance(estimand):
    age = np.array([20, 30, 40, 20, 30, 50])
    outcome = age + np.array([2, 2, 2, 0, 0, 0])
    found = g_computation([1, 1, 1, 0, 0, 0], age, outcome, estimand=estimand)

    assert found.contrast.value == pytest.approx(2)
    assert found.contrast.standard_error == pytest.approx(0, abs=1e-9)
    assert found.ratio is None


def test_predictions_are_those_of_statsmodels():
    pilot, covariates, outcome = drawn(binary=True)
    found = g_computation(pilot, covariates, outcome, estimand="ate")
    design = sm.add_constant(covariates)
    means = [
        sm.Logit(outcome[group], design[group]).fit(disp=False).predict(design).mean()
        for group in (pilot, ~pilot)
    ]

    assert found.contrast.pilot_mean == pytest.approx(means[0])
    assert found.contrast.control_mean == pytest.approx(means[1])
    assert found.ratio == pytest.approx(means[0] / means[1])
    assert found.ratio_interval.low < found.ratio < found.ratio_interval.high


def test_hc2_is_the_error_of_the_regression_with_interactions():
    pilot, covariates, outcome = drawn()
    found = g_computation(
        pilot, covariates, outcome, estimand="ate", error_rule="hc2"
    ).contrast
    centred = covariates - covariates.mean(0)
    design = np.column_stack([np.ones(300), pilot, centred, centred * pilot[:, None]])
    other = sm.OLS(outcome, design).fit(cov_type="HC2")

    assert found.value == pytest.approx(other.params[1])
    assert found.standard_error == pytest.approx(other.bse[1])


@settings(deadline=None, max_examples=20)
@given(factor=st.floats(0.1, 100), shift=st.floats(-100, 100))
def test_the_difference_scales_with_the_outcome(factor, shift):
    pilot, covariates, outcome = drawn()
    plain = g_computation(pilot, covariates, outcome).contrast
    other = g_computation(pilot, covariates, factor * outcome + shift).contrast

    assert other.value == pytest.approx(factor * plain.value, rel=1e-6, abs=1e-9)
    assert other.standard_error == pytest.approx(factor * plain.standard_error)


def test_a_covariate_that_decides_the_outcome_for_some_is_told():
    facts = [0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 0]
    outcome = [0, 1, 0, 1, 1, 1, 0, 1, 1, 0, 0, 1]
    found = g_computation([1] * 6 + [0] * 6, facts, outcome)

    # Both pilot clients with the fact reached it: predicted to be sure.
    assert "outcome_separated" in found.contrast.notes
    assert found.contrast.pilot_mean == pytest.approx(4 / 6)


def test_outcomes_that_the_covariates_tell_exactly_are_refused():
    with pytest.raises(ValueError, match="pilot group: the covariates tell exactly"):
        g_computation(
            [1] * 6 + [0] * 6,
            [1, 2, 3, 4, 5, 6] * 2,
            [0, 0, 0, 1, 1, 1, 0, 1, 0, 1, 0, 1],
        )


def test_a_group_in_which_all_reached_has_no_logistic_model():
    with pytest.raises(ValueError, match="pilot group: every client has the same"):
        g_computation([1, 1, 1, 0, 0, 0], [1, 2, 3] * 2, [1, 1, 1, 0, 1, 0])


def test_a_group_smaller_than_its_model_is_refused():
    with pytest.raises(ValueError, match="pilot group: 1 clients cannot carry 1"):
        g_computation([1, 0, 0, 0], [1, 2, 3, 4], [5, 6, 7, 9])


def test_hc2_belongs_to_linear_models():
    with pytest.raises(ValueError, match='error_rule "hc2" belongs to a linear model'):
        g_computation(*drawn(binary=True), error_rule="hc2")
