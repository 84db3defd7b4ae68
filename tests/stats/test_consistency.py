"""Printed numbers that can be right, and printed numbers that cannot."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.consistency import (
    mean_possible,
    parts_and_total,
    percent_possible,
    percent_range_possible,
    rank_sum,
    unit_cost_matches,
)


@pytest.mark.parametrize(
    ("percent", "n", "counts"),
    [
        (82, 17, (14,)),
        (65, 17, (11,)),
        (59, 17, (10,)),
        (77, 17, ()),
        (55, 20, (11,)),
        (59, 20, ()),
        (11, 9, (1,)),
        (11, 18, (2,)),
        (11, 19, (2,)),
        (11, 27, (3,)),
        (11, 28, (3,)),
        (11, 10, ()),
        (0, 7, (0,)),
        (100, 7, (7,)),
    ],
)
def test_counts_behind_printed_percentages(percent, n, counts):
    check = percent_possible(percent, n)

    assert check.counts == counts
    assert check.possible == bool(counts)


def test_an_impossible_percentage_shows_its_nearest_counts():
    nearest = percent_possible(77, 17).nearest

    assert [(each.percent, each.count, each.n) for each in nearest] == [
        (76, 13, 17),
        (82, 14, 17),
    ]


def test_a_percentage_met_exactly_is_its_own_nearest():
    assert [each.count for each in percent_possible(55, 20).nearest] == [11]


def test_other_numbers_of_persons_are_tried_on_request():
    check = percent_possible(59, 20, sizes=range(10, 30))

    found = [(each.count, each.n) for each in check.other_sizes]
    assert found == [(10, 17), (13, 22), (16, 27), (17, 29)]


def test_a_half_is_accepted_however_it_was_rounded():
    assert percent_possible(12, 8).counts == (1,)
    assert percent_possible(13, 8).counts == (1,)
    assert percent_possible(11, 8).counts == ()


def test_a_percentage_of_thousands_has_several_counts():
    assert percent_possible(50, 1000).counts == tuple(range(495, 506))
    assert percent_possible(93.3, 915, decimals=1).counts == (854,)


@given(st.integers(1, 400), st.data(), st.integers(0, 2))
def test_every_count_is_among_those_of_its_own_percentage(n, data, decimals):
    count = data.draw(st.integers(0, n))
    exact = Decimal(100 * count) / n
    unit = Decimal(1).scaleb(-decimals)
    for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN):
        percent = float(exact.quantize(unit, rounding))
        assert count in percent_possible(percent, n, decimals=decimals).counts


def test_a_number_of_an_array_is_read_as_printed():
    assert percent_possible(np.float64(82.4), 17, decimals=1).counts == (14,)


@pytest.mark.parametrize(
    ("percent", "n", "message"),
    [
        (50, 0, "n counts at least one person; got 0"),
        (101, 20, "percent must lie between 0 and 100; got 101"),
        (82.4, 17, "percent 82.4 does not have 0 decimals"),
        (float("nan"), 17, "percent must lie between 0 and 100; got nan"),
    ],
)
def test_what_is_no_percentage_of_persons_is_refused(percent, n, message):
    with pytest.raises(ValueError, match=message):
        percent_possible(percent, n)


def test_more_than_six_decimals_are_refused():
    with pytest.raises(ValueError, match="decimals is 0 to 6; got 7"):
        percent_possible(50, 20, decimals=7)


def test_a_printed_range_needs_both_its_ends():
    check = percent_range_possible(55, 59, 20)

    assert not check.possible
    assert check.counts == (11,)
    assert [(each.count, each.n) for each in check.high.other_sizes] == [(10, 17)]
    assert percent_range_possible(55, 65, 20).counts == (11, 12, 13)


def test_a_range_printed_backwards_is_refused():
    with pytest.raises(ValueError, match="from low to high; got 59 to 55"):
        percent_range_possible(59, 55, 20)


def test_the_impossible_mean_of_brown_and_heathers():
    check = mean_possible(5.19, 28, scale=(1, 7), decimals=2)

    assert not check.possible
    assert check.nearest == (5.18, 5.21)


def test_a_mean_outside_the_scale_is_impossible():
    check = mean_possible(5.2, 14, scale=(1, 5))

    assert not check.possible
    assert check.nearest == (5.0,)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=40))
def test_the_mean_of_real_answers_is_possible(answers):
    exact = Decimal(sum(answers)) / len(answers)
    mean = float(exact.quantize(Decimal("0.01"), ROUND_HALF_UP))

    assert (
        sum(answers) in mean_possible(mean, len(answers), scale=(1, 5), decimals=2).sums
    )


def test_a_scale_of_one_answer_is_refused():
    with pytest.raises(ValueError, match=r"lower to a higher answer; got \(3, 3\)"):
        mean_possible(3, 10, scale=(3, 3), decimals=0)


def test_six_ranks_that_add_up_to_too_much():
    check = rank_sum([2.5, 3.1, 3.6, 4.4, 4.4, 4.8])

    assert (check.printed, check.expected, check.slack) == (22.8, 21, 0.3)
    assert not check.possible


def test_ranks_off_by_rounding_alone_are_accepted():
    assert rank_sum([1.3, 2.3, 2.3]).possible  # 5.9, and three halves of 0.1 are slack
    assert not rank_sum([1.3, 2.2, 2.3]).possible


def test_a_ranking_of_one_item_is_refused():
    with pytest.raises(ValueError, match="at least two items; got 1"):
        rank_sum([1.0])


def test_parts_agree_exactly_unless_they_were_rounded():
    assert parts_and_total([0.1, 0.2], 0.3).possible
    assert not parts_and_total([33.3, 33.3, 33.3], 100).possible
    assert parts_and_total([33.3, 33.3, 33.3], 100, decimals=1).possible
    assert not parts_and_total([33.3, 33.3, 33.1], 100, decimals=1).possible


def test_a_total_without_parts_is_refused():
    with pytest.raises(ValueError, match="at least one part; got none"):
        parts_and_total([], 10)


@pytest.mark.parametrize(
    ("total", "clients", "printed", "matches"),
    [(20728, 28, 740, True), (90000, 60, 1500, True), (20728, 28, 741, False)],
)
def test_a_printed_unit_cost_is_the_total_over_the_clients(
    total, clients, printed, matches
):
    assert unit_cost_matches(total, clients, printed).possible == matches


def test_a_cost_that_is_no_number_is_refused():
    with pytest.raises(ValueError, match="a printed number is finite; got nan"):
        unit_cost_matches(float("nan"), 28, 740)
