"""Lines break where they are full, at a syllable when a word is too long."""

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from evallib.present.figures.drafting.lettering import (
    BODY,
    POINTS,
    STRONG,
    drawable,
    font_file,
    width,
    wrap,
)

NARROW = 1.2  # inches
SENTENCE = "Minulle on nyt selkeämpi käsitys siitä, millaista työtä haluan tehdä"


def test_no_line_is_wider_than_asked_and_no_word_is_lost():
    lines = wrap(SENTENCE, NARROW)

    assert all(width(line) <= NARROW for line in lines)
    assert " ".join(lines) == SENTENCE


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("pitkäaikaistyöttömyys", "pitkäaikaistyöt-"),
        ("verksamhetsutveckling", "verksamhetsut-"),
        ("sosiaali-terveyspalvelut", "sosiaali-"),
        ("kohtaanto-ongelmat", "kohtaanto-"),
    ],
)
def test_a_word_wider_than_a_line_is_cut_at_a_syllable(word, first):
    lines = wrap(word, NARROW)

    assert lines[0] == first
    assert "".join(lines).replace("-", "") == word.replace("-", "")


@pytest.mark.parametrize("look", [BODY, STRONG])
@pytest.mark.parametrize("line", [SENTENCE, "Av. To, WAVE", "1 234,5 % – 17/80"])
def test_a_line_is_as_wide_as_matplotlib_lays_it_out(line, look):
    font = FontProperties(fname=font_file(bold=look.bold), size=look.size)
    points, _, _ = text_to_path.get_text_width_height_descent(line, font, False)

    assert width(line, look) == pytest.approx(points / POINTS, abs=0.01)


def test_too_many_lines_end_in_an_ellipsis_inside_the_width():
    lines = wrap(SENTENCE, NARROW, at_most=2)

    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert width(lines[-1]) <= NARROW


def test_nothing_is_one_empty_line():
    assert wrap("", NARROW) == ("",)


def test_a_letter_the_font_lacks_becomes_a_square():
    assert drawable("a\N{CJK UNIFIED IDEOGRAPH-4E2D}b") == "a\N{WHITE SQUARE}b"


def test_line_breaks_and_control_letters_of_a_project_text_are_spaces_or_nothing():
    assert drawable("a\n\tb\x07c\u202ed") == "a bcd"


def test_bold_is_wider():
    assert width("Työllistyi", STRONG) > width("Työllistyi", BODY)
