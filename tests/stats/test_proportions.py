"""Rates of a yes/no outcome, checked against published numbers."""

import math

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from evallib.domain.estimate import Tally
from evallib.stats import proportions
from evallib.stats.proportions import rate, rate_interval, risk_difference

# Newcombe RG (1998), Statistics in Medicine 17, 873-890, Table II.
# The table prints four decimals, so half a unit in the fourth is all it settles.
PRINTED = 5e-5
NEWCOMBE_TABLE_II = [
    # pilot   control   low      high
    ((56, 70), (48, 80), 0.0524, 0.3339),
    ((9, 10), (3, 10), 0.1705, 0.8090),
    ((5, 56), (0, 29), -0.0381, 0.1926),
    ((0, 10), (0, 20), -0.1611, 0.2775),
    ((10, 10), (0, 20), 0.6791, 1.0000),
]
# Two ways to the same closed formula: only the last bits may differ.
SAME_FORMULA = 1e-12
METHODS = ["newcombe", "newcombe_cc", "miettinen_nurminen", "mee", "agresti_caffo"]
# Score limits are roots of a search that ends near 1e-12.
SOLVED = 1e-10
SIZES = [(1, 1), (2, 9), (7, 12), (20, 40)]


def every_table(first, second):
    """Counts of every possible outcome of two groups, as aligned arrays."""
    reached = np.mgrid[: first + 1, : second + 1].reshape(2, -1)
    return (reached[0], first), (reached[1], second)


def limits(pilot, control, method):
    return proportions.difference_limits(pilot, control, level=0.95, method=method)


@pytest.mark.parametrize(("pilot", "control", "low", "high"), NEWCOMBE_TABLE_II)
def test_interval_matches_newcombe_1998(pilot, control, low, high):
    gap = risk_difference(Tally(*pilot), Tally(*control))

    assert gap.interval.low == pytest.approx(low, abs=PRINTED)
    assert gap.interval.high == pytest.approx(high, abs=PRINTED)


def test_newcombe_is_two_wilson_intervals_squared_and_added():
    pilot, control = Tally(9, 14), Tally(5, 21)
    one, other = rate_interval(pilot), rate_interval(control)
    gap = risk_difference(pilot, control)

    below = math.hypot(pilot.rate - one.low, other.high - control.rate)
    assert gap.interval.low == pytest.approx(gap.value - below, abs=SAME_FORMULA)


@pytest.mark.parametrize("method", METHODS)
def test_swapping_the_groups_mirrors_the_interval(method):
    ahead = risk_difference(Tally(9, 14), Tally(5, 21), method=method)
    behind = risk_difference(Tally(5, 21), Tally(9, 14), method=method)

    assert ahead.value == pytest.approx(-behind.value)
    assert ahead.interval.low == pytest.approx(-behind.interval.high)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("sizes", SIZES)
def test_counting_the_others_instead_mirrors_the_difference(method, sizes):
    pilot, control = every_table(*sizes)
    low, _ = limits(pilot, control, method)
    others = tuple((known - reached, known) for reached, known in (pilot, control))
    _, high = limits(*others, method)

    assert np.allclose(low, -high, atol=SOLVED, rtol=0)


@pytest.mark.parametrize("method", ["newcombe", "miettinen_nurminen", "mee"])
@pytest.mark.parametrize("sizes", SIZES)
def test_every_interval_holds_its_difference_and_stays_in_range(method, sizes):
    pilot, control = every_table(*sizes)
    low, high = limits(pilot, control, method)
    gap = pilot[0] / pilot[1] - control[0] / control[1]

    assert np.all((low >= -1) & (low <= gap + SAME_FORMULA))
    assert np.all((high <= 1) & (high >= gap - SAME_FORMULA))


def test_pending_persons_change_the_notes_but_not_the_rate():
    complete = risk_difference(Tally(6, 12), Tally(4, 16))
    early = risk_difference(Tally(6, 12, pending=5), Tally(4, 16))

    assert early.value == complete.value
    assert "follow_up_incomplete" in early.notes
    assert early.pilot.enrolled == 17


def test_lost_persons_are_noted():
    assert "lost_to_follow_up" in rate(Tally(20, 40, lost=1)).notes


@pytest.mark.parametrize(("known", "small"), [(29, True), (30, False)])
def test_a_group_below_thirty_is_small(known, small):
    assert ("small_group" in rate(Tally(12, known)).notes) is small


def test_a_wald_interval_on_few_persons_is_doubted():
    assert "normal_approximation_doubtful" in rate(Tally(3, 40), method="wald").notes
    gap = risk_difference(Tally(20, 40), Tally(3, 40), method="wald")
    assert gap.notes == ("normal_approximation_doubtful",)


def test_one_person_has_a_rate_with_a_wide_interval():
    share = rate(Tally(1, 1))

    # Wilson (1927) at one of one: from 1 / (1 + z squared) to 1.
    assert share.interval.low == pytest.approx(1 / (1 + 1.959963984540054**2))
    assert share.interval.high == 1


@pytest.mark.parametrize("method", ["wilson", "clopper_pearson", "midp", "jeffreys"])
@pytest.mark.parametrize(("reached", "end"), [(0, "low"), (9, "high")])
def test_nobody_and_everybody_reach_the_end_of_the_scale(method, reached, end):
    interval = rate_interval(Tally(reached, 9), method=method)

    assert getattr(interval, end) == reached / 9
    assert interval.high - interval.low > 0.2


def test_wilson_is_the_library_s():
    low, high = proportion_confint(11, 20, alpha=0.1, method="wilson")
    interval = rate_interval(Tally(11, 20), level=0.9)

    assert (interval.low, interval.high) == (low, high)


def test_a_register_of_a_million_takes_the_same_functions():
    share = rate(Tally(123_456, 1_000_000))

    assert share.interval.high - share.interval.low < 0.0013


@pytest.mark.parametrize("function", [rate, rate_interval])
def test_everybody_pending_is_refused(function):
    with pytest.raises(ValueError, match=r"group: none of 8 persons has a known"):
        function(Tally(0, 0, pending=8))


def test_a_group_without_known_status_is_refused():
    with pytest.raises(ValueError, match=r"control group: none of 8 persons"):
        risk_difference(Tally(3, 9), Tally(0, 0, pending=8))


@pytest.mark.parametrize("level", [0, 1, 1.2])
def test_a_level_outside_zero_and_one_is_refused(level):
    with pytest.raises(ValueError, match=r"level must lie strictly between 0 and 1"):
        risk_difference(Tally(3, 9), Tally(3, 9), level=level)


def test_an_unknown_method_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"method is one of newcombe, .*; got 'exact'"):
        risk_difference(Tally(3, 9), Tally(3, 9), method="exact")
    with pytest.raises(ValueError, match=r"method is one of wilson, .*; got 'normal'"):
        rate(Tally(3, 9), method="normal")


def test_every_promised_name_is_there():
    promised = {
        "rate",
        "rate_interval",
        "against_benchmark",
        "risk_difference",
        "risk_ratio",
        "odds_ratio",
        "exact_test",
        "stratified",
        "outcome_bounds",
        "envelope",
    }

    assert promised <= set(proportions.__all__)
    assert all(hasattr(proportions, name) for name in proportions.__all__)


@pytest.mark.parametrize("method", METHODS)
def test_arrays_answer_as_single_tables_do(method):
    low, high = limits(([9, 5], [14, 9]), ([5, 0], [21, 7]), method)
    gap = risk_difference(Tally(5, 9), Tally(0, 7), method=method)

    assert np.allclose((low[1], high[1]), (gap.interval.low, gap.interval.high))
