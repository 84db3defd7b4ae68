"""Whoever has a released curve cannot count the few who left between its points."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.curve import Curve
from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from tests.factories import scope

COLUMNS = (
    Column("group", "label"),
    Column("share", "share"),
    Column("at_risk", "persons"),
    Column("persons", "persons"),
)
SMALL = {1, 2, 3, 4}


def curve(persons, steps):
    """A curve of so many persons; each step is of events, other exits and pending."""
    rows, staying, reached, elsewhere, remaining = [], 1.0, 0, 0, persons
    for at, (events, others, pending) in enumerate(steps):
        staying *= 1 - events / remaining
        reached, elsewhere = reached + events, elsewhere + others
        remaining -= events + others + pending
        rows.append(
            {
                "row": str(at),
                "group": "pilot",
                "share": 1 - staying,
                "at_risk": remaining,
                "persons": persons,
                "reached": reached,
                "elsewhere": elsewhere,
            }
        )
    on = dict.fromkeys(("share", "at_risk", "persons", "reached"), "persons")
    return Table(
        "curve",
        rows,
        COLUMNS,
        rests_on=on,
        made_of={"share": ("reached",)},
        curve=Curve(at_risk="at_risk", reached="reached", elsewhere="elsewhere"),
    )


def released(persons, steps):
    found = Section("time", scope(), [], {"curve": curve(persons, steps)})
    return release(found).tables["curve"].rows


def statuses(persons, steps, column):
    return [row[column].status for row in released(persons, steps)]


def test_a_step_of_two_persons_is_merged_into_the_next():
    steps = [(10, 0, 0), (2, 0, 5), (8, 0, 0)]

    assert statuses(100, steps, "share") == ["shown", "hidden", "shown"]


def test_few_who_left_in_another_way_are_not_told_by_who_remains():
    steps = [(10, 0, 0), (10, 2, 0), (10, 8, 0)]

    assert statuses(100, steps, "share") == ["shown"] * 3
    assert statuses(100, steps, "at_risk") == ["shown", "hidden", "shown"]


def test_nineteen_persons_have_no_curve():
    assert statuses(19, [(6, 0, 0)], "share") == ["hidden"]
    assert statuses(20, [(6, 0, 0)], "share") == ["shown"]


def test_a_share_of_a_curve_has_no_more_digits_than_are_printed():
    (row,) = released(30, [(7, 0, 0)])

    assert row["share"].value == pytest.approx(0.23, abs=1e-12)


@given(
    st.lists(
        st.tuples(st.integers(0, 8), st.just(0), st.integers(0, 5)),
        min_size=1,
        max_size=4,
    )
)
def test_no_small_number_of_events_follows_from_shares_and_persons_at_risk(steps):
    persons = 60
    shown = [row for row in released(persons, steps) if row["share"].status == "shown"]

    possible = histories(
        persons, [(row["share"].value, row["at_risk"].value) for row in shown]
    )

    for events in zip(*possible, strict=True):
        assert len(set(events)) > 1 or not SMALL & set(events)


def histories(persons, points):
    """Every row of events, point by point, that rounds to the shares of a curve."""
    found = [((), 1.0, persons)]
    for share, at_risk in points:
        found = [
            ((*events, more), staying * (1 - more / before), left)
            for events, staying, before in found
            for left in ([at_risk] if at_risk is not None else range(before + 1))
            for more in range(before - left + 1)
            if before and abs(1 - staying * (1 - more / before) - share) <= 0.005 + 1e-9
        ]
    return [events for events, _, _ in found]


def test_the_search_finds_what_unmerged_steps_would_tell():
    steps = [(6, 0, 0), (2, 0, 0), (9, 0, 0)]
    rows = curve(60, steps).rows

    found = histories(60, [(round(row["share"], 2), row["at_risk"]) for row in rows])

    assert {events[1] for events in found} == {2}


def test_steps_between_points_that_are_shown_are_large_or_none():
    steps = [(3, 0, 0), (3, 0, 0), (0, 0, 0), (4, 0, 0), (1, 0, 0)]

    rows = [row for row in released(60, steps) if row["share"].status == "shown"]

    reached = [0, *(round(row["share"].value * 60) for row in rows)]
    assert [new - old for old, new in pairwise(reached)] == [6, 0, 5]


def test_who_remains_is_not_taken_for_others_of_the_same_number():
    known = Table(
        "known",
        [{"row": "pilot", "known": 74, "persons": 80}],
        (Column("known", "persons"), Column("persons", "persons")),
        rests_on={"known": "persons", "persons": "persons"},
    )
    tables = {"curve": curve(80, [(4, 2, 0)]), "known": known}

    found = release(Section("time", scope(), [], tables)).tables

    assert found["known"].rows[0]["known"].value == 74
    assert found["curve"].rows[0]["at_risk"].status == "hidden"
