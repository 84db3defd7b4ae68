"""Differences in differences equal R and the textbooks on three real data sets."""

import numpy as np
import pytest

from evallib.stats.did import (
    event_study,
    panel,
    placebo,
    two_by_two,
    two_way_fixed_effects,
)
from tests.reference.cases import cases, columns, passes

CASES = {case.id: case for case in cases("did")}
NOT_CLAIMED = {}
RULES = {
    "se_cr1": "CR1",
    "se_cr0": "CR0",
    "se_cr1_nested": "CR1_nested",
    "se_classical": "classical",
}


def numbers(data, name):
    return np.array(data[name], dtype=float)


def kielmc():
    data = columns("data/kielmc.csv")
    return (
        numbers(data, "rprice") / 1000, numbers(data, "nearinc"), numbers(data, "y81")
    )  # fmt: skip


def injury():
    data = columns("data/injury.csv")
    kentucky = numbers(data, "ky") == 1
    names = ("ldurat", "highearn", "afchnge")
    return tuple(numbers(data, name)[kentucky] for name in names)


def changes(rows):
    found = {
        f"se_{rule.lower()}": two_by_two(*rows, rule=rule).standard_error
        for rule in ("classical", "HC1", "HC2")
    }
    change = two_by_two(*rows)
    return found | {
        "cell_means": [cell.mean for cell in change.cells],
        "cell_n": [cell.persons for cell in change.cells],
        "did": change.value,
    }


def donations():
    data = columns("data/organ_donations.csv")
    quarter = np.array(data["Quarter_Num"], dtype=int)
    rows = panel(numbers(data, "Rate"), data["State"], quarter)
    return rows, np.array(data["State"]) == "California", quarter


def effects(fit):
    """Every pinned quantity of a panel fit; ``fit`` takes the rule."""
    found = {
        key: [term.standard_error for term in fit(rule).terms]
        for key, rule in RULES.items()
    }
    model = fit("CR1")
    return found | {
        "coef": [term.coefficient for term in model.terms],
        "counts": [model.rows, model.clusters, model.counted],
        "t_interval_df_G_minus_1": {
            "lower": [term.interval.low for term in model.terms],
            "upper": [term.interval.high for term in model.terms],
        },
    }


def single(found):
    """A panel fit with one term, its lists of one turned into plain numbers."""
    limits = found["t_interval_df_G_minus_1"]
    lists = {"counts": found["counts"]}
    lists["t_interval_df_G_minus_1"] = {key: one for key, (one,) in limits.items()}
    return {key: lists.get(key) or found[key][0] for key in found}


def fixed_effects():
    rows, california, quarter = donations()
    active = california & (quarter >= 4)
    one = single(effects(lambda rule: two_way_fixed_effects(rows, active, rule=rule)))
    return one | {"terms": "ca:post"}


def events():
    rows, california, _ = donations()
    study = event_study(rows, california, reference=3)
    many = effects(lambda rule: event_study(rows, california, reference=3, rule=rule))
    return many | {"terms": [f"q{term.name}" for term in study.terms]}


def placebos():
    rows, california, quarter = donations()
    test = placebo(rows, california, quarter >= 4)
    return {
        "did": test.value,
        "placebo_rank_abs": test.rank,
        "permutation_p": test.p_value,
    }


CLAIMED = {
    "kielmc_2x2": lambda: changes(kielmc()),
    "injury_ky_2x2": lambda: changes(injury()),
    "organ_donations_twfe": fixed_effects,
    "organ_donations_event": events,
    "organ_donations_placebo": placebos,
}


def ours(case):
    """Every pinned quantity of one case."""
    return CLAIMED[case.id]()


@pytest.fixture(scope="module")
def computed():
    return {name: ours(case) for name, case in CASES.items()}


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        (case.id, quantity)
        for case in CASES.values()
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_did_matches_r(computed, case, quantity):
    expected = CASES[case].expected[quantity]

    assert passes(computed[case][quantity], expected), expected


def test_every_quantity_is_claimed_or_listed_as_not_claimed(computed):
    for case in CASES.values():
        placed = computed[case.id].keys() | NOT_CLAIMED.keys()
        assert case.expected.keys() == placed
