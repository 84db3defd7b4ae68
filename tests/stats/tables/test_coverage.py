"""How often intervals hold the truth, by weighing every possible count.

Nothing is drawn at random: each count's probability is known, so the coverage is
exact and has no Monte Carlo error. Sizes are those of pilots: 7, 12, 20 and 40.
"""

import numpy as np
import pytest
from scipy.stats import binom

from evallib.stats.tables.differences import difference_limits
from evallib.stats.tables.one_group import rate_limits

SIZES = [7, 12, 20, 40]
RATES = np.linspace(0.1, 0.9, 9)
# A limit that equals the truth counts as holding it, whatever its last bits say.
LAST_BITS = 1e-12


def chances(known):
    """A row per rate, a column per count."""
    return binom.pmf(np.arange(known + 1)[None, :], known, RATES[:, None])


def coverage_of_a_rate(known, method):
    low, high = rate_limits(np.arange(known + 1), known, level=0.95, method=method)
    truth = RATES[:, None]
    holds = (low <= truth + LAST_BITS) & (truth - LAST_BITS <= high)
    return (chances(known) * holds).sum(axis=1)


def coverage_of_a_difference(known, method):
    first, second = np.meshgrid(
        np.arange(known + 1), np.arange(known + 1), indexing="ij"
    )
    low, high = difference_limits(
        (first, known), (second, known), level=0.95, method=method
    )
    covered = np.empty((len(RATES), len(RATES)))
    weights = chances(known)
    for i, p1 in enumerate(RATES):
        for j, p2 in enumerate(RATES):
            holds = (low <= p1 - p2 + LAST_BITS) & (p1 - p2 - LAST_BITS <= high)
            covered[i, j] = weights[i] @ holds @ weights[j]
    return covered


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


def test_wald_covers_far_too_seldom_and_is_never_the_default():
    assert coverage_of_a_rate(7, "wald").min() < 0.55
    assert coverage_of_a_difference(7, "wald").mean() < 0.90
