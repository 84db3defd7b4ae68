"""Exact interval of a difference."""

import numpy as np
import pytest
from scipy.stats import binom

from evallib.domain.estimate import Tally
from evallib.stats.tables.exact.interval import exact_difference
from evallib.stats.tables.exact.no_difference import exact_test

# R's exact2x2, whose grid settles about this much.
GRID = 2e-3


def test_limits_match_r_for_nine_and_three_of_ten():
    gap = exact_difference(Tally(9, 10), Tally(3, 10))

    assert gap.value == pytest.approx(0.6)
    assert gap.interval.low == pytest.approx(0.1608, abs=GRID)
    assert gap.interval.high == pytest.approx(0.8795, abs=GRID)
    assert gap.interval.method == "exact_score"


@pytest.mark.parametrize("ordering", ["score", "fisher_midp"])
def test_swapping_the_groups_mirrors_the_interval(ordering):
    ahead = exact_difference(Tally(5, 8), Tally(2, 9), ordering=ordering)
    behind = exact_difference(Tally(2, 9), Tally(5, 8), ordering=ordering)

    assert ahead.interval.low == pytest.approx(-behind.interval.high)


@pytest.mark.parametrize("control", [1, 2, 3, 4])
def test_the_interval_excludes_zero_when_the_one_sided_test_rejects(control):
    pilot = Tally(9, 10)
    interval = exact_difference(pilot, Tally(control, 10)).interval
    test = exact_test(
        pilot, Tally(control, 10), method="barnard", alternative="greater"
    )

    assert (interval.low > 0) == (test.p_value <= 0.025)


def test_everybody_against_nobody_reaches_the_end_of_the_scale():
    interval = exact_difference(Tally(5, 5), Tally(0, 5)).interval

    assert interval.high == 1
    assert 0 < interval.low < 0.5


def test_one_person_in_each_group_leaves_nearly_everything_open():
    interval = exact_difference(Tally(1, 1), Tally(0, 1)).interval

    assert interval.low < -0.5
    assert interval.high == 1


@pytest.mark.slow
def test_the_interval_covers_every_pair_of_rates_at_least_as_often_as_it_says():
    """Every table is weighed, so there is no Monte Carlo error."""
    pilot, control = range(6), range(5)
    intervals = [
        [exact_difference(Tally(i, 5), Tally(j, 4)).interval for j in control]
        for i in pilot
    ]
    low = np.array([[interval.low for interval in row] for row in intervals])
    high = np.array([[interval.high for interval in row] for row in intervals])
    for p1 in np.linspace(0.05, 0.95, 19):
        for p2 in np.linspace(0.05, 0.95, 19):
            chance = np.outer(binom.pmf(pilot, 5, p1), binom.pmf(control, 4, p2))
            covers = (low <= p1 - p2) & (p1 - p2 <= high)
            assert chance[covers].sum() >= 0.95


def test_large_groups_are_refused():
    with pytest.raises(ValueError, match=r"use risk_difference with 'miettinen_nurm"):
        exact_difference(Tally(90, 200), Tally(60, 200))


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"pilot group: none of 5 persons"):
        exact_difference(Tally(0, 0, pending=5), Tally(3, 9))
