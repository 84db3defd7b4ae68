"""Several pilots in one number."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import betabinom, chi2
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.meta_analysis import combine_effects

from evallib.domain.estimate import Tally
from evallib.stats.meta import between
from evallib.stats.meta.between import tau_squared
from evallib.stats.pooling import (
    StudyEffects,
    begg_test,
    egger_test,
    fixed_effect,
    leave_one_out,
    mantel_haenszel,
    next_rate,
    peto,
    pool_rates,
    random_effects,
    study_effects,
)

# The same sums in another order.
SAME_FORMULA = 1e-9
# A grid of a thousandth on both axes.
GRID = 1e-3
# The library's own iteration stops at this.
LIBRARY = 1e-6
VALUES = [0.10, 0.30, 0.35, 0.60, 0.20]
VARIANCES = [0.010, 0.020, 0.015, 0.040, 0.005]
FIVE = StudyEffects(VALUES, VARIANCES)
PILOTS = [Tally(2, 3), Tally(1, 12), Tally(7, 14), Tally(2, 26), Tally(5, 9)]
PAIRS = [(pilot, Tally(2, 18)) for pilot in PILOTS]
METHODS = ["reml", "dl", "pm", "ml", "he", "hs", "sj", "eb"]


def log_likelihood(tau2, *, restricted):
    values, variances = (np.array(part) for part in (VALUES, VARIANCES))
    weights = 1 / (variances + tau2)
    mean = weights @ values / weights.sum()
    total = np.log(weights).sum() - weights @ (values - mean) ** 2
    return (total - np.log(weights.sum()) if restricted else total) / 2


@pytest.mark.parametrize(("method", "restricted"), [("reml", True), ("ml", False)])
def test_the_variance_between_pilots_has_the_highest_likelihood(method, restricted):
    found = random_effects(FIVE, tau2=method).tau2
    places = np.linspace(0, 0.1, 1001)
    best = max(places, key=lambda tau2: log_likelihood(tau2, restricted=restricted))

    assert found == pytest.approx(best, abs=1e-4)


@pytest.mark.parametrize(("ours", "theirs"), [("dl", "chi2"), ("pm", "iterated")])
def test_two_estimators_equal_the_librarys(ours, theirs):
    found = random_effects(FIVE, tau2=ours, errors="normal")
    options = {"atol": 1e-12, "maxiter": 500} if theirs == "iterated" else {}
    other = combine_effects(
        np.array(VALUES), np.array(VARIANCES), method_re=theirs, **options
    )

    assert found.tau2 == pytest.approx(other.tau2, abs=LIBRARY)
    assert found.value == pytest.approx(other.mean_effect_re, abs=LIBRARY)
    assert fixed_effect(FIVE).value == pytest.approx(other.mean_effect_fe)
    assert found.q == pytest.approx(other.q)


def test_the_librarys_negative_variance_is_zero_here():
    alike = StudyEffects([0.20, 0.21, 0.19], [0.1, 0.1, 0.1])
    other = combine_effects(np.array(alike.values), np.array([0.1] * 3), method_re="dl")

    assert other.tau2 < 0
    assert random_effects(alike, tau2="dl").tau2 == 0


@pytest.mark.parametrize("method", METHODS)
def test_scaling_the_values_scales_the_result(method):
    ours = random_effects(FIVE, tau2=method)
    hundred = random_effects(
        StudyEffects(np.multiply(VALUES, 100), np.multiply(VARIANCES, 10_000)),
        tau2=method,
    )

    assert hundred.value == pytest.approx(100 * ours.value)
    assert hundred.tau2 == pytest.approx(10_000 * ours.tau2)
    assert hundred.prediction.low == pytest.approx(100 * ours.prediction.low)
    assert hundred.i2 == pytest.approx(ours.i2)


@given(st.permutations(range(5)))
def test_the_order_of_pilots_does_not_matter(order):
    moved = StudyEffects([VALUES[i] for i in order], [VARIANCES[i] for i in order])

    assert random_effects(moved).value == pytest.approx(random_effects(FIVE).value)
    assert sum(random_effects(moved).weights) == pytest.approx(1)


def test_hartung_and_knapps_error_is_a_weighted_regressions():
    found = random_effects(FIVE)
    weights = 1 / (np.array(VARIANCES) + found.tau2)
    fit = WLS(VALUES, np.ones(5), weights=weights).fit()

    assert found.standard_error == pytest.approx(fit.bse[0])
    assert found.interval.low == pytest.approx(fit.conf_int()[0, 0])
    assert found.p_value == pytest.approx(fit.pvalues[0])


def test_the_prediction_is_wider_than_the_average():
    found = random_effects(FIVE)

    assert found.prediction.low < found.interval.low
    assert found.interval.high < found.prediction.high


def test_the_q_profile_limits_have_the_wanted_q():
    found = random_effects(FIVE).tau2_interval

    def q(tau2):
        weights = 1 / (np.array(VARIANCES) + tau2)
        mean = weights @ VALUES / weights.sum()
        return weights @ (np.array(VALUES) - mean) ** 2

    assert found.low == 0 or q(found.low) == pytest.approx(chi2.ppf(0.975, 4))
    assert q(found.high) == pytest.approx(chi2.ppf(0.025, 4))


def test_two_pilots_are_pooled_as_one_effect_and_told():
    found = random_effects(StudyEffects([0.1, 0.3], [0.01, 0.01]))

    assert (found.value, found.tau2, found.prediction) == (pytest.approx(0.2), 0, None)
    assert found.notes == ("too_few_studies_fixed_effect", "few_studies")


def test_one_pilot_is_its_own_average():
    found = random_effects(StudyEffects([0.1], [0.01]))

    assert (found.value, found.standard_error) == (pytest.approx(0.1), 0.1)
    assert (found.i2, found.q_df, found.q_p_value) == (0, 0, 1)


def test_pilots_that_agree_exactly_do_not_get_an_interval_without_width():
    found = random_effects(StudyEffects([0.2] * 3, [0.01] * 3))

    assert found.interval.low < 0.2 < found.interval.high
    assert found.interval.method == "hartung_knapp_widened"


def test_an_error_below_the_normal_one_is_told():
    alike = StudyEffects([0.20, 0.21, 0.19], [0.1, 0.1, 0.1])

    assert "error_below_normal" in random_effects(alike).notes
    widened = random_effects(alike, errors="hartung_knapp_widened")
    assert "error_below_normal" not in widened.notes
    assert widened.standard_error == pytest.approx(math.sqrt(0.1 / 3))


def test_leaving_a_pilot_out_is_pooling_the_others():
    rest = leave_one_out(FIVE)

    assert len(rest) == 5
    assert rest[4].value == pytest.approx(
        random_effects(StudyEffects(VALUES[:4], VARIANCES[:4])).value
    )


def test_an_only_pilot_cannot_be_left_out():
    with pytest.raises(ValueError, match="leaving one study out needs two"):
        leave_one_out(StudyEffects([0.1], [0.01]))


@pytest.mark.parametrize(
    ("values", "variances", "message"),
    [
        ([], [], r"one value and one variance; got shapes \(0,\) and \(0,\)"),
        ([1, 2], [1], r"got shapes \(2,\) and \(1,\)"),
        ([1, 2], [1, 0], "variances finite and above 0"),
        ([1, math.nan], [1, 1], "values must be finite"),
    ],
)
def test_effects_without_errors_are_refused(values, variances, message):
    with pytest.raises(ValueError, match=message):
        StudyEffects(values, variances)


def test_an_unknown_estimator_is_refused():
    with pytest.raises(ValueError, match="tau2 is one of reml, dl, pm"):
        random_effects(FIVE, tau2="best")


@pytest.mark.parametrize("method", METHODS)
def test_no_estimator_gives_a_variance_below_zero(method):
    values, variances = np.array([0.2, 0.21, 0.19]), np.array([0.1, 0.1, 0.2])

    assert tau_squared(values, variances, method) >= 0


def test_a_variance_that_does_not_settle_is_refused(monkeypatch):
    monkeypatch.setattr(between, "MOST_STEPS", 1)
    with pytest.raises(ValueError, match="between 5 studies did not settle"):
        random_effects(FIVE)


# Effects from counts ------------------------------------------------------


@pytest.mark.parametrize("measure", ["risk_difference", "risk_ratio", "odds_ratio"])
def test_swapping_the_groups_turns_the_effect_around(measure):
    ours = study_effects(PAIRS, measure=measure)
    swapped = study_effects([(c, p) for p, c in PAIRS], measure=measure)

    assert ours.values == pytest.approx(-swapped.values)
    assert ours.variances == pytest.approx(swapped.variances)


def test_only_tables_with_an_empty_cell_are_corrected_and_counted():
    pairs = [(Tally(0, 5), Tally(2, 9)), (Tally(2, 5), Tally(2, 9))]
    found = study_effects(pairs, measure="odds_ratio")

    assert found.corrected == 1
    assert found.values[0] == pytest.approx(math.log(0.5 * 7.5 / (5.5 * 2.5)))
    assert found.values[1] == pytest.approx(math.log(2 * 7 / (3 * 2)))
    assert "zero_cells_corrected" in random_effects(found).notes


def test_a_pilot_that_nobody_knows_of_is_refused():
    with pytest.raises(ValueError, match="pilot group: none of 4 persons"):
        study_effects([(Tally(0, 0, pending=4), Tally(1, 9))])


def test_no_pilot_is_refused():
    with pytest.raises(ValueError, match="at least one study; got none"):
        study_effects([])


def test_mantel_and_haenszels_odds_equal_the_librarys():
    found = mantel_haenszel(PAIRS, measure="odds_ratio")
    tables = [
        np.array([[p.reached, p.known - p.reached], [c.reached, c.known - c.reached]])
        for p, c in PAIRS
    ]

    assert found.value == pytest.approx(StratifiedTable(tables).oddsratio_pooled)


def test_petos_odds_by_hand():
    # Expected 3.5 and 2.5 in the pilots, variances 9100/7600 and 13680/13248.
    found = peto([(Tally(2, 10), Tally(5, 10)), (Tally(1, 12), Tally(4, 12))])

    variance = 9100 / 7600 + 13680 / 13248
    assert found.value == pytest.approx(math.exp(-3 / variance))
    assert found.standard_error == pytest.approx(variance**-0.5)
    assert found.interval.method == "peto"


def test_swapping_the_groups_turns_petos_odds_around():
    swapped = peto([(c, p) for p, c in PAIRS])

    assert peto(PAIRS).value == pytest.approx(1 / swapped.value)
    assert peto(PAIRS).crude == pytest.approx(1 / swapped.crude)


def test_a_pilot_where_all_succeed_has_infinite_crude_odds():
    assert peto([(Tally(5, 5), Tally(1, 4))]).crude == math.inf


def test_pilots_in_which_nobody_differs_have_no_odds():
    with pytest.raises(ValueError, match="in none of 2 studies did some persons"):
        peto([(Tally(0, 5), Tally(0, 9)), (Tally(3, 3), Tally(2, 2))])


# Asymmetry ----------------------------------------------------------------


def test_eggers_slope_is_a_weighted_regressions():
    errors = np.sqrt(VARIANCES)
    design = np.column_stack([np.ones(5), errors])
    fit = WLS(VALUES, design, weights=1 / np.array(VARIANCES)).fit()

    found = egger_test(FIVE)
    assert found.statistic == pytest.approx(fit.tvalues[1])
    assert found.p_value == pytest.approx(fit.pvalues[1])
    assert found.notes == ("few_studies",)


def test_turning_the_values_around_turns_asymmetry_around():
    turned = StudyEffects([-value for value in VALUES], VARIANCES)

    assert egger_test(turned).statistic == pytest.approx(-egger_test(FIVE).statistic)
    assert begg_test(turned).statistic == pytest.approx(-begg_test(FIVE).statistic)


def test_pilots_of_one_size_show_no_order():
    same = StudyEffects([0.1, 0.2, 0.4], [0.01] * 3)

    assert (begg_test(same).statistic, begg_test(same).p_value) == (0, 1)
    with pytest.raises(ValueError, match="three studies with different standard err"):
        egger_test(same)


def test_values_that_do_not_differ_have_no_slope():
    level = egger_test(StudyEffects([0.0] * 3, [0.01, 0.02, 0.03]))

    assert (level.statistic, level.p_value) == (0, 1)


def test_two_pilots_have_no_asymmetry():
    with pytest.raises(ValueError, match="asymmetry needs three studies; got 2"):
        begg_test(StudyEffects([0.1, 0.2], [0.01, 0.02]))


# Rates drawn together -----------------------------------------------------


def test_the_fitted_rates_have_the_highest_likelihood_on_a_grid():
    found = pool_rates(PILOTS)
    mean = np.arange(0.2, 0.5, GRID)[:, None]
    likeness = np.arange(0.05, 0.5, GRID)[None, :]
    prior = (1 - likeness) / likeness
    value = sum(
        betabinom.logpmf(each.reached, each.known, mean * prior, (1 - mean) * prior)
        for each in PILOTS
    )
    row, column = np.unravel_index(value.argmax(), value.shape)

    assert found.rate == pytest.approx(mean[row, 0], abs=GRID)
    assert found.likeness == pytest.approx(likeness[0, column], abs=GRID)


def test_profile_limits_are_where_the_likelihood_has_fallen_enough():
    found = pool_rates(PILOTS).interval
    likeness = np.linspace(1e-4, 0.95, 4000)
    prior = (1 - likeness) / likeness

    def best(mean):
        return sum(
            betabinom.logpmf(each.reached, each.known, mean * prior, (1 - mean) * prior)
            for each in PILOTS
        ).max()

    top = max(best(mean) for mean in np.arange(0.3, 0.36, GRID))
    fallen = chi2.ppf(0.95, 1) / 2
    for limit in (found.low, found.high):
        assert best(limit) == pytest.approx(top - fallen, abs=1e-3)


def test_few_persons_are_drawn_further_than_many():
    found = pool_rates(PILOTS)

    weights = [group.own_weight for group in found.groups]
    assert np.argsort(weights).tolist() == [0, 4, 1, 2, 3]
    for group in found.groups:
        ends = sorted((group.own, found.rate))
        assert ends[0] <= group.value <= ends[1]
        assert group.interval.low < group.value < group.interval.high


def test_counting_the_others_mirrors_every_rate():
    ours = pool_rates(PILOTS)
    others = pool_rates(
        [Tally(each.known - each.reached, each.known) for each in PILOTS]
    )

    assert others.rate == pytest.approx(1 - ours.rate, abs=LIBRARY)
    assert others.interval.low == pytest.approx(1 - ours.interval.high, abs=LIBRARY)
    assert others.groups[0].value == pytest.approx(
        1 - ours.groups[0].value, abs=LIBRARY
    )


def test_pilots_that_differ_no_more_than_by_chance_share_one_rate():
    found = pool_rates([Tally(1, 4)] * 5)

    assert (found.rate, found.likeness) == (0.25, 0)
    assert found.groups[0].interval == found.interval
    assert "no_spread_seen" in found.notes


@pytest.mark.parametrize(("reached", "low", "high"), [(0, 0, 0.25), (3, 0.75, 1)])
def test_nobody_or_everybody_in_every_pilot(reached, low, high):
    found = pool_rates([Tally(reached, 3)] * 4)

    assert found.rate == reached / 3
    assert low <= found.interval.low < found.interval.high <= high


def test_three_of_three_is_no_certainty_even_where_pilots_are_wholly_unlike():
    found = pool_rates([Tally(3, 3), Tally(0, 5), Tally(4, 4)])

    assert found.likeness > 0.99
    assert found.groups[0].interval.low < 0.6


def test_a_pilot_whose_follow_up_is_open_gets_the_common_rate():
    found = pool_rates([*PILOTS, Tally(0, 0, pending=7)])

    waiting = found.groups[-1]
    assert (waiting.own, waiting.own_weight) == (None, 0)
    assert waiting.value == pytest.approx(found.rate)
    assert "follow_up_incomplete" in found.notes


def test_two_pilots_have_nothing_to_be_drawn_to():
    with pytest.raises(ValueError, match="needs 3 groups with persons of known status"):
        pool_rates(PILOTS[:2])


@pytest.mark.slow
def test_the_likeness_of_ten_thousand_pilots_is_found():
    draw = np.random.default_rng(1)
    known = draw.integers(3, 30, 10_000)
    reached = draw.binomial(known, draw.beta(3, 5, known.size))
    found = pool_rates(
        [Tally(*map(int, pair)) for pair in zip(reached, known, strict=True)]
    )

    # True values 3/8 and 1/9; four Monte Carlo errors of about 0.0025 and 0.0025.
    assert found.rate == pytest.approx(3 / 8, abs=0.01)
    assert found.likeness == pytest.approx(1 / 9, abs=0.01)


def test_the_next_pilot_is_less_certain_than_the_common_rate():
    found, common = next_rate(PILOTS), pool_rates(PILOTS).interval

    assert found.low < common.low
    assert common.high < found.high


def test_many_large_pilots_alike_tell_the_next_one():
    found = next_rate([Tally(300, 1000)] * 40)

    assert (found.low, found.high) == pytest.approx((0.3, 0.3), abs=0.03)


def test_the_next_pilot_is_predicted_in_mirror_image_for_those_who_did_not():
    found = next_rate(PILOTS)
    others = next_rate(
        [Tally(each.known - each.reached, each.known) for each in PILOTS]
    )

    assert (1 - others.high, 1 - others.low) == pytest.approx((found.low, found.high))


def test_two_pilots_predict_nothing():
    with pytest.raises(ValueError, match="needs 3 groups with persons of known status"):
        next_rate(PILOTS[:2])


@pytest.mark.slow
def test_the_next_of_four_small_pilots_lies_where_it_was_predicted():
    draw = np.random.default_rng(1)
    held = 0
    for _ in range(100):
        rates = draw.beta(1.7, 4, 5)
        known = draw.integers(8, 40, 4)
        reached = draw.binomial(known, rates[:4])
        found = next_rate(
            [Tally(*map(int, pair)) for pair in zip(reached, known, strict=True)]
        )
        held += found.low <= rates[4] <= found.high

    # Nineteen of twenty at least; 90 is two and a half Monte Carlo errors below 95.
    assert held >= 90
