"""Audits attack a decided section and keep what they found."""

from __future__ import annotations

import dataclasses

import pytest

from evallib.domain.section import Section, TableBlock
from evallib.domain.table import Column, Table
from evallib.release.audits import insider_attack, outside_attack, ruled_attack
from evallib.release.joint.judged import judge
from evallib.release.suppression.protect import Protection
from tests.factories import scope

SECONDS = 20
COLUMNS = (Column("reached", "persons"), Column("known", "persons"))
RESTS = {"reached": "known", "known": "known"}
ROWS = [
    {"row": "one", "reached": 4, "known": 30},
    {"row": "two", "reached": 11, "known": 20},
    {"row": "all", "reached": 15, "known": 50},
]
TABLES = {"t": Table("t", ROWS, COLUMNS, RESTS)}


@pytest.fixture
def decided():
    section = Section("demo", scope(), [TableBlock("t")], TABLES)
    return judge(section, {"t": frozenset()})


def only_unsafe_hidden(decided):
    """The same section as if nothing but its unsafe count had been hidden."""
    unsafe = frozenset(
        decided.joint.position[spot]
        for spot, each in decided.joint.found.items()
        if each.broken
    )
    return dataclasses.replace(decided, protection=Protection(unsafe))


def test_a_reader_is_left_with_a_wide_range(decided):
    (found,) = outside_attack(decided, TABLES, seconds=SECONDS)

    assert (found.row, found.column) == ("one", "reached")
    assert (found.low, found.high, found.passed) == (0, 15, True)


def test_a_count_that_can_be_subtracted_fails(decided):
    (found,) = outside_attack(only_unsafe_hidden(decided), TABLES, seconds=SECONDS)

    assert (found.low, found.high, found.passed) == (4, 4, False)


def test_a_member_of_the_group_cannot_tell_the_count(decided):
    (found,) = insider_attack(decided, TABLES, seconds=SECONDS)

    assert found.passed
    assert found.low < found.high


def test_who_knows_the_rules_is_left_with_a_range_too(decided):
    (found,) = ruled_attack(decided, TABLES, seconds=SECONDS)

    assert found.passed
    assert found.high - found.low >= 3


def test_who_knows_the_rules_finds_a_count_that_can_be_subtracted(decided):
    (found,) = ruled_attack(only_unsafe_hidden(decided), TABLES, seconds=SECONDS)

    assert (found.low, found.high, found.passed) == (4, 4, False)


def test_a_member_who_can_tell_the_count_exactly_is_found(decided):
    (found,) = insider_attack(only_unsafe_hidden(decided), TABLES, seconds=SECONDS)

    assert not found.passed


def test_without_an_answer_in_time_no_audit_passes(decided):
    (outside,) = outside_attack(decided, TABLES, seconds=0)
    (insider,) = insider_attack(decided, TABLES, seconds=0)

    assert (outside.low, outside.passed, insider.passed) == (None, False, False)
