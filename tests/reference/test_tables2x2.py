"""Two-by-two tables equal R and Newcombe's printed table, on real counts."""

import math

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import (
    chi_squared_test,
    exact_test,
    number_needed,
    odds_ratio,
    rate_interval,
    risk_difference,
    risk_ratio,
)
from tests.reference.cases import cases, passes

CASES = cases("tables2x2")
NOT_CLAIMED = {}
# Newcombe (1998) prints four decimals, so half a unit in the fourth is settled.
PRINTED = 5e-5


def limits(estimate):
    return [estimate.interval.low, estimate.interval.high]


def all_three(estimate):
    return [estimate.value, *limits(estimate)]


def of_group(place, method):
    def compute(*groups, level):
        interval = rate_interval(groups[place], level=level, method=method)
        return [interval.low, interval.high]

    return compute


def contrast(function, method, shown=limits):
    def compute(pilot, control, *, level):
        return shown(function(pilot, control, level=level, method=method))

    return compute


def p_value(method, alternative="two_sided"):
    def compute(pilot, control, **_):
        return exact_test(
            pilot, control, method=method, alternative=alternative
        ).p_value

    return compute


def chi_squared(method):
    def compute(pilot, control, **_):
        test = chi_squared_test(pilot, control, method=method)
        return [test.statistic, test.p_value]

    return compute


def needed(pilot, control, *, level):
    number = number_needed(pilot, control, level=level)
    return [number.value, number.low, number.high]


def value(estimate):
    return estimate.value


CLAIMED = {
    "risk_difference": contrast(risk_difference, "newcombe", value),
    "risk_ratio": contrast(risk_ratio, "koopman", value),
    "odds_ratio_sample": contrast(odds_ratio, "miettinen_nurminen", value),
    "p1_wilson": of_group(0, "wilson"),
    "p2_wilson": of_group(1, "wilson"),
    "p1_clopper_pearson": of_group(0, "clopper_pearson"),
    "p2_clopper_pearson": of_group(1, "clopper_pearson"),
    "rd_wald": contrast(risk_difference, "wald"),
    "rd_newcombe": contrast(risk_difference, "newcombe"),
    "rd_newcombe_cc": contrast(risk_difference, "newcombe_cc"),
    "rd_agresti_caffo": contrast(risk_difference, "agresti_caffo"),
    "rd_miettinen_nurminen": contrast(risk_difference, "miettinen_nurminen"),
    "rd_mee": contrast(risk_difference, "mee"),
    "rr_katz": contrast(risk_ratio, "katz"),
    "rr_katz_half": contrast(risk_ratio, "katz_half", all_three),
    "rr_koopman": contrast(risk_ratio, "koopman"),
    "rr_mn": contrast(risk_ratio, "miettinen_nurminen"),
    "or_woolf": contrast(odds_ratio, "woolf"),
    "or_haldane_anscombe": contrast(odds_ratio, "haldane_anscombe", all_three),
    "or_conditional_mle": contrast(odds_ratio, "conditional_exact", value),
    "or_exact_ci": contrast(odds_ratio, "conditional_exact"),
    "or_midp_ci": contrast(odds_ratio, "conditional_midp"),
    "or_mn_score": contrast(odds_ratio, "miettinen_nurminen"),
    "fisher_two_sided": p_value("fisher"),
    "fisher_greater": p_value("fisher", "greater"),
    "fisher_less": p_value("fisher", "less"),
    "fisher_midp_two_sided": p_value("fisher_midp"),
    "chi2_pearson": chi_squared("pearson"),
    "chi2_yates": chi_squared("yates"),
    "chi2_n_minus_1": chi_squared("n_minus_1"),
    "boschloo_greater": p_value("boschloo", "greater"),
    "boschloo_less": p_value("boschloo", "less"),
    "boschloo_two_sided_doubled": p_value("boschloo"),
    "boschloo_two_sided_fisher_order": p_value("boschloo_fisher_order"),
    "barnard_two_sided": p_value("barnard"),
    "nnt_newcombe": needed,
}


def answer(quantity, case):
    """Our number; not a number where the function refuses, which must say why."""
    groups = [Tally(case.inputs[f"x{i}"], case.inputs[f"n{i}"]) for i in (1, 2)]
    try:
        return CLAIMED[quantity](*groups, level=case.inputs["level"])
    except ValueError as refusal:
        if "use '" not in str(refusal):
            raise
        return math.nan


def ours(case):
    """Every pinned quantity of one case."""
    return {quantity: answer(quantity, case) for quantity in case.expected}


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_table_matches_r(case, quantity):
    expected = case.expected[quantity]

    assert passes(answer(quantity, case), expected), expected


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity, expected in case.expected.items()
        if "published" in expected
    ],
)
def test_table_matches_print(case, quantity):
    printed = case.expected[quantity]["published"]

    assert answer(quantity, case) == pytest.approx(printed, abs=PRINTED)


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    pinned = {quantity for case in CASES for quantity in case.expected}

    assert pinned == CLAIMED.keys() | NOT_CLAIMED.keys()
