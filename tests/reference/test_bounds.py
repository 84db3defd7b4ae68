"""Bounds for unknown outcomes equal the formulas of Manski, Imbens and Lee in R."""

import math

import numpy as np
import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import outcome_bounds, trimmed_bounds
from tests.reference.cases import cases, columns, passes

CASES = cases("bounds")
NOT_CLAIMED = {}


def limits(interval):
    return [interval.low, interval.high]


def bounded(inputs):
    """Every pinned quantity of a table with lost persons."""
    pilot, control = (
        Tally(
            inputs[f"successes{i}"],
            inputs[f"observed{i}"],
            lost=inputs[f"n{i}"] - inputs[f"observed{i}"],
        )
        for i in (1, 0)
    )
    found = outcome_bounds(pilot, control)
    programme, comparison = found.groups
    return {
        "response": [programme.known_share, comparison.known_share],
        "complete_case": found.known_only,
        "arm_bounds": {
            "programme": limits(programme),
            "comparison": limits(comparison),
        },
        "manski": limits(found),
        "manski_width": found.high - found.low,
        "imbens_manski_ci": limits(found.interval),
        "imbens_manski_c": found.critical_value,
        "union_ci": limits(found.union),
        "missing_as_failure": found.unknown_as_not_reached,
        "missing_as_success": found.unknown_as_reached,
        "monotone_tipping": found.tipping_rate,
    }


def trimmed(inputs):
    """Every pinned quantity of earnings among those who earn."""
    data = columns(inputs["file"])
    earned = np.array(data[inputs["outcome"]], dtype=float)
    earned[earned <= 0] = math.nan
    trained = np.array(data[inputs["treatment"]], dtype=float) == 1
    by_count, by_quantile = (
        trimmed_bounds(earned[trained], earned[~trained], rule=rule)
        for rule in ("count", "quantile")
    )
    return {
        "selection": [by_count.pilot_share, by_count.control_share],
        "trimmed_share": by_count.trimmed_share,
        "trimmed_n": by_count.trimmed_persons,
        "naive": by_count.naive,
        "lee_bounds": limits(by_count),
        "lee_bounds_quantile": limits(by_quantile),
    }


def ours(case):
    """Every pinned quantity of one case."""
    return trimmed(case.inputs) if "file" in case.inputs else bounded(case.inputs)


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_bounds_match_r(case, quantity):
    assert passes(ours(case)[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == ours(case).keys() | NOT_CLAIMED.keys()
