"""The primary rules at their boundaries: 0, limit - 1, limit, limit + 1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.project import Disclosure
from evallib.release.rules import unsafe_count, unsafe_group, unsafe_mean, unsafe_share

K5 = Disclosure(k=5)
K3 = Disclosure(k=3)


@pytest.mark.parametrize(
    ("count", "out_of", "rules"),
    [
        (0, 20, {"R1"}),
        (1, 20, {"R1"}),
        (4, 20, {"R1"}),
        (5, 20, set()),
        (6, 20, set()),
        (11, 20, set()),
        (15, 20, set()),
        (16, 20, {"R3"}),
        (20, 20, {"R3"}),
        (3, 12, {"R1"}),
        (3, 10, {"R1"}),
        (2, 11, {"R1"}),
        (4, 4, {"R1", "R2", "R3"}),
    ],
)
def test_a_count_and_what_is_left_over_both_need_five_persons(count, out_of, rules):
    assert unsafe_count(count, out_of, K5) == rules


@pytest.mark.parametrize(
    ("count", "out_of", "shown"), [(3, 12, True), (3, 10, True), (2, 11, False)]
)
def test_at_three_the_published_pilots_would_show_and_two_of_eleven_would_not(
    count, out_of, shown
):
    assert (not unsafe_count(count, out_of, K3)) is shown


@pytest.mark.parametrize(
    ("persons", "rules"), [(0, {"R2"}), (4, {"R2"}), (5, set()), (6, set())]
)
def test_a_group_below_k_is_not_shown(persons, rules):
    assert unsafe_group(persons, K5) == rules


@pytest.mark.parametrize(
    ("share", "out_of", "rules"),
    [
        (0.55, 20, set()),
        (0.5, 10, set()),
        (0.5, 9, {"R1", "R5"}),
        (0.0, 30, {"R1"}),
        (1.0, 30, {"R3"}),
        (0.5, 0, {"R2"}),
    ],
)
def test_a_percentage_is_judged_as_the_count_it_gives_away(share, out_of, rules):
    assert unsafe_share(share, out_of, K5) == rules


@pytest.mark.parametrize(
    ("out_of", "with_interval", "rules"),
    [(4, False, {"R6"}), (5, False, set()), (14, True, {"R6"}), (15, True, set())],
)
def test_a_mean_with_its_interval_needs_three_times_as_many(
    out_of, with_interval, rules
):
    assert unsafe_mean(out_of, K5, with_interval=with_interval) == rules


def test_more_counted_than_present_is_refused():
    with pytest.raises(ValueError, match="count must lie between 0 and 7; got 8"):
        unsafe_count(8, 7, K5)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(3, 12))
def test_a_larger_k_never_shows_more(count, rest, k):
    stricter = unsafe_count(count, count + rest, Disclosure(k=k + 1))

    assert unsafe_count(count, count + rest, Disclosure(k=k)) <= stricter


@given(st.integers(0, 60), st.integers(0, 60))
def test_counting_the_others_instead_changes_nothing(count, rest):
    mirrored = {"R1": "R3", "R3": "R1", "R2": "R2"}
    one = unsafe_count(count, count + rest, K5)
    other = unsafe_count(rest, count + rest, K5)

    assert {mirrored[rule] for rule in one} == other
