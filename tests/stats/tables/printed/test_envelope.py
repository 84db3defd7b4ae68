"""What two printed percentages can and cannot say about each other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.estimate import Tally
from evallib.stats.proportions import risk_difference
from evallib.stats.tables.printed.envelope import envelope
from evallib.stats.tables.printed.feasible import Published
from evallib.stats.tables.printed.spans import Span

# The same library formula on both sides: only the last bits may differ.
SAME_FORMULA = 1e-12
# The paid job-search trial of INKA Satakunta: 20 clients in four groups, two of them
# not yet followed for three months; 55-59 % in work against 11 % of an untold number.
TRIAL = Published(0.55, 0.59, n=20)
TRIAL_WITH_PENDING = Published(0.55, 0.59, n=20, known=range(10, 21))
USUAL = Published(0.11)


def pairs(groups):
    return [(group.reached, group.known) for group in groups]


def test_of_twenty_clients_only_eleven_give_a_figure_in_the_printed_range():
    result = envelope(TRIAL, USUAL)

    assert pairs(result.pilot_counts) == [(11, 20)]
    assert result.impossible_ends == (("pilot", 0.59),)
    assert "printed_end_impossible" in result.notes


def test_with_pending_clients_both_printed_ends_have_a_count():
    result = envelope(TRIAL_WITH_PENDING, USUAL)

    assert Tally(10, 17, pending=3) in result.pilot_counts
    assert Tally(11, 20) in result.pilot_counts
    assert result.impossible_ends == ()
    assert "follow_up_incomplete" in result.notes


def test_the_trial_is_ahead_whatever_counts_stand_behind_the_figures():
    result = envelope(TRIAL_WITH_PENDING, USUAL)

    assert result.conclusion == "higher"
    assert result.holds_for_all
    assert result.holds_from == 9
    assert result.combinations == 8 * len(result.control_counts)


def test_the_extremes_are_those_of_single_tables():
    result = envelope(TRIAL_WITH_PENDING, USUAL, control_sizes=range(9, 30))
    gaps = [
        risk_difference(pilot, control)
        for pilot in result.pilot_counts
        for control in result.control_counts
    ]

    def span(numbers):
        return pytest.approx((min(numbers), max(numbers)), abs=SAME_FORMULA)

    for found, numbers in (
        (result.value, [gap.value for gap in gaps]),
        (result.lower_limit, [gap.interval.low for gap in gaps]),
        (result.upper_limit, [gap.interval.high for gap in gaps]),
    ):
        assert (found.low, found.high) == span(numbers)


def test_each_control_size_has_its_own_range():
    result = envelope(TRIAL, USUAL, control_sizes=range(9, 30))
    smallest = result.by_size[0]
    alone = risk_difference(Tally(11, 20), Tally(1, 9))

    assert [size.control_size for size in result.by_size] == [9, 18, 19, 27, 28]
    assert smallest.control_counts == (1,)
    assert smallest.limits.low == pytest.approx(alone.interval.low, abs=SAME_FORMULA)
    assert smallest.difference == Span(alone.value, alone.value)


def test_a_smaller_lead_holds_only_from_a_larger_control_group():
    result = envelope(
        Published(0.40, n=20), Published(0.11), control_sizes=range(9, 99)
    )
    unclear = [size for size in result.by_size if size.conclusion == "unclear"]

    assert result.conclusion == "unclear"
    assert not result.holds_for_all
    assert unclear
    assert result.holds_from > max(size.control_size for size in unclear)


def test_no_control_size_settles_two_equal_rates():
    result = envelope(Published(0.5, n=20), Published(0.5))

    assert result.conclusion == "unclear"
    assert result.holds_from is None


def test_a_pilot_that_stays_behind_is_lower():
    result = envelope(Published(0.1, n=40), Published(0.6), control_sizes=[40, 50])

    assert result.conclusion == "lower"
    assert result.holds_from == 40


def test_a_known_control_size_takes_the_place_of_the_sizes_to_try():
    result = envelope(TRIAL, Published(0.11, n=18))

    assert pairs(result.control_counts) == [(2, 18)]
    assert "control_size_unknown" not in result.notes
    assert result.value.low == result.value.high == pytest.approx(11 / 20 - 2 / 18)


def test_swapping_the_groups_mirrors_the_envelope():
    one, other = Published(0.55, n=20), Published(0.11, known=(9, 18, 19))
    ahead, behind = envelope(one, other), envelope(other, one)

    assert ahead.value.low == pytest.approx(-behind.value.high)
    assert ahead.lower_limit.low == pytest.approx(-behind.upper_limit.high)
    assert (ahead.conclusion, behind.conclusion) == ("higher", "lower")


@given(first=st.integers(0, 12), second=st.integers(0, 15))
def test_the_truth_lies_inside_what_its_printed_form_allows(first, second):
    truth = risk_difference(Tally(first, 12), Tally(second, 15))
    result = envelope(
        Published(round(100 * first / 12) / 100, n=12),
        Published(round(100 * second / 15) / 100),
        control_sizes=range(9, 20),
    )

    assert result.value.low - 1e-12 <= truth.value <= result.value.high + 1e-12
    assert result.lower_limit.low - 1e-12 <= truth.interval.low


def test_another_interval_can_be_asked_for():
    result = envelope(TRIAL, USUAL, method="miettinen_nurminen")
    low = risk_difference(
        Tally(11, 20), Tally(1, 9), method="miettinen_nurminen"
    ).interval.low

    assert result.method == "miettinen_nurminen"
    assert result.by_size[0].limits.low == pytest.approx(low)


def test_a_figure_that_no_count_gives_is_refused():
    with pytest.raises(
        ValueError, match=r"pilot: no count of 20 to 20 persons .* 0\.59"
    ):
        envelope(Published(0.59, n=20), USUAL)
    with pytest.raises(ValueError, match=r"control: no count of 10 to 17 persons"):
        envelope(TRIAL, USUAL, control_sizes=range(10, 18))


def test_a_pilot_of_unknown_size_is_refused():
    with pytest.raises(ValueError, match=r"pilot: the printed rate needs its number"):
        envelope(Published(0.55), USUAL)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match=r"method is one of newcombe"):
        envelope(TRIAL, USUAL, method="guess")
