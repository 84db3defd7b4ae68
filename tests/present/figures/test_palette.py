"""Contrast on paper, computed as WCAG 2.1 does."""

import pytest

from evallib.present.palette import BLUE, MARK_COLOURS, PAPER, TEXT_COLOURS, WASH

FOR_TEXT = 4.5  # WCAG 2.1, criterion 1.4.3
FOR_GRAPHICS = 3.0  # WCAG 2.1, criterion 1.4.11


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    ]
    return sum(
        w * part for w, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True)
    )


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_21_to_1():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("paper", [PAPER, WASH])
@pytest.mark.parametrize("colour", TEXT_COLOURS)
def test_text_is_read_on_paper_and_in_boxes(colour, paper):
    assert contrast(colour, paper) >= FOR_TEXT


@pytest.mark.parametrize("colour", MARK_COLOURS)
def test_marks_are_seen_on_paper(colour):
    assert contrast(colour, PAPER) >= FOR_GRAPHICS


def test_a_bar_is_told_from_the_track_beneath_it():
    assert contrast(BLUE, WASH) >= FOR_GRAPHICS
