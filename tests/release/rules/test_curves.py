"""A curve is shown in steps of many persons, or not at all."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.curves import merged_points, unsafe_curve

K5 = Disclosure()


@pytest.mark.parametrize(("persons", "broken"), [(19, {"R12"}), (20, set())])
def test_a_curve_needs_twenty_persons(persons, broken):
    assert unsafe_curve(persons, K5) == broken


@pytest.mark.parametrize(
    ("at_risk", "events", "merged"),
    [
        ([95, 90, 85], [5, 10, 15], set()),
        ([96, 90, 84], [4, 10, 16], {0}),  # four persons in the first step
        ([95, 92, 90], [5, 8, 10], {1}),  # three persons, then the two steps in one
        ([95, 92, 91], [5, 8, 9], {1, 2}),
        ([95, 95, 90], [5, 5, 10], set()),  # a step of nobody tells of nobody
        ([95, 90, 88], [5, 5, 5], {2}),  # two left in another way
        ([95, 20, 10], [5, 80, 90], set()),
        ([95, 20, 9], [5, 80, 91], {2}),  # too few remain
    ],
)
def test_steps_are_merged_from_the_left(at_risk, events, merged):
    assert merged_points(at_risk, [events], K5, persons=100) == merged


def test_each_kind_of_exit_has_steps_of_its_own():
    work, elsewhere = [10, 20], [0, 3]

    assert merged_points([90, 77], [work, elsewhere], K5, persons=100) == {1}


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=8))
def test_between_points_that_stay_there_are_many_or_nobody(steps):
    events, at_risk, left = [], [], 0
    for new, censored in steps:
        left += new + censored
        events.append((events or [0])[-1] + new)
        at_risk.append(200 - left)

    merged = merged_points(at_risk, [events], K5, persons=200)

    kept = [at for at in range(len(steps)) if at not in merged]
    told = [0, *(events[at] for at in kept)]
    sizes = {new - old for old, new in pairwise(told)}
    assert not sizes & {1, 2, 3, 4}
