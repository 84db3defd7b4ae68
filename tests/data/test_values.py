"""Cells become numbers and dates by strict grammars, or are refused by code."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.data.values import BadValue, count, day, entry, number, shape
from evallib.domain.vocabulary import Entry


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("20728,50", 20728.5),
        ("20 728,50 €", 20728.5),
        ("20\u00a0728,50\u00a0€", 20728.5),
        ("20\u202f728,50 €", 20728.5),
        ("77 %", 77.0),
        ("\u22125", -5.0),
        ("0,005", 0.005),
        ("915000", 915000.0),
    ],
)
def test_finnish_numbers(cell, value):
    assert number(cell) == value


@pytest.mark.parametrize(
    "cell", ["110?", "-", "Tulossa", "yli 700", "1e3", "nan", "∞", "1.5", "", "12 34"]
)
def test_what_is_not_wholly_a_number_is_none(cell):
    with pytest.raises(BadValue, match="E-NUM"):
        number(cell)


@pytest.mark.parametrize("cell", ["1,500", "1.500", "12,000"])
def test_thousands_or_decimals_is_never_guessed(cell):
    with pytest.raises(BadValue, match="E-NUM-AMBIGUOUS"):
        number(cell)


@pytest.mark.parametrize("cell", ["3,5", "-1"])
def test_persons_are_counted_whole(cell):
    with pytest.raises(BadValue, match="E-RANGE"):
        count(cell)


@pytest.mark.parametrize(
    ("cell", "wanted"),
    [
        ("1.2.2021", date(2021, 2, 1)),
        ("01.02.2021", date(2021, 2, 1)),
        ("2021-08-01", date(2021, 8, 1)),
        ("29.2.2020", date(2020, 2, 29)),
    ],
)
def test_dates_are_read_day_first_or_iso(cell, wanted):
    assert day(cell) == wanted


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("31.2.2021", "E-DATE"),
        ("29.2.2021", "E-DATE"),
        ("8/2021", "E-DATE-PRECISION"),
        ("syksy 2021", "E-DATE-PRECISION"),
        ("lokakuu 2021", "E-DATE-PRECISION"),
        ("1.–15.10.2021", "E-DATE-PRECISION"),
        ("vk 35/2021", "E-DATE-PRECISION"),
        ("eilen", "E-DATE"),
    ],
)
def test_other_dates_are_refused_with_their_reason(cell, code):
    with pytest.raises(BadValue, match=f"^{code}$"):
        day(cell)


@pytest.mark.parametrize("cell", ["110?", "-", "Tulossa", "91 yritystä"])
def test_an_entry_keeps_words_as_words(cell):
    assert entry(cell) == Entry(cell, None)


def test_an_entry_keeps_a_number_and_how_it_was_written():
    assert entry("20 728 €") == Entry("20 728 €", 20728.0)


@pytest.mark.parametrize(
    ("cell", "drawn"),
    [
        ("010190-900P", "######-###a"),
        ("1.10.2021", "#.##.####"),
        ("a\x00b", "aU+0000a"),
    ],
)
def test_a_shape_shows_form_and_no_content(cell, drawn):
    assert shape(cell) == drawn


@given(st.text(max_size=60))
def test_a_shape_never_holds_a_letter_or_digit_of_its_cell(cell):
    # letters of the drawing itself: "a", and code points such as U+000B
    visible = [c for c in cell if c.isalpha() and c not in "aUABCDEF"]

    assert not any(c in shape(cell) for c in visible)


@given(st.integers(0, 10**9))
def test_every_whole_number_is_read_back(value):
    grouped = f"{value:,}".replace(",", " ")

    assert number(grouped) == value
