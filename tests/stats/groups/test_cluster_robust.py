"""Regression errors that hold when persons came in groups."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from evallib.stats.clusters import cluster_robust

# The same formula by other matrices.
SAME_FORMULA = 1e-8
# Four standard errors of a share of 5 % in 1,000 draws.
MONTE_CARLO = 4 * (0.05 * 0.95 / 1_000) ** 0.5


def people(seed, groups=8):
    """Groups of unequal size; the pilot is given to the first half of them."""
    rng = np.random.default_rng(seed)
    site = np.repeat(np.arange(groups), rng.integers(2, 9, groups))
    design = {"pilot": site < groups // 2, "age": rng.normal(40, 10, site.size)}
    outcome = rng.normal(size=groups)[site] + rng.normal(size=site.size)
    return outcome, design, site


def dense(design):
    columns = [np.ones(next(iter(design.values())).size), *design.values()]
    return np.column_stack(columns).astype(float)


def bell_mccaffrey(outcome, design, site):
    """CR2 and its degrees of freedom from whole hat matrices, as in the paper."""
    x = dense(design)
    bread = np.linalg.inv(x.T @ x)
    hat = np.eye(outcome.size) - x @ bread @ x.T
    residual, meat, lifts = hat @ outcome, 0, []
    for one in np.unique(site):
        own = site == one
        values, vectors = np.linalg.eigh(hat[np.ix_(own, own)])
        inverse = np.where(values > 1e-10, values, np.inf) ** -0.5
        root = (vectors * inverse) @ vectors.T
        score = x[own].T @ root @ residual[own]
        meat = meat + np.outer(score, score)
        lifts.append(hat[:, own] @ root @ x[own] @ bread)
    errors = np.sqrt(np.diag(bread @ meat @ bread))
    traces = []
    for place in range(x.shape[1]):
        pulls = np.column_stack([lift[:, place] for lift in lifts])
        form = pulls.T @ pulls
        traces.append(np.trace(form) ** 2 / np.sum(form**2))
    return errors, traces


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cr1_equals_that_of_statsmodels(seed):
    outcome, design, site = people(seed)
    ours = cluster_robust(outcome, design, site, rule="CR1")
    theirs = OLS(outcome, dense(design)).fit(
        cov_type="cluster", cov_kwds={"groups": site}, use_t=True
    )

    errors = [term.standard_error for term in ours.terms]
    assert errors == pytest.approx(theirs.bse, abs=SAME_FORMULA)
    p_values = [term.p_value for term in ours.terms]
    assert p_values == pytest.approx(theirs.pvalues, abs=SAME_FORMULA)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_cr2_equals_the_formula_with_whole_hat_matrices(seed):
    people_of = people(seed)
    ours = cluster_robust(*people_of)
    errors, df = bell_mccaffrey(*people_of)

    assert [term.standard_error for term in ours.terms] == pytest.approx(
        errors, abs=SAME_FORMULA
    )
    assert [term.df for term in ours.terms] == pytest.approx(df, abs=SAME_FORMULA)


def test_a_dummy_for_one_site_uses_the_pseudo_inverse():
    outcome, design, site = people(4)
    alone = {"age": design["age"], "site": site == 3}
    ours = cluster_robust(outcome, alone, site)
    errors, df = bell_mccaffrey(outcome, alone, site)

    assert [term.standard_error for term in ours.terms] == pytest.approx(
        errors, abs=SAME_FORMULA
    )
    assert [term.df for term in ours.terms] == pytest.approx(df, abs=SAME_FORMULA)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_with_everyone_alone_cr2_is_hc2(seed):
    outcome, design, _ = people(seed)
    ours = cluster_robust(outcome, design, np.arange(outcome.size))
    theirs = OLS(outcome, dense(design)).fit(cov_type="HC2")

    errors = [term.standard_error for term in ours.terms]
    assert errors == pytest.approx(theirs.bse, abs=SAME_FORMULA)


@settings(max_examples=25)
@given(st.integers(0, 500), st.floats(0.01, 100), st.floats(-50, 50))
def test_units_of_the_outcome_only_scale_the_answer(seed, scale, shift):
    outcome, design, site = people(seed)
    plain = cluster_robust(outcome, design, site).terms[1]
    moved = cluster_robust(outcome * scale + shift, design, site).terms[1]

    assert moved.coefficient == pytest.approx(plain.coefficient * scale, rel=1e-6)
    assert moved.standard_error == pytest.approx(plain.standard_error * scale)
    assert moved.df == pytest.approx(plain.df)


def test_four_sites_are_noted_as_few():
    fit = cluster_robust(*people(5, groups=4))

    assert fit.notes == ("few_clusters", "satterthwaite_below_4")
    assert (fit.rule, fit.df_rule, fit.clusters) == ("CR2", "satterthwaite", 4)


def test_cr0_is_cr1_without_its_factor():
    outcome, design, site = people(6)
    bare = cluster_robust(outcome, design, site, rule="CR0").terms[1].standard_error
    raised = cluster_robust(outcome, design, site, rule="CR1").terms[1].standard_error

    rows = outcome.size
    factor = 8 / 7 * (rows - 1) / (rows - 3)
    assert raised**2 == pytest.approx(bare**2 * factor)


@pytest.mark.parametrize(
    ("outcome", "design", "clusters", "message"),
    [
        ([], {}, [], "outcome needs one number a person"),
        ([1, np.nan, 2], {}, [1, 2, 3], "outcome is missing for 1 of 3"),
        ([1, 2, 3], {"age": [1, 2]}, [1, 2, 3], r"age needs one number a person \(3\)"),
        ([1, 2, 3], {"age": [4, 4, 4]}, [1, 2, 3], "constant or a sum"),
        ([1, 2, 3], {"age": [0, 0, 0]}, [1, 2, 3], "constant or a sum"),
        ([1, 2, 3], {}, [1, 1, 1], "at least two labels"),
        ([1, 2], {"age": [4, 5]}, [1, 2], "as many coefficients as rows"),
    ],
)
def test_designs_that_settle_nothing_are_refused(outcome, design, clusters, message):
    with pytest.raises(ValueError, match=message):
        cluster_robust(outcome, design, clusters)


def test_an_unknown_rule_is_refused():
    with pytest.raises(ValueError, match="CR0, CR1, CR2; got 'HC3'"):
        cluster_robust([1, 2, 3], {}, [1, 2, 3], rule="HC3")


@pytest.mark.slow
def test_cr2_keeps_its_error_rate_with_six_sites_and_cr1_does_not():
    called = {"CR1": [], "CR2": []}
    for seed in range(1_000):
        for rule, found in called.items():
            fit = cluster_robust(*people(seed, groups=6), rule=rule)
            found.append(fit.terms[1].p_value <= 0.05)

    assert np.mean(called["CR2"]) <= 0.05 + MONTE_CARLO
    assert np.mean(called["CR1"]) > np.mean(called["CR2"])
