"""Effects lie around the line of no difference, the declared one in its own mark."""

import re

import pytest

from evallib.domain.table import Range
from evallib.domain.vocabulary import Label, Text
from evallib.present import palette

DOT = rf'<path d="(M [^"]*)" style="fill: {palette.BLUE}'
HUNDREDTH_OF_A_POINT = 0.01  # the SVG is written to six decimals of a point


@pytest.fixture
def effects(drawn):
    def drawing(*rows, kind="points", decimals=0):
        """Rows of ``(label, value, limits)``, and a fourth item for the primary."""
        cells = [
            {
                "label": Text(fi=label),
                "value": value,
                "limits": Range(*limits, "confidence") if limits else None,
                "primary": Label("plan.primary") if primary else None,
            }
            for label, value, limits, *primary in rows
        ]
        columns = [
            ("label", "label"),
            ("value", kind, decimals, "limits"),
            ("limits", kind, decimals),
        ]
        roles = {"label": "label", "value": "value", "limits": "limits"}
        if any(len(row) > 3 for row in rows):
            columns.append(("primary", "status"))
            roles["primary"] = "primary"
        return drawn("effects", columns, cells, roles)

    return drawing


def test_an_effect_stands_beside_its_interval_and_the_line_of_no_difference(effects):
    figure = effects(("Kaltaistettu", 0.19, (0.02, 0.36)))

    assert {"19", "2–36", "ei eroa", "Kaltaistettu"} <= set(figure.texts)
    assert figure.filled(palette.BLUE) == 1


def test_the_axis_is_named_by_the_heading_of_its_column(effects):
    assert "Osuus" in effects(("Kaltaistettu", 0.19, None)).texts


def test_the_effect_declared_beforehand_is_filled_and_says_so(effects):
    figure = effects(
        ("Suora", 0.22, (0.05, 0.38)), ("Painotettu", 0.18, (0.02, 0.34), "primary")
    )

    assert figure.filled(palette.BLUE) == 1
    assert figure.texts.count("Ennalta nimetty") == 1


def test_a_ratio_has_one_for_no_difference_and_is_marked_by_multiples(effects):
    figure = effects(("Naiset", 1.8, (0.9, 3.9)), kind="ratio", decimals=1)

    assert {"0,5", "1", "2"} <= set(figure.texts)
    assert "0" not in figure.texts


def test_doubling_and_halving_are_equally_far_from_one(effects):
    figure = effects(("A", 2.0, None), ("B", 0.5, None), kind="ratio", decimals=1)
    (one,) = (_across(line) for line in figure.strokes(palette.INK))
    up, down = (_across(dot) for dot in re.findall(DOT, figure))

    assert up - one == pytest.approx(one - down, abs=HUNDREDTH_OF_A_POINT)


def _across(path):
    return float(path.split()[1])


def test_an_interval_without_a_lower_end_ends_in_a_point(effects):
    whole = effects(("Alle 30", 2.9, (0.5, 6.0)), kind="ratio", decimals=1)
    cut = effects(("Alle 30", 2.9, (0.0, 6.0)), kind="ratio", decimals=1)

    assert whole.filled(palette.INK) < cut.filled(palette.INK)


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [("eur", 1794.0, "1 794 €"), ("days", 12.0, "12"), ("index", 0.4, "0,4")],
)
def test_other_measures_keep_their_own_writing(effects, kind, value, text):
    decimals = 1 if kind == "index" else 0
    figure = effects(("A", value, None), kind=kind, decimals=decimals)

    assert text in figure.texts


def test_a_missing_effect_is_not_drawn_and_the_figure_says_so(effects):
    figure = effects(("A", 0.2, (0.1, 0.3)), ("B", None, None))

    assert figure.filled(palette.BLUE) == 1
    assert "Kaikkea ei ole piirretty." in figure.texts


def test_a_whole_figure_says_nothing_of_what_is_not_drawn(effects):
    assert "Kaikkea ei ole piirretty." not in effects(("A", 0.2, None)).texts
