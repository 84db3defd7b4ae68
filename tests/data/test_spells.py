"""One state a day: spells are merged, cut and filled as a calendar would be."""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.data.cohorts.days import OPEN_END, day_number, day_numbers
from evallib.data.spells import (
    Spells,
    clashes,
    fill_gaps,
    in_order,
    last_days_given_up,
    merge_spells,
    overlaps,
    read_spells,
)
from evallib.data.states import STATES, StateCodes, numbers_of
from evallib.domain.errors import Place
from tests.factories import table

CODES = StateCodes("letters", dict(zip("OSPEVUX", STATES, strict=True)))
PLACE = Place("jaksot.xlsx", sheet="Jaksot")
CLIENTS, LAST_DAY = 3, 14


def spells(*rows):
    """Rows of client, first day, first day after, state letter."""
    columns = list(zip(*rows, strict=True)) if rows else [[], [], [], []]
    numbers = [np.array(column, dtype=np.int32) for column in columns[:3]]
    states = np.array(["OSPEVUX".index(letter) for letter in columns[3]], dtype=np.int8)
    return Spells(*numbers, states)


def picture(told):
    columns = (told.client, told.start, told.end, told.state)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [(who, start, end, "OSPEVUX"[state]) for who, start, end, state in rows]


def calendar(told, priority=STATES):
    """The brute way: for each client and day, the first of the states claimed."""
    days = {}
    for who, start, end, letter in picture(told):
        for day in range(start, min(end, LAST_DAY)):
            days.setdefault((who, day), set()).add(CODES.states[letter])
    return {day: min(states, key=priority.index) for day, states in days.items()}


PEOPLE = st.lists(
    st.tuples(
        st.integers(0, CLIENTS - 1),
        st.integers(0, LAST_DAY - 1),
        st.integers(1, LAST_DAY),
        st.sampled_from("OSPEVUX"),
    ).map(lambda row: (row[0], row[1], min(row[1] + row[2], LAST_DAY), row[3])),
    max_size=12,
)


@settings(max_examples=300, deadline=None)
@given(rows=PEOPLE, priority=st.permutations(STATES))
def test_merging_tells_the_same_days_as_a_calendar(rows, priority):
    merged = merge_spells(spells(*rows), priority=priority)

    assert calendar(merged) == calendar(spells(*rows), priority)


@settings(max_examples=300, deadline=None)
@given(rows=PEOPLE)
def test_merged_spells_are_in_order_apart_and_as_few_as_possible(rows):
    merged = picture(merge_spells(spells(*rows), priority=STATES))

    assert merged == sorted(merged)
    for before, after in pairwise(merged):
        if before[0] == after[0]:
            assert before[2] <= after[1]
            assert before[2] < after[1] or before[3] != after[3]


@settings(max_examples=300, deadline=None)
@given(rows=PEOPLE, priority=st.lists(st.sampled_from(STATES), unique=True, max_size=4))
def test_a_clash_is_told_exactly_when_merging_would_refuse(rows, priority):
    later, _ = clashes(in_order(spells(*rows)), priority)

    if len(later):
        with pytest.raises(ValueError, match="priority does not name"):
            merge_spells(spells(*rows), priority=priority)
    else:
        merge_spells(spells(*rows), priority=priority)


@settings(max_examples=300, deadline=None)
@given(
    rows=PEOPLE,
    since=st.lists(st.integers(0, 6), min_size=CLIENTS, max_size=CLIENTS),
    length=st.lists(st.integers(-1, 10), min_size=CLIENTS, max_size=CLIENTS),
)
def test_filling_gives_every_silent_day_the_declared_state(rows, since, length):
    merged = merge_spells(spells(*rows), priority=STATES)
    until = np.array(since) + length

    filled = fill_gaps(
        merged,
        "unemployed",
        since=np.array(since, dtype=np.int32),
        until=until.astype(np.int32),
    )

    expected = calendar(merged)
    for who in range(CLIENTS):
        for day in range(since[who], min(until[who], LAST_DAY)):
            expected.setdefault((who, day), "unemployed")
    assert calendar(filled) == expected
    assert not len(overlaps(filled)[0])


def test_two_spells_of_one_state_that_overlap_are_one():
    twice = spells((0, 0, 31, "V"), (0, 14, 46, "V"))

    assert picture(merge_spells(twice)) == [(0, 0, 46, "V")]


def test_spells_that_touch_are_joined_and_a_gap_of_a_day_stays():
    told = spells((0, 0, 5, "U"), (0, 5, 9, "U"), (0, 10, 12, "U"))

    assert picture(merge_spells(told)) == [(0, 0, 9, "U"), (0, 10, 12, "U")]


def test_a_state_outside_the_clash_needs_no_priority():
    told = spells((0, 0, 9, "U"), (0, 3, 5, "O"), (0, 9, 12, "E"))

    merged = merge_spells(told, priority=("open_labour_market", "unemployed"))

    assert picture(merged) == [
        (0, 0, 3, "U"),
        (0, 3, 5, "O"),
        (0, 5, 9, "U"),
        (0, 9, 12, "E"),
    ]


def test_a_priority_that_leaves_a_state_out_is_refused():
    told = spells((0, 0, 9, "U"), (0, 3, 5, "O"))

    with pytest.raises(ValueError, match="does not name unemployed; declare"):
        merge_spells(told, priority=("open_labour_market",))


def test_an_open_spell_lasts_beyond_any_other_and_stays_with_its_client():
    told = spells((0, 0, OPEN_END, "U"), (1, 3, 5, "O"))

    assert picture(merge_spells(told)) == picture(told)
    assert len(overlaps(told)[0]) == 0


def test_days_before_1970_sort_before_later_ones():
    told = spells((0, 4, 6, "O"), (0, -900, -3, "U"))

    assert picture(in_order(told)) == [(0, -900, -3, "U"), (0, 4, 6, "O")]


def test_nobody_has_no_spells():
    assert picture(merge_spells(spells())) == []


@pytest.mark.parametrize(
    ("rows", "gives"),
    [
        ([(0, 1, 6, "U"), (0, 5, 9, "O")], [True, False]),  # a change on day 5
        ([(0, 5, 6, "U"), (0, 5, 9, "O")], [True, False]),  # its only day
        ([(0, 5, 6, "U"), (0, 5, 6, "O")], [False, False]),  # nobody goes on
        ([(0, 1, 6, "U"), (1, 5, 9, "O")], [False, False]),  # somebody else
        ([(0, 1, 7, "U"), (0, 5, 9, "O")], [False, False]),  # two days shared
    ],
)
def test_the_day_of_a_change_belongs_to_the_new_state(rows, gives):
    assert last_days_given_up(spells(*rows)).tolist() == gives


def supplied(picture_of_rows):
    drawn = table(picture_of_rows)
    return drawn.assign(row=drawn["row"].astype(int))


def read(picture_of_rows, **options):
    ids = pd.Series(["a", "b"])
    return read_spells(supplied(picture_of_rows), ids, CODES, place=PLACE, **options)


def test_inclusive_ends_become_half_open_and_missing_ends_stay_open():
    reading = read("""
        row | client_id | start_date | end_date   | state_code
        2   | b         | 2024-02-28 | 2024-02-29 | U
        3   | b         | 2024-03-01 | -          | O
    """)

    start = day_number(pd.Timestamp("2024-02-28").date())
    assert reading.problems == ()
    assert picture(reading.spells) == [
        (1, start, start + 2, "U"),
        (1, start + 2, int(OPEN_END), "O"),
    ]


def test_every_fault_has_its_row_and_none_its_content():
    reading = read("""
        row | client_id | start_date | end_date   | state_code
        2   | a         | 2024-01-01 | 2023-12-31 | U
        3   | a         | -          | 2024-01-31 | U
        4   | a         | 2024-01-01 | 2024-01-31 | Q
        5   | a         | 2024-01-01 | 2024-01-31 | -
        6   | zz        | 2024-01-01 | 2023-01-31 | Q
        7   | b         | 2024-01-01 | 2024-01-31 | U
    """)

    found = {
        (problem.place.row, problem.code, problem.place.column)
        for problem in reading.problems
    }
    assert found == {
        (2, "E-DATE-ORDER", "end_date"),
        (3, "E-EMPTY", "start_date"),
        (4, "E-CAT", "state_code"),
        (5, "E-EMPTY", "state_code"),
    }
    assert all(not problem.facts for problem in reading.problems)
    assert (reading.taken, reading.faulty, reading.strangers) == (1, 4, 1)


OVERLAPPING = """
    row | client_id | start_date | end_date   | state_code
    41  | a         | 2021-10-01 | 2021-10-31 | V
    42  | a         | 2021-10-15 | 2021-11-15 | V
"""


def test_overlapping_spells_of_one_person_are_told_with_both_rows():
    (problem,) = read(OVERLAPPING).problems

    assert problem.code == "E-OVERLAP"
    assert problem.place == Place("jaksot.xlsx", sheet="Jaksot", row=42)
    assert problem.facts == {"with_row": 41}


def test_a_project_may_declare_that_overlaps_are_merged():
    reading = read(OVERLAPPING, overlap="merge")

    (whole,) = picture(merge_spells(reading.spells))
    first = day_number(pd.Timestamp("2021-10-01").date())
    after = day_number(pd.Timestamp("2021-11-16").date())
    assert reading.problems == ()
    assert whole == (0, first, after, "V")


def test_merging_does_not_settle_which_of_two_states_is_true():
    drawn = OVERLAPPING.replace("2021-11-15 | V", "2021-11-15 | O")

    unsettled = read(drawn, overlap="merge")
    order = ("open_labour_market", "labour_market_service")
    settled = read(drawn, overlap="merge", priority=order)

    assert [problem.code for problem in unsettled.problems] == ["E-OVERLAP"]
    assert settled.problems == ()


def test_a_change_of_state_within_a_day_is_not_an_overlap():
    reading = read("""
        row | client_id | start_date | end_date   | state_code
        2   | a         | 2024-01-01 | 2024-01-31 | U
        3   | a         | 2024-01-31 | 2024-01-31 | P
        4   | a         | 2024-01-31 | 2024-03-31 | O
    """)

    assert reading.problems == ()
    assert [row[3] for row in picture(reading.spells)] == ["U", "O"]
    assert (reading.shortened, reading.given_up) == (2, 1)


def test_every_row_is_accounted_for():
    reading = read("""
        row | client_id | start_date | end_date   | state_code
        2   | a         | 2024-01-31 | 2024-01-31 | U
        3   | a         | 2024-01-31 | 2024-03-31 | O
        4   | a         | -          | 2024-03-31 | O
        5   | c         | 2024-01-31 | 2024-03-31 | O
    """)

    kept = reading.taken + reading.given_up
    assert reading.rows_in == kept + reading.faulty + reading.strangers == 4


def test_an_id_that_stands_twice_among_the_clients_is_refused():
    drawn = supplied(OVERLAPPING)

    with pytest.raises(ValueError, match="an id stands twice"):
        read_spells(drawn, pd.Series(["a", "a"]), CODES, place=PLACE)


def test_an_unknown_way_of_treating_overlaps_is_refused():
    with pytest.raises(ValueError, match="overlap is one of error, merge"):
        read(OVERLAPPING, overlap="ignore")


def test_columns_of_unequal_length_are_refused():
    two = np.zeros(2, dtype=np.int32)

    with pytest.raises(ValueError, match="equally long"):
        Spells(two, two, two, numbers_of(("education",)))


def test_a_missing_date_is_no_day():
    numbers = day_numbers(pd.Series([pd.NaT, pd.Timestamp("1970-01-02")]))

    assert numbers.tolist() == [np.iinfo(np.int32).min, 1]
