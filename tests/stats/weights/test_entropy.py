"""Control weights that give the pilot's means exactly."""

import numpy as np
import pytest
from scipy.optimize import minimize

from evallib.stats.balance import balance_table
from evallib.stats.weighting import entropy_balance

# Newton stops when means differ by less than this many standard deviations.
EXACT = 1e-9


def drawn():
    draw = np.random.default_rng(12)
    pilot = np.arange(80) % 4 == 0
    covariates = (draw.normal(size=(80, 3)) + 0.4 * pilot[:, None]) * [1, 50, 0.1]
    return pilot, covariates, draw.normal(size=80)


def test_means_agree_exactly():
    pilot, covariates, outcome = drawn()
    weights = entropy_balance(pilot, covariates, outcome).weights

    assert balance_table(pilot, covariates, weights=weights).largest < EXACT


def test_weights_are_the_ones_nearest_to_equal():
    pilot, covariates, outcome = drawn()
    found = entropy_balance(pilot, covariates, outcome)
    moved = covariates[~pilot] - covariates[pilot].mean(0)
    moved /= covariates.std(0)
    slopes = minimize(lambda b: np.log(np.exp(moved @ b).sum()), np.zeros(3), tol=1e-12)
    shares = np.exp(moved @ slopes.x)

    # The general search stops five digits in.
    assert found.weights[~pilot] == pytest.approx(shares / shares.sum(), rel=1e-4)


def test_a_few_very_large_values_are_balanced_by_shorter_steps():
    draw = np.random.default_rng(1)
    pilot = np.arange(40) % 4 == 0
    earnings = np.round(draw.exponential(size=40) ** 3, 2)
    earnings[pilot] += draw.uniform(0, 8)
    found = entropy_balance(pilot, earnings, draw.normal(size=40))

    assert balance_table(pilot, earnings, weights=found.weights).largest < EXACT
    assert found.divergence > 0.1


def test_one_yes_no_covariate_weights_the_groups_to_its_share():
    young = [1, 1, 1, 0, 1, 0, 0]
    found = entropy_balance([1, 1, 1, 1, 0, 0, 0], young, [1, 1, 0, 0, 1, 0, 0])

    assert found.weights[4:] == pytest.approx([0.75, 0.125, 0.125])
    assert found.contrast.value == pytest.approx(0.5 - 0.75)


def test_equal_groups_need_no_weighting():
    found = entropy_balance([1, 1, 0, 0], [1, 2, 1, 2], [5, 6, 1, 2])

    assert found.divergence == pytest.approx(0, abs=1e-12)
    assert found.steps == 0
    assert found.contrast.value == pytest.approx(4)


def test_units_do_not_change_the_weights():
    pilot, covariates, outcome = drawn()
    plain = entropy_balance(pilot, covariates, outcome)
    other = entropy_balance(pilot, covariates * [10, 0.01, 3] + 7, outcome)

    assert other.weights == pytest.approx(plain.weights, rel=1e-6)
    assert other.contrast.standard_error == pytest.approx(plain.contrast.standard_error)


@pytest.mark.parametrize("ages", [[60, 62, 30, 40, 50], [60, 62, 30, 40, 60]])
def test_means_that_no_weights_reach_are_refused(ages):
    with pytest.raises(ValueError, match="no weights of 3 controls reach the pilot's"):
        entropy_balance([1, 1, 0, 0, 0], ages, [1, 2, 3, 4, 5])
