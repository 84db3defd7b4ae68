"""Counts, groups and percentages at their boundaries: R1 to R5."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.counts import (
    possible_counts,
    unsafe_classes,
    unsafe_count,
    unsafe_denominator,
    unsafe_group,
    unsafe_share,
)
from tests.release.rules.cases import K3, K5, rows, rules

COUNTS = rows(
    """
    count | of | k = 5    | k = 3 | zeros told | sensitive
        0 | 20 | R1       | R1    | -          | R1
        1 | 20 | R1       | R1    | R1         | R1
        2 | 20 | R1       | R1    | R1         | R1
        3 | 20 | R1       | -     | R1         | R1
        4 | 20 | R1       | -     | R1         | R1
        5 | 20 | -        | -     | -          | R1
        6 | 20 | -        | -     | -          | R1
       10 | 20 | -        | -     | -          | -
       11 | 20 | -        | -     | -          | R3
       15 | 20 | -        | -     | -          | R3
       16 | 20 | R3       | -     | R3         | R3
       17 | 20 | R3       | -     | R3         | R3
       18 | 20 | R3       | R3    | R3         | R3
       20 | 20 | R3       | R3    | -          | R3
        3 | 12 | R1       | -     | R1         | R1 R3
        3 | 10 | R1       | -     | R1         | R1 R3
        2 | 11 | R1       | R1    | R1         | R1 R3
        4 | 8  | R1 R3    | -     | R1 R3      | R1 R2 R3
        4 | 4  | R1 R2 R3 | R3    | R1 R2      | R1 R2 R3
        0 | 0  | R1 R3    | R1 R3 | -          | R1 R3
    """
)


@pytest.mark.parametrize(("count", "of", "five", "three", "zeros", "sensitive"), COUNTS)
def test_a_count_and_what_is_left_over_both_need_enough_persons(
    count, of, five, three, zeros, sensitive
):
    pair = int(count), int(of)

    assert unsafe_count(*pair, K5) == rules(five)
    assert unsafe_count(*pair, K3) == rules(three)
    assert unsafe_count(*pair, K5, zeros=True) == rules(zeros)
    assert unsafe_count(*pair, K5, sensitive=True) == rules(sensitive)


@pytest.mark.parametrize(
    ("persons", "broken"), [(0, "-"), (1, "R2"), (4, "R2"), (5, "-"), (6, "-")]
)
def test_a_group_below_k_is_not_shown(persons, broken):
    assert unsafe_group(persons, K5) == rules(broken)


@pytest.mark.parametrize(
    ("counts", "broken"),
    [
        ([6, 1], "R4"),
        ([16, 2, 2], "R4"),
        ([15, 3, 2], "-"),
        ([10, 0, 0], "R4"),
        ([10, 10], "-"),
        ([0, 0], "-"),
    ],
)
def test_one_category_may_not_hold_nearly_everybody(counts, broken):
    assert unsafe_classes(counts, K5) == rules(broken)


def test_everybody_in_one_category_may_be_told_of_what_discloses_nothing():
    assert unsafe_classes([10, 0], K5, zeros=True) == set()


@pytest.mark.parametrize(
    ("share", "of", "broken"),
    [
        (0.55, 20, "-"),
        (0.5, 10, "-"),
        (0.5, 9, "R1 R5"),
        (0.0, 30, "R1"),
        (1.0, 30, "R3"),
        (0.5, 0, "R2"),
    ],
)
def test_a_percentage_is_judged_as_the_count_it_gives_away(share, of, broken):
    assert unsafe_share(share, of, K5) == rules(broken)


@pytest.mark.parametrize(("of", "broken"), [(9, "R5"), (10, "-")])
def test_a_percentage_needs_ten_persons(of, broken):
    assert unsafe_denominator(of, K5) == rules(broken)


@pytest.mark.parametrize(
    ("percent", "of", "counts"),
    [
        (55, 20, [11]),
        (25, 12, [3]),
        (0, 20, [0]),
        (100, 20, [20]),
        (39, 400, [154, 155, 156, 157, 158]),
        (7, 10, []),
    ],
)
def test_a_printed_percentage_stands_for_few_counts(percent, of, counts):
    assert list(possible_counts(percent, of)) == counts


@given(st.integers(1, 100), st.data())
def test_whole_percentages_give_back_every_count_up_to_a_hundred(of, data):
    count = data.draw(st.integers(0, of))

    assert count in possible_counts(round(100 * count / of), of)
    assert len(possible_counts(round(100 * count / of), of)) <= 2


def test_more_counted_than_present_is_refused():
    with pytest.raises(ValueError, match="count must lie between 0 and 7; got 8"):
        unsafe_count(8, 7, K5)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(5, 12))
def test_a_larger_k_never_shows_more(count, rest, k):
    stricter = unsafe_count(count, count + rest, Disclosure(k=k + 1))

    assert unsafe_count(count, count + rest, Disclosure(k=k)) <= stricter


@given(st.integers(0, 60), st.integers(0, 60))
def test_counting_the_others_instead_changes_nothing(count, rest):
    mirrored = {"R1": "R3", "R3": "R1", "R2": "R2"}
    one = unsafe_count(count, count + rest, K5)
    other = unsafe_count(rest, count + rest, K5)

    assert {mirrored[rule] for rule in one} == other


def test_a_printed_decimal_leaves_fewer_counts():
    assert list(possible_counts(38.6, 1000, decimals=1)) == [386]
    assert list(possible_counts(39, 1000)) == list(range(385, 396))
