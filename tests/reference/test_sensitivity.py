"""E-values and Rosenbaum's bounds equal print and R."""

import numpy as np
import pytest

from evallib.stats.sensitivity import (
    e_value,
    rosenbaum_bounds,
    rosenbaum_bounds_counts,
)
from tests.reference.cases import cases, passes

CASES = cases("sensitivity")
NOT_CLAIMED = {
    "rbounds_binarysens_excludes_observed": "that tail leaves out what was observed",
}
MEASURES = {
    "RR": "risk_ratio",
    "HR_common": "hazard_ratio_common",
    "OR_common": "odds_ratio_common",
}


def unmeasured(inputs):
    found = e_value(
        inputs["estimate"],
        limits=(inputs["lower"], inputs["upper"]),
        measure=MEASURES[inputs["type"]],
    )
    return {
        "rr": [found.risk_ratio, *found.risk_limits],
        "evalue": [found.value, found.limit],
    }


def counted(case):
    gammas = case.expected["gamma"]["value"]
    found, stricter = (
        rosenbaum_bounds_counts(
            case.inputs["b"], case.inputs["c"], gammas=gammas, alpha=alpha
        )
        for alpha in (0.05, 0.025)
    )
    return {
        "gamma": found.gammas,
        "p_upper": found.p_upper,
        "p_lower": found.p_lower,
        "critical_gamma_05": found.critical_gamma,
        "critical_gamma_025": stricter.critical_gamma,
    }


def ranked(case):
    gammas = case.expected["gamma"]["value"]
    gaps = np.subtract(case.inputs["exposed"], case.inputs["control"])
    found = rosenbaum_bounds(gaps, gammas=gammas, approximate=True)
    signs = rosenbaum_bounds(gaps, test="sign", gammas=gammas)
    return {
        "T_plus": found.statistic,
        "n_nonzero": found.pairs,
        "gamma": found.gammas,
        "p_upper": found.p_upper,
        "p_lower": found.p_lower,
        "critical_gamma_05": found.critical_gamma,
        "sign_test_p_upper": signs.p_upper,
        "hodges_lehmann_at_gamma1": found.shift,
    }


def ours(case):
    """Every pinned quantity of one case."""
    if "estimate" in case.inputs:
        return unmeasured(case.inputs)
    return (counted if "b" in case.inputs else ranked)(case)


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_sensitivity_matches_print_and_r(case, quantity):
    assert passes(ours(case)[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        known = ours(case).keys() | NOT_CLAIMED.keys()
        assert case.expected.keys() <= known
