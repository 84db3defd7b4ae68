"""Whoever reads the published file back finds no hidden count in it (audit A6)."""

from __future__ import annotations

import json

import pytest

from evallib.domain.errors import DisclosureError
from evallib.domain.section import Section
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label
from evallib.release.blackbox import bounded, plain_shape, shape_from
from evallib.release.evidence import attack_results, leave_evidence, read_blackbox
from evallib.release.gate import release
from evallib.release.results import records
from evallib.release.watch import Watch
from tests.factories import scope

COLUMNS = (
    Column("name", "label"),
    Column("known", "persons"),
    Column("reached", "persons"),
    Column("share", "share"),
)
RESTS = {"known": "known", "reached": "known", "share": "known"}


def rows(*counted):
    return [
        {
            "row": name,
            "name": Label(name),
            "known": known,
            "reached": reached,
            "share": reached / known,
        }
        for name, known, reached in counted
    ]


@pytest.fixture
def published():
    """Three groups and their total; one of the groups has two in work."""
    table = Table(
        "groups",
        rows(("a", 20, 9), ("b", 15, 2), ("c", 21, 9), ("all", 56, 20)),
        COLUMNS,
        RESTS,
    )
    watch = Watch()
    released = release(Section("effect", scope(), [], {"groups": table}), watch=watch)
    return watch, records(released)


def slipped(numbers, row, column, value, n=None):
    """The same records as if one number had passed by the gate."""
    return [
        {**each, "value": value, "status": "shown", "n": n}
        if (each["row"], each["column"]) == (row, column)
        else each
        for each in numbers
    ]


def broken(watch, numbers):
    found = bounded(watch.shape, numbers, seconds=20)
    return [each.address[2] for each in found if not each.passed]


def test_nothing_can_be_told_from_what_the_gate_lets_pass(published):
    watch, numbers = published

    assert bounded(watch.shape, numbers, seconds=20)
    assert broken(watch, numbers) == []


@pytest.mark.parametrize(
    ("row", "column", "value", "n"),
    [("b", "reached", 2, 15), ("b", "share", 2 / 15, 15)],
)
def test_a_number_that_slips_past_the_gate_is_found(published, row, column, value, n):
    watch, numbers = published

    assert broken(watch, slipped(numbers, row, column, value, n)) == ["b"]


def test_a_number_that_gives_another_one_away_is_found(published):
    watch, numbers = published
    hidden = {each["row"] for each in numbers if each["status"] == "hidden"}
    (other,) = hidden - {"b"}

    assert broken(watch, slipped(numbers, other, "reached", 9, 20)) == ["b"]


def test_the_shape_that_is_left_behind_holds_no_value(published):
    watch, numbers = published
    plain = json.loads(json.dumps(plain_shape(watch.shape)))

    assert shape_from(plain) == watch.shape
    assert bounded(shape_from(plain), numbers, seconds=20)


def test_evidence_is_kept_of_what_was_read_back(published, tmp_path):
    watch, numbers = published
    leave_evidence(watch, tmp_path)

    attack_results(tmp_path, numbers)

    found = read_blackbox(tmp_path / "evidence.json")
    assert found["attacked"] == found["passed"] > 0


def test_a_report_that_tells_too_much_is_refused(published, tmp_path):
    watch, numbers = published
    leave_evidence(watch, tmp_path)

    with pytest.raises(DisclosureError, match="E-AUDIT"):
        attack_results(tmp_path, slipped(numbers, "b", "reached", 2))


def test_a_report_about_no_persons_needs_no_attack(tmp_path):
    attack_results(tmp_path, [])

    assert read_blackbox(tmp_path / "evidence.json") == {}
