"""Sentences hold a project's words as text, marked with their language."""

from datetime import date

import pytest

from evallib.domain.section import Constant, Ref, Section, Sentence
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label, Text
from evallib.present.language import Words
from evallib.present.sentences import sentence_html, sentence_text
from evallib.release.gate import release
from tests.factories import scope
from tests.present.payloads import PAYLOADS, assert_inert

SAID = {
    "demo.said": "Sanoi: {what}.",
    "demo.amp": "A & B: {what}",
    "release.sentence_withheld": "Ei voida kertoa.",
    "answer.yes": "Kyllä",
}
WORDS = Words("fi", SAID)


def sentence(what, key="demo.said", *, source="deck"):
    table = Table(
        "t",
        [{"row": "a", "share": 0.55, "of": 20, "few": 3}],
        (Column("share", "share"), Column("few", "persons")),
        {"share": "of", "few": "of"},
        source=source,
    )
    section = Section("demo", scope(), [Sentence(key, {"what": what})], {"t": table})
    return release(section).blocks[0]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_project_wrote_is_text_in_the_sentence(payload):
    html = sentence_html(sentence(Text(fi=payload)), WORDS)

    assert assert_inert(html).get_text() == f"Sanoi: {payload}."


def test_the_catalogues_own_ampersand_is_escaped_once():
    html = sentence_html(sentence(Constant(2), "demo.amp"), WORDS)

    assert html == 'A &amp; B: <span class="number constant">2</span>'


def test_foreign_words_are_marked_with_their_language():
    html = sentence_html(sentence(Text(sv="Försök <b>")), WORDS)

    assert html == 'Sanoi: <span lang="sv">Försök &lt;b&gt;</span>.'


def test_plain_text_for_alternatives_has_neither_marks_nor_entities():
    assert sentence_text(sentence(Text(sv="Försök <b>")), WORDS) == "Sanoi: Försök <b>."


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        (Ref("t", "a", "share"), "55\N{NO-BREAK SPACE}%"),
        (Constant(4), "4"),
        (Constant(2.5), "2,5"),
        (Constant(date(2022, 4, 29)), "29.4.2022"),
        (Label("answer.yes"), "Kyllä"),
    ],
)
def test_every_kind_of_fact_is_worded(fact, said):
    assert sentence_text(sentence(fact), WORDS) == f"Sanoi: {said}."


def test_a_hidden_number_is_not_in_the_sentence():
    hidden = sentence(Ref("t", "a", "few"), source="own")

    assert sentence_text(hidden, WORDS) == "Ei voida kertoa."


@pytest.mark.parametrize("worded", [sentence_text, sentence_html])
def test_an_unreleased_sentence_is_refused(worded):
    with pytest.raises(TypeError, match="only released sentences are worded"):
        worded(Sentence("demo.said", {"what": Constant(1)}), WORDS)
