"""Curves of persons for whom the event is still to come."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import SurvfuncRight

from evallib.stats.survival import kaplan_meier, survival_at, survival_difference

# The same closed formula on both sides: only the last bits may differ.
SAME_FORMULA = 1e-12
# Freireich et al. (1963), weeks of remission under 6-mercaptopurine.
WEEKS = [6, 6, 6, 7, 10, 13, 16, 22, 23, 6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
RELAPSE = [1] * 9 + [0] * 12
# Textbooks print three decimals.
PRINTED = 5e-4


def test_the_mercaptopurine_curve_is_the_printed_one():
    points = survival_at(kaplan_meier(WEEKS, RELAPSE), [6, 7, 10, 13, 16, 22, 23])

    printed = [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert points.survival == pytest.approx(printed, abs=PRINTED)
    assert points.at_risk.tolist() == [21, 17, 15, 12, 11, 7, 6]


def test_curve_and_error_equal_those_of_statsmodels():
    ours = kaplan_meier(WEEKS, RELAPSE)
    theirs = SurvfuncRight(np.array(WEEKS), np.array(RELAPSE))
    points = survival_at(ours, theirs.surv_times)

    assert points.survival == pytest.approx(theirs.surv_prob, abs=SAME_FORMULA)
    assert points.standard_error == pytest.approx(theirs.surv_prob_se, abs=SAME_FORMULA)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), min_size=1, max_size=20))
def test_the_order_of_persons_does_not_matter(people):
    forward = kaplan_meier(*zip(*people, strict=True))
    backward = kaplan_meier(*zip(*people[::-1], strict=True))

    assert forward.survival.tolist() == backward.survival.tolist()
    assert forward.median == backward.median


@given(st.lists(st.integers(0, 9), min_size=1, max_size=20))
def test_without_censoring_the_curve_is_the_share_still_waiting(days):
    curve = kaplan_meier(days, [1] * len(days))

    waiting = [np.mean(np.array(days) > day) for day in curve.times]
    assert curve.survival == pytest.approx(waiting, abs=SAME_FORMULA)


@given(st.lists(st.tuples(st.integers(1, 9), st.booleans()), min_size=1, max_size=20))
def test_months_or_days_give_the_same_curve(people):
    months, event = (np.array(column) for column in zip(*people, strict=True))

    in_months, in_days = (
        kaplan_meier(months, event),
        kaplan_meier(months * 30.4, event),
    )

    assert in_days.survival.tolist() == in_months.survival.tolist()


def test_everyone_pending_gives_a_flat_curve_with_a_note():
    curve = kaplan_meier([3, 5, 8], [0, 0, 0])

    assert curve.survival.tolist() == [1, 1, 1]
    assert curve.notes == ("small_group", "no_events", "median_not_reached")


def test_one_person_who_has_the_event_ends_the_curve():
    curve = kaplan_meier([4], [True])

    assert curve.survival.tolist() == [0]
    assert curve.median.value == 4
    assert np.isnan(curve.standard_error).all()


def test_a_flat_stretch_at_one_half_puts_the_median_in_its_middle():
    assert kaplan_meier([1, 2, 4, 5], [1, 1, 1, 1]).median.value == 3
    assert kaplan_meier([1, 2, 4, 8], [1, 1, 0, 0]).median.value == 5


def test_beyond_the_follow_up_nothing_is_known():
    points = survival_at(kaplan_meier([2, 6], [1, 0]), [1, 6, 7])

    assert points.survival.tolist()[:2] == [1.0, 0.5]
    assert np.isnan(points.survival[2])
    assert points.at_risk.tolist() == [2, 1, 0]


def test_once_nobody_waits_the_curve_stays_at_zero():
    assert survival_at(kaplan_meier([2, 6], [1, 1]), [9]).survival.tolist() == [0]


def test_swapping_the_groups_mirrors_the_difference():
    pilot, control = kaplan_meier(WEEKS, RELAPSE), kaplan_meier([5, 9, 12], [1, 1, 0])

    ahead = survival_difference(pilot, control, at=10)
    behind = survival_difference(control, pilot, at=10)

    assert ahead.value == -behind.value
    assert ahead.interval.low == -behind.interval.high
    assert ahead.pilot_at_risk == behind.control_at_risk == 15


@pytest.mark.parametrize(
    ("time", "event", "message"),
    [
        ([], [], "nobody to follow"),
        ([1, 2], [1], "one value a person each"),
        ([1, -2], [1, 1], "1 of 2 are not"),
        ([1, np.nan], [1, 1], "1 of 2 are not"),
        ([1, 2], [1, 2], "event is 1"),
    ],
)
def test_follow_up_that_cannot_be_is_refused(time, event, message):
    with pytest.raises(ValueError, match=message):
        kaplan_meier(time, event)


def test_an_unknown_interval_is_refused():
    with pytest.raises(ValueError, match="log-log, log, plain; got 'logit'"):
        kaplan_meier([1], [1], interval="logit")


def test_a_level_of_one_is_refused():
    with pytest.raises(ValueError, match="strictly between 0 and 1; got 1"):
        kaplan_meier([1], [1], level=1)


def test_reading_at_a_negative_time_is_refused():
    with pytest.raises(ValueError, match="known and not negative"):
        survival_at(kaplan_meier([1], [1]), [-1])


def test_comparing_beyond_the_follow_up_is_refused():
    curve = kaplan_meier(WEEKS, RELAPSE)

    with pytest.raises(ValueError, match="cannot be compared at time 40"):
        survival_difference(curve, curve, at=40)
