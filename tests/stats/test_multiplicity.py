"""Several tests at once."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control
from statsmodels.stats.multitest import multipletests

from evallib.stats.multiplicity import adjust

# The same products in another order.
SAME_FORMULA = 1e-12
FIVE = [0.012, 0.04, 0.03, 0.2, 0.001]
p_values = st.lists(st.floats(0, 1), min_size=1, max_size=20)


def test_holm_by_hand():
    assert adjust(FIVE).adjusted == pytest.approx([0.048, 0.09, 0.09, 0.2, 0.005])
    assert adjust(FIVE).rejected == (True, False, False, False, True)
    assert (adjust(FIVE).tests, adjust(FIVE).method) == (5, "holm")


@settings(max_examples=8, deadline=None)  # theirs collects garbage in each call
@given(p_values)
def test_holm_equals_statsmodels(values):
    rejected, adjusted, *_ = multipletests(values, method="holm")
    ours = adjust(values)

    assert ours.adjusted == pytest.approx(adjusted.tolist(), abs=SAME_FORMULA)
    assert ours.rejected == tuple(rejected.tolist())


@given(p_values)
def test_benjamini_and_hochberg_equals_scipy(values):
    theirs = false_discovery_control(values)

    assert adjust(values, method="bh").adjusted == pytest.approx(
        theirs, abs=SAME_FORMULA
    )


@given(p_values, st.randoms())
def test_the_order_of_tests_does_not_matter(values, chance):
    places = list(range(len(values)))
    chance.shuffle(places)
    ours, moved = adjust(values), adjust([values[place] for place in places])

    assert moved.adjusted == pytest.approx(
        [ours.adjusted[place] for place in places], abs=SAME_FORMULA
    )


@given(p_values)
def test_no_adjustment_makes_a_finding_stronger(values):
    for method in ("holm", "bonferroni", "hochberg", "by", "sidak"):
        found = adjust(values, method=method)
        assert all(
            after >= before - SAME_FORMULA
            for before, after in zip(found.p_values, found.adjusted, strict=True)
        )


def test_one_test_stays_as_it_is():
    assert adjust([0.03]).adjusted == (0.03,)


def test_values_of_an_array_come_back_as_plain_numbers():
    assert type(adjust(np.array(FIVE)).adjusted[0]) is float


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([], r"at least one; got shape \(0,\)"),
        ([0.1, float("nan"), 1.2], "2 of 3 do not or are missing"),
    ],
)
def test_what_is_no_p_value_is_refused(values, message):
    with pytest.raises(ValueError, match=message):
        adjust(values)


def test_an_unknown_method_is_refused():
    with pytest.raises(ValueError, match="method is one of holm, bh"):
        adjust(FIVE, method="none")
