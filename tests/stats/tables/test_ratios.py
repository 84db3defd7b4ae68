"""Ratios of two rates."""

import math

import pytest
from statsmodels.stats.proportion import confint_proportions_2indep

from evallib.domain.estimate import Tally
from evallib.stats.tables.ratios import risk_ratio

# Two ways to the same closed formula: only the last bits may differ.
SAME_FORMULA = 1e-12
# Koopman (1984), Biometrics 40, table 1: 36 of 40 against 16 of 80; two decimals.
PRINTED = 5e-3


def test_koopman_s_printed_example():
    times = risk_ratio(Tally(36, 40), Tally(16, 80))

    assert times.value == pytest.approx(4.5)
    assert times.interval.low == pytest.approx(2.94, abs=PRINTED)
    assert times.interval.high == pytest.approx(7.15, abs=PRINTED)


def test_katz_is_the_library_s_log_interval():
    low, high = confint_proportions_2indep(9, 14, 5, 21, compare="ratio", method="log")
    times = risk_ratio(Tally(9, 14), Tally(5, 21), method="katz")

    assert times.interval.low == pytest.approx(low, abs=SAME_FORMULA)
    assert times.interval.high == pytest.approx(high, abs=SAME_FORMULA)


@pytest.mark.parametrize("method", ["koopman", "miettinen_nurminen", "katz"])
def test_swapping_the_groups_turns_the_ratio_over(method):
    ahead = risk_ratio(Tally(9, 14), Tally(5, 21), method=method)
    behind = risk_ratio(Tally(5, 21), Tally(9, 14), method=method)

    assert ahead.value == pytest.approx(1 / behind.value)
    assert ahead.interval.low == pytest.approx(1 / behind.interval.high)


def test_nobody_in_the_control_group_leaves_no_upper_limit():
    times = risk_ratio(Tally(4, 9), Tally(0, 12))

    assert times.value == times.interval.high == math.inf
    assert times.interval.low > 1
    assert "ratio_infinite" in times.notes


def test_nobody_in_either_group_says_nothing():
    times = risk_ratio(Tally(0, 9), Tally(0, 12))

    assert math.isnan(times.value)
    assert (times.interval.low, times.interval.high) == (0, math.inf)
    assert "ratio_undefined" in times.notes


def test_everybody_in_both_groups_still_leaves_a_width():
    times = risk_ratio(Tally(9, 9), Tally(12, 12))

    assert times.value == 1
    assert times.interval.low < 0.8
    assert times.interval.high > 1.2


def test_half_a_person_added_is_told():
    times = risk_ratio(Tally(0, 12), Tally(5, 30), method="katz_half")

    assert times.value == pytest.approx((0.5 / 12.5) / (5.5 / 30.5))
    assert {"half_person_added", "normal_approximation_doubtful"} <= set(times.notes)


@pytest.mark.parametrize(
    ("pilot", "control"), [((0, 9), (3, 9)), ((3, 9), (0, 9)), ((9, 9), (7, 7))]
)
def test_katz_without_a_width_is_refused(pilot, control):
    with pytest.raises(ValueError, match=r"method 'katz' has no interval .* 'koopman'"):
        risk_ratio(Tally(*pilot), Tally(*control), method="katz")


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"pilot group: none of 5 persons"):
        risk_ratio(Tally(0, 0, pending=5), Tally(3, 9))


def test_half_a_person_gives_no_width_where_everybody_reached_it():
    with pytest.raises(ValueError, match=r"method 'katz_half' has no interval"):
        risk_ratio(Tally(9, 9), Tally(7, 7), method="katz_half")
