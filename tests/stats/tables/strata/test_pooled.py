"""Strata made into one contrast."""

import math

import numpy as np
import pytest
from statsmodels.stats.contingency_tables import StratifiedTable

from evallib.domain.estimate import Tally
from evallib.stats.proportions import risk_difference, risk_ratio
from evallib.stats.tables.strata.pooled import standardised, stratified

# Two ways to the same closed formula: only the last bits may differ.
SAME_FORMULA = 1e-10
MEASURES = ["risk_difference", "risk_ratio", "odds_ratio"]
WOMEN = (Tally(6, 14), Tally(4, 21))
MEN = (Tally(9, 12), Tally(11, 19))
STRATA = [WOMEN, MEN]
NOBODY = Tally(0, 0, pending=3)
# Simpson's paradox in kidney stones, Charig et al. (1986), BMJ 292, 879-882:
# open surgery 81/87 and 192/263, keyhole surgery 234/270 and 55/80.
KIDNEY = [(Tally(81, 87), Tally(234, 270)), (Tally(192, 263), Tally(55, 80))]


def test_strata_turn_the_crude_difference_of_kidney_stones_round():
    gap = stratified(KIDNEY)

    assert gap.crude == pytest.approx(0.78 - 289 / 350)
    assert gap.crude < 0 < gap.value


def test_odds_ratio_and_error_are_the_library_s():
    tables = [
        [[p.reached, p.known - p.reached], [c.reached, c.known - c.reached]]
        for p, c in STRATA
    ]
    theirs = StratifiedTable(list(np.array(tables, dtype=float)))
    ours = stratified(STRATA, measure="odds_ratio")
    low, high = theirs.oddsratio_pooled_confint()

    assert ours.value == pytest.approx(theirs.oddsratio_pooled, abs=SAME_FORMULA)
    assert ours.interval.low == pytest.approx(low, abs=SAME_FORMULA)
    assert ours.interval.high == pytest.approx(high, abs=SAME_FORMULA)


def test_one_stratum_is_the_plain_contrast():
    gap = stratified([WOMEN])
    times = stratified([WOMEN], measure="risk_ratio")

    assert gap.value == pytest.approx(risk_difference(*WOMEN).value)
    assert times.value == pytest.approx(risk_ratio(*WOMEN).value)
    katz = risk_ratio(*WOMEN, method="katz").interval
    assert times.interval.low == pytest.approx(katz.low)


@pytest.mark.parametrize("measure", MEASURES)
def test_the_order_of_the_strata_does_not_matter(measure):
    one, other = (stratified(s, measure=measure) for s in (STRATA, STRATA[::-1]))

    assert one.value == pytest.approx(other.value)
    assert one.standard_error == pytest.approx(other.standard_error)


@pytest.mark.parametrize("measure", MEASURES)
def test_swapping_the_groups_mirrors_the_contrast(measure):
    ahead = stratified(STRATA, measure=measure)
    behind = stratified([(c, p) for p, c in STRATA], measure=measure)
    mirrored = -behind.value if measure == "risk_difference" else 1 / behind.value

    assert ahead.value == pytest.approx(mirrored)
    assert ahead.standard_error == pytest.approx(behind.standard_error)


def test_a_stratum_without_a_control_group_is_left_out_and_noted():
    alone = stratified([*STRATA, (Tally(3, 4), NOBODY)])

    assert alone.value == pytest.approx(stratified(STRATA).value)
    assert "strata_without_contrast" in alone.notes
    assert "follow_up_incomplete" in alone.notes


def test_equal_strata_leave_nothing_to_standardise():
    doubled = [WOMEN, WOMEN]

    assert standardised(doubled).value == pytest.approx(risk_difference(*WOMEN).value)


def test_the_target_s_mix_of_strata_decides():
    women, men = (risk_difference(*pair).value for pair in STRATA)
    everybody, pilots = standardised(STRATA), standardised(STRATA, target="pilot")

    assert everybody.value == pytest.approx((35 * women + 31 * men) / 66)
    assert pilots.value == pytest.approx((14 * women + 12 * men) / 26)
    assert pilots.interval.method == "standardised_pilot"


def test_a_ratio_that_is_infinite_or_undefined_in_all_strata_is_refused():
    only_men = [(Tally(2, 5), Tally(0, 6)), (Tally(3, 5), Tally(0, 4))]
    nobody = [(Tally(0, 5), Tally(0, 6))]

    assert stratified(only_men).crude == pytest.approx(0.5)
    with pytest.raises(ValueError, match=r"no odds_ratio with an interval"):
        stratified(only_men, measure="odds_ratio")
    with pytest.raises(ValueError, match=r"no risk_ratio with an interval"):
        stratified(nobody, measure="risk_ratio")


def test_crude_odds_count_everybody():
    assert stratified(STRATA, measure="odds_ratio").crude == pytest.approx(
        (15 * 25) / (11 * 15)
    )
    lopsided = [(Tally(1, 2), Tally(0, 2)), (Tally(0, 0), Tally(1, 3))]
    with pytest.raises(ValueError, match=r"use 'risk_difference'"):
        stratified(lopsided, measure="odds_ratio")


def test_strata_that_never_hold_both_groups_are_refused():
    with pytest.raises(
        ValueError, match=r"none of 2 strata has persons .* wider strata"
    ):
        stratified([(Tally(3, 4), NOBODY), (NOBODY, Tally(1, 4))])


def test_an_unknown_measure_is_refused():
    with pytest.raises(ValueError, match=r"measure is one of risk_difference"):
        stratified(STRATA, measure="hazard_ratio")
    with pytest.raises(ValueError, match=r"target is one of all, pilot; got 'men'"):
        standardised(STRATA, target="men")


def test_an_impossible_contrast_is_finite_in_the_difference():
    sure = [(Tally(5, 5), Tally(0, 5)), (Tally(4, 4), Tally(0, 6))]
    gap = stratified(sure)

    assert gap.value == pytest.approx(1)
    assert math.isfinite(gap.standard_error)
