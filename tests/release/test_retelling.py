"""Answers of one language are kept for the others, and for nobody else."""

from __future__ import annotations

import os
import stat

import pytest

from evallib.domain.section import Prose, Section
from evallib.domain.vocabulary import Text
from evallib.release.evidence import (
    EDITION,
    announce,
    announced,
    leave_again,
    read_prose,
)
from evallib.release.gate import guarded
from evallib.release.joint.earlier import Report
from evallib.release.retelling import (
    in_every_language,
    keep,
    kept,
)
from evallib.release.watch import Watch
from tests.factories import scope

NUMBERS = "e0" * 32


@pytest.fixture
def folder(tmp_path):
    """A run folder whose report has these numbers."""
    own = tmp_path / "demo-fi"
    own.mkdir()
    (own / EDITION).write_text(f"demo/final/evaluation\n{NUMBERS}", encoding="utf-8")
    return own


def wordings(text, hidden=()):
    watch = Watch(numerals=set(hidden))
    section = Section("description", scope(), [Prose(text)])
    return in_every_language(guarded(section, Report(), watch), watch)


def test_nothing_is_kept_unless_a_run_announces_several_languages(folder):
    assert announced(folder) is None

    path = announce(folder.parent, NUMBERS)

    assert announced(folder) == path
    assert kept(path) is None


def test_what_was_kept_comes_back(folder):
    path = announce(folder.parent, NUMBERS)
    told = wordings(Text(fi="Hyvin meni.", sv="Det gick bra."))
    keep(path, {"description": told, "effect": None}, folder)

    assert kept(path).answers == {"description": told, "effect": None}


@pytest.mark.skipif(os.name != "posix", reason="rights are told otherwise elsewhere")
def test_only_its_owner_may_read_it(folder):
    path = announce(folder.parent, NUMBERS)
    keep(path, {}, folder)

    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_each_language_waits_for_a_review_of_its_own_text():
    text = Text(fi="Kolme eli 3.", sv="Några få.")
    told = wordings(text, hidden=["3"])

    waiting = {language: each.waiting for language, each in told.items()}
    assert waiting["fi"] is not None
    assert waiting["sv"] is None
    assert told["sv"].released.blocks == (Prose(text),)


def test_a_wording_has_the_scope_of_its_language():
    told = wordings(Text(fi="Hyvin meni."))

    assert {key: each.released.scope.language for key, each in told.items()} == {
        "fi": "fi",
        "sv": "sv",
        "en": "en",
    }


def test_evidence_is_left_again_with_the_texts_of_the_language(folder):
    left = {"prose.json": {"hidden": ["3"], "repeating": {"conclusions": "a1"}}}
    leave_again(left, folder, {"description": "b2"})

    assert read_prose(folder) == (frozenset({"3"}), {"description": "b2"})
