"""Hazard ratios of covariates."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.duration.hazard_regression import PHReg

from evallib.stats.survival import cox, log_rank

# Both climb to the same top; the library stops a little earlier.
BOTH_CONVERGED = 1e-6
# The same sums in another order.
SAME_FORMULA = 1e-7
# Four standard errors of a share of 95 % in 500 draws.
MONTE_CARLO = 4 * (0.05 * 0.95 / 500) ** 0.5


def people(seed, size=80):
    rng = np.random.default_rng(seed)
    covariates = {"pilot": rng.integers(0, 2, size), "age": rng.normal(40, 10, size)}
    rate = np.exp(0.5 * covariates["pilot"] - 0.02 * covariates["age"])
    time = np.ceil(rng.exponential(10 / rate))
    return time, rng.random(size) < 0.8, covariates


@pytest.mark.parametrize("ties", ["efron", "breslow"])
def test_coefficients_and_errors_equal_those_of_statsmodels(ties):
    time, event, covariates = people(1)
    ours = cox(time, event, covariates, ties=ties)
    design = np.column_stack(list(covariates.values()))
    theirs = PHReg(time, design, event.astype(int), ties=ties).fit()

    assert [term.coefficient for term in ours.terms] == pytest.approx(
        theirs.params, abs=BOTH_CONVERGED
    )
    assert [term.model_error for term in ours.terms] == pytest.approx(
        theirs.bse, abs=BOTH_CONVERGED
    )


def test_without_ties_the_score_test_of_one_group_is_the_log_rank_test():
    rng = np.random.default_rng(3)
    time, pilot = rng.permutation(40) + 1, rng.integers(0, 2, 40)
    event = rng.random(40) < 0.7

    score = cox(time, event, {"pilot": pilot}).score

    assert score.statistic == pytest.approx(log_rank(time, event, pilot).statistic)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 500))
def test_order_scale_and_shift_of_the_data_do_not_matter(seed):
    time, event, covariates = people(seed)
    order = np.random.default_rng(seed).permutation(time.size)
    moved = {
        "pilot": 1 - covariates["pilot"][order],
        "age": covariates["age"][order] * 12 + 5,
    }

    plain = cox(time, event, covariates)
    other = cox(time[order] * 7, event[order], moved)

    assert other.terms[0].coefficient == pytest.approx(
        -plain.terms[0].coefficient, abs=SAME_FORMULA
    )
    assert other.terms[1].coefficient == pytest.approx(
        plain.terms[1].coefficient / 12, abs=SAME_FORMULA
    )
    assert other.log_likelihood == pytest.approx(plain.log_likelihood)


def test_a_cluster_of_one_person_each_is_the_robust_error():
    time, event, covariates = people(4)
    alone = cox(time, event, covariates)
    grouped = cox(time, event, covariates, clusters=np.arange(time.size))

    assert grouped.terms[0].robust_error == pytest.approx(alone.terms[0].robust_error)
    assert (alone.errors, grouped.errors) == ("model", "cluster")
    assert grouped.clusters == 80


def test_everybody_twice_in_one_cluster_is_no_more_than_everybody_once():
    time, event, covariates = people(5)
    twice = {name: np.tile(values, 2) for name, values in covariates.items()}
    once = cox(time, event, covariates, ties="breslow")

    doubled = cox(
        np.tile(time, 2),
        np.tile(event, 2),
        twice,
        ties="breslow",
        clusters=np.tile(np.arange(time.size), 2),
    )

    assert doubled.terms[0].coefficient == pytest.approx(once.terms[0].coefficient)
    assert doubled.terms[0].robust_error == pytest.approx(once.terms[0].robust_error)


def test_a_register_reaches_the_same_top_as_its_plain_climb():
    time, event, covariates = people(6, size=50_000)
    ours = cox(time, event, covariates, ties="breslow")
    design = np.column_stack(list(covariates.values()))
    theirs = PHReg(time, design, event.astype(int), ties="breslow").fit()

    assert [term.coefficient for term in ours.terms] == pytest.approx(
        theirs.params, abs=BOTH_CONVERGED
    )


def test_a_rare_covariate_of_a_register_is_still_estimated():
    time, event, covariates = people(7, size=50_000)
    rare = np.zeros(time.size)
    rare[:: time.size // 12] = 1

    model = cox(time, event, covariates | {"rare": rare})

    assert model.terms[2].model_error < 1


def test_few_events_are_noted():
    time, event, covariates = people(8, size=15)

    notes = cox(time, event, covariates).notes

    assert notes == ("small_group", "few_events_per_covariate")


@pytest.mark.parametrize(
    ("covariates", "message"),
    [
        ({}, "at least one column"),
        ({"pilot": [1, 0]}, "covariate 'pilot' needs one value a person"),
        ({"pilot": [1, 0, np.nan, 1]}, "covariate 'pilot' is missing for somebody"),
        ({"pilot": [1, 1, 1, 1]}, "covariate 1 of 1 is the same for everyone"),
        ({"a": [1, 0, 0, 1], "b": [2, 0, 0, 2]}, "a sum of the others"),
        ({"pilot": [1, 1, 0, 0]}, "no finite estimate"),
        ({"pilot": [1, 0, 0, 0]}, "does not vary|no finite estimate"),
    ],
)
def test_covariates_that_settle_nothing_are_refused(covariates, message):
    with pytest.raises(ValueError, match=message):
        cox([1, 2, 3, 4], [1, 1, 1, 0], covariates)


def test_a_likelihood_not_climbed_in_time_is_refused(monkeypatch):
    monkeypatch.setattr("evallib.stats.times.newton.MOST_STEPS", 1)

    with pytest.raises(ValueError, match="no top within 1 steps"):
        cox(*people(2))


def test_nobody_with_the_event_is_refused():
    with pytest.raises(ValueError, match="nobody had the event"):
        cox([1, 2], [0, 0], {"pilot": [0, 1]})


def test_an_unknown_rule_for_ties_is_refused():
    with pytest.raises(ValueError, match="efron, breslow; got 'exact'"):
        cox([1, 2], [1, 1], {"pilot": [0, 1]}, ties="exact")


@pytest.mark.slow
def test_the_interval_covers_the_true_ratio_95_times_in_a_hundred():
    covered = []
    for seed in range(500):
        term = cox(*people(seed, size=120)).terms[0]
        covered.append(term.interval.low <= np.exp(0.5) <= term.interval.high)

    assert abs(np.mean(covered) - 0.95) <= MONTE_CARLO
