"""Ratios of two odds."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats.contingency import odds_ratio as library_odds_ratio

from evallib.domain.estimate import Tally
from evallib.stats.tables.odds import odds_ratio

# The library's root search stops at a relative 1e-11 or so.
LIBRARY = 1e-7
# Fisher (1962), Australian Journal of Statistics 4, 41: 2 of 17 dizygotic and 10 of
# 13 monozygotic twins of criminals were convicted. The examples of R's fisher.test
# print 0.04693661 and the one-sided 95 % limit 0.2849601, whose root search stops
# near 1e-6.
PRINTED = 5e-6
GROUPS = st.integers(1, 25).flatmap(
    lambda known: st.builds(Tally, st.integers(0, known), st.just(known))
)


def test_convicted_brothers_of_twins():
    odds = odds_ratio(Tally(2, 17), Tally(10, 13), level=0.9)

    assert odds.value == pytest.approx(0.04693661, abs=PRINTED)
    assert odds.interval.high == pytest.approx(0.2849601, abs=PRINTED)


@settings(max_examples=40, deadline=None)
@given(pilot=GROUPS, control=GROUPS)
def test_conditional_estimate_and_limits_are_the_library_s(pilot, control):
    table = [
        [pilot.reached, control.reached],
        [pilot.known - pilot.reached, control.known - control.reached],
    ]
    theirs = library_odds_ratio(table, kind="conditional")
    limits = theirs.confidence_interval(0.95)
    ours = odds_ratio(pilot, control)

    if math.isnan(theirs.statistic):
        assert math.isnan(ours.value)
    else:
        assert ours.value == pytest.approx(theirs.statistic, rel=LIBRARY)
    assert ours.interval.low == pytest.approx(limits.low, rel=LIBRARY)
    assert ours.interval.high == pytest.approx(limits.high, rel=LIBRARY)


@pytest.mark.parametrize(
    "method",
    ["conditional_exact", "conditional_midp", "miettinen_nurminen", "haldane_anscombe"],
)
def test_swapping_the_groups_turns_the_odds_ratio_over(method):
    ahead = odds_ratio(Tally(9, 14), Tally(5, 21), method=method)
    behind = odds_ratio(Tally(5, 21), Tally(9, 14), method=method)

    assert ahead.value == pytest.approx(1 / behind.value)
    assert ahead.interval.low == pytest.approx(1 / behind.interval.high)


def test_the_exact_interval_holds_the_midp_interval():
    exact = odds_ratio(Tally(9, 14), Tally(5, 21)).interval
    midp = odds_ratio(Tally(9, 14), Tally(5, 21), method="conditional_midp").interval

    assert exact.low < midp.low < midp.high < exact.high


def test_everybody_in_one_group_leaves_no_upper_limit():
    odds = odds_ratio(Tally(8, 8), Tally(20, 35))

    assert odds.value == odds.interval.high == math.inf
    assert odds.interval.low == pytest.approx(1.0576, abs=5e-5)
    assert "ratio_infinite" in odds.notes


@pytest.mark.parametrize("method", ["conditional_exact", "miettinen_nurminen"])
def test_nobody_in_either_group_says_nothing(method):
    odds = odds_ratio(Tally(0, 9), Tally(0, 12), method=method)

    assert math.isnan(odds.value)
    assert (odds.interval.low, odds.interval.high) == (0, math.inf)
    assert "ratio_undefined" in odds.notes


def test_a_register_of_two_million_has_an_exact_interval():
    odds = odds_ratio(Tally(100_000, 1_000_000), Tally(99_000, 1_000_000))
    woolf = odds_ratio(
        Tally(100_000, 1_000_000), Tally(99_000, 1_000_000), method="woolf"
    )

    assert odds.interval.low == pytest.approx(woolf.interval.low, rel=1e-4)
    assert odds.interval.high == pytest.approx(woolf.interval.high, rel=1e-4)


def test_woolf_refuses_an_empty_cell():
    with pytest.raises(
        ValueError, match=r"method 'woolf' has no .* 'conditional_exact'"
    ):
        odds_ratio(Tally(0, 9), Tally(3, 9), method="woolf")


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"control group: none of 5 persons"):
        odds_ratio(Tally(3, 9), Tally(0, 0, pending=5))
