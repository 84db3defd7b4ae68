"""Weighted differences of means and their robust errors."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.stats import ttest_ind

from evallib.stats.weighting import weighted_difference

PILOT = np.array([1, 1, 1, 1, 0, 0, 0, 0, 0], bool)
OUTCOME = np.array([4.0, 6, 5, 9, 1, 2, 0, 5, 3])


def test_equal_weights_give_welchs_error():
    found = weighted_difference(PILOT, OUTCOME, np.ones(9))
    welch = ttest_ind(OUTCOME[PILOT], OUTCOME[~PILOT], equal_var=False)

    assert found.value == pytest.approx(6 - 2.2)
    assert found.standard_error == pytest.approx(found.value / welch.statistic)


@pytest.mark.parametrize("rule", ["hc0", "hc1", "hc2", "hc3"])
def test_errors_are_those_of_a_weighted_regression(rule):
    weights = np.array([1, 2, 3, 1, 1, 1, 4, 2, 0.5])
    design = sm.add_constant(PILOT.astype(float))
    other = sm.WLS(OUTCOME, design, weights=weights).fit(cov_type=rule.upper())
    found = weighted_difference(PILOT, OUTCOME, weights, error_rule=rule)

    assert found.value == pytest.approx(other.params[1])
    assert found.standard_error == pytest.approx(other.bse[1])


def test_only_proportions_of_weights_matter():
    weights = np.arange(1.0, 10)
    scaled = np.where(PILOT, 7, 0.1) * weights
    plain, other = (weighted_difference(PILOT, OUTCOME, w) for w in (weights, scaled))

    assert other.value == pytest.approx(plain.value)
    assert other.standard_error == pytest.approx(plain.standard_error)
    assert other.control_effective == pytest.approx(plain.control_effective)


def test_swapping_the_groups_mirrors_the_interval():
    ahead = weighted_difference(PILOT, OUTCOME, np.ones(9))
    behind = weighted_difference(~PILOT, OUTCOME, np.ones(9))

    assert ahead.interval.low == pytest.approx(-behind.interval.high)


def test_clients_without_weight_are_not_counted():
    found = weighted_difference(PILOT, OUTCOME, [1, 1, 0, 0, 1, 1, 1, 0, 0])

    assert (found.pilot_persons, found.control_persons) == (2, 3)
    assert found.notes == ("small_group",)


def test_one_client_cannot_tell_an_error():
    with pytest.raises(ValueError, match="one client carries the whole weight"):
        weighted_difference([1, 0, 0], [1, 2, 3], [1, 1, 1])


def test_unusable_options_are_refused():
    with pytest.raises(ValueError, match="a group has no client with a weight above"):
        weighted_difference(PILOT, OUTCOME, PILOT * 1.0)
    with pytest.raises(ValueError, match="needs the set of each client"):
        weighted_difference(PILOT, OUTCOME, np.ones(9), error_rule="cluster")
    with pytest.raises(ValueError, match="level must lie strictly between 0 and 1"):
        weighted_difference(PILOT, OUTCOME, np.ones(9), level=95)
    with pytest.raises(ValueError, match="outcome: 1 values are missing"):
        weighted_difference([1, 0], [1, np.nan], [1, 1])
