"""Comparisons of few groups that need no model."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import permutation_test as scipy_permutation_test

from evallib.stats.clusters import leave_one_group_out, permutation_test

# Four standard errors of a share of 5 % in 2,000 draws.
MONTE_CARLO = 4 * (0.05 * 0.95 / 2_000) ** 0.5


def sites(seed, groups=7, pilots=3):
    rng = np.random.default_rng(seed)
    site = np.repeat(np.arange(groups), rng.integers(1, 6, groups))
    return rng.integers(0, 2, site.size), site < pilots, site


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_single_persons_as_groups_equal_the_exact_test_of_scipy(seed):
    rng = np.random.default_rng(seed)
    values, pilot = rng.normal(size=9), np.arange(9) < 4

    ours = permutation_test(values, pilot, np.arange(9))

    # scipy doubles the smaller side; both sides by absolute value is ours.
    def gap(x, y):
        return abs(np.mean(x) - np.mean(y))

    theirs = scipy_permutation_test(
        (values[pilot], values[~pilot]), gap, alternative="greater"
    )
    assert ours.p_value == pytest.approx(theirs.pvalue)
    assert ours.assignments == comb(9, 4)


@given(st.integers(0, 300), st.sampled_from(["persons", "groups"]))
def test_swapping_the_sides_mirrors_the_difference(seed, weigh):
    outcome, pilot, site = sites(seed)

    ahead = permutation_test(outcome, pilot, site, weigh=weigh)
    behind = permutation_test(outcome, ~pilot, site, weigh=weigh)

    assert ahead.value == pytest.approx(-behind.value)
    assert ahead.p_value == pytest.approx(behind.p_value)


def test_two_groups_a_side_can_never_reach_five_per_cent():
    test = permutation_test([9, 8, 1, 2], [1, 1, 0, 0], list("abcd"))

    assert test.p_value == test.smallest_p == pytest.approx(1 / 3)
    assert test.notes == ("cannot_reach_5_percent",)


def test_many_groups_are_redealt_at_random_and_the_seed_is_kept():
    rng = np.random.default_rng(5)
    outcome, pilot = rng.normal(size=40), np.arange(40) < 20

    once, again = (
        permutation_test(outcome, pilot, np.arange(40), draws=500, seed=8)
        for _ in range(2)
    )

    assert once == again
    assert (once.exact, once.seed, once.assignments) == (False, 8, 500)
    assert once.p_value >= once.smallest_p == pytest.approx(1 / 501)


def test_nobody_differing_gives_a_p_value_of_one():
    assert permutation_test([1, 1, 1, 1], [1, 1, 0, 0], list("abcd")).p_value == 1


def test_leaving_out_a_side_of_one_group_leaves_nothing_to_compare():
    lead = leave_one_group_out([5, 1, 2], [1, 0, 0], list("abc"))

    assert lead.without == (("a", None), ("b", 3.0), ("c", 4.0))
    assert lead.notes == ("side_of_one_group",)


@given(st.integers(0, 300))
def test_the_whole_lies_within_what_leaving_one_out_gives(seed):
    lead = leave_one_group_out(*sites(seed), weigh="groups")

    margin = 1e-12
    assert lead.lowest - margin <= lead.value <= lead.highest + margin


@pytest.mark.parametrize(
    ("pilot", "groups", "message"),
    [
        ([1, 0, 0], ["a", "a", "b"], "1 of 2 groups hold pilot and control"),
        ([1, 1, 1], ["a", "b", "c"], "both sides need at least one group"),
        ([1, 2, 0], ["a", "b", "c"], "pilot is 1 or 0"),
        ([1, 1, 0], ["a", "a", "a"], "at least two labels"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(pilot, groups, message):
    with pytest.raises(ValueError, match=message):
        permutation_test([1.0, 2.0, 3.0], pilot, groups)


def test_one_group_a_side_cannot_be_left_out():
    with pytest.raises(ValueError, match="each side has one group only"):
        leave_one_group_out([1, 2], [1, 0], ["a", "b"])


@pytest.mark.parametrize(
    ("options", "message"),
    [({"weigh": "sites"}, "persons, groups; got"), ({"draws": 0}, "at least 1; got 0")],
)
def test_options_that_cannot_be_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        permutation_test([1, 2], [1, 0], ["a", "b"], **options)


@pytest.mark.slow
def test_five_per_cent_of_equal_groups_are_called_different():
    called = [
        permutation_test(*sites(seed, groups=8, pilots=4)).p_value <= 0.05
        for seed in range(2_000)
    ]

    assert np.mean(called) <= 0.05 + MONTE_CARLO
