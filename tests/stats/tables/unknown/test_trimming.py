"""Means of an outcome that only some persons have."""

import numpy as np
import pytest

from evallib.stats.tables.unknown.trimming import trimmed_bounds

NONE = float("nan")


def test_half_of_the_pilot_s_earners_may_be_new():
    bounds = trimmed_bounds([1, 2, 3, 4], [2, 2, NONE, NONE])

    assert (bounds.low, bounds.high) == (1.5 - 2, 3.5 - 2)
    assert bounds.naive == 0.5
    assert (bounds.trimmed_group, bounds.trimmed_persons) == ("pilot", 2)


def test_swapping_the_groups_mirrors_the_bounds():
    pilot, control = [5, 1, 9, NONE, 4], [3, NONE, NONE, 8, 2]
    ahead, behind = trimmed_bounds(pilot, control), trimmed_bounds(control, pilot)

    assert ahead.low == pytest.approx(-behind.high)
    assert (ahead.trimmed_group, behind.trimmed_group) == ("pilot", "control")


@pytest.mark.parametrize("rule", ["count", "quantile"])
def test_equal_shares_leave_nothing_out(rule):
    bounds = trimmed_bounds([1, 2, NONE], [4, NONE, 7], rule=rule)

    assert bounds.low == bounds.high == bounds.naive == -4
    assert bounds.trimmed_group == "neither"


def test_the_order_of_persons_does_not_matter():
    random = np.random.default_rng(2009)
    pilot, control = random.normal(size=50), random.normal(size=40)
    control[:9] = NONE
    one = trimmed_bounds(pilot, control)
    other = trimmed_bounds(random.permutation(pilot), random.permutation(control))

    assert one.low == pytest.approx(other.low)
    assert one.low < one.naive < one.high


def test_ties_at_the_quantile_are_kept():
    pilot, control = [1, 1, 1, 1, 5, 5, 5, 5], [2, 2, 2, 2, 2, 2, NONE, NONE]
    by_count = trimmed_bounds(pilot, control)
    by_quantile = trimmed_bounds(pilot, control, rule="quantile")

    assert by_count.trimmed_persons == 2
    assert by_quantile.trimmed_persons == 0
    assert by_quantile.high == by_quantile.low == 1


def test_a_group_without_the_outcome_is_refused():
    with pytest.raises(
        ValueError, match=r"control group: none of 2 persons has the out"
    ):
        trimmed_bounds([1, 2], [NONE, NONE])


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match=r"rule is one of count, quantile; got 'mean'"):
        trimmed_bounds([1, 2], [1, 2], rule="mean")
