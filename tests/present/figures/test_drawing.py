"""Every kind draws from released rows only, and the same bytes every time."""

import subprocess
import sys
from datetime import date
from typing import get_args

import matplotlib
import pytest

from evallib.domain.section import Figure, FigureKind, Sentence
from evallib.domain.table import Range
from evallib.domain.vocabulary import Entry, Label, Text
from evallib.present.figures.drawing import KINDS, draw
from tests.present.figures.conftest import WORDS, Drawn, released

PRICE = "Tuki $5$ – $\\frac{1}{2}$ & <b>lisä</b>"
NAMED = {"label": Text(fi=PRICE)}
LABEL = ("label", "label")
SHARE = [LABEL, ("value", "share", 0, "limits"), ("limits", "share")]
LIMITS = {"value": 0.55, "limits": Range(0.34, 0.74, "confidence")}
GOAL = {"id": "1", "level": Text(fi="Panos"), "leads_to": None}

EXAMPLES = {
    "bars": (SHARE, NAMED | LIMITS),
    "forest": (SHARE, NAMED | LIMITS),
    "icons": (SHARE, NAMED | LIMITS),
    "bullet": (
        [LABEL, ("actual", "entry"), ("target", "entry")],
        NAMED | {"actual": Entry("8", 8.0), "target": Entry("10", 10.0)},
    ),
    "dumbbell": (
        [LABEL, ("direct", "units"), ("indirect", "units")],
        NAMED | {"direct": 3, "indirect": 7},
    ),
    "effects": (
        [LABEL, ("value", "points", 0, "limits"), ("limits", "points")],
        NAMED | LIMITS,
    ),
    "lines": (
        [("series", "label"), ("x", "units"), ("value", "share")],
        {"series": Text(fi="Tuki $5$"), "x": 3, "value": 0.4},
    ),
    "love": (
        [LABEL, ("before", "index", 2), ("after", "index", 2)],
        NAMED | {"before": 0.4, "after": -0.05},
    ),
    "overlap": (
        [("bin", "label"), ("pilot", "share"), ("control", "share")],
        {"bin": Text(fi="Tuki $5$"), "pilot": 0.4, "control": 0.1},
    ),
    "standing": (
        [LABEL, ("known", "persons"), ("pending", "persons"), ("lost", "persons")],
        NAMED | {"known": 18, "pending": 3, "lost": 1},
    ),
    "envelope": (
        [("size", "units"), ("low", "points"), ("high", "points")],
        {"size": 20, "low": -0.1, "high": 0.4},
    ),
    "timeline": (
        [LABEL, ("start", "date"), ("end", "date")],
        NAMED | {"start": date(2021, 1, 1), "end": None},
    ),
    "rank_dots": ([LABEL, ("value", "rank", 2)], NAMED | {"value": 1.5}),
    "logic": (
        [LABEL, *((name, "text") for name in GOAL), ("status", "status")],
        NAMED | GOAL | {"status": Label("status.reached")},
    ),
}
LABELLED = sorted(set(EXAMPLES) - {"envelope"})


def example(kind):
    columns, row = EXAMPLES[kind]
    return released(kind, columns, [row], {name: name for name in row})


def test_every_kind_of_figure_has_a_drawing_and_an_example():
    assert set(KINDS) == set(get_args(FigureKind)) == set(EXAMPLES)


@pytest.mark.parametrize("kind", EXAMPLES)
def test_the_same_figure_gives_the_same_bytes(kind):
    assert draw(example(kind), WORDS) == draw(example(kind), WORDS)


@pytest.mark.parametrize("kind", LABELLED)
def test_a_label_is_plain_text_with_its_dollars(kind):
    texts = Drawn(draw(example(kind), WORDS)).texts

    assert "$5$" in " ".join(texts).replace("- ", "")


@pytest.mark.parametrize("kind", EXAMPLES)
def test_a_figure_carries_no_date_no_program_and_no_script(kind):
    svg = draw(example(kind), WORDS)

    for unwanted in ("<metadata", "<dc:date", "Matplotlib v", "<script", "<b>"):
        assert unwanted not in svg


def test_the_reader_s_own_matplotlib_settings_change_nothing():
    plain = draw(example("bars"), WORDS)
    own = {"font.size": 30, "svg.fonttype": "none", "path.sketch": (1, 100, 2)}
    with matplotlib.rc_context(own):
        assert draw(example("bars"), WORDS) == plain


def test_settings_are_put_back_after_drawing():
    with matplotlib.rc_context({"svg.hashsalt": "own"}):
        draw(example("bars"), WORDS)

        assert matplotlib.rcParams["svg.hashsalt"] == "own"


def test_a_figure_that_was_not_released_is_refused():
    unreleased = Figure("shares", "bars", "rows", Sentence("figure.alt"))

    with pytest.raises(TypeError, match="only a ReleasedFigure is drawn; got Figure"):
        draw(unreleased, WORDS)


def test_a_figure_without_rows_is_refused():
    empty = released("bars", SHARE, [], {"label": "label", "value": "value"})

    with pytest.raises(ValueError, match="figure 'figure' has no rows to draw"):
        draw(empty, WORDS)


def test_a_letter_outside_the_font_is_a_square_and_not_a_warning():
    columns, row = EXAMPLES["bars"]
    strange = row | {"label": Text(fi="Kurssi \N{CJK UNIFIED IDEOGRAPH-4E2D}")}
    figure = released("bars", columns, [strange], {name: name for name in row})

    assert "Kurssi \N{WHITE SQUARE}" in Drawn(draw(figure, WORDS)).texts


def test_drawing_chooses_no_backend():
    code = (
        "import sys, evallib.present.figures.drawing as d; "
        "print('matplotlib.pyplot' in sys.modules, len(d.KINDS))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["False", str(len(KINDS))]
