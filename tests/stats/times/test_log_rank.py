"""Tests that groups share one curve."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import survdiff

from evallib.stats.survival import log_rank

# The same sums in another order.
SAME_FORMULA = 1e-9
# Four standard errors of a share of 5 % in 2,000 draws.
MONTE_CARLO = 4 * (0.05 * 0.95 / 2_000) ** 0.5


def people(seed, size=60):
    rng = np.random.default_rng(seed)
    event = rng.random(size) < 0.7
    return rng.integers(1, 15, size), event, rng.integers(0, 3, size)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_three_groups_and_strata_equal_statsmodels(seed):
    time, event, group = people(seed)
    stratum = np.arange(time.size) % 2

    ours = log_rank(time, event, group)
    within = log_rank(time, event, group, strata=stratum)

    theirs = survdiff(time, event.astype(int), group)
    assert ours.statistic == pytest.approx(theirs[0], abs=SAME_FORMULA)
    assert ours.p_value == pytest.approx(theirs[1], abs=SAME_FORMULA)
    strata = survdiff(time, event.astype(int), group, strata=stratum)
    assert within.statistic == pytest.approx(strata[0], abs=SAME_FORMULA)
    assert (ours.df, ours.strata, within.strata) == (2, 1, 2)


@given(st.integers(0, 500))
def test_observed_and_expected_events_add_up(seed):
    time, event, group = people(seed)
    test = log_rank(time, event, group)

    assert sum(test.observed) == event.sum()
    assert sum(test.expected) == pytest.approx(event.sum())


@given(st.integers(0, 500))
def test_renaming_the_groups_changes_nothing(seed):
    time, event, group = people(seed)
    names = np.array(["c", "a", "b"])[group]

    once, again = log_rank(time, event, group), log_rank(time, event, names)

    assert once.statistic == pytest.approx(again.statistic)


def test_weights_for_late_events_leave_early_ones_out():
    test = log_rank([1, 1, 5, 6], [1, 1, 1, 1], [0, 1, 0, 1], gamma=1)

    assert test.observed == (0.5, 0.75)


def test_a_person_in_each_group_is_enough():
    test = log_rank([1, 2], [1, 1], ["pilot", "control"])

    assert test.statistic == pytest.approx(1)
    assert "small_group" in test.notes


def test_a_group_gone_before_the_first_event_is_not_counted():
    test = log_rank([1, 3, 4, 5, 6], [0, 1, 1, 1, 0], [0, 1, 1, 2, 2])

    assert test.df == 1


@pytest.mark.parametrize(
    ("event", "group", "options", "message"),
    [
        ([1, 1, 1], [1, 1, 1], {}, "at least two labels"),
        ([1, 1, 1], [1, 0], {}, "one label a person"),
        ([1, 1, 1], [1, 0, np.nan], {}, "known for every person"),
        ([1, 1, 1], np.array(["a", "b", None], dtype=object), {}, "known for every"),
        ([0, 0, 0], [1, 1, 0], {}, "no event happened"),
        ([0, 0, 1], [0, 0, 1], {}, "no event happened"),
        ([1, 1, 1], [1, 0, 1], {"rho": -1}, "0 or more; got -1"),
    ],
)
def test_what_cannot_be_compared_is_refused(event, group, options, message):
    with pytest.raises(ValueError, match=message):
        log_rank([1, 2, 3], event, group, **options)


@pytest.mark.slow
def test_five_per_cent_of_equal_curves_of_twenty_are_called_different():
    rng = np.random.default_rng(7)
    group = np.repeat([0, 1], 20)
    called = [
        log_rank(rng.exponential(1, 40), rng.random(40) < 0.7, group).p_value <= 0.05
        for _ in range(2_000)
    ]

    # The chi-squared approximation itself costs about a point with twenty a group.
    assert np.mean(called) <= 0.06 + MONTE_CARLO
