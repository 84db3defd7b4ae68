"""Means, spreads, quantiles and extremes: R6 to R9."""

from __future__ import annotations

from math import comb
from random import Random
from statistics import mean, stdev

import pytest

from evallib.release.rules.scores import (
    spreads,
    unsafe_extreme,
    unsafe_extreme_mean,
    unsafe_mean,
    unsafe_quantile,
    unsafe_sameness,
    unsafe_spread,
)
from tests.release.rules.cases import K3, K5, rules


@pytest.mark.parametrize(
    ("persons", "with_interval", "broken"),
    [
        (4, False, "R6"),
        (5, False, "-"),
        (4, True, "R6 R7"),
        (14, True, "R7"),
        (15, True, "-"),
    ],
)
def test_a_mean_with_its_interval_needs_three_times_as_many(
    persons, with_interval, broken
):
    assert unsafe_mean(persons, K5, with_interval=with_interval) == rules(broken)


def test_a_spread_needs_fifteen_persons_even_where_k_is_three():
    assert unsafe_mean(14, K3, with_interval=True) == {"R7"}


@pytest.mark.parametrize(
    ("total", "persons", "broken"),
    [
        (50, 10, "R6"),  # everybody gave a five
        (46, 10, "R6"),
        (45, 10, "-"),
        (15, 10, "-"),
        (14, 10, "R6"),
        (10, 10, "R6"),
    ],
)
def test_a_mean_at_the_end_of_its_scale_tells_of_everybody(total, persons, broken):
    assert unsafe_extreme_mean(total, persons, K5, scale=(1, 5)) == rules(broken)


@pytest.mark.parametrize(
    ("answers", "decimals", "broken"),
    [
        ([0, 0, 0, 1, 15], 2, "R7"),
        ([1, 0, 0, 0, 15], 2, "R7"),
        ([3, 3, 3, 3, 4], 1, "-"),
        ([2, 4, 6, 4, 4], 1, "-"),
        ([0, 1, 4, 4, 5], 1, "R7"),  # fourteen persons
        ([0, 0, 0, 1, 40], 2, "-"),  # too many to be listed
    ],
)
def test_mean_and_spread_together_may_give_every_answer_back(answers, decimals, broken):
    assert unsafe_spread(answers, K5, decimals=decimals) == rules(broken)


@pytest.mark.parametrize("persons", [3, 7, 20])
def test_every_distribution_of_answers_is_tried_once(persons):
    tried = list(spreads(persons, 5))

    assert len(tried) == len(set(tried)) == comb(persons + 4, 4)
    assert {sum(each) for each in tried} == {persons}


@pytest.mark.parametrize(
    ("persons", "which", "broken"),
    [
        (9, "median", "R8"),
        (10, "median", "-"),
        (19, "quartile", "R8"),
        (20, "quartile", "-"),
        (49, "tail", "R8"),
        (50, "tail", "-"),
    ],
)
def test_a_quantile_needs_five_persons_on_each_side(persons, which, broken):
    assert unsafe_quantile(persons, which, K5) == rules(broken)


@pytest.mark.parametrize(
    ("value", "reached_by", "scale", "broken"),
    [
        (63, 12, None, "R9"),
        (5, 12, (1, 5), "-"),
        (5, 4, (1, 5), "R9"),
        (5, 5, (1, 5), "-"),
        (4, 12, (1, 5), "R9"),
    ],
)
def test_an_extreme_is_shown_only_as_the_end_of_a_scale(
    value, reached_by, scale, broken
):
    assert unsafe_extreme(value, reached_by, K5, scale=scale) == rules(broken)


@pytest.mark.parametrize(
    ("spreads", "broken"), [((0.0,), "R4"), ((2.4,), "-"), ((None,), "-"), ((), "-")]
)
def test_a_number_that_everybody_has_is_nobodys_to_tell(spreads, broken):
    assert unsafe_sameness(spreads) == rules(broken)


def pinned_by_hand(answers, decimals):
    """The same question by the standard library's mean and standard deviation."""

    def told(counts):
        given = [at for at, count in enumerate(counts) for _ in range(count)]
        return mean(given), stdev(given)

    half = 0.5 * 10**-decimals + 1e-9
    own = told(answers)
    fitting = [
        each
        for each in spreads(sum(answers), len(answers))
        if all(abs(a - b) <= half for a, b in zip(told(each), own, strict=True))
    ]
    columns = zip(*fitting, strict=True)
    return any(0 < min(each) == max(each) < K5.k for each in columns)


@pytest.mark.parametrize("seed", range(12))
def test_answers_given_back_are_those_that_a_search_by_hand_finds(seed):
    drawn = Random(seed)
    given = [drawn.choice((0, 1, 2, 2)) for _ in range(drawn.choice((15, 16)))]
    answers = [given.count(at) for at in range(3)]

    found = unsafe_spread(answers, K5, decimals=seed % 3)

    assert bool(found) is pinned_by_hand(answers, seed % 3)


@pytest.mark.parametrize(
    ("answers", "broken"),
    [
        ([1, 0, 19], "R7"),  # twenty persons are still listed
        ([1, 0, 20], "-"),
        ([5, 0, 10], "-"),  # known, but not few
        ([4, 0, 11], "R7"),
    ],
)
def test_the_search_ends_where_it_should(answers, broken):
    assert unsafe_spread(answers, K5, decimals=3) == rules(broken)
