"""One count in two tables is hidden in both, or in neither."""

from __future__ import annotations

from evallib.domain.table import Column, Table
from evallib.release.joint.counted import Spot, counts_of
from evallib.release.joint.same import same_counts
from tests.factories import scope

COLUMNS = (Column("reached", "persons"), Column("known", "persons"))
RESTS = {"reached": "known", "known": "known"}


def table(name, *rows, columns=COLUMNS):
    cells = [
        {"row": row, "reached": reached, "known": known, **more}
        for row, reached, known, more in rows
    ]
    return Table(name, cells, columns, RESTS)


def same(*tables, published=()):
    """Whether the first count of the first table is each count of the second."""
    found = {}
    for each in tables:
        public = frozenset(range(len(each.rows))) if each.name in published else ()
        found |= counts_of(each, scope(), frozenset(public))
    top = same_counts({each.name: each for each in tables}, found)
    first, second = tables[:2]
    return [
        top[Spot(first.name, 0, "reached")] == top[Spot(second.name, at, "reached")]
        for at in range(len(second.rows))
    ]


def test_equal_counts_of_equal_groups_are_taken_for_the_same():
    one = table("one", ("pilot", 11, 20, {}))
    other = table("other", ("outcome", 11, 20, {}), ("else", 11, 30, {}))

    assert same(one, other) == [True, False]


def test_a_likelier_partner_by_name_is_preferred():
    one = table("one", ("pilot", 11, 20, {}))
    other = table("other", ("pilot-months_6", 11, 20, {}), ("women", 11, 20, {}))

    assert same(one, other) == [True, False]


def test_people_and_time_tell_counts_apart_that_are_equal_by_chance():
    one = table("one", ("a", 11, 20, {"people": "pilot", "at": "months_6"}))
    other = table(
        "other",
        ("b", 11, 20, {"people": "pilot", "at": "months_6"}),
        ("c", 11, 20, {"people": "pilot", "at": "months_12"}),
    )

    assert same(one, other) == [True, False]


def test_a_published_figure_is_matched_by_its_names_only():
    printed = table("printed", ("pilot", 11, 20, {}))
    own = table("own", ("pilot", 11, 20, {}), ("women", 11, 20, {}))

    assert same(printed, own, published=("printed",)) == [True, False]


def test_a_share_is_the_count_beside_it():
    columns = (*COLUMNS, Column("share", "share"))
    shares = Table(
        "t",
        [{"row": "a", "reached": 11, "known": 20, "share": 0.55}],
        columns,
        {**RESTS, "share": "known"},
    )
    found = counts_of(shares, scope(), frozenset())

    top = same_counts({"t": shares}, found)

    assert top[Spot("t", 0, "reached")] == top[Spot("t", 0, "behind share")]
