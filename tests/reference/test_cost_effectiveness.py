"""Cost against effect equals R, from the raw rows and from counts."""

import functools

import numpy as np
import pytest

from evallib.domain.estimate import Tally
from evallib.stats.costs import (
    PersonCosts,
    acceptability_curve,
    bootstrap_cost_effectiveness,
    cost_effectiveness,
    cost_per_additional_outcome,
    cost_per_outcome,
)
from tests.reference.cases import cases, columns, passes

CASES = cases("cost_effectiveness")
NOT_CLAIMED = {}
# Our kinds, in the words of the pinned numbers.
KINDS = {
    "bounded": "bounded",
    "exclusive": "complement: (-Inf, first] and [second, Inf)",
}
QUADRANTS = ("dearer_better", "cheaper_better", "cheaper_worse", "dearer_worse")
REPLICATES = 20_000


def groups(inputs):
    """Constructed cost and pinned effect of both groups, as the inputs say."""
    data = {
        name: np.array(values, dtype=float)
        for name, values in columns(inputs["file"]).items()
        if name not in ("", "rownames")
    }
    train = data["train"] == 1
    cost = 1.5 + 0.05 * data["age"] + 0.2 * data["married"] + 3 * train
    gain = {"earn98-earn96": data["earn98"] - data["earn96"]}
    effect = gain.get(inputs["effect"], 1 - data["unem98"])
    return tuple(PersonCosts(cost[side], effect[side]) for side in (train, ~train))


def limits(found):
    return [found.low, found.high]


def from_persons(inputs):
    """Every pinned quantity of costs and effects that were seen in persons."""
    pilot, control = groups(inputs)
    found = cost_effectiveness(pilot, control)
    gaps = found.differences
    curve = acceptability_curve(found, inputs["thresholds"])
    drawn = bootstrap_cost_effectiveness(
        pilot,
        control,
        seed=1,
        worth_eur=inputs["thresholds"],
        replicates=REPLICATES,
    )
    return {
        "delta_cost": [gaps.cost, gaps.cost_variance**0.5],
        "delta_effect": [gaps.effect, gaps.effect_variance**0.5],
        "covariance": gaps.covariance,
        "icer": found.ratio,
        "fieller_kind": KINDS[found.fieller.kind],
        "fieller_limits": limits(found.fieller),
        "taylor_limits": limits(found.taylor),
        "inmb": [
            [point.value, point.standard_error, *limits(point.interval)]
            for point in curve
        ],
        "ceac_normal": [point.probability for point in curve],
        "bootstrap_sd": [drawn.cost_error, drawn.effect_error],
        "bootstrap_quadrants": [drawn.quadrants[each] for each in QUADRANTS],
        "bootstrap_ceac": drawn.acceptability,
        "bootstrap_icer_percentile": drawn.ratio and limits(drawn.ratio),
    }


def from_counts(inputs):
    """Every pinned quantity of counts with known costs."""
    pilot, control = (Tally(inputs[f"x{i}"], inputs[f"n{i}"]) for i in (1, 2))
    costs = [
        inputs[f"cost_per_participant_{group}"] for group in ("programme", "comparison")
    ]
    found = cost_per_additional_outcome(
        pilot, control, pilot_cost_eur=costs[0], control_cost_eur=costs[1]
    )
    interval = found.interval
    return {
        "cost_per_additional_job": found.value,
        "fieller_kind": KINDS[found.fieller.kind],
        "fieller_limits": limits(found.fieller),
        "from_newcombe": [None, None] if interval is None else limits(interval),
        "naive_cost_per_outcome": cost_per_outcome(costs[0], pilot).value,
    }


def ours(case):
    """Every pinned quantity of one case."""
    has_persons = "file" in case.inputs
    return (from_persons if has_persons else from_counts)(case.inputs)


@functools.cache
def computed(position):
    return ours(CASES[position])


@pytest.mark.parametrize(
    ("position", "quantity"),
    [
        pytest.param(position, quantity, id=f"{case.id}-{quantity}")
        for position, case in enumerate(CASES)
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_costs_match_r(position, quantity):
    expected = CASES[position].expected[quantity]

    assert passes(computed(position)[quantity], expected), expected


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for position, case in enumerate(CASES):
        assert case.expected.keys() <= computed(position).keys() | NOT_CLAIMED.keys()


def test_a_percentile_interval_is_withheld_where_the_effect_changes_sign():
    [position] = [i for i, case in enumerate(CASES) if case.id == "jtrain98_unbounded"]

    assert computed(position)["bootstrap_icer_percentile"] is None
