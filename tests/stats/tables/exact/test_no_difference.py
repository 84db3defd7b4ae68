"""Exact tests of no difference."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import barnard_exact, binom, boschloo_exact, fisher_exact

from evallib.domain.estimate import Tally
from evallib.stats.tables.exact.no_difference import exact_test
from evallib.stats.tables.exact.unconditional import largest_probability

# Both sides search one rate for a largest value; near it the value is flat.
SEARCHED = 1e-6
METHODS = ["boschloo", "boschloo_fisher_order", "barnard", "fisher", "fisher_midp"]
KEEPS_ITS_LEVEL = ["boschloo", "boschloo_fisher_order", "barnard", "fisher"]
GROUPS = st.integers(2, 14).flatmap(
    lambda known: st.builds(Tally, st.integers(0, known), st.just(known))
)


def as_table(pilot, control):
    return [
        [pilot.reached, control.reached],
        [pilot.known - pilot.reached, control.known - control.reached],
    ]


def test_the_lady_tasting_tea():
    # Fisher (1935), The Design of Experiments: three of four cups right, both kinds;
    # one-sided 17/70, two-sided 34/70.
    one_sided = exact_test(
        Tally(3, 4), Tally(1, 4), method="fisher", alternative="greater"
    )
    two_sided = exact_test(Tally(3, 4), Tally(1, 4), method="fisher")

    assert one_sided.p_value == pytest.approx(17 / 70)
    assert two_sided.p_value == pytest.approx(34 / 70)


def test_fisher_stands_beside_boschloo():
    test = exact_test(Tally(9, 10), Tally(3, 10))
    fisher = exact_test(Tally(9, 10), Tally(3, 10), method="fisher")

    assert test.fisher_p_value == fisher.p_value
    assert test.convention == "twice_the_smaller_one_sided"
    assert test.p_value < fisher.p_value


@settings(max_examples=25, deadline=None)
@given(pilot=GROUPS, control=GROUPS)
def test_boschloo_is_the_library_s(pilot, control):
    if pilot.reached + control.reached in (0, pilot.known + control.known):
        return
    theirs = boschloo_exact(as_table(pilot, control)).pvalue

    assert exact_test(pilot, control).p_value == pytest.approx(theirs, rel=SEARCHED)


def test_the_library_s_barnard_still_misses_ties():
    # scipy issue 18798; R gives 0.00796. When this fails, the library has been mended.
    theirs = barnard_exact([[9, 3], [1, 7]]).pvalue
    ours = exact_test(Tally(9, 10), Tally(3, 10), method="barnard").p_value

    assert theirs == pytest.approx(0.00693, abs=5e-6)
    assert ours == pytest.approx(0.0079555511, abs=1e-9)


def test_barnard_agrees_with_a_plain_count_over_a_fine_grid():
    pilot, control = np.arange(8)[:, None], np.arange(6)[None, :]
    common = (pilot + control) / 12
    with np.errstate(invalid="ignore"):
        z = (pilot / 7 - control / 5) / np.sqrt(common * (1 - common) * (1 / 7 + 1 / 5))
    extreme = np.abs(np.nan_to_num(z)) >= abs(z[6, 1]) - 1e-9
    largest = max(
        (binom.pmf(pilot, 7, p) * binom.pmf(control, 5, p) * extreme).sum()
        for p in np.linspace(0, 1, 4001)
    )
    test = exact_test(Tally(6, 7), Tally(1, 5), method="barnard")

    assert test.p_value == pytest.approx(largest, rel=1e-5)


@given(pilot=GROUPS, control=GROUPS)
def test_the_second_boschloo_is_never_above_fisher(pilot, control):
    test = exact_test(pilot, control, method="boschloo_fisher_order")

    assert test.p_value <= test.fisher_p_value * (1 + SEARCHED)


@pytest.mark.parametrize("method", METHODS)
def test_swapping_the_groups_changes_nothing(method):
    ahead = exact_test(Tally(9, 14), Tally(5, 21), method=method)
    behind = exact_test(Tally(5, 21), Tally(9, 14), method=method)

    assert ahead.p_value == pytest.approx(behind.p_value)


@pytest.mark.parametrize("method", ["boschloo", "barnard", "fisher", "fisher_midp"])
def test_swapping_the_groups_swaps_the_directions(method):
    greater = exact_test(
        Tally(9, 14), Tally(5, 21), method=method, alternative="greater"
    )
    less = exact_test(Tally(5, 21), Tally(9, 14), method=method, alternative="less")

    assert greater.p_value == pytest.approx(less.p_value)
    assert greater.convention == "one_sided"


@pytest.mark.parametrize("method", METHODS)
def test_equal_groups_and_single_persons_are_no_evidence(method):
    assert exact_test(Tally(0, 9), Tally(0, 7), method=method).p_value == 1
    assert exact_test(Tally(1, 1), Tally(0, 1), method=method).p_value >= 0.5


def test_a_register_is_tested_by_fisher():
    test = exact_test(
        Tally(100_000, 1_000_000), Tally(99_000, 1_000_000), method="fisher"
    )
    table = as_table(test.pilot, test.control)

    assert test.p_value == fisher_exact(table).pvalue


def test_a_register_is_too_large_to_list_its_tables():
    with pytest.raises(
        ValueError, match=r"possible tables, .* use the method 'fisher'"
    ):
        exact_test(Tally(100, 5000), Tally(90, 5000))


def test_an_order_by_two_sides_has_no_direction():
    with pytest.raises(ValueError, match=r"'boschloo_fisher_order' .* got .* 'less'"):
        exact_test(
            Tally(3, 9), Tally(2, 9), method="boschloo_fisher_order", alternative="less"
        )


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"control group: none of 5 persons"):
        exact_test(Tally(3, 9), Tally(0, 0, pending=5))


@pytest.mark.slow
@pytest.mark.parametrize("sizes", [(7, 7), (7, 20), (12, 18), (20, 20)])
@pytest.mark.parametrize("method", KEEPS_ITS_LEVEL)
def test_a_true_null_is_rejected_at_most_once_in_twenty(method, sizes):
    """Every table is tested and weighed, so there is no Monte Carlo error."""
    n1, n2 = sizes
    rejected = np.array(
        [
            [
                exact_test(Tally(i, n1), Tally(j, n2), method=method).p_value <= 0.05
                for j in range(n2 + 1)
            ]
            for i in range(n1 + 1)
        ]
    )

    assert 0.0 < largest_probability(rejected) <= 0.05 + 1e-12
