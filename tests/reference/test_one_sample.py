"""One rate against a fixed benchmark equals R."""

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import against_benchmark, rate, rate_interval
from tests.reference.cases import cases, passes

CASES = cases("one_sample")
NOT_CLAIMED = {}


def interval(method):
    def compute(group, _, level):
        found = rate_interval(group, level=level, method=method)
        return [found.low, found.high]

    return compute


def result(field, test="exact"):
    def compute(group, benchmark, level):
        return getattr(
            against_benchmark(group, benchmark, level=level, test=test), field
        )

    return compute


METHODS = [
    "wilson",
    "wilson_cc",
    "clopper_pearson",
    "jeffreys",
    "agresti_coull",
    "midp",
    "wald",
]
CLAIMED = {method: interval(method) for method in METHODS} | {
    "proportion": lambda group, *_: rate(group).value,
    "exact_two_sided_p": result("p_value"),
    "exact_greater_p": result("p_greater"),
    "exact_less_p": result("p_less"),
    "midp_greater": result("p_greater", "midp"),
    "score_z": result("statistic", "score"),
    "score_p": result("p_value", "score"),
}


def ours(case):
    """Every pinned quantity of one case."""
    inputs = case.inputs
    given = Tally(inputs["x"], inputs["n"]), inputs["benchmark"], inputs["level"]
    return {quantity: compute(*given) for quantity, compute in CLAIMED.items()}


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_one_rate_matches_r(case, quantity):
    expected = case.expected[quantity]

    assert passes(ours(case)[quantity], expected), expected


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == CLAIMED.keys() | NOT_CLAIMED.keys()
