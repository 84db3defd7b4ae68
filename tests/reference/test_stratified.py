"""Strata made into one contrast equal R's metafor and base R, from the raw rows."""

import pytest

from evallib.domain.estimate import Tally
from evallib.stats.proportions import (
    association_test,
    homogeneity_test,
    standardised,
    stratified,
)
from tests.reference.cases import cases, columns, passes

CASES = cases("stratified")
NOT_CLAIMED = {}


def strata(inputs):
    """Pilot and control of every stratum, in ascending order of the stratum."""
    data = columns(inputs["file"])
    column, _, label = inputs["treatment"].partition("==")
    treated = [value == label.strip("'") for value in data[column]]
    reached = [int(value) for value in data[inputs["outcome"]]]
    names = data[inputs["stratum"]]
    rows = list(zip(names, treated, reached, strict=True))

    def tally(stratum, pilot):
        outcomes = [x for name, t, x in rows if (name, t) == (stratum, pilot)]
        return Tally(sum(outcomes), len(outcomes))

    return [(tally(name, True), tally(name, False)) for name in sorted(set(names))]


def tables(pairs):
    return [[p.reached, p.known, c.reached, c.known] for p, c in pairs]


def pooled(measure):
    def compute(pairs):
        found = stratified(pairs, measure=measure)
        interval = found.interval
        return [found.value, found.standard_error, interval.low, interval.high]

    return compute


def standard(target):
    def compute(pairs):
        found = standardised(pairs, target=target)
        return [found.value, found.standard_error]

    return compute


def outcome_of(function, **options):
    def compute(pairs):
        found = function(pairs, **options)
        return [found.statistic, found.p_value]

    return compute


CLAIMED = {
    "strata": len,
    "tables": tables,
    "mh_RD": pooled("risk_difference"),
    "mh_RR": pooled("risk_ratio"),
    "mh_OR": pooled("odds_ratio"),
    "cmh": outcome_of(association_test),
    "cmh_corrected": outcome_of(association_test, corrected=True),
    "crude_rd": lambda pairs: stratified(pairs).crude,
    "standardised_rd": standard("all"),
    "standardised_rd_att": standard("pilot"),
    "breslow_day": outcome_of(homogeneity_test, method="breslow_day"),
    "tarone": outcome_of(homogeneity_test, method="tarone"),
}


def ours(case):
    """Every pinned quantity of one case."""
    pairs = strata(case.inputs)
    return {quantity: compute(pairs) for quantity, compute in CLAIMED.items()}


@pytest.fixture(scope="module", params=CASES, ids=lambda case: case.id)
def compared(request):
    return request.param, ours(request.param)


@pytest.mark.parametrize("quantity", CLAIMED)
def test_strata_match_r(compared, quantity):
    case, found = compared

    assert passes(found[quantity], case.expected[quantity])


def test_every_quantity_is_claimed_or_listed_as_not_claimed():
    for case in CASES:
        assert case.expected.keys() == CLAIMED.keys() | NOT_CLAIMED.keys()
