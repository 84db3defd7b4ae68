"""Mean time without the event up to a limit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.survival import (
    restricted_mean,
    restricted_mean_difference,
    restricted_mean_ratio,
)

# Sums in another order: only the last bits may differ.
SAME_FORMULA = 1e-9


@given(st.lists(st.integers(1, 20), min_size=2, max_size=20))
def test_without_censoring_it_is_the_mean_of_the_shortened_times(days):
    mean = restricted_mean(days, [1] * len(days), until=12)

    shortened = np.minimum(days, 12)
    assert mean.value == pytest.approx(shortened.mean(), abs=SAME_FORMULA)
    error = shortened.std() / np.sqrt(len(days))
    assert mean.standard_error == pytest.approx(error, abs=SAME_FORMULA)


def test_days_instead_of_weeks_scale_mean_and_error():
    weeks = restricted_mean([2, 4, 6, 8], [1, 1, 0, 0], until=8)
    days = restricted_mean([14, 28, 42, 56], [1, 1, 0, 0], until=56)

    assert days.value == pytest.approx(7 * weeks.value)
    assert days.standard_error == pytest.approx(7 * weeks.standard_error)


def test_swapping_the_groups_mirrors_difference_and_inverts_ratio():
    fast = restricted_mean([2, 4, 6, 8], [1, 1, 1, 0], until=8)
    slow = restricted_mean([4, 8, 8, 8], [1, 0, 0, 0], until=8)

    ahead = restricted_mean_difference(fast, slow)
    behind = restricted_mean_difference(slow, fast)
    ratio, inverse = (
        restricted_mean_ratio(fast, slow),
        restricted_mean_ratio(slow, fast),
    )

    assert ahead.value == -behind.value
    assert ahead.interval.low == -behind.interval.high
    assert ratio.value == pytest.approx(1 / inverse.value)
    assert ratio.p_value == pytest.approx(inverse.p_value)


def test_the_interval_stays_within_zero_and_the_limit():
    mean = restricted_mean([7, 8, 8], [1, 0, 0], until=8)

    assert mean.interval.high == 8


def test_nobody_with_the_event_waits_to_the_limit():
    mean = restricted_mean([9, 9], [0, 0], until=8)

    assert (mean.value, mean.standard_error) == (8, 0)
    assert "no_events" in mean.notes


@pytest.mark.parametrize("until", [0, -3, 9, float("nan")])
def test_a_limit_outside_the_follow_up_is_refused(until):
    with pytest.raises(ValueError, match="until must be above 0"):
        restricted_mean([2, 8], [1, 0], until=until)


def test_a_limit_beyond_the_last_event_is_fine_when_nobody_is_left():
    assert restricted_mean([2, 8], [1, 1], until=20).value == 5


def test_means_to_different_limits_are_refused():
    with pytest.raises(ValueError, match="same limit; got 8 and 6"):
        restricted_mean_difference(
            restricted_mean([2, 8], [1, 0], until=8),
            restricted_mean([2, 8], [1, 0], until=6),
        )


def test_means_that_do_not_vary_are_refused():
    flat = restricted_mean([9, 9], [0, 0], until=8)

    with pytest.raises(ValueError, match="neither group varies"):
        restricted_mean_ratio(flat, flat)


def test_a_ratio_to_a_mean_of_zero_is_refused():
    at_once = restricted_mean([0, 0], [1, 1], until=4)
    later = restricted_mean([2, 4], [1, 1], until=4)

    with pytest.raises(ValueError, match="a mean of 0 has no ratio"):
        restricted_mean_ratio(later, at_once)
