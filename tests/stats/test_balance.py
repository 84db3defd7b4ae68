"""Likeness of two groups, with the same yardstick before and after."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import ks_2samp

from evallib.stats.balance import IMBALANCE, SERIOUS_IMBALANCE, balance_table

PILOT = [1, 1, 1, 0, 0, 0]
AGES = [30, 40, 50, 35, 45, 55]


def drawn(seed=3, clients=40):
    draw = np.random.default_rng(seed)
    pilot = np.arange(clients) % 3 == 0
    return pilot, np.round(draw.normal(size=(clients, 2)) + pilot[:, None], 1)


def test_difference_is_in_standard_deviations_of_the_pilot():
    # 40 - 45 years over a standard deviation of 10.
    assert balance_table(PILOT, AGES).rows[0].before.smd == -0.5


def test_the_denominator_follows_the_estimand():
    ages = [30, 40, 50, 25, 45, 65]  # standard deviations 10 and 20
    smd = {
        estimand: balance_table(PILOT, ages, estimand=estimand).rows[0].before.smd
        for estimand in ("att", "atc", "ate")
    }

    assert smd["att"] == pytest.approx(-5 / 10)
    assert smd["atc"] == pytest.approx(-5 / 20)
    assert smd["ate"] == pytest.approx(-5 / np.sqrt((100 + 400) / 2))


def test_weights_move_the_means_but_not_the_yardstick():
    row = balance_table(PILOT, AGES, weights=[0, 1, 0, 1, 1, 0]).rows[0]

    assert row.before.smd == -0.5
    assert row.after.smd == 0.0  # 40 against the mean of 35 and 45


def test_whole_weights_are_the_same_as_repeated_persons():
    pilot, facts = drawn()
    weights = 1 + np.arange(len(pilot)) % 3
    weighted = balance_table(pilot, facts, weights=weights)
    repeated = balance_table(pilot.repeat(weights), facts.repeat(weights, axis=0))

    for row, other in zip(weighted.rows, repeated.rows, strict=True):
        assert row.after.pilot_mean == pytest.approx(other.before.pilot_mean)
        assert row.after.ks == pytest.approx(other.before.ks)


def test_ks_distance_is_that_of_scipy_in_the_presence_of_ties():
    pilot, facts = drawn()
    rows = balance_table(pilot, facts).rows

    for row, column in zip(rows, facts.T, strict=True):
        other = ks_2samp(column[pilot], column[~pilot]).statistic
        assert row.before.ks == pytest.approx(other)


def test_a_yes_no_covariate_has_no_variance_ratio():
    before = balance_table([1, 1, 1, 1, 0, 0], [1, 1, 0, 0, 1, 1]).rows[0].before

    assert before.variance_ratio is None
    assert before.smd == pytest.approx(-0.5 / 0.5)  # sqrt(0.5 * 0.5) = 0.5
    assert before.ks == 0.5


@settings(deadline=None, max_examples=30)
@given(factor=st.floats(0.01, 100), shift=st.floats(-100, 100))
def test_units_do_not_change_a_standardised_difference(factor, shift):
    pilot, facts = drawn()
    plain, other = (
        balance_table(pilot, facts),
        balance_table(pilot, facts * factor + shift),
    )

    for row, same in zip(plain.rows, other.rows, strict=True):
        assert same.before.smd == pytest.approx(row.before.smd, abs=1e-6)


def test_effective_size_counts_what_the_weights_are_worth():
    table = balance_table(PILOT, AGES, weights=[1, 1, 1, 3, 1, 0])

    assert table.control_persons == 2
    assert table.control_effective == pytest.approx(16 / 10)


def test_in_small_groups_chance_alone_explains_a_difference():
    table = balance_table(PILOT, AGES)

    assert SERIOUS_IMBALANCE < table.largest < table.chance_band
    assert table.notes == ("imbalance", "serious_imbalance", "imbalance_within_chance")
    assert table.chance_band == pytest.approx(1.959964 * np.sqrt(2 / 3), rel=1e-6)


def test_equal_groups_have_no_notes():
    table = balance_table([1, 1, 0, 0], [20, 30, 20, 30])

    assert table.largest <= IMBALANCE
    assert table.notes == ()


def test_one_pilot_client_has_no_standard_deviation():
    table = balance_table([1, 0, 0], [20, 30, 40])

    assert table.rows[0].before.smd is None
    assert table.rows[0].before.control_mean == 35
    assert table.notes == ("no_spread",)


def test_a_constant_covariate_is_equal_in_both_groups():
    before = balance_table(PILOT, [7] * 6).rows[0].before

    assert before.smd == 0.0
    assert before.variance_ratio is None


def test_weights_that_leave_a_group_empty_are_refused():
    with pytest.raises(ValueError, match="nobody in one of the groups has a weight"):
        balance_table(PILOT, AGES, weights=[1, 1, 1, 0, 0, 0])


def test_impossible_weights_and_options_are_refused():
    with pytest.raises(ValueError, match="weights are zero or more"):
        balance_table(PILOT, AGES, weights=[1, 1, 1, -1, 1, 1])
    with pytest.raises(ValueError, match="weights needs one number for each of 6"):
        balance_table(PILOT, AGES, weights=[1, 1])
    with pytest.raises(ValueError, match="estimand is one of att, ate, atc, overlap"):
        balance_table(PILOT, AGES, estimand="all")
