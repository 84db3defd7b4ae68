"""Persons per additional outcome."""

from typing import get_args

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.tables.differences import (
    DifferenceMethod,
    difference_limits,
    number_needed,
)

# The turned-over limits of Newcombe (1998), Table II, row a: four decimals are
# settled by half a unit of the fourth.
PRINTED = 5e-5


def test_limits_are_newcombe_s_turned_over():
    needed = number_needed(Tally(56, 70), Tally(48, 80))

    assert needed.value == pytest.approx(5)
    assert 1 / needed.high == pytest.approx(0.0524, abs=PRINTED)
    assert 1 / needed.low == pytest.approx(0.3339, abs=PRINTED)


def test_swapping_the_groups_turns_the_sign():
    ahead = number_needed(Tally(9, 10), Tally(3, 10))
    behind = number_needed(Tally(3, 10), Tally(9, 10))

    assert ahead.value == pytest.approx(-behind.value)
    assert ahead.low == pytest.approx(-behind.high)


def test_an_interval_over_zero_has_no_limits():
    needed = number_needed(Tally(0, 12), Tally(5, 30))

    assert needed.value == pytest.approx(-6)
    assert (needed.low, needed.high) == (None, None)


def test_equal_rates_have_no_number():
    assert number_needed(Tally(3, 9), Tally(3, 9)).value is None


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"pilot group: none of 5 persons"):
        number_needed(Tally(0, 0, pending=5), Tally(3, 9))


@pytest.mark.parametrize("method", get_args(DifferenceMethod))
def test_a_level_that_is_no_proportion_is_refused(method):
    with pytest.raises(ValueError, match="level must lie strictly between 0 and 1"):
        difference_limits((9, 10), (3, 10), level=95, method=method)
