"""Sums that a reader sees: declared ones, and those that hold without a word."""

from __future__ import annotations

import pytest

from evallib.domain.table import AddsUp, Column, Table
from evallib.release.joint.between import between_tables, losses
from evallib.release.joint.counted import Spot, counts_of
from evallib.release.joint.sums import sums_of
from tests.factories import scope

PERSONS = ("persons", "known", "lost")


def standing(*rows, **options):
    """Rows of name, persons, known and lost."""
    cells = [
        {"row": name, **dict(zip(PERSONS, counts, strict=True))}
        for name, *counts in rows
    ]
    columns = tuple(Column(name, "persons") for name in PERSONS)
    name = options.pop("name", "t")
    return Table(name, cells, columns, dict.fromkeys(PERSONS, "persons"), **options)


def counts(*tables):
    return {
        spot: each
        for table in tables
        for spot, each in counts_of(table, scope(), frozenset()).items()
    }


def told(table):
    """Every sum as ``row.column = row.column + …``, with the rows' names."""
    return {_worded(table, adding) for adding in sums_of(table, counts(table))}


def _worded(table, adding):
    whole, parts = adding
    return f"{_name(table, whole)} = {' + '.join(_name(table, each) for each in parts)}"


def _name(table, spot):
    return f"{table.row_id(spot.row)}.{spot.column}"


def test_known_and_lost_are_found_to_add_up_to_all():
    found = told(standing(("a", 20, 14, 6), ("b", 18, 11, 7)))

    assert found == {
        "a.persons = a.known + a.lost",
        "b.persons = b.known + b.lost",
    }


def test_a_sum_that_fails_in_one_row_is_none():
    assert told(standing(("a", 20, 14, 6), ("b", 18, 11, 6))) == set()


def test_groups_are_found_to_add_up_to_the_row_after_them():
    found = told(standing(("a", 20, 14, 5), ("b", 18, 10, 7), ("all", 38, 24, 12)))

    assert found == {
        f"all.{name} = a.{name} + b.{name}" for name in ("persons", "known", "lost")
    }


def test_a_declared_sum_is_used_where_rows_stand_apart():
    sums = AddsUp(rows={"all": ("a", "b")})
    rows = ("a", 20, 14, 5), ("x", 9, 8, 2), ("all", 38, 24, 12), ("b", 18, 10, 7)

    found = told(standing(*rows, adds_up=sums))

    assert "all.known = a.known + b.known" in found


def test_a_declared_sum_that_is_none_is_refused():
    with pytest.raises(ValueError, match="'known' in row 'a' is declared as the sum"):
        standing(("a", 20, 14, 5), adds_up=AddsUp(columns={"known": ("lost", "lost")}))


def test_categories_that_exhaust_their_group_are_one_outcome():
    columns = (Column("n", "persons"),)
    rows = [
        {"row": each, "n": n, "of": 20} for each, n in (("a", 9), ("b", 6), ("c", 5))
    ]

    found = told(Table("t", rows, columns, {"n": "of"}))

    assert "a.of = a.n + b.n + c.n" in found


def test_a_count_and_the_rest_of_its_group_add_up():
    columns = (Column("n", "persons"), Column("of", "persons"))
    table = Table("t", [{"n": 9, "of": 20}], columns, {"n": "of", "of": "of"})

    assert told(table) == {"1.of = 1.n + 1.rest of n"}


def test_rows_of_one_table_add_up_to_a_row_of_another():
    whole = standing(("all", 38, 24, 12), name="whole")
    parts = standing(("women", 20, 14, 5), ("men", 18, 10, 7), name="parts")

    found = list(between_tables(counts(whole, parts), ["whole"]))

    women_and_men = (Spot("parts", 0, "known"), Spot("parts", 1, "known"))
    assert (Spot("whole", 0, "known"), women_and_men) in found


def test_persons_who_were_lost_are_told_by_two_stages_of_a_flow():
    rows = [{"row": "followed", "pilot": 80}, {"row": "known", "pilot": 77}]
    stages = Table("flow", rows, (Column("pilot", "persons"),), {"pilot": "pilot"})
    row = {"row": "lost", "pilot": 3, "of": 120}
    lost = Table("left", [row], (Column("pilot", "persons"),), {"pilot": "of"})

    (found,) = losses(counts(stages, lost))

    assert found == (
        Spot("flow", 0, "pilot"),
        (Spot("flow", 1, "pilot"), Spot("left", 0, "pilot")),
    )
