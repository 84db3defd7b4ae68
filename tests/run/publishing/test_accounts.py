"""A data protection officer reads what is hidden, and never a hidden value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evallib.release.audits import Finding
from evallib.release.differencing import Block
from evallib.release.evidence import leave_evidence
from evallib.release.watch import Evidence, HiddenCell, Watch
from evallib.run.plan import Plan
from evallib.run.publishing.accounts import accounts
from evallib.run.publishing.releasing import evidence_file, notes_of
from evallib.run.task import Task
from evallib.run.terminal import account_text

FOUND = Evidence(
    "effect",
    findings=(Finding("A1", "groups", "all", "reached", 0, 8, passed=True),),
    repaired=(Block(3, "work", 1, 1, "narrow", frozenset({"pid-of-somebody"})),),
    hidden=(
        HiddenCell("groups", "all", "reached", ("R1", "R4")),
        HiddenCell("groups", "all", "share"),
    ),
    ahead=(("groups", "all"),),
    named=4,
    unnamed=1,
)


@pytest.fixture
def task(tmp_path):
    """A published report with the evidence of one section."""
    own = Task(tmp_path, "koe", "vali-1", "fi")
    path = evidence_file(own)
    path.parent.mkdir(parents=True)
    leave_evidence(Watch(evidence={"effect": FOUND}), path.parent)
    (path.parent / "evidence.json").rename(path)
    return own


def lines_of(*tasks):
    ((_, lines),) = accounts(Plan(tasks[0].root, list(tasks)))
    return {line.kind: line.facts for line in lines}


def test_what_is_hidden_is_told_with_its_reason(task):
    lines = lines_of(task)

    assert lines["hidden"] == {"cells": 2, "unsafe": 1, "beside": 1}
    assert lines["bounded"]["rules"] == "R1, R4"
    assert (lines["bounded"]["low"], lines["bounded"]["high"]) == (0, 8)
    assert lines["beside"]["column"] == "share"


def test_three_languages_of_a_report_are_one_account(task):
    assert lines_of(task, Task(task.root, "koe", "vali-1", "sv")) == lines_of(task)


def test_groups_between_releases_are_told_by_their_size(task):
    assert lines_of(task)["repaired"] == {"persons": 3, "category": "work"}


def test_no_person_and_no_count_of_few_is_in_the_evidence(task):
    text = evidence_file(task).read_text("utf-8")

    assert "pid-of-somebody" not in text
    assert "low" not in json.loads(text)["sections"][0]["repaired"][0]


def test_every_line_has_words_in_all_languages(task):
    ((name, lines),) = accounts(Plan(task.root, [task]))

    for language in ("fi", "sv", "en"):
        assert len(account_text(name, lines, language).splitlines()) == len(lines) + 1


def test_a_report_about_no_persons_has_nothing_to_tell(tmp_path):
    other = Task(tmp_path, "koe", "vali-2", "fi")
    ((name, lines),) = accounts(Plan(Path(), [other]))

    assert lines == ()
    assert name in account_text(name, lines, "en")


def test_whoever_publishes_is_told_what_follows_from_it(task):
    assert [note.code for note in notes_of(task)] == ["W-LEDGER-AHEAD", "W-WITHHELD"]
