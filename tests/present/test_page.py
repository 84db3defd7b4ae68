"""The frame of a report: its policy, a style that asks for nothing, its colours."""

import re

import pytest

from evallib.domain.vocabulary import LANGUAGES
from evallib.present.page import POLICY, frame, in_notebook, style

READABLE = 4.5  # WCAG 2.1, 1.4.3: contrast of text of ordinary size
ON_THE_PAGE = ("ink", "soft", "accent", "caution", "finding", "danger")
PAIRS = [
    *((text, ground) for text in ON_THE_PAGE for ground in ("paper", "sheet", "faint")),
    ("ink", "accent-soft"),
    ("soft", "accent-soft"),
    ("accent", "accent-soft"),
    ("ink", "caution-soft"),
    ("caution", "caution-soft"),
    ("ink", "finding-soft"),
    ("finding", "finding-soft"),
]
BLOCK = re.compile(r"(@media[^{]*)?\{?\s*:root\s*\{([^}]*)\}")
COLOUR = re.compile(r"--([\w-]+):\s*(#[0-9a-f]{6})\b")


def palettes():
    light, dark, paper = (
        dict(COLOUR.findall(body)) for _, body in BLOCK.findall(style())
    )
    return {"light": light, "dark": light | dark, "print": light | paper}


def luminance(colour):
    """Relative luminance, from the definition in WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4
        for each in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def test_the_policy_allows_pictures_in_the_page_and_nothing_else():
    assert POLICY == (
        "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
        "font-src data:; base-uri 'none'; form-action 'none'; script-src 'none'"
    )


@pytest.mark.parametrize("asks", ["url(", "@import", "@font-face", "http", "//"])
def test_the_style_asks_for_no_file(asks):
    assert asks not in style()


def test_the_style_cannot_close_its_element():
    assert "<" not in style()


@pytest.mark.parametrize("mode", ["light", "dark", "print"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(mode, text, ground):
    colours = palettes()[mode]

    assert contrast(colours[text], colours[ground]) >= READABLE


def test_black_on_white_has_the_largest_contrast():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


def test_the_dark_palette_names_every_colour_of_the_light_one():
    bodies = [dict(COLOUR.findall(body)) for _, body in BLOCK.findall(style())]

    assert bodies[0].keys() == bodies[1].keys()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_frame_has_the_project_in_the_title(language):
    shown = frame(language, title="Kokeilu", edition="Loppuraportti")

    assert shown["title"].startswith("Kokeilu – ")


def test_the_frames_words_are_those_of_the_page_only():
    assert "skip" in frame("fi", title="a", edition="b")["words"]


@pytest.mark.parametrize(
    ("language", "told"),
    [("fi", "Simuloitu aineisto"), ("sv", "Simulerade data"), ("en", "Simulated data")],
)
def test_every_printed_sheet_says_that_the_data_are_simulated(language, told):
    shown = frame(language, title="a", edition="b", simulated=True)

    assert f'@top-center {{\n  content: "{told}"' in shown["style"]


def test_sheets_of_real_data_have_an_empty_margin():
    assert "@top-center" not in frame("fi", title="a", edition="b")["style"]


@pytest.mark.parametrize("everywhere", [":root", "@page", "\nbody", "\n  body"])
def test_the_notebook_keeps_the_style_to_its_own_output(everywhere):
    assert everywhere not in in_notebook("<p>a</p>")


def test_the_notebook_shows_the_section_as_it_is():
    assert in_notebook("<p>a</p>").endswith('<div class="evallib"><p>a</p></div>')
