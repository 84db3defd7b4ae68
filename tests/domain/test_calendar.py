"""Follow-up points fall due equally long after time zero, for everyone."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from evallib.domain.calendar import (
    EXIT,
    HORIZONS,
    Horizon,
    Window,
    days_of,
    due_date,
    horizon,
    months_before,
    standing,
    through,
)


def test_months_are_the_days_that_the_definitions_name():
    assert {months: days_of(months) for months in (3, 6, 12)} == {
        3: 91,
        6: 182,
        12: 365,
    }


def test_the_six_points_of_a_report_are_exit_and_five_months():
    assert [point.days for point in HORIZONS] == [28, 30, 91, 182, 365, 730]


def test_three_months_after_10_january_2024_is_10_april():
    assert due_date(date(2024, 1, 10), horizon(3)) == date(2024, 4, 10)


def test_a_leap_day_lengthens_the_calendar_and_not_the_follow_up():
    start = date(2024, 2, 29)

    assert due_date(start, horizon(12)) == date(2025, 2, 28)
    assert due_date(start - timedelta(days=366), horizon(12)) == date(2024, 2, 28)


def test_the_night_of_summer_time_has_no_hour_to_lose():
    assert due_date(date(2024, 3, 1), horizon(1)) == date(2024, 3, 31)


def test_exit_counts_from_the_end_of_the_service_and_lasts_four_weeks():
    assert EXIT.anchor == "service_end"
    assert (EXIT.first_day, EXIT.last_day) == (0, 28)


@pytest.mark.parametrize(
    ("day", "seen", "expected"),
    [
        (9, True, "known"),
        (10, True, "known"),
        (10, False, "lost"),
        (11, True, "pending"),
        (11, False, "pending"),
    ],
)
def test_each_client_is_known_pending_or_lost(day, seen, expected):
    due = date(2024, 4, day)

    assert standing(due, as_of=date(2024, 4, 10), seen=seen) == expected


def test_an_inclusive_range_becomes_half_open():
    window = through(date(2024, 2, 1), date(2024, 2, 29))

    assert window.days == 29
    assert window.contains(date(2024, 2, 29))
    assert not window.contains(date(2024, 3, 1))


def test_windows_that_touch_share_no_day():
    first = Window(date(2024, 1, 1), date(2024, 2, 1))
    second = Window(date(2024, 2, 1), date(2024, 3, 1))

    assert first.overlap_days(second) == 0
    assert first.overlap_days(Window(date(2024, 1, 20), date(2024, 5, 1))) == 12


def test_twelve_months_of_history_are_a_year_without_gaps():
    windows = [months_before(date(2024, 3, 1), month) for month in range(1, 13)]

    assert sum(window.days for window in windows) == 365
    assert all(later.start == earlier.end for later, earlier in pairwise(windows))


@pytest.mark.parametrize("months", [0, -3])
def test_a_point_before_time_zero_is_refused(months):
    with pytest.raises(ValueError, match="months must be at least 1"):
        horizon(months)
    with pytest.raises(ValueError, match="months must be at least 1"):
        months_before(date(2024, 1, 1), months)


def test_negative_months_have_no_length():
    with pytest.raises(ValueError, match="0 or more"):
        days_of(-1)


def test_a_due_day_outside_its_window_is_refused():
    with pytest.raises(ValueError, match="first_day <= days <= last_day"):
        Horizon("odd", 10, 11, 12)


def test_ranges_that_run_backwards_are_refused():
    with pytest.raises(ValueError, match="ends on its start or later"):
        Window(date(2024, 1, 2), date(2024, 1, 1))
    with pytest.raises(ValueError, match="before the first"):
        through(date(2024, 1, 2), date(2024, 1, 1))
