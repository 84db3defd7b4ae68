"""How alike persons of one group are."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.clusters import design_effect, icc

# Shrout and Fleiss (1979), Table 4: four judges, six targets; two decimals.
RATINGS = [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7]
TARGETS = np.repeat(np.arange(6), 4)
PRINTED = 5e-3


def test_the_judges_of_shrout_and_fleiss_agree_as_printed():
    found = icc(RATINGS, TARGETS)

    assert found.value == pytest.approx(0.17, abs=PRINTED)
    # R's psych::ICC prints -0.13 to 0.72 for these data.
    assert found.interval.low == pytest.approx(-0.13, abs=PRINTED)
    assert found.interval.high == pytest.approx(0.72, abs=PRINTED)
    assert (found.groups, found.persons, found.typical_size) == (6, 24, 4)


@given(st.integers(0, 500), st.floats(0.1, 9), st.floats(-9, 9))
def test_units_of_the_outcome_do_not_matter(seed, scale, shift):
    values = np.random.default_rng(seed).normal(size=24)

    moved = icc(values * scale + shift, TARGETS)

    assert moved.value == pytest.approx(icc(values, TARGETS).value)


def test_groups_more_alike_than_chance_have_it_are_noted():
    found = icc([1, 2, 3, 1, 2, 3], [0, 0, 0, 1, 1, 1])

    assert found.value < 0
    assert found.notes == ("few_groups", "negative_icc")


def test_when_only_the_group_counts_it_is_one():
    found = icc([1, 1, 5, 5], [0, 0, 1, 1])

    assert (found.value, found.interval.low, found.interval.high) == (1, 1, 1)


@pytest.mark.parametrize(
    ("outcome", "groups", "message"),
    [
        ([1, 2, 3], [0, 1, 2], "every group has one person"),
        ([2, 2, 2, 2], [0, 0, 1, 1], "everybody has the same outcome"),
        ([1, 2], [0, 0], "at least two labels"),
    ],
)
def test_likeness_that_cannot_be_seen_is_refused(outcome, groups, message):
    with pytest.raises(ValueError, match=message):
        icc(outcome, groups)


def test_persons_alone_cost_nothing():
    assert design_effect([1] * 12, icc=0.4).value == 1


def test_unequal_groups_cost_more_than_equal_ones():
    assert (
        design_effect([2, 18], icc=0.1).value > design_effect([10, 10], icc=0.1).value
    )


def test_a_negative_correlation_is_not_counted_as_a_gain():
    effect = design_effect([5, 5], icc=-0.1)

    assert (effect.value, effect.notes) == (1, ("negative_icc_as_zero",))


@pytest.mark.parametrize(
    ("sizes", "value", "message"),
    [([], 0.1, "at least one group"), ([3, 0], 0.1, "at least one"), ([3], 2, "icc")],
)
def test_sizes_that_cannot_be_are_refused(sizes, value, message):
    with pytest.raises(ValueError, match=message):
        design_effect(sizes, icc=value)
