"""Two groups' amounts equal R, from the raw rows."""

import numpy as np
import pytest

from evallib.stats.balance import balance_table
from evallib.stats.clusters import cluster_robust
from evallib.stats.ordinal import mean_difference, superiority
from evallib.stats.weights.contrast import weighted_difference
from tests.reference.cases import cases, columns, passes

CASES = cases("continuous")
NOT_CLAIMED = {
    "hodges_lehmann": "no report prints a shift of location; superiority is told",
    "se_classical": "no function of ours takes the spread as the same for everybody",
}


def amounts(inputs):
    """Values of both groups of the pinned file."""
    data = columns(inputs["file"])
    if inputs["outcome"] == "rad_num":
        values = [text[0] for text in data["radiologic_6m"]]
        pilot = np.array(data["arm"]) == "Streptomycin"
    else:
        values = data[inputs["outcome"]]
        pilot = np.array(data[inputs["group"]], dtype=float) == 1
    known = np.array(values, dtype=float)
    return known[pilot], known[~pilot]


def robust_errors(pilot, control):
    """Errors HC0 to HC3 of a regression on the group."""
    flags = np.repeat([1, 0], [pilot.size, control.size])
    values = np.concatenate([pilot, control])
    return [
        weighted_difference(
            flags, values, np.ones(flags.size), error_rule=rule
        ).standard_error
        for rule in ("hc0", "hc1", "hc2", "hc3")
    ]


def compared(inputs):
    """Every pinned quantity of two groups."""
    pilot, control = amounts(inputs)
    welch = mean_difference(pilot, control)
    pooled = mean_difference(pilot, control, rule="pooled")
    order = superiority(pilot, control)
    flags = np.repeat([1, 0], [pilot.size, control.size])
    row = balance_table(flags, np.concatenate([pilot, control])).rows[0].before
    summary = zip(welch.persons, welch.means, welch.sds, strict=True)
    return {
        "summary": [number for group in summary for number in group],
        "welch": [
            welch.value,
            welch.standard_error,
            welch.df,
            welch.interval.low,
            welch.interval.high,
            welch.p_value,
        ],
        "pooled_t": [
            pooled.standard_error,
            pooled.interval.low,
            pooled.interval.high,
            pooled.p_value,
        ],
        "cohen_d": welch.standardised,
        "hedges_g": welch.hedges_g,
        "medians": welch.medians,
        "mannwhitney": [order.statistic, order.p_value],
        "hc": robust_errors(pilot, control),
        "variance_ratio_F": row.variance_ratio,
        "ks": row.ks,
    }


def regressed(inputs):
    """A regression whose errors let every person differ in spread."""
    data = {
        name: np.array(c, dtype=float) for name, c in columns(inputs["file"]).items()
    }
    outcome, _, terms = inputs["formula"].partition(" ~ ")
    design = {name: data[name] for name in terms.split(" + ")}
    persons = np.arange(data[outcome].size)
    # Persons as clusters of one: the correction CR1 is then HC1.
    found = cluster_robust(data[outcome], design, persons, rule="CR1")
    return {
        "coef": [term.coefficient for term in found.terms],
        "se_hc1": [term.standard_error for term in found.terms],
    }


def ours(case):
    """Every pinned quantity of one case."""
    return (regressed if "formula" in case.inputs else compared)(case.inputs)


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        pytest.param(case, quantity, id=f"{case.id}-{quantity}")
        for case in CASES
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_amounts_match_r(case, quantity):
    assert passes(ours(case)[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        known = ours(case).keys() | NOT_CLAIMED.keys()
        assert case.expected.keys() <= known
