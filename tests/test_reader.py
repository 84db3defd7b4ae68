"""The reader of a report in its second language is told what the first was told."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from evallib.domain.section import Prose, Scope, Section
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label, Text
from evallib.reader import reader_of_run
from evallib.release.evidence import EDITION, announce
from evallib.release.watch import Watch
from tests.factories import scope

COLUMNS = (
    Column("name", "label"),
    Column("known", "persons"),
    Column("reached", "persons"),
)


@dataclass(frozen=True)
class Study:
    scope: Scope


def effect(study):
    row = {"row": "a", "name": Label("pilot"), "known": 20, "reached": 3}
    rests = {"known": "known", "reached": "known"}
    table = Table("groups", [row], COLUMNS, rests)
    return Section("effect", study.scope, [], {"groups": table})


def costs(study):
    return None


def conclusions(study):
    words = Text(fi="Töihin pääsi 3.", sv="Det gick bra.")
    return Section("conclusions", study.scope, [Prose(words)])


class Asked:
    """Counts how often sections are made."""

    def __init__(self):
        self.made = []

    def __call__(self, ask):
        def counted(study):
            self.made.append((ask.__name__, study.scope.language))
            return ask(study)

        counted.__name__ = ask.__name__
        return counted


@pytest.fixture
def folder(tmp_path):
    own = tmp_path / "run"
    own.mkdir()
    (own / EDITION).write_text("demo/final/evaluation\ne0", encoding="utf-8")
    return own


@pytest.fixture
def several(folder):
    """A run that makes the report in more than one language."""
    announce(folder.parent, "e0")


def told(folder, language, *asks, leave=True):
    """A report in one language: what its reader is told, and the reader."""
    reader = reader_of_run(Watch(), folder)
    study = Study(replace(scope(), language=language))
    answers = [
        reader.ask(ask, study, each_language=ask.__name__ == "conclusions")
        for ask in asks
    ]
    if leave:
        reader.leave(folder)
    return answers, reader


@pytest.mark.usefixtures("several")
def test_another_language_asks_nothing_again(folder):
    asked = Asked()
    asks = [asked(each) for each in (effect, costs, conclusions)]
    told(folder, "fi", *asks)
    asked.made.clear()
    told(folder, "sv", *asks)

    assert asked.made == []


@pytest.mark.usefixtures("several")
def test_it_is_told_the_same_as_if_it_were_asked(folder, tmp_path):
    told(folder, "fi", effect, costs, conclusions)
    again, _ = told(folder, "sv", effect, costs, conclusions)
    alone, _ = told(tmp_path, "sv", effect, costs, conclusions, leave=False)

    assert again == alone


@pytest.mark.usefixtures("several")
def test_its_own_texts_wait_for_a_review(folder):
    told(folder, "sv", effect, conclusions)
    _, reader = told(folder, "fi", effect, conclusions)

    assert list(reader.watch.prose) == ["conclusions"]


@pytest.mark.usefixtures("several")
def test_a_section_that_was_not_asked_before_knows_what_was_repeated(folder):
    told(folder, "fi", effect)
    answers, reader = told(folder, "sv", effect, conclusions)

    assert reader.told is None
    assert "3" in reader.watch.numerals
    assert answers[-1].scope.language == "sv"


def test_a_report_in_one_language_keeps_nothing(folder):
    told(folder, "fi", effect)

    assert list(folder.parent.glob("*.told")) == []
