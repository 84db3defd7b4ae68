"""Letters of a figure have the shapes and places that matplotlib would give them."""

import re

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import TextPath

from evallib.present.figures.drafting.lettering import (
    BODY,
    EM,
    SMALL_STRONG,
    STRONG,
    font_file,
)
from evallib.present.figures.drafting.sheet import Sheet

LINE = "Työ: AV. 12 (–3,5 %) jälkeen?"
WITHIN = 0.002  # of a letter's size: units are rounded, and matplotlib's hundredths


def written(*lines, **options):
    sheet = Sheet()
    for at, (text, look) in enumerate(lines, start=1):
        sheet.write((1.0, float(at)), text, look, **options)
    return sheet.svg(height=5.0)


def corners(svg):
    """Every corner of every letter, in units of the font from the line's start."""
    shapes = dict(re.findall(r'<path id="([^"]+)" d="([^"]+)"', svg))
    placed = re.findall(r'<use xlink:href="#([^"]+)" x="(\d+)"', svg)
    found = []
    for name, pen in placed:
        numbers = [float(each) for each in re.findall(r"-?\d+", shapes[name])]
        found.append(np.reshape(numbers, (-1, 2)) + np.array([float(pen), 0.0]))
    return np.concatenate(found)


def by_matplotlib(text, look):
    font = FontProperties(fname=font_file(bold=look.bold))
    path = TextPath((0, 0), text, size=EM, prop=font)
    return path.vertices[path.codes != Path.CLOSEPOLY]


@pytest.mark.parametrize("look", [BODY, STRONG])
def test_a_line_has_the_corners_of_the_one_that_matplotlib_draws(look):
    svg = written((LINE, look))

    assert corners(svg) == pytest.approx(by_matplotlib(LINE, look), abs=WITHIN * EM)


def test_an_outline_is_written_once_however_often_its_letter_stands():
    svg = written(("anna", BODY), ("nana", BODY), ("na", STRONG))

    assert len(re.findall(r"<path id=", svg)) == 2 + 2
    assert svg.count("<use") == 4 + 4 + 2


def test_a_line_is_scaled_to_its_size_upside_down():
    svg = written(("a", SMALL_STRONG))

    size = f"{SMALL_STRONG.size / EM:.6f}"
    assert f"scale({size} -{size})" in svg


@pytest.mark.parametrize(("align", "across"), [("left", 72), ("right", 72)])
def test_a_line_ends_where_it_is_aligned(align, across):
    svg = written(("Ilman", BODY), align=align)

    start = float(re.search(r"translate\(([-\d.]+)", svg)[1])
    wide = by_matplotlib("Ilman", BODY)[:, 0].max() * BODY.size / EM
    ends = {"left": start, "right": start + wide}
    assert ends[align] == pytest.approx(across, abs=1.0)


def test_nothing_is_no_line():
    assert "<g style" not in written(("", BODY))


def test_a_sheet_can_be_written_twice():
    sheet = Sheet()
    sheet.write((1.0, 1.0), "Kahdesti")

    assert sheet.svg(height=2.0) == sheet.svg(height=2.0)


def test_letters_stand_with_their_middle_at_the_height_that_was_asked():
    svg = written(("l", BODY))

    baseline = float(re.search(r"translate\([-\d.]+ ([-\d.]+)", svg)[1])
    tall = corners(svg)[:, 1].max() * BODY.size / EM
    assert baseline - tall / 2 == pytest.approx(72, abs=0.05)
