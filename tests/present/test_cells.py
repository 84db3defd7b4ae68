"""One released cell as it is read: hidden, missing, as written, or a number."""

from datetime import date

import pytest

from evallib.domain.section import Section
from evallib.domain.table import Column, Range, Table
from evallib.domain.vocabulary import Entry, Label, Text
from evallib.present.cells import read_cell
from evallib.present.language import words
from evallib.release.gate import release
from tests.factories import scope

FI = words("fi")
GAP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"


def read(value, kind, *, source="deck", language="fi", **options):
    """How a cell of one column reads after the gate."""
    column = Column("cell", kind, **options)
    row = {"cell": value, "of": 20}
    table = Table("t", [row], (column,), {"cell": "of"}, source=source)
    released = release(Section("demo", scope(language=language), [], {"t": table}))
    return read_cell(released.tables["t"].column("cell")[0], column, words(language))


def test_a_hidden_number_is_an_ellipsis_that_is_also_spoken():
    reading = read(3, "persons", source="own")

    assert (reading.text, reading.spoken) == ("…", "tieto suojattu")


def test_a_missing_figure_is_two_dots_that_are_also_spoken():
    reading = read(None, "persons")

    assert (reading.text, reading.spoken) == ("..", "tieto puuttuu")


@pytest.mark.parametrize("kind", ["label", "text", "status", "source"])
def test_missing_words_leave_an_empty_cell(kind):
    reading = read(None, kind)

    assert (reading.text, reading.spoken) == ("", None)


@pytest.mark.parametrize("written", ["110?", "-", "Tulossa", "91 yritystä"])
def test_words_in_the_place_of_a_number_stay_as_written(written):
    assert read(Entry(written), "entry").text == written


@pytest.mark.parametrize(
    ("value", "kind", "options", "text"),
    [
        (1234, "persons", {}, f"1{GAP}234"),
        (0.55, "share", {}, f"55{GAP}%"),
        (0.933, "portion", {"decimals": 1}, f"93,3{GAP}%"),
        (-0.05, "points", {}, f"{MINUS}5"),
        (4.2, "score", {"decimals": 1}, "4,2"),
        (1500.0, "eur", {}, f"1{GAP}500{GAP}€"),
        (740.29, "unit_cost", {}, f"740{GAP}€"),
        (Entry("80", 80.0), "entry", {}, "80"),
        (Entry("2,5", 2.5), "entry", {}, "2,5"),
        (date(2022, 4, 29), "date", {}, "29.4.2022"),
        (0, "persons", {}, "0"),
        (-0.34, "index", {"decimals": 2}, f"{MINUS}0,34"),
        (31.6, "days", {}, "32"),
    ],
)
def test_numbers_read_by_the_kind_of_their_column(value, kind, options, text):
    assert read(value, kind, **options).text == text


def test_a_range_has_one_unit_for_both_limits():
    published = Range(0.55, 0.59, "published")

    assert read(published, "share").text == f"55–59{GAP}%"


def test_a_range_across_zero_is_told_in_words():
    crossing = Range(-0.05, 0.12, "feasible")

    assert read(crossing, "points").text == f"{MINUS}5 ja 12 välillä"


@pytest.mark.parametrize(
    ("probability", "text"),
    [
        (0.0, f"<{GAP}0,001"),
        (0.00099, f"<{GAP}0,001"),
        (0.001, "0,001"),
        (0.0096, "0,010"),
        (0.03, "0,03"),
        (0.994, "0,99"),
        (0.996, f">{GAP}0,99"),
        (1.0, "1,00"),
    ],
)
def test_a_probability_is_never_nought_nor_one_by_rounding(probability, text):
    assert read(probability, "probability").text == text


def test_money_across_zero_has_its_sign_at_both_limits():
    crossing = Range(-1926.0, 656.0, "confidence")

    assert read(crossing, "eur").text == (
        f"{MINUS}1{GAP}926{GAP}€ ja 656{GAP}€ välillä"
    )


def test_money_below_zero_has_its_minus_before_the_sign_in_english():
    assert read(-635.0, "eur", language="en").text == f"{MINUS}€635"


def test_a_status_has_its_symbol_beside_its_word():
    reading = read(Label("status.reached"), "status")

    assert (reading.text, reading.symbol) == ("Saavutettu", "●")


def test_a_label_without_a_symbol_has_none():
    assert read(Label("answer.yes"), "text").symbol is None


def test_words_of_another_language_are_marked():
    reading = read(Text(fi="Pilotti"), "label", language="sv")

    assert (reading.text, reading.language) == ("Pilotti", "fi")


def test_words_of_the_readers_language_are_not_marked():
    reading = read(Text(fi="Pilotti", sv="Pilot"), "label", language="sv")

    assert (reading.text, reading.language) == ("Pilot", None)
