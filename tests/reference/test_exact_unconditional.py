"""The exact interval of a difference equals R's exact2x2 within its grid."""

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import exact_difference, exact_test
from tests.reference.cases import cases, passes

CASES = cases("exact_unconditional")
NOT_CLAIMED = {}


def limits(ordering):
    def compute(pilot, control):
        interval = exact_difference(pilot, control, ordering=ordering).interval
        return [interval.low, interval.high]

    return compute


def central_p(pilot, control):
    """Twice the smaller one-sided p-value; at no difference the score is Barnard's."""
    sides = (
        exact_test(pilot, control, method="barnard", alternative=alternative).p_value
        for alternative in ("greater", "less")
    )
    return 2 * min(sides)


CLAIMED = {
    "rd_exact_score": limits("score"),
    "rd_exact_score_p": central_p,
    "rd_exact_fisher_adjusted": limits("fisher_midp"),
}


def ours(case):
    """Every pinned quantity of one case."""
    groups = [Tally(case.inputs[f"x{i}"], case.inputs[f"n{i}"]) for i in (1, 2)]
    return {quantity: compute(*groups) for quantity, compute in CLAIMED.items()}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.id)
def compared(request):
    return request.param, ours(request.param)


@pytest.mark.parametrize("quantity", CLAIMED)
def test_exact_interval_matches_r(compared, quantity):
    case, found = compared

    assert passes(found[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == CLAIMED.keys() | NOT_CLAIMED.keys()
