"""R16: somebody's own words may not repeat a number that a report protects."""

from __future__ import annotations

import pytest

from evallib.release.rules.prose import numerals, repeating, written


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ryhmästä työllistyi 3.", {"3"}),
        ("Ryhmästä työllistyi 3 henkilöä 12:sta", {"3", "12"}),
        ("noin 15 % työllistyi", {"15"}),
        ("15,5 prosenttia", {"15.5"}),
        ("kustannus 1 234 euroa", {"1234"}),
        ("seuranta kesti 6 kuukautta", set()),
        ("3–6 kk", set()),
        ("alkoi 3.4.2025", set()),
        ("vuonna 2025 ja 2014–20", set()),
        ("2025-05-31", set()),
        ("1. Ensimmäinen havainto", set()),
        ("pöytäkirjan kohta 5", set()),
        ("viittaa kohtaan [@vali-2]", set()),
        ("kierros vali-2", set()),
        ("uppföljning i 6 månader", set()),
        ("after 12 months 4 were in work", {"4"}),
    ],
)
def test_numbers_of_persons_are_told_from_dates_durations_and_numbering(text, found):
    assert numerals(text) == found


@pytest.mark.parametrize(
    ("value", "share", "found"),
    [(3, False, {"3"}), (2 / 15, True, {"13", "13.3"}), (None, False, set())],
)
def test_a_hidden_number_may_be_written_as_a_count_or_a_percentage(value, share, found):
    assert {*written(value, share=share)} == found


def test_only_the_paragraph_that_repeats_it_is_found():
    text = "Hyvä tulos.\n\nTyölliseksi tuli 3.\n\nSe riittää."

    assert repeating(text, {"3"}) == ["Työlliseksi tuli 3."]
