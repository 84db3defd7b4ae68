"""Dates of client files: declared forms only, and never a guess."""

from __future__ import annotations

from datetime import date

import pytest

from evallib.data.intake.dates import MixedForms, date_forms, day_of
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry

AS_OF = date(2022, 1, 31)
BOTH = {"fi", "iso"}


def declared(**more):
    return ColumnEntry(type="date", **more)


def read(cell, forms=BOTH, **more):
    return day_of(cell, forms, declared(**more), as_of=AS_OF)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("1.2.2021", date(2021, 2, 1)),
        ("01.02.2021", date(2021, 2, 1)),
        ("29.2.2020", date(2020, 2, 29)),
        ("2021-08-01", date(2021, 8, 1)),
        ("1.10.2021 0:00", date(2021, 10, 1)),
        ("2021-10-01T00:00:00", date(2021, 10, 1)),
        ("2021-06-30T22:30:00Z", date(2021, 7, 1)),  # summer time in Helsinki
        ("2021-12-31T21:30:00+00:00", date(2021, 12, 31)),
        ("2021-12-31T22:30:00Z", date(2022, 1, 1)),
    ],
)
def test_a_day_is_read_as_it_is_written(cell, day):
    assert read(cell) == day


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1.8.21", "E-DATE-YY"),
        ("44409", "E-DATE-SERIAL"),
        ("44409,5", "E-DATE-SERIAL"),
        ("8/2021", "E-DATE-PRECISION"),
        ("8.2021", "E-DATE-PRECISION"),
        ("2021-08", "E-DATE-PRECISION"),
        ("syksy 2021", "E-DATE-PRECISION"),
        ("vk 35/2021", "E-DATE-PRECISION"),
        ("lokakuu 2021", "E-DATE-PRECISION"),
        ("1.–15.10.2021", "E-DATE-PRECISION"),
        ("31.2.2021", "E-DATE"),
        ("29.2.2021", "E-DATE"),
        ("12.13.2021", "E-DATE"),
        ("1.10.2021 8:30", "E-DATE"),
        ("1.10.2021 klo 8", "E-DATE"),
        ("1/10/2021", "E-DATE"),
        ("31.12.1900", "E-DATE-SENTINEL"),
        ("1.1.2100", "E-DATE-SENTINEL"),
        ("31.12.9999", "E-DATE-SENTINEL"),
        ("1.2.2022", "E-DATE-FUTURE"),
    ],
)
def test_whatever_is_no_day_has_a_code_of_its_own(cell, code):
    with pytest.raises(BadValue, match=f"^{code}$"):
        read(cell)


def test_a_form_that_is_not_declared_is_refused():
    with pytest.raises(BadValue, match=r"^E-DATE$"):
        read("2021-08-01", {"fi"})


def test_a_coming_day_needs_a_declaration():
    assert read("1.2.2022", future=True) == date(2022, 2, 1)


@pytest.mark.parametrize(("cell", "year"), [("1.8.21", 2021), ("1.1.68", 1968)])
def test_a_declared_pivot_tells_the_century(cell, year):
    assert read(cell, two_digit_pivot=30).year == year


def test_one_form_throughout_needs_no_declaration():
    cells = [(2, "2021-08-01"), (3, "2021-09-01")]

    assert date_forms(cells, declared()) == {"iso"}


def test_two_forms_without_a_declaration_name_the_rows_of_the_rarer():
    cells = [(2, "1.2.2021"), (3, "2021-08-01"), (4, "3.2.2021")]

    with pytest.raises(MixedForms, match="E-DATE-MIXED") as mixed:
        date_forms(cells, declared())

    assert mixed.value.rows == (3,)


def test_times_with_and_without_an_offset_are_never_mixed():
    cells = [(2, "2021-08-01T00:00:00Z"), (3, "2021-08-01T00:00:00")]

    with pytest.raises(MixedForms, match="E-DATE-MIXED"):
        date_forms(cells, declared(date_formats=["iso"]))
