"""Intervals by drawing the same clients again."""

import numpy as np
import pytest
from scipy.stats import binom

from evallib.domain.estimate import Tally
from evallib.stats.propensity import fit_propensity
from evallib.stats.resampling import (
    MOST_COUNTS,
    bootstrap_ipw,
    bootstrap_risk_difference,
)
from evallib.stats.weighting import ipw

# Ten thousand replicates leave one percent of the standard error to chance; three
# times that is passed by one seed in four hundred, and the seeds here are fixed.
MONTE_CARLO = 0.03


def drawn(clients=80):
    draw = np.random.default_rng(41)
    covariates = draw.normal(size=(clients, 2))
    pilot = draw.random(clients) < 1 / (1 + np.exp(-covariates[:, 0]))
    return fit_propensity(pilot, covariates), draw.normal(size=clients)


@pytest.mark.parametrize(
    ("pilot", "control"), [((11, 20), (11, 100)), ((3, 7), (1, 9)), ((5, 5), (2, 6))]
)
def test_the_error_is_that_of_two_binomials(pilot, control):
    found = bootstrap_risk_difference(Tally(*pilot), Tally(*control), seed=1)
    variance = sum(x / n * (1 - x / n) / n for x, n in (pilot, control))

    assert found.value == pilot[0] / pilot[1] - control[0] / control[1]
    assert found.standard_error == pytest.approx(np.sqrt(variance), rel=MONTE_CARLO)


def test_percentiles_are_those_of_the_exact_distribution():
    found = bootstrap_risk_difference(Tally(11, 20), Tally(11, 100), seed=2)
    first = binom.pmf(np.arange(21), 20, 0.55)
    other = binom.pmf(np.arange(101), 100, 0.11)
    gaps = np.subtract.outer(np.arange(21) / 20, np.arange(101) / 100).ravel()
    order = np.argsort(gaps)
    below = np.cumsum(np.outer(first, other).ravel()[order])

    for end, share in ((found.interval.low, 0.025), (found.interval.high, 0.975)):
        exact = gaps[order][np.searchsorted(below, share)]
        assert end == pytest.approx(exact, abs=0.011)  # one person in a hundred


def test_a_register_draws_counts_one_by_one():
    known = MOST_COUNTS + 1
    found = bootstrap_risk_difference(Tally(known // 2, known), Tally(5, 10), seed=3)

    assert found.standard_error == pytest.approx(
        np.sqrt(0.25 / known + 0.025), rel=MONTE_CARLO
    )


def test_the_seed_decides_and_is_kept():
    groups = Tally(5, 14), Tally(9, 30)
    first, again, other = (
        bootstrap_risk_difference(*groups, seed=seed) for seed in (4, 4, 5)
    )

    assert first == again
    assert first.standard_error != other.standard_error
    assert (first.seed, first.replicates, first.failed) == (4, 10_000, 0)


def test_swapping_the_groups_mirrors_the_interval():
    ahead = bootstrap_risk_difference(Tally(9, 14), Tally(5, 21), seed=6)
    behind = bootstrap_risk_difference(Tally(5, 21), Tally(9, 14), seed=6)

    assert ahead.interval.low == pytest.approx(-behind.interval.high, abs=0.03)


def test_groups_at_the_ends_have_no_spread_and_say_so():
    found = bootstrap_risk_difference(Tally(0, 7), Tally(9, 9), seed=1)

    assert (found.interval.low, found.interval.high) == (-1, -1)
    assert found.notes == ("no_spread",)


def test_a_group_of_which_nothing_is_known_is_refused():
    with pytest.raises(
        ValueError, match="control group: none of 8 persons has a known"
    ):
        bootstrap_risk_difference(Tally(1, 4), Tally(0, 0, pending=8), seed=1)


def test_too_few_replicates_are_refused():
    with pytest.raises(ValueError, match="replicates is 100 or more; got 10"):
        bootstrap_risk_difference(Tally(1, 4), Tally(1, 4), seed=1, replicates=10)


@pytest.mark.parametrize("estimand", ["ate", "att", "atc", "overlap"])
def test_all_resamples_at_once_are_the_resamples_one_by_one(estimand):
    fit, outcome = drawn()
    found = bootstrap_ipw(fit, outcome, seed=7, estimand=estimand, replicates=100)
    drawn_rows = np.random.default_rng(7).integers(0, 80, (100, 80))
    single = [
        ipw(
            fit_propensity(fit.pilot[rows], fit.covariates[rows]),
            outcome[rows],
            estimand=estimand,
        ).contrast.value
        for rows in drawn_rows
    ]

    assert found.failed == 0
    assert found.value == pytest.approx(
        ipw(fit, outcome, estimand=estimand).contrast.value
    )
    assert found.standard_error == pytest.approx(np.std(single, ddof=1), rel=1e-6)
    assert found.interval.low == pytest.approx(np.quantile(single, 0.025), rel=1e-5)


def test_separated_resamples_are_left_out_and_counted():
    # One of the two older pilot clients is missing from many resamples.
    older = [0] * 9 + [1] + [0] * 6 + [1] * 4
    pilot = [1] * 10 + [0] * 10
    fit = fit_propensity(pilot, older)
    found = bootstrap_ipw(fit, np.arange(20.0), seed=1, replicates=400)

    # Nobody of the one: (19/20)^20 = 0.36 of all resamples.
    assert found.failed / 400 == pytest.approx(0.36, abs=0.08)
    assert found.notes == ("resamples_failed",)


def test_groups_too_far_apart_are_refused():
    # One client on each side stands where the others' group stands.
    fit = fit_propensity([1] * 10 + [0] * 10, [1] * 9 + [0] + [1] + [0] * 9)
    with pytest.raises(ValueError, match="of 200 resamples have no estimate"):
        bootstrap_ipw(fit, np.arange(20.0), seed=1, replicates=200)


def test_a_penalised_propensity_has_no_bootstrap():
    fit = fit_propensity([1, 1, 0, 0], [1, 1, 0, 0], separation="firth")
    with pytest.raises(ValueError, match="fitted with a penalty"):
        bootstrap_ipw(fit, [1, 2, 3, 4], seed=1)
