"""What an earlier section of a report shows is known when a later one is decided."""

from __future__ import annotations

from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table
from evallib.release.gate import release
from evallib.release.joint.earlier import Report
from tests.factories import scope

COLUMNS = (Column("reached", "persons"), Column("known", "persons"))
RESTS = {"reached": "known", "known": "known"}


def section(name, *rows):
    cells = [{"row": row, "reached": r, "known": k} for row, r, k in rows]
    table = Table("t", cells, COLUMNS, RESTS)
    return Section(name, scope(), [TableBlock("t")], {"t": table})


def shown(released):
    return [cell.value for cell in released.tables["t"].column("reached")]


GROUPS = ("one", 4, 30), ("two", 11, 20), ("three", 12, 24), ("all", 27, 74)


def test_alone_the_cheapest_partner_of_a_small_count_is_hidden():
    assert shown(release(section("groups", *GROUPS))) == [None, None, 12, 27]


def test_after_its_partner_was_shown_another_one_is_hidden():
    report = Report()
    release(section("first", ("two", 11, 20)), report)

    assert shown(release(section("groups", *GROUPS), report)) == [None, 11, None, 27]


def test_what_was_hidden_stays_hidden():
    report = Report()
    release(section("groups", *GROUPS), report)

    assert shown(release(section("later", ("two", 11, 20)), report)) == [None]


def test_a_section_that_is_shown_again_is_decided_as_before():
    report = Report()
    first = release(section("groups", *GROUPS), report)

    assert shown(release(section("groups", *GROUPS), report)) == shown(first)
