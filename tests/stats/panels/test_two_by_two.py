"""The change of the pilot group minus the change of the control group."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.regression.linear_model import OLS

from evallib.stats.clusters import cluster_robust
from evallib.stats.did import two_by_two

# The same formula by other sums.
SAME_FORMULA = 1e-9


def rows(seed, size=40):
    rng = np.random.default_rng(seed)
    pilot, after = np.tile([0, 0, 1, 1], size // 4), np.tile([0, 1], size // 2)
    return rng.normal(size=size), pilot, after


@pytest.mark.parametrize(
    ("rule", "theirs"), [("HC2", "HC2"), ("HC1", "HC1"), ("classical", "nonrobust")]
)
def test_change_and_error_equal_a_regression_with_an_interaction(rule, theirs):
    outcome, pilot, after = rows(1)
    design = np.column_stack((np.ones(40), pilot, after, pilot * after))
    fit = OLS(outcome, design).fit(cov_type=theirs)

    change = two_by_two(outcome, pilot, after, rule=rule)

    assert change.value == pytest.approx(fit.params[3], abs=SAME_FORMULA)
    assert change.standard_error == pytest.approx(fit.bse[3], abs=SAME_FORMULA)


@pytest.mark.parametrize("rule", ["CR1", "CR2"])
def test_persons_seen_twice_are_clusters(rule):
    outcome, pilot, after = rows(2)
    person = np.repeat(np.arange(20), 2)
    design = {"pilot": pilot, "after": after, "both": pilot * after}

    change = two_by_two(outcome, pilot, after, rule=rule, clusters=person)

    term = cluster_robust(outcome, design, person, rule=rule).terms[3]
    assert change.standard_error == pytest.approx(term.standard_error)
    assert change.df == pytest.approx(term.df)
    assert (change.clusters, change.rule) == (20, rule)


@given(st.integers(0, 500))
def test_swapping_the_groups_mirrors_the_change(seed):
    outcome, pilot, after = rows(seed)
    ahead, behind = (
        two_by_two(outcome, pilot, after),
        two_by_two(outcome, 1 - pilot, after),
    )

    assert ahead.value == pytest.approx(-behind.value)
    assert ahead.interval.low == pytest.approx(-behind.interval.high)


def test_the_notes_say_that_two_periods_show_no_trend():
    change = two_by_two(*rows(3))

    assert change.notes == ("small_group", "trends_not_checked")
    assert [(cell.pilot, cell.after) for cell in change.cells] == [
        (True, False), (True, True), (False, False), (False, True)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("outcome", "pilot", "after", "options", "message"),
    [
        ([1, 2, 3, 4, 5, 6], [1, 1, 1, 0, 0, 0], [0, 0, 0, 0, 1, 1], {}, "at least 2"),
        ([1] * 8, [1] * 4 + [0] * 4, [0, 0, 1, 1] * 2, {}, "nobody differs"),
        ([1] * 8, [1] * 4 + [0] * 4, [0, 0, 1, 1] * 2, {"rule": "CR2"}, "without"),
        (
            [1] * 8, [1] * 4 + [0] * 4, [0, 0, 1, 1] * 2,
            {"clusters": [1, 2] * 4}, "with clusters",
        ),
        ([1, 2], [1, 0], [1, 0], {"rule": "HC3"}, "rule is one of"),
        ([1, 2], [1, 3], [1, 0], {}, "pilot is 1 or 0"),
    ],
)  # fmt: skip
def test_changes_that_cannot_be_told_are_refused(
    outcome, pilot, after, options, message
):
    with pytest.raises(ValueError, match=message):
        two_by_two(outcome, pilot, after, **options)
