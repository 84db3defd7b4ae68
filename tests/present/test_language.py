"""Numbers and dates as a careful writer of each language sets them."""

from datetime import date

import numpy as np
import pytest

from evallib.domain.vocabulary import LANGUAGES
from evallib.present.language import words

GAP = "\N{NO-BREAK SPACE}"
MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", f"1{GAP}234,5"), ("sv", f"1{GAP}234,5"), ("en", "1,234.5")],
)
def test_thousands_never_break_and_decimals_are_marked_as_the_language_does(
    language, written
):
    assert words(language).number(1234.5, 1) == written


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_negative_number_has_a_true_minus_sign(language):
    assert words(language).number(-12) == f"{MINUS}12"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("value", [-0.0, -0.4, -0.04])
def test_zero_is_never_negative(language, value):
    assert words(language).number(value) == "0"


@pytest.mark.parametrize(
    ("value", "decimals", "written"),
    [
        (0.5, 0, "1"),
        (2.5, 0, "3"),
        (-2.5, 0, f"{MINUS}3"),
        (2.675, 2, "2,68"),
        (1.005, 2, "1,01"),
        (2.449, 1, "2,4"),
    ],
)
def test_a_half_as_it_is_written_rounds_away_from_zero(value, decimals, written):
    assert words("fi").number(value, decimals) == written


def test_a_number_out_of_an_array_reads_like_any_other():
    assert words("fi").percent(np.float64(0.125)) == f"13{GAP}%"


@pytest.mark.parametrize(
    ("share", "written"),
    [(0.125, "13"), (0.145, "15"), (0.285, "29"), (0.575, "58"), (1.0, "100")],
)
def test_half_a_percent_rounds_up(share, written):
    assert words("fi").hundredths(share) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", f"55{GAP}%"), ("sv", f"55{GAP}%"), ("en", "55%")],
)
def test_the_percent_sign_stands_apart_except_in_english(language, written):
    assert words(language).percent(0.55) == written


def test_percents_may_have_decimals():
    assert words("fi").percent(0.9333, 1) == f"93,3{GAP}%"


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", f"1{GAP}500{GAP}€"), ("sv", f"1{GAP}500{GAP}€"), ("en", "€1,500")],
)
def test_euros(language, written):
    assert words(language).euros(1500) == written


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", "29.4.2022"), ("sv", "29.4.2022"), ("en", f"29{GAP}April{GAP}2022")],
)
def test_dates_hold_together_on_one_line(language, written):
    assert words(language).date(date(2022, 4, 29)) == written


def test_limits_of_like_sign_are_joined_by_a_dash():
    assert words("fi").span("14", "65") == f"14{DASH}65"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("fi", f"{MINUS}5 ja 12 välillä"),
        ("sv", f"mellan {MINUS}5 och 12"),
        ("en", f"between {MINUS}5 and 12"),
    ],
)
def test_limits_of_unlike_signs_are_joined_by_words(language, written):
    assert words(language).span(f"{MINUS}5", "12") == written


def test_equal_limits_are_said_once():
    assert words("fi").span("55", "55") == "55"


def test_two_limits_below_zero_are_joined_by_words_not_by_a_third_stroke():
    assert (
        words("fi").span(f"{MINUS}107", f"{MINUS}47")
        == f"{MINUS}107 ja {MINUS}47 välillä"
    )


@pytest.mark.parametrize(
    ("language", "written"),
    [("fi", "a, b ja c"), ("sv", "a, b och c"), ("en", "a, b and c")],
)
def test_a_listing_ends_with_and(language, written):
    assert words(language).listing(["a", "b", "c"]) == written


@pytest.mark.parametrize(("items", "written"), [([], ""), (["a"], "a")])
def test_a_listing_of_one_or_none_has_no_and(items, written):
    assert words("fi").listing(items) == written


def test_a_missing_key_is_named_with_its_catalogue():
    with pytest.raises(KeyError, match=r"sv\.toml has no key 'no\.such\.key'"):
        words("sv").say("no.such.key")


def test_the_first_known_key_is_worded():
    spoken = words("en")

    assert spoken.first("no.such.key", "cell.missing") == spoken.say("cell.missing")


def test_without_any_known_key_the_last_one_is_missed():
    with pytest.raises(KeyError, match=r"has no key 'neither\.this'"):
        words("en").first("no.such.key", "neither.this")
