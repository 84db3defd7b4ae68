"""Sensitive traits ask for larger groups; what everybody may know may be nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from evallib.release.joint.traits import care_of
from tests.factories import scope

COLUMNS = (
    Column("category", "label"),
    Column("pilot", "persons"),
    Column("pilot_of", "persons"),
)
ON = {"pilot": "pilot_of", "pilot_of": "pilot_of"}


def profile(name, *counts):
    rows = [
        {"row": f"{name}-{at}", "category": str(at), "pilot": count, "pilot_of": 40}
        for at, count in enumerate(counts, start=1)
    ]
    return Table("profile", rows, COLUMNS, ON)


def statuses(declared, *counts, name="vamma"):
    section = Section("participants", declared, [], {"profile": profile(name, *counts)})
    rows = release(section).tables["profile"].rows
    return [row["pilot"].status for row in rows]


def test_seven_of_forty_may_be_told_of_an_ordinary_trait():
    assert statuses(scope(), 7, 33) == ["shown", "shown"]


def test_seven_of_forty_may_not_be_told_of_a_sensitive_one():
    careful = replace(scope(), sensitive=frozenset({"vamma"}))

    assert statuses(careful, 7, 33) == ["hidden", "hidden"]
    assert statuses(careful, 12, 28) == ["shown", "shown"]


def test_nobody_may_be_told_of_a_trait_that_everybody_may_know():
    open_ = replace(scope(), zeros=frozenset({"vamma"}))

    assert statuses(scope(), 0, 40) == ["hidden", "hidden"]
    assert statuses(open_, 0, 40) == ["shown", "shown"]


@pytest.mark.parametrize(
    ("row", "is_about"),
    [
        ("vamma-1", True),
        ("vamma", True),
        ("vamma=kyllä", True),
        ("vammaisuus-1", False),
    ],
)
def test_a_row_is_about_the_column_that_its_name_begins_with(row, is_about):
    table = Table("t", [{"row": row, "pilot": 1, "pilot_of": 2}], COLUMNS[1:], ON)
    careful = replace(scope(), sensitive=frozenset({"vamma"}))

    assert care_of(careful, table, 0, None).sensitive is is_about
