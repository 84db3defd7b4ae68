"""P-values adjusted for the number of tests equal R's."""

import pytest

from evallib.stats.multiplicity import adjust
from tests.reference.cases import cases, passes

CASES = cases("multiplicity")
NOT_CLAIMED = {}
METHODS = {
    "bonferroni": "bonferroni",
    "holm": "holm",
    "hochberg": "hochberg",
    "hommel": "hommel",
    "BH": "bh",
    "BY": "by",
    "holm_sidak": "holm_sidak",
    "sidak": "sidak",
}


def findings(p_values, method):
    return sum(adjust(p_values, method=method, alpha=0.05).rejected)


def ours(case):
    """Every pinned quantity of one case."""
    # The p-values to adjust stand among the expected ones.
    given = case.expected["p"]["value"]
    adjusted = {
        name: adjust(given, method=method).adjusted for name, method in METHODS.items()
    }
    return adjusted | {
        "p": adjust(given).p_values,
        "bky_two_stage_rejections_05": findings(given, "bky"),
        "rejections_05": [
            findings(given, method) for method in ("bonferroni", "holm", "bh", "by")
        ],
    }


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_adjusted_p_values_match_r(case, quantity):
    assert passes(ours(case)[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == ours(case).keys() | NOT_CLAIMED.keys()
