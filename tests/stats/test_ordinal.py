"""Answers on a scale, rankings and paired answers of few persons."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest, brunnermunzel, friedmanchisquare, ttest_ind
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.weightstats import CompareMeans

from evallib.stats.ordinal import (
    Pairs,
    friedman,
    kendall_w,
    mean_difference,
    mean_from_summary,
    mean_ranks,
    mean_ranks_printed,
    mean_score,
    paired_change,
    superiority,
    top_box,
    top_box_of,
    top_box_printed,
)

# The same sums in another order.
SAME_FORMULA = 1e-9
# Student (1908) prints two decimals.
PRINTED = 5e-3
ONE_TO_FIVE = (1, 5)
PRINTED_RANKS = [2.5, 3.1, 3.6, 4.4, 4.4, 4.8]
SLEEP = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
answers = st.lists(st.integers(1, 5), min_size=2, max_size=25)


# Shares of the top answers ------------------------------------------------


def test_a_printed_share_of_seventeen_has_one_count():
    found = top_box_printed(82, 17)
    counted = top_box(14, 17)

    assert found.counts == (14,)
    assert found.interval == counted.interval
    assert found.share == 0.82


def test_an_impossible_share_gets_the_interval_of_its_neighbours():
    found = top_box_printed(77, 17)

    assert not found.possible
    assert found.interval.low == top_box(13, 17).interval.low
    assert found.interval.high == top_box(14, 17).interval.high
    assert "printed_percent_impossible" in found.notes


def test_a_printed_share_of_hundreds_covers_all_its_counts():
    found = top_box_printed(50, 300)

    assert found.counts == (149, 150, 151)
    assert found.interval.low == top_box(149, 300).interval.low
    assert found.interval.high == top_box(151, 300).interval.high


def test_a_share_of_seventeen_equals_the_librarys_wilson():
    low, high = proportion_confint(14, 17, method="wilson")

    found = top_box(14, 17).interval
    assert (found.low, found.high) == pytest.approx((low, high))


@given(st.integers(1, 40), st.data())
def test_counting_the_others_mirrors_the_share(n, data):
    count = data.draw(st.integers(0, n))
    one, other = top_box(count, n).interval, top_box(n - count, n).interval

    assert one.low == pytest.approx(1 - other.high, abs=SAME_FORMULA)


def test_nobody_and_everybody_have_intervals_with_width():
    none, everybody = top_box(0, 7).interval, top_box(7, 7).interval

    assert none.low == 0 < none.high
    assert everybody.low < everybody.high == 1


def test_seventeen_of_twenty_five_tell_more_than_seventeen_of_many():
    few, many = top_box(14, 17, population=25), top_box(14, 17)
    shrunk = 17 * 24 / 8
    low, high = proportion_confint(14 / 17 * shrunk, shrunk, method="wilson")

    assert (few.interval.low, few.interval.high) == pytest.approx((low, high))
    assert few.interval.low > many.interval.low
    assert "finite_population" in few.notes


def test_who_asked_everybody_knows_the_share():
    found = top_box(14, 17, population=17)

    assert found.interval.low == found.interval.high == 14 / 17
    assert "everybody_answered" in found.notes


def test_a_population_below_the_answers_is_refused():
    with pytest.raises(ValueError, match="at least the 17 who answered; got 16"):
        top_box(14, 17, population=16)


@pytest.mark.parametrize(("count", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_a_count_outside_its_persons_is_refused(count, n):
    with pytest.raises(ValueError, match=f"got {count} of {n}"):
        top_box(count, n)


def test_equal_weights_change_nothing_but_the_note():
    given = [5, 4, 3, 2, 5, 1, float("nan")]
    plain = top_box_of(given, (4, 5))
    weighted = top_box_of(given, (4, 5), weights=[2.5] * 7)

    assert (plain.counts, plain.n) == ((3,), 6)
    assert plain.interval == top_box(3, 6).interval
    assert weighted.interval.low == pytest.approx(plain.interval.low)
    assert weighted.notes == ("small_group", "weighted")


def test_unequal_weights_are_worth_fewer_answers():
    found = top_box_of([5, 5, 1, 1], (4, 5), weights=[3, 1, 3, 1])
    low, high = proportion_confint(0.5 * 3.2, 3.2, method="wilson")

    assert (found.share, found.n) == (0.5, 4)
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


@pytest.mark.parametrize("weights", [[1, 1], [1, 0, 1], [1, math.inf, 1]])
def test_weights_without_meaning_are_refused(weights):
    with pytest.raises(ValueError, match="above 0 for each of 3 answers"):
        top_box_of([1, 2, 3], (3,), weights=weights)


def test_a_question_nobody_answered_is_refused():
    with pytest.raises(ValueError, match="got 0 of 0"):
        top_box_of([float("nan")] * 3, (4, 5))


# Means on a scale ---------------------------------------------------------


def test_students_own_interval():
    found = mean_score(SLEEP, scale=(-2, 6))

    assert found.mean == pytest.approx(2.33, abs=PRINTED)
    assert (found.interval.low, found.interval.high) == pytest.approx(
        (0.90, 3.76), abs=PRINTED
    )
    assert found.interval.method == "t"


def test_answers_near_the_end_are_cut_there_and_told():
    found = mean_score([5, 5, 5, 5, 4, 3], scale=ONE_TO_FIVE)

    assert found.interval.high == 5
    assert found.interval.method == "t_clipped"
    assert found.answers == {3: 1, 4: 1, 5: 4}
    assert found.median == 5


def test_equal_answers_do_not_give_an_interval_without_width():
    found = mean_score([5] * 7, scale=ONE_TO_FIVE)

    assert found.interval.low < found.interval.high == 5
    assert found.interval.method == "largest_sd"
    assert "all_answers_equal" in found.notes


def test_one_answer_has_an_interval_but_no_spread():
    found = mean_score([3], scale=ONE_TO_FIVE)

    assert found.sd is None
    assert found.interval.low < 2 < 4 < found.interval.high


@given(answers)
def test_turning_the_scale_mirrors_the_mean(given):
    one = mean_score(given, scale=ONE_TO_FIVE)
    other = mean_score([6 - each for each in given], scale=ONE_TO_FIVE)

    assert one.mean == pytest.approx(6 - other.mean)
    assert one.interval.low == pytest.approx(6 - other.interval.high, abs=SAME_FORMULA)


@given(answers)
def test_no_answers_spread_more_than_the_largest_spread(given):
    found = mean_score(given, scale=ONE_TO_FIVE)

    assert found.sd <= found.largest_sd + SAME_FORMULA
    assert 1 <= found.interval.low <= found.mean <= found.interval.high <= 5


def test_a_summary_with_its_spread_equals_the_answers_themselves():
    whole = mean_score(SLEEP, scale=(-2, 6))
    printed = mean_from_summary(whole.mean, 10, scale=(-2, 6), sd=whole.sd)

    assert printed.interval == whole.interval
    assert (printed.answers, printed.median) == ({}, None)


def test_without_a_spread_the_interval_is_that_of_the_largest():
    unknown = mean_from_summary(4.2, 14, scale=ONE_TO_FIVE)
    known = mean_from_summary(4.2, 14, scale=ONE_TO_FIVE, sd=0.8)

    assert unknown.interval.low < known.interval.low
    assert "spread_unknown" in unknown.notes
    low, high = proportion_confint(0.8 * 14, 14, method="wilson")
    assert (unknown.interval.low, unknown.interval.high) == pytest.approx(
        (1 + 4 * low, 1 + 4 * high)
    )


def test_everybody_asked_leaves_the_mean():
    found = mean_from_summary(4.2, 14, scale=ONE_TO_FIVE, population=14)

    assert found.interval.low == found.interval.high == 4.2
    assert found.interval.method == "everybody"


def test_a_population_narrows_the_interval_of_a_mean():
    wide = mean_from_summary(4.0, 17, scale=ONE_TO_FIVE, sd=0.8).interval
    narrow = mean_from_summary(4.0, 17, scale=ONE_TO_FIVE, sd=0.8, population=25)

    ratio = (narrow.interval.high - 4) / (wide.high - 4)
    assert ratio == pytest.approx(math.sqrt(8 / 24))


def test_weights_move_the_mean():
    found = mean_score([1, 5, 5], scale=ONE_TO_FIVE, weights=[2, 1, 1])

    assert found.mean == 3
    assert "weighted" in found.notes


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ([], "nobody answered"),
        ([1, 6, 7], "2 of 3 answers lie outside the scale 1 to 5"),
    ],
)
def test_answers_off_the_scale_are_refused(given, message):
    with pytest.raises(ValueError, match=message):
        mean_score(given, scale=ONE_TO_FIVE)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mean": 5.1}, "mean must lie on the scale, 1 to 5; got 5.1"),
        ({"n": 0}, "at least one person who answered; got 0"),
        ({"sd": 2.5}, "sd lies between 0 and 1.75 for this mean; got 2.5"),
        ({"scale": (5, 1)}, r"lower to a higher answer; got \(5, 1\)"),
    ],
)
def test_a_summary_that_cannot_be_is_refused(change, message):
    summary = {"mean": 4.2, "n": 14, "scale": ONE_TO_FIVE, "sd": None} | change
    with pytest.raises(ValueError, match=message):
        mean_from_summary(summary.pop("mean"), summary.pop("n"), **summary)


# Rankings -----------------------------------------------------------------


def test_printed_ranks_keep_their_order_when_their_sum_is_impossible():
    found = mean_ranks_printed(PRINTED_RANKS, 17, complete=True)

    assert found.order == (0, 1, 2, 3, 4, 5)
    assert found.agreement is None
    assert not found.check.possible
    assert "rank_sum_impossible" in found.notes


def test_an_incomplete_ranking_owes_no_sum():
    found = mean_ranks_printed(PRINTED_RANKS, 17, complete=False)

    assert (found.check, found.agreement) == (None, None)
    assert "ranking_incomplete" in found.notes


def test_sound_printed_ranks_give_the_agreement_of_the_rankings():
    rankings = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [1, 2, 3], [1, 2, 3]]
    means = np.mean(rankings, axis=0).round(1)
    printed = mean_ranks_printed(means.tolist(), 5, complete=True)

    assert printed.agreement == pytest.approx(kendall_w(rankings).agreement)
    assert printed.notes == ("few_persons", "from_rounded_means")


def test_a_ranking_by_nobody_is_refused():
    with pytest.raises(ValueError, match="one person who ranked; got 0"):
        mean_ranks_printed(PRINTED_RANKS, 0, complete=True)


def ratings(seed, persons=12, items=5):
    return np.random.default_rng(seed).integers(1, 6, (persons, items))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_friedman_and_w_agree_with_each_other_and_with_scipy(seed):
    found, agreed = friedman(ratings(seed)), kendall_w(ratings(seed))

    theirs = friedmanchisquare(*ratings(seed).T)
    assert found.statistic == pytest.approx(theirs.statistic)
    assert agreed.statistic == pytest.approx(theirs.statistic)
    assert agreed.p_value == pytest.approx(found.p_value)
    assert agreed.agreement == found.agreement


@given(st.integers(0, 100))
def test_the_order_of_persons_does_not_matter(seed):
    rows = ratings(seed)
    again = np.random.default_rng(seed).permutation(rows)

    assert kendall_w(rows).agreement == pytest.approx(kendall_w(again).agreement)
    assert sum(mean_ranks(rows).mean_ranks) == pytest.approx(15)
    assert mean_ranks(rows).check.possible


def test_persons_who_left_an_item_out_are_left_out_and_counted():
    rows = ratings(4).astype(float)
    rows[0, 2] = math.nan
    found = mean_ranks(rows)

    assert (found.n, found.incomplete) == (11, 1)
    assert found.mean_ranks == mean_ranks(rows[1:]).mean_ranks
    assert "incomplete_rankings_left_out" in found.notes


def test_the_same_ranking_by_everybody_is_full_agreement():
    assert kendall_w([[1, 2, 3, 4]] * 7).agreement == 1
    assert kendall_w([[1, 2], [2, 1]]).agreement == 0


def test_equal_ranks_are_corrected_for_unless_asked_not_to():
    rows = [[1, 1, 2], [1, 1, 2], [1, 1, 2]]

    assert kendall_w(rows).agreement == pytest.approx(1)
    assert kendall_w(rows, corrected=False).agreement == pytest.approx(0.75)


def test_a_million_rankings_take_little_time():
    assert mean_ranks(ratings(5, persons=1_000_000)).n == 1_000_000


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ([1, 2, 3], r"a row a person and two columns or more; got \(3,\)"),
        ([[1], [2]], "two columns or more"),
        ([[math.nan, 1], [2, math.nan]], "none of 2 persons ranked every item"),
    ],
)
def test_what_is_no_ranking_is_refused(rows, message):
    with pytest.raises(ValueError, match=message):
        mean_ranks(rows)


def test_items_put_level_by_everybody_have_no_agreement():
    assert mean_ranks([[3, 3, 3]] * 4).agreement is None
    with pytest.raises(ValueError, match="all 4 persons put every item level"):
        kendall_w([[3, 3, 3]] * 4)


def test_two_items_are_no_matter_for_friedman():
    with pytest.raises(ValueError, match="needs three items"):
        friedman([[1, 2], [2, 1], [1, 2]])


# The same persons twice ---------------------------------------------------


@given(*[st.integers(0, 12)] * 3, st.integers(1, 12))
def test_exchanging_before_and_after_mirrors_the_change(both, up, down, neither):
    for method in ("newcombe", "agresti_min", "wald"):
        one = paired_change(Pairs(both, up, down, neither), method=method)
        other = paired_change(Pairs(both, down, up, neither), method=method)
        assert one.value == -other.value
        assert one.interval.low == pytest.approx(-other.interval.high, abs=SAME_FORMULA)
        assert one.p_value == pytest.approx(other.p_value)


def test_only_changed_persons_enter_the_exact_test():
    found = paired_change(Pairs(30, 7, 1, 60))

    assert found.p_value == pytest.approx(binomtest(1, 8).pvalue)
    assert found.odds_ratio == 7


@pytest.mark.parametrize("corrected", [False, True])
def test_chi_squared_of_changed_persons_by_hand(corrected):
    test = "chi_squared_corrected" if corrected else "chi_squared"
    found = paired_change(Pairs(30, 17, 8, 60), test=test)

    assert found.statistic == pytest.approx((17 - 8 - corrected) ** 2 / 25)


def test_the_mid_p_counts_what_was_seen_half():
    exact = paired_change(Pairs(30, 7, 1, 60)).p_value
    halved = paired_change(Pairs(30, 7, 1, 60), test="midp").p_value

    assert exact - halved == pytest.approx(8 / 2**8)


def test_nobody_changed_leaves_an_interval_around_zero():
    found = paired_change(Pairs(10, 0, 0, 7))

    assert (found.value, found.p_value, found.odds_ratio) == (0, 1, None)
    assert found.interval.low < 0 < found.interval.high
    assert "nobody_changed" in found.notes


def test_everybody_changed_to_yes():
    found = paired_change(Pairs(0, 9, 0, 0))

    assert (found.value, found.odds_ratio) == (1, math.inf)
    assert found.interval.high == 1
    assert found.odds_interval.high == math.inf


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (1, -1, 2, 3)])
def test_pairs_of_nobody_are_refused(counts):
    with pytest.raises(ValueError, match="pairs count at least one person"):
        Pairs(*counts)


def test_an_unknown_paired_test_is_refused():
    with pytest.raises(ValueError, match="test is one of exact, midp, chi_squared"):
        paired_change(Pairs(1, 2, 3, 4), test="sign")


# Two groups ---------------------------------------------------------------


def test_superiority_counts_pairs_and_halves_ties():
    pilot, control = ratings(6)[:, 0], ratings(7)[:, 0]
    above = np.mean([(p > c) + (p == c) / 2 for p in pilot for c in control])

    assert superiority(pilot, control).value == pytest.approx(above)


def test_swapping_the_groups_mirrors_superiority_and_means():
    pilot, control = ratings(6)[:, 0], ratings(7)[:8, 0]

    assert superiority(pilot, control).value == pytest.approx(
        1 - superiority(control, pilot).value
    )
    assert mean_difference(pilot, control).interval.low == pytest.approx(
        -mean_difference(control, pilot).interval.high
    )


def test_the_same_answer_by_all_is_no_superiority():
    found = superiority([3, 3], [3, 3, 3])

    assert (found.value, found.p_value) == (0.5, 1)


def test_the_chance_agrees_with_brunner_and_munzels_direction():
    pilot, control = ratings(8)[:, 0], ratings(9)[:, 0]

    theirs = brunnermunzel(pilot, control).statistic
    assert (superiority(pilot, control).value > 0.5) == (theirs < 0)


@pytest.mark.parametrize(("rule", "equal"), [("welch", False), ("pooled", True)])
def test_means_compare_as_in_scipy(rule, equal):
    pilot, control = ratings(10)[:, 0], ratings(11)[:9, 1]
    found = mean_difference(pilot, control, rule=rule)

    theirs = ttest_ind(pilot, control, equal_var=equal)
    assert found.p_value == pytest.approx(theirs.pvalue)
    low, high = theirs.confidence_interval()
    assert (found.interval.low, found.interval.high) == pytest.approx((low, high))


def test_the_standardised_difference_is_that_of_statsmodels():
    pilot, control = ratings(12)[:, 0], ratings(13)[:9, 1]
    theirs = CompareMeans.from_data(pilot, control)
    found = mean_difference(pilot, control)

    t = theirs.ttest_ind(usevar="pooled")[0]
    assert found.standardised == pytest.approx(t * math.sqrt(1 / 12 + 1 / 9))
    # Hedges (1981): the factor is close to 1 - 3 / (4 df - 1).
    assert found.hedges_g / found.standardised == pytest.approx(
        1 - 3 / (4 * 19 - 1), abs=1e-3
    )


def test_values_that_do_not_vary_differ_surely_or_not_at_all():
    apart, same = mean_difference([2, 2], [1, 1]), mean_difference([2, 2], [2, 2, 2])

    assert (apart.value, apart.p_value, apart.standardised) == (1, 0, None)
    assert (same.value, same.p_value) == (0, 1)


@pytest.mark.parametrize(
    ("pilot", "message"),
    [
        ([], "pilot group needs one value for each of its persons"),
        ([1, math.nan], "pilot group: 1 of 2 values are missing"),
        ([1], "two persons for a spread; got 1 and 2"),
    ],
)
def test_groups_that_cannot_be_compared_are_refused(pilot, message):
    with pytest.raises(ValueError, match=message):
        mean_difference(pilot, [1, 2])
