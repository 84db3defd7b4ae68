"""What small studies can find."""

import math

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact
from statsmodels.stats.power import NormalIndPower
from statsmodels.stats.proportion import proportion_effectsize

from evallib.stats.planning.fisher_power import FisherPower
from evallib.stats.power import detectable_difference, persons_needed

# The same sum in another order.
SAME_SUM = 1e-9
# Fisher's test with correction against the arcsine formula without: a sixth of n.
ROUGH = 0.17


@pytest.mark.parametrize(
    ("persons", "rate", "points"),
    [(7, 0.11, 78), (12, 0.11, 59), (20, 0.11, 44), (7, 0.30, None)],
)
def test_differences_that_pilots_of_printed_sizes_can_find(persons, rate, points):
    found = detectable_difference(persons, persons, rate)

    got = None if found.difference is None else math.ceil(100 * found.difference)
    assert got == points
    assert found.method == "fisher_exact"


@pytest.mark.parametrize(("pilot", "control"), [(3, 4), (7, 7), (9, 5)])
def test_rejected_tables_are_those_of_scipy(pilot, control):
    ours = FisherPower.of(pilot, control, 0.05).rejected
    theirs = [
        [fisher_exact([[x, pilot - x], [y, control - y]])[1] <= 0.05
         for y in range(control + 1)]
        for x in range(pilot + 1)
    ]  # fmt: skip

    assert np.array_equal(ours, np.array(theirs))


def test_power_is_a_sum_over_tables():
    power = FisherPower.of(5, 6, 0.2)
    by_hand = sum(
        binom.pmf(x, 5, 0.8) * binom.pmf(y, 6, 0.1)
        for x in range(6)
        for y in range(7)
        if fisher_exact([[x, 5 - x], [y, 6 - y]])[1] <= 0.2
    )

    assert power.at(0.8, 0.1) == pytest.approx(by_hand, abs=SAME_SUM)


def test_the_test_keeps_its_level_at_every_rate():
    power = FisherPower.of(12, 18, 0.05)

    assert max(power.at(rate, rate) for rate in np.linspace(0, 1, 101)) <= 0.05


def test_at_the_detectable_difference_the_power_is_the_wanted_one():
    found = detectable_difference(12, 18, 0.2)
    power = FisherPower.of(12, 18, 0.05)

    assert power.at(0.2 + found.difference, 0.2) == pytest.approx(0.8)


def test_looking_below_mirrors_looking_above():
    above = detectable_difference(12, 18, 0.2)
    below = detectable_difference(12, 18, 0.8, direction="lower")

    assert below.difference == pytest.approx(above.difference)


def test_where_nothing_can_be_found_the_best_power_is_told():
    found = detectable_difference(1, 1, 0.5)

    assert (found.difference, found.highest_power) == (None, 0)
    assert found.notes == ("nothing_detectable",)


def test_there_is_nothing_above_everybody():
    assert detectable_difference(50, 50, 1.0).difference is None
    assert detectable_difference(50, 50, 0.0, direction="lower").difference is None


def test_a_register_finds_one_point():
    found = detectable_difference(50_000, 50_000, 0.3)

    assert found.method == "normal_corrected"
    assert found.difference < 0.01


def test_thousands_see_that_all_differ_from_none():
    assert detectable_difference(500, 500, 0.0).highest_power == 1


def test_needed_persons_undo_the_detectable_difference():
    found = persons_needed(0.11, 0.59)

    assert (found.pilot_persons, found.control_persons) == (12, 12)
    assert detectable_difference(12, 12, 0.11).difference <= 0.59


@pytest.mark.parametrize(("rate", "difference"), [(0.3, 0.2), (0.5, -0.1), (0.2, 0.03)])
def test_needed_persons_are_near_the_librarys_formula(rate, difference):
    effect = proportion_effectsize(rate + difference, rate)
    theirs = NormalIndPower().solve_power(abs(effect), alpha=0.05, power=0.8)

    found = persons_needed(rate, difference)
    assert found.control_persons == pytest.approx(theirs, rel=ROUGH)
    assert found.control_persons > theirs


def test_more_pilots_for_each_control():
    found = persons_needed(0.2, 0.4, pilots_per_control=2)

    assert found.pilot_persons == 2 * found.control_persons


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((0, 7, 0.1), "each group needs at least one person; got 0 and 7"),
        ((7, 7, 1.1), "control_rate lies between 0 and 1; got 1.1"),
    ],
)
def test_studies_that_cannot_be_are_refused(arguments, message):
    with pytest.raises(ValueError, match=message):
        detectable_difference(*arguments)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"difference": 0}, "difference is not 0 and keeps"),
        ({"difference": 0.95}, "got 0.95 from 0.11"),
        ({"power": 1}, "power must lie strictly between 0 and 1; got 1"),
        ({"pilots_per_control": 0}, "pilots_per_control must be above 0; got 0"),
        ({"difference": 1e-6}, "more than 10000000 persons would be needed"),
    ],
)
def test_plans_without_an_answer_are_refused(options, message):
    with pytest.raises(ValueError, match=message):
        persons_needed(0.11, **({"difference": 0.3} | options))
