"""What unknown outcomes could change."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from evallib.domain.estimate import Tally
from evallib.stats.proportions import rate_interval, risk_difference
from evallib.stats.tables.unknown.bounds import outcome_bounds

GROUPS = st.builds(
    lambda reached, others, pending, lost: Tally(
        reached, reached + others, pending=pending, lost=lost
    ),
    *[st.integers(0, 8)] * 4,
).filter(lambda group: group.enrolled > 0)
# A root search settles far more than this.
SOLVED = 1e-9


def test_ten_clients_of_whom_six_cannot_be_found():
    bounds = outcome_bounds(Tally(6, 10), Tally(1, 4, lost=6))

    assert bounds.low == pytest.approx(0.6 - 0.7)
    assert bounds.high == pytest.approx(0.6 - 0.1)
    assert bounds.known_only == pytest.approx(0.35)


def test_imbens_and_manski_s_equation_is_met():
    bounds = outcome_bounds(Tally(38, 55, lost=5), Tally(17, 52, lost=3))
    error = (bounds.low - bounds.interval.low) / bounds.critical_value
    other = (bounds.interval.high - bounds.high) / bounds.critical_value
    width = (bounds.high - bounds.low) / max(error, other)
    covered = ndtr(bounds.critical_value + width) - ndtr(-bounds.critical_value)

    assert covered == pytest.approx(0.95, abs=SOLVED)


@given(group=GROUPS)
def test_every_possible_outcome_lies_inside_the_bounds(group):
    bounds = outcome_bounds(group)
    unknown = group.pending + group.lost

    assert bounds.low == pytest.approx(group.reached / group.enrolled)
    assert bounds.high - bounds.low == pytest.approx(unknown / group.enrolled)
    assert 0 <= bounds.cautious.low <= bounds.low + SOLVED
    assert bounds.high - SOLVED <= bounds.cautious.high <= 1


@settings(max_examples=30, deadline=None)
@given(pilot=GROUPS, control=GROUPS)
def test_swapping_the_groups_mirrors_bounds_and_intervals(pilot, control):
    ahead, behind = outcome_bounds(pilot, control), outcome_bounds(control, pilot)

    assert ahead.low == pytest.approx(-behind.high)
    assert ahead.interval.low == pytest.approx(-behind.interval.high)
    assert ahead.cautious.low == pytest.approx(-behind.cautious.high, abs=SOLVED)


@settings(max_examples=30, deadline=None)
@given(pilot=GROUPS, control=GROUPS)
def test_one_value_needs_no_wider_interval_than_both_bounds(pilot, control):
    bounds = outcome_bounds(pilot, control)

    assert bounds.union.low - SOLVED <= bounds.interval.low <= bounds.low + SOLVED


def test_without_unknown_persons_the_bounds_are_the_estimate():
    pilot, control = Tally(9, 14), Tally(5, 21)
    bounds = outcome_bounds(pilot, control)
    gap = risk_difference(pilot, control)

    assert bounds.low == bounds.high == pytest.approx(gap.value)
    assert bounds.cautious.low == pytest.approx(gap.interval.low)
    wald = risk_difference(pilot, control, method="wald").interval
    assert bounds.interval.low == pytest.approx(wald.low)


def test_everybody_pending_leaves_everything_open():
    bounds = outcome_bounds(Tally(0, 0, pending=8))

    assert (bounds.low, bounds.high) == (0, 1)
    assert bounds.known_only is None
    assert bounds.critical_value == pytest.approx(1.6448536269514722)
    assert "follow_up_incomplete" in bounds.notes


def test_a_full_group_keeps_a_width_in_the_cautious_interval():
    bounds = outcome_bounds(Tally(5, 5))

    assert bounds.interval.low == 1
    assert bounds.cautious.low == pytest.approx(rate_interval(Tally(5, 5)).low)
    assert "normal_approximation_doubtful" in bounds.notes


def test_large_groups_are_not_doubted():
    assert outcome_bounds(Tally(38, 60), Tally(17, 55)).notes == ()


def test_pending_persons_may_be_left_out():
    group = Tally(6, 10, pending=5, lost=2)

    assert outcome_bounds(group, unknown="lost").high == pytest.approx(8 / 12)
    assert outcome_bounds(group).high == pytest.approx(13 / 17)


def test_the_tipping_rate_would_close_the_gap():
    # Four of ten known, ten unknown; the control group's rate is one half, so six of
    # the ten unknown must reach it for ten of twenty.
    bounds = outcome_bounds(Tally(4, 10, lost=10), Tally(5, 10, lost=2))

    assert bounds.tipping_rate == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("pilot", "control"),
    [(Tally(4, 10), Tally(5, 10, lost=2)), (Tally(4, 9, lost=1), Tally(0, 0, lost=3))],
)
def test_there_is_no_tipping_rate_where_nobody_could_tip(pilot, control):
    assert outcome_bounds(pilot, control).tipping_rate is None


def test_a_low_level_is_possible():
    bounds = outcome_bounds(Tally(6, 10, lost=3), level=0.4)

    assert bounds.interval.high - bounds.interval.low < 0.35


def test_a_group_without_persons_is_refused():
    with pytest.raises(ValueError, match=r"control group: has no persons"):
        outcome_bounds(Tally(3, 9), Tally(0, 0))
    with pytest.raises(ValueError, match=r"pilot group: has no persons"):
        outcome_bounds(Tally(0, 0, pending=4), unknown="lost")


def test_an_unknown_option_is_refused():
    with pytest.raises(ValueError, match=r"unknown is one of pending_and_lost, lost"):
        outcome_bounds(Tally(3, 9), unknown="all")
