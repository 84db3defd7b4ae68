"""How often intervals hold the truth and tests err, by weighing every count.

Nothing is drawn at random: each count's probability is known, so the coverage is
exact and has no Monte Carlo error. Sizes are those of pilots: 7, 12, 20 and 40.
"""

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import exact_test
from tests.reference.exact_coverage import (
    CLOSE_RATES,
    LAST_BITS,
    SIZES,
    coverage_of_a_difference,
    coverage_of_a_rate,
    rejected,
    type_one_error,
)

THIRD_DECIMAL = 5e-4  # as many as the page tells


@pytest.mark.parametrize("known", SIZES)
def test_wilson_covers_ninety_five_percent_on_average(known):
    covered = coverage_of_a_rate(known, "wilson")

    # Means found: 0.968, 0.966, 0.962, 0.947; lowest single rate 0.928.
    assert 0.945 <= covered.mean() <= 0.970
    assert covered.min() >= 0.92


@pytest.mark.parametrize("known", SIZES)
def test_clopper_pearson_never_covers_less_than_it_says(known):
    assert coverage_of_a_rate(known, "clopper_pearson").min() >= 0.95


@pytest.mark.parametrize("known", SIZES)
def test_newcombe_covers_ninety_five_percent_on_average(known):
    covered = coverage_of_a_difference(known, "newcombe")

    # Means found: 0.957, 0.954, 0.949, 0.950; lowest pair of rates 0.917.
    assert 0.945 <= covered.mean() <= 0.960
    assert covered.min() >= 0.915


@pytest.mark.parametrize("known", SIZES)
def test_miettinen_nurminen_covers_ninety_five_percent_on_average(known):
    covered = coverage_of_a_difference(known, "miettinen_nurminen")

    # Means found: 0.961, 0.952, 0.949, 0.951; lowest pair of rates 0.931.
    assert 0.945 <= covered.mean() <= 0.965
    assert covered.min() >= 0.93


@pytest.mark.parametrize(
    ("covered", "method", "lowest"),
    [
        (coverage_of_a_rate, "wilson", {7: 0.895, 40: 0.928}),
        (coverage_of_a_difference, "newcombe", {7: 0.891, 40: 0.927}),
    ],
)
def test_the_worst_rates_are_as_the_methods_page_tells(covered, method, lowest):
    found = {known: covered(known, method, CLOSE_RATES).min() for known in lowest}

    assert found == pytest.approx(lowest, abs=THIRD_DECIMAL)


def test_wald_covers_far_too_seldom_and_is_never_the_default():
    assert coverage_of_a_rate(7, "wald").min() < 0.55
    assert coverage_of_a_difference(7, "wald").mean() < 0.90


@pytest.mark.slow
@pytest.mark.parametrize("known", SIZES)
@pytest.mark.parametrize("method", ["fisher", "boschloo", "barnard"])
def test_exact_tests_call_like_groups_unlike_at_most_once_in_twenty(method, known):
    assert 0 < type_one_error(known, method) <= 0.05 + LAST_BITS


@pytest.mark.parametrize("method", ["fisher", "fisher_midp", "boschloo", "barnard"])
def test_the_staircase_finds_the_same_tables_as_testing_every_one(method):
    known = range(8)
    every = [
        [
            exact_test(Tally(i, 7), Tally(j, 7), method=method).p_value <= 0.05
            for j in known
        ]
        for i in known
    ]

    assert rejected(7, method).tolist() == every
