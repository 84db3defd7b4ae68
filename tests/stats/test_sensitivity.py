"""How easily findings fall."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, wilcoxon

from evallib.stats.sensitivity import (
    Specification,
    e_value,
    rosenbaum_bounds,
    rosenbaum_bounds_counts,
    specification_curve,
)

# The same formula turned around.
SAME_FORMULA = 1e-9
# A normal curve without continuity correction for a sum of forty ranks.
APPROXIMATE = 2e-2
SEVEN = [3, 5, 2, 6, 4, 7, -1]


@given(st.floats(0.05, 20))
def test_turning_a_ratio_around_keeps_its_e_value(ratio):
    assert e_value(ratio).value == pytest.approx(e_value(1 / ratio).value)


@given(st.floats(1.01, 20))
def test_a_cause_of_that_strength_just_explains_the_ratio(ratio):
    strength = e_value(ratio).value

    # Ding and VanderWeele's bounding factor, for both associations alike.
    assert strength**2 / (2 * strength - 1) == pytest.approx(ratio, rel=SAME_FORMULA)


def test_no_difference_needs_no_cause():
    assert e_value(1.0).value == 1


def test_an_interval_that_holds_one_needs_no_cause():
    assert e_value(1.2, limits=(0.9, 1.6)).limit == 1
    assert e_value(1.2).limit is None


def test_rare_outcomes_need_no_turning_into_risks():
    for measure in ("odds_ratio_rare", "hazard_ratio_rare"):
        assert e_value(2.0, measure=measure).risk_ratio == 2.0


def test_the_protective_example_in_print():
    # VanderWeele & Ding 2017: 0.80 (0.71 to 0.91) has 1.81 and 1.43.
    found = e_value(0.8, limits=(0.71, 0.91))

    assert (round(found.value, 2), round(found.limit, 2)) == (1.81, 1.43)


def test_odds_and_hazards_of_common_outcomes_are_drawn_toward_one():
    for measure in ("odds_ratio_common", "hazard_ratio_common"):
        assert 1 < e_value(2.0, measure=measure).risk_ratio < 2
        assert e_value(1.0, measure=measure).risk_ratio == 1


@pytest.mark.parametrize("ratio", [0.0, -1.0, math.inf, math.nan])
def test_a_ratio_of_an_empty_cell_is_refused(ratio):
    with pytest.raises(ValueError, match="ratio must be above 0 and finite"):
        e_value(ratio)


def test_limits_beside_their_ratio_are_refused():
    with pytest.raises(ValueError, match=r"enclose the ratio 2\.0"):
        e_value(2.0, limits=(2.1, 3.0))


def test_without_hidden_bias_the_bounds_are_ordinary_tests():
    ranks = rosenbaum_bounds(SEVEN, gammas=[1])
    signs = rosenbaum_bounds(SEVEN, test="sign", gammas=[1])

    greater = wilcoxon(SEVEN, alternative="greater", method="exact").pvalue
    assert ranks.p_upper == ranks.p_lower == pytest.approx((greater,))
    assert signs.p_upper[0] == pytest.approx(
        binomtest(6, 7, alternative="greater").pvalue
    )


def test_signed_ranks_are_summed_over_every_pattern():
    found = rosenbaum_bounds([1, 2, 2, -3], gammas=[2])

    ranks = (1, 2.5, 2.5, 4)
    chance = sum(
        math.prod(2 / 3 if up else 1 / 3 for up in pattern)
        for pattern in itertools.product([True, False], repeat=4)
        if sum(rank for rank, up in zip(ranks, pattern, strict=True) if up) >= 6
    )
    assert found.p_upper[0] == pytest.approx(chance)
    assert found.statistic == 6


def test_the_normal_curve_is_near_the_exact_sum_for_forty_pairs():
    gaps = [(-1) ** (i % 3 == 0) * (i + 1) for i in range(40)]
    exact = rosenbaum_bounds(gaps, gammas=[1, 2])
    normal = rosenbaum_bounds(gaps, gammas=[1, 2], approximate=True)

    assert exact.p_upper == pytest.approx(normal.p_upper, abs=APPROXIMATE)
    assert (exact.method, normal.method) == ("signed_rank_exact", "signed_rank_normal")


@given(st.lists(st.integers(-9, 9), min_size=1, max_size=15).filter(any))
def test_swapping_the_groups_changes_no_bound(gaps):
    one = rosenbaum_bounds(gaps)
    other = rosenbaum_bounds([-gap for gap in gaps])

    assert one.p_upper == pytest.approx(other.p_upper)
    assert one.critical_gamma == pytest.approx(other.critical_gamma)
    assert one.shift == -other.shift


@given(st.integers(0, 30), st.integers(1, 30))
def test_more_hidden_bias_never_helps(pilot, control):
    found = rosenbaum_bounds_counts(pilot, control, gammas=[1, 2, 3, 5])

    assert list(found.p_upper) == sorted(found.p_upper)
    assert list(found.p_lower) == sorted(found.p_lower, reverse=True)


def test_at_the_critical_bias_the_bound_is_the_level():
    found = rosenbaum_bounds_counts(110, 12)
    at = rosenbaum_bounds_counts(110, 12, gammas=[found.critical_gamma])

    assert at.p_upper[0] == pytest.approx(0.05)


def test_a_finding_that_fails_without_bias_bears_none():
    assert rosenbaum_bounds_counts(3, 2).critical_gamma == 1
    assert rosenbaum_bounds([1]).critical_gamma == 1


def test_thousands_of_pairs_use_the_normal_curve():
    found = rosenbaum_bounds([1, 2, 3, -4] * 800)

    assert (found.method, found.shift) == ("signed_rank_normal", None)


@pytest.mark.parametrize(
    ("gaps", "options", "message"),
    [
        ([0, 0], {}, "none of 2 pairs differ"),
        ([1, math.nan], {}, "one known number for each pair"),
        ([1], {"gammas": [0.5]}, r"gammas are 1 or more, at least one; got \(0.5,\)"),
        ([1], {"alpha": 0}, "alpha must lie strictly between 0 and 1; got 0"),
        ([1], {"test": "t"}, "test is one of signed_rank, sign; got 't'"),
    ],
)
def test_bounds_without_pairs_or_sense_are_refused(gaps, options, message):
    with pytest.raises(ValueError, match=message):
        rosenbaum_bounds(gaps, **options)


def test_counts_of_no_pair_are_refused():
    with pytest.raises(ValueError, match="at least one pair must differ"):
        rosenbaum_bounds_counts(0, 0)


def analysed(*values):
    return [
        Specification(f"way {i}", value, value - 0.1, value + 0.1)
        for i, value in enumerate(values)
    ]


def test_analyses_that_agree_and_one_that_does_not():
    curve = specification_curve(analysed(0.2, -0.05, 0.05, 0.15))

    assert [point.value for point in curve.points] == [-0.05, 0.05, 0.15, 0.2]
    assert (curve.above, curve.below, curve.clearly_above) == (0.75, 0.25, 0.5)
    assert curve.median == pytest.approx(0.1)
    assert curve.notes == ("direction_depends_on_analysis",)


def test_ratios_are_compared_with_one():
    curve = specification_curve(analysed(1.2, 1.3), null=1.0)

    assert (curve.above, curve.clearly_above, curve.notes) == (1, 1, ())


@given(st.permutations(analysed(0.1, 0.2, 0.2, -0.3)))
def test_the_order_of_analyses_does_not_matter(points):
    assert specification_curve(points) == specification_curve(
        analysed(0.1, 0.2, 0.2, -0.3)
    )


@pytest.mark.parametrize(
    ("points", "message"),
    [
        ([], "at least one analysis; got none"),
        ([Specification("a", 1, 0, 2)] * 2, "1 analyses repeat a name"),
        ([Specification("a", 3, 0, 2)], "analysis 'a': the interval must hold"),
    ],
)
def test_analyses_that_cannot_be_shown_are_refused(points, message):
    with pytest.raises(ValueError, match=message):
        specification_curve(points)
