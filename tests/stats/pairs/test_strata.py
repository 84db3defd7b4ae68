"""Clients compared within cells of equal or similar facts."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.stats.matching import (
    coarsened_exact,
    match_exact,
    matched_difference,
    subclassify,
)

TOWN = ["E", "E", "E", "V", "V", "V", "V", "H"]
PILOT = [1, 1, 0, 1, 0, 0, 0, 1]


def test_controls_share_the_weight_of_their_towns_pilot_clients():
    match = match_exact(PILOT, TOWN)

    # Espoo: 2 pilot clients on 1 control; Vantaa: 1 on 3; together 3, for 4 controls.
    assert match.weights == pytest.approx([1, 1, 2 * 4 / 3, 1, *[4 / 9] * 3, 0])
    assert match.sets.tolist() == [0, 0, 0, 1, 1, 1, 1, -1]
    assert match.notes == ("pilot_unmatched",)


def test_the_difference_is_that_of_the_towns_weighted_by_pilot_clients():
    outcome = [5, 7, 4, 9, 1, 2, 3, 100]
    found = matched_difference(match_exact(PILOT, TOWN), outcome)

    # Espoo 6 - 4 = 2 for two clients, Vantaa 9 - 2 = 7 for one.
    assert found.value == pytest.approx((2 * 2 + 7) / 3)
    assert found.measure == "exact_att"


def test_several_facts_have_to_be_equal_at_once():
    match = match_exact([1, 0, 0, 1], np.array([["E", "f"], ["E", "m"], ["E", "f"],
                                                ["V", "m"]]))  # fmt: skip

    assert match.sets.tolist() == [0, -1, 0, -1]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10_000))
def test_order_of_rows_does_not_matter(seed):
    draw = np.random.default_rng(seed)
    pilot, cell = np.arange(30) % 2 == 0, draw.integers(0, 4, 30)
    order = draw.permutation(30)
    plain, other = match_exact(pilot, cell), match_exact(pilot[order], cell[order])

    assert other.weights == pytest.approx(plain.weights[order])


def test_a_class_begins_at_its_cutpoint():
    ages = [30, 31, 29, 30]
    match = coarsened_exact([1, 0, 0, 1], ages, cutpoints=[[30]])

    assert match.weights.tolist() == [1, 1, 0, 1]


def test_a_covariate_without_cutpoints_is_compared_exactly():
    facts = [[24, 1], [22, 1], [23, 0], [40, 0]]
    match = coarsened_exact([1, 0, 0, 1], facts, cutpoints=[[35], None])

    assert match.weights.tolist() == [1, 1, 0, 0]


def test_classes_hold_equal_shares_of_the_pilot():
    score = np.linspace(0.01, 0.99, 50)
    pilot = np.arange(50) % 2 == 0
    match = subclassify(pilot, score, classes=5)

    assert np.bincount(match.sets[pilot]).tolist() == [5, 5, 5, 5, 5]


def test_the_log_odds_give_the_same_classes():
    draw = np.random.default_rng(2)
    pilot, chance = np.arange(40) % 3 == 0, draw.random(40)
    odds = np.log(chance / (1 - chance))
    plain = subclassify(pilot, chance, classes=3)

    # Quantiles lie between two clients, so a boundary moves but passes nobody here.
    assert subclassify(pilot, odds, classes=3).sets.tolist() == plain.sets.tolist()


def test_a_class_without_controls_is_left_out():
    match = subclassify([1, 1, 1, 1, 0, 0], [1, 2, 8, 9, 1, 2], classes=2)

    assert match.weights.tolist() == [1, 1, 0, 0, 1, 1]
    assert match.notes == ("pilot_unmatched",)


def test_groups_without_a_common_cell_are_refused():
    with pytest.raises(
        ValueError, match="exact matching found no control for any of 1"
    ):
        match_exact([1, 0, 0], ["E", "V", "H"])


def test_missing_facts_are_refused():
    with pytest.raises(ValueError, match="exact facts: 1 values are missing"):
        match_exact([1, 0, 0], [1, np.nan, 2])
    with pytest.raises(ValueError, match="exact facts: 2 values are missing"):
        match_exact([1, 0, 0], np.array(["E", None, None], dtype=object))


def test_unusable_cells_are_refused():
    with pytest.raises(ValueError, match="exact facts need one row for each of 3"):
        match_exact([1, 0, 0], ["E", "V"])
    with pytest.raises(ValueError, match="cutpoints has 2 entries for 1 covariates"):
        coarsened_exact([1, 0], [1, 2], cutpoints=[[1], [2]])
    with pytest.raises(ValueError, match="classes is two or more; got 1"):
        subclassify([1, 0], [0.1, 0.2], classes=1)
