"""Weights, outcome models and doubly robust differences equal those made in R."""

import numpy as np
import pytest

from evallib.stats.balance import balance_table
from evallib.stats.doubly_robust import aipw, g_computation
from evallib.stats.propensity import fit_propensity
from evallib.stats.weighting import entropy_balance, ipw, weighted_difference
from tests.reference.cases import cases, passes
from tests.reference.lalonde import COVARIATES, Lalonde

CASES = {case.id: case for case in cases("weighting")}
ESTIMANDS = {"ate": "ate", "att": "att", "atc": "atc", "ato": "overlap"}
NOT_CLAIMED = {
    ("lalonde_employed", "lin_ols_interacted"): (
        "a linear model of a yes/no outcome; ours is logistic"
    ),
}


def quantities():
    return [
        pytest.param(name, quantity, id=f"{name}-{quantity}")
        for name, case in CASES.items()
        for quantity in case.expected
        if (name, quantity) not in NOT_CLAIMED
    ]


@pytest.fixture(scope="module")
def found():
    return {name: ours(case) for name, case in CASES.items()}


def ours(case):
    """Every pinned quantity of one case."""
    people = Lalonde(case.inputs["file"])
    binary = case.inputs["outcome"] == "re78 > 0"
    outcome = (people.earnings > 0).astype(float) if binary else people.earnings
    fit = fit_propensity(people.pilot, people.covariates, names=COVARIATES)
    naive = weighted_difference(people.pilot, outcome, np.ones(len(outcome)))
    return (
        {
            "covariates_balance": list(fit.names),
            "ps_summary": np.quantile(fit.probability, [0, 0.25, 0.5, 0.75, 1]),
            "naive": four(naive),
        }
        | weighted(people, outcome, fit)
        | modelled(people, outcome, fit)
        | balanced(people, outcome)
    )


def four(contrast):
    ends = contrast.interval.low, contrast.interval.high
    return [contrast.value, contrast.standard_error, *ends]


def weighted(people, outcome, fit):
    values = {}
    for name, estimand in ESTIMANDS.items():
        result = ipw(fit, outcome, estimand=estimand)
        contrast = result.contrast
        table = balance_table(people.pilot, people.covariates, weights=result.weights)
        values |= {
            f"ipw_{name}": four(contrast),
            f"ipw_{name}_means": [contrast.pilot_mean, contrast.control_mean],
            f"ipw_{name}_se_weights_fixed": result.standard_error_weights_known,
            f"ipw_{name}_ess": [contrast.pilot_effective, contrast.control_effective],
            f"ipw_{name}_smd": [row.after.smd for row in table.rows],
        }
    return values


def modelled(people, outcome, fit):
    groups = people.pilot, people.covariates, outcome
    everybody = g_computation(*groups, estimand="ate")
    stacked = aipw(fit, outcome, estimand="ate", error_rule="m_estimation")
    values = {
        "gcomp_ate": four(everybody.contrast),
        "gcomp_att": g_computation(*groups).contrast.value,
        "aipw_ate": four(aipw(fit, outcome, estimand="ate").contrast),
        "aipw_ate_se_m_estimation": stacked.contrast.standard_error,
        "aipw_att": four(aipw(fit, outcome).contrast),
    }
    if everybody.model == "linear":
        lin = g_computation(*groups, estimand="ate", error_rule="hc2")
        return values | {"lin_ols_interacted": four(lin.contrast)}
    ends = everybody.ratio_interval.low, everybody.ratio_interval.high
    return values | {"gcomp_risk_ratio": [everybody.ratio, *ends]}


def balanced(people, outcome):
    result = entropy_balance(people.pilot, people.covariates, outcome)
    contrast, shares = result.contrast, result.weights[~people.pilot]
    table = balance_table(people.pilot, people.covariates, weights=result.weights)
    return {
        "ebal_att": [contrast.value, result.standard_error_weights_known],
        "ebal_ess_control": contrast.control_effective,
        "ebal_max_weight_share": result.largest_share,
        "ebal_max_abs_smd": table.largest,
        "ebal_weights_first5": shares[:5],
        "ebal_entropy": result.divergence,
        "ebal_att_se_m_estimation": contrast.standard_error,
    }


def test_every_quantity_is_claimed_or_has_a_reason(found):
    claimed = {(name, quantity) for name in found for quantity in found[name]}
    pinned = {(name, key) for name, case in CASES.items() for key in case.expected}

    assert claimed | NOT_CLAIMED.keys() == pinned
    assert not claimed & NOT_CLAIMED.keys()


@pytest.mark.parametrize(("name", "quantity"), quantities())
def test_quantity_matches_r(found, name, quantity):
    assert passes(found[name][quantity], CASES[name].expected[quantity])
