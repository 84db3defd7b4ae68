"""What a section function gives in a notebook: released numbers, and nothing else."""

from __future__ import annotations

import pandas as pd
import pytest
from IPython.core.completer import IPCompleter, provisionalcompleter

from evallib import answers
from evallib.answers import answering
from evallib.domain.section import Figure, Section, Sentence, TableBlock
from evallib.domain.table import Column, Range, Table
from evallib.domain.vocabulary import Entry, Label, Text
from evallib.present.language import Words, words
from tests.factories import scope

COLUMNS = (
    Column("label", "label"),
    Column("value", "share", limits="limits"),
    Column("limits", "share"),
    Column("of", "persons"),
)
RESTS = {"value": "of", "limits": "of", "of": "of"}
OWN_WORDS = {
    "demo.title": "Siirtymät",
    "demo.tables.by_horizon": "Ajan mukaan",
    "demo.figures.shares": "Osuudet",
    "demo.alt": "Kuva osuuksista.",
    "columns.limits": "Väli",
    "columns.of": "Kaikkiaan",
}


@pytest.fixture(autouse=True)
def _own_words(monkeypatch):
    spoken = Words("fi", words("fi").catalogue | OWN_WORDS)
    monkeypatch.setattr(answers, "words", lambda language: spoken)


def row(name, value=0.55, of=20):
    limits = Range(0.34, 0.74, "confidence")
    return {"row": name, "label": Label("outcome.employed"), "value": value} | {
        "limits": limits,
        "of": of,
    }


def section(*rows, columns=COLUMNS, rests_on=RESTS, source=None, **options):
    table = Table("by_horizon", rows or [row("m3")], columns, rests_on, source=source)
    roles = {"label": "label", "value": "value", "limits": "limits"}
    shown = [TableBlock("by_horizon")]
    if "value" in rests_on:
        alt = Sentence("demo.alt")
        shown.append(Figure("shares", "forest", "by_horizon", alt, roles))
    return Section("demo", scope(**options), shown, {"by_horizon": table})


def asked(*rows, **options):
    made = section(*rows, **options)
    return answering(lambda study: made)(made)


def test_a_table_is_a_frame_of_released_numbers():
    frame = asked(row("m3"), row("m6", 0.6)).tables["by_horizon"]

    assert list(frame.index) == ["m3", "m6"]
    assert list(frame["value"]) == [0.55, 0.6]
    assert frame["of"].dtype == "Int64"


def test_a_range_is_two_numbers():
    frame = asked().tables["by_horizon"]

    assert frame.loc["m3", ["limits_low", "limits_high"]].tolist() == [0.34, 0.74]
    assert "limits" not in frame


def test_labels_are_in_the_readers_words():
    assert asked().tables["by_horizon"].loc["m3", "label"] == "Työllistyi"


def test_a_hidden_number_is_missing_and_named():
    frame = asked(row("m3", of=3)).tables["by_horizon"]

    assert frame["value"].isna().all()
    assert frame.loc["m3", "hidden"] == "value, limits, of"


def test_a_frame_without_hidden_numbers_has_no_column_for_them():
    assert "hidden" not in asked().tables["by_horizon"]


def test_an_internal_reader_sees_small_groups():
    frame = asked(row("m3", of=3), audience="internal").tables["by_horizon"]

    assert frame.loc["m3", "of"] == 3


def test_a_project_s_own_number_stays_as_written():
    columns = (Column("label", "label"), Column("target", "entry"))
    rows = [
        {"row": "a", "label": Text(fi="A"), "target": Entry("110?")},
        {"row": "b", "label": Text(fi="B"), "target": Entry("80", 80.0)},
        {"row": "c", "label": Text(fi="C"), "target": None},
    ]
    told = asked(*rows, columns=columns, rests_on={}, source="deck")

    assert told.tables["by_horizon"]["target"].tolist() == ["110?", 80.0, None]


def test_a_section_without_data_has_no_answer():
    assert answering(lambda study: None)(section()) is None


def test_the_asked_function_keeps_its_name():
    def transitions(study):
        return section()

    assert answering(transitions).__name__ == "transitions"


def test_an_answer_is_one_short_line():
    assert repr(asked()) == "<demo: tables by_horizon; figures shares>"
    assert repr(asked().tables) == "<tables of demo: by_horizon>"
    assert repr(asked().figure) == "<figure shares of demo>"


def test_an_answer_shows_its_section():
    assert ">Siirtymät</h2>" in asked()._repr_html_()


def test_a_figure_is_shown_with_the_sentence_that_replaces_it():
    assert 'alt="Kuva osuuksista."' in asked().figure._repr_html_()


def test_a_withheld_table_leaves_no_figure():
    assert asked(row("m3", of=3)).figure is None


def test_an_unknown_table_is_answered_with_the_known_ones():
    with pytest.raises(KeyError, match=r"'by_month' is no table .*: by_horizon"):
        asked().tables["by_month"]


def test_a_table_is_an_attribute_too_and_other_names_are_none():
    tables = asked().tables

    assert isinstance(tables.by_horizon, pd.DataFrame)
    with pytest.raises(AttributeError, match="by_month"):
        _ = tables.by_month


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("s.ta", "tables"), ("s.tables.by", "by_horizon"), ('s.tables["b', "by_horizon")],
)
def test_names_are_completed_while_they_are_typed(typed, offered):
    completer = IPCompleter(namespace={"s": asked()}, use_jedi=False)
    with provisionalcompleter():
        found = [each.text for each in completer.completions(typed, len(typed))]

    assert any(offered in each for each in found)
