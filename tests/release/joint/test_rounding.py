"""Counts of large groups as fives: nothing else that would undo the rounding."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError

from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Section
from evallib.domain.table import Column, Range, Table
from evallib.release.blackbox import bounded
from evallib.release.gate import release
from evallib.release.joint.rounding import rounded_count
from evallib.release.results import records
from evallib.release.watch import Watch
from tests.factories import scope

COLUMNS = (
    Column("group", "label"),
    Column("reached", "persons"),
    Column("known", "persons"),
    Column("share", "share", limits="limits"),
    Column("limits", "share"),
)
ON = dict.fromkeys(("reached", "known", "share", "limits"), "known")
FIVES = replace(scope(), disclosure=Disclosure(round_base=5))


def row(name, reached, known):
    return {
        "row": name,
        "group": name,
        "reached": reached,
        "known": known,
        "share": reached / known,
        "limits": Range(0.1, 0.6, "confidence"),
    }


def released(*rows, audience="public"):
    watch = Watch()
    tables = {"groups": Table("groups", rows, COLUMNS, ON)}
    declared = replace(FIVES, audience=audience)
    return release(Section("effect", declared, [], tables), watch=watch), watch


def test_two_above_and_two_below_look_the_same():
    assert [rounded_count(n) for n in (8, 9, 10, 11, 12, 13)] == [10] * 5 + [15]


def test_counts_are_fives_and_shares_are_of_fives():
    cells = released(row("a", 33, 101))[0].tables["groups"].rows[0]

    assert (cells["reached"].value, cells["known"].value) == (35, 100)
    assert cells["share"].value == 0.35
    assert cells["share"].n == 100


def test_an_interval_would_give_the_exact_share_away():
    cells = released(row("a", 33, 101))[0].tables["groups"].rows[0]

    assert cells["limits"].status == "hidden"
    assert cells["share"].low is None


def test_a_table_with_a_group_below_a_hundred_is_withheld():
    found = released(row("a", 33, 101), row("b", 33, 99))[0].tables["groups"]

    assert {cells["reached"].status for cells in found.rows} == {"hidden"}
    assert {cells["share"].status for cells in found.rows} == {"hidden"}


def test_an_internal_report_is_exact():
    cells = released(row("a", 33, 101), audience="internal")[0].tables["groups"].rows[0]

    assert cells["reached"].value == 33


def test_the_finished_file_gives_no_unsafe_count_away():
    rows = [row("a", 103, 140), row("b", 3, 120), row("c", 44, 130), row("d", 150, 390)]
    found, watch = released(*rows)

    assert watch.shape.spread == 2
    attacked = bounded(watch.shape, records(found), seconds=20)
    assert attacked
    assert all(each.passed for each in attacked)


@pytest.mark.parametrize(
    "looser",
    [
        {"round_base": 3},
        {"p_percent": 5.0},
        {"nk": ((1, 70.0), (2, 90.0))},
        {"nk": ((1, 60.0),)},
        {"width": 4},
    ],
    ids=str,
)
def test_what_may_not_be_looser_has_a_floor(looser):
    with pytest.raises(ValidationError):
        Disclosure(**looser)


def test_stricter_limits_need_no_reason():
    strict = Disclosure(width=8, p_percent=20.0, nk=((1, 50.0), (2, 80.0)))

    assert strict.overridden == ()
