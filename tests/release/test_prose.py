"""A paragraph that repeats a hidden number waits for somebody to review it."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from evallib.domain.disclosure import Disclosure
from evallib.domain.section import Prose, Section
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label, Text
from evallib.release.gate import release
from evallib.release.watch import Watch
from tests.factories import scope

WORDS = "Pilotti onnistui.\n\nTöihin pääsi 3 osallistujaa.\n\nSe on hyvä alku."
DIGEST = hashlib.sha256(WORDS.encode()).hexdigest()
COLUMNS = (
    Column("name", "label"),
    Column("known", "persons"),
    Column("reached", "persons"),
)


@pytest.fixture
def watch():
    """A report that has hidden that three of twenty are in work."""
    row = {"row": "a", "name": Label("pilot"), "known": 20, "reached": 3}
    rests = {"known": "known", "reached": "known"}
    table = Table("groups", [row], COLUMNS, rests)
    own = Watch()
    release(Section("effect", scope(), [], {"groups": table}), watch=own)
    return own


def told(watch, *, reviewed=(), audience="public"):
    """What a reader sees of the words: paragraphs, and ``…`` for notices."""
    review = {"reviewed_by": "A. A.", "reviewed_sha256": list(reviewed)}
    limits = Disclosure.model_validate({"prose": review})
    own = replace(scope(audience=audience), disclosure=limits)
    section = Section("conclusions", own, [Prose(Text(fi=WORDS))])
    blocks = release(section, watch=watch).blocks
    return [each.text.fi if isinstance(each, Prose) else "…" for each in blocks]


def test_the_paragraph_is_replaced_by_a_notice(watch):
    assert told(watch) == ["Pilotti onnistui.", "…", "Se on hyvä alku."]
    assert watch.prose == {"conclusions": DIGEST}


def test_what_was_reviewed_is_shown(watch):
    assert told(watch, reviewed=[DIGEST]) == [WORDS]
    assert watch.prose == {}


def test_a_text_that_changed_after_its_review_is_not(watch):
    assert "…" in told(watch, reviewed=["another"])


def test_an_internal_report_shows_all(watch):
    assert told(watch, audience="internal") == [WORDS]


def test_without_a_hidden_number_all_is_shown():
    assert told(Watch()) == [WORDS]


def test_a_review_needs_a_name():
    with pytest.raises(ValueError, match="review"):
        Disclosure.model_validate({"prose": {"reviewed_sha256": ["abc"]}})
