"""Bars show the released share, its interval, and doubt where there is doubt."""

from evallib.domain.table import Range
from evallib.domain.vocabulary import Label
from evallib.present import palette

WIDE = Range(0.55, 0.92, "confidence")


def test_a_share_stands_beside_its_bar_with_its_interval(shares):
    figure = shares("bars", ("Sain tukea", 0.79, WIDE))

    assert "79 %" in figure.texts
    assert "55–92 %" in figure.texts
    assert figure.filled(palette.BLUE) == 1


def test_a_missing_share_has_no_bar(shares):
    figure = shares("bars", ("Sain tukea", None, None))

    assert ".." in figure.texts
    assert figure.filled(palette.BLUE) == 0


def test_an_impossible_share_is_hatched_and_says_so(shares):
    figure = shares(
        "bars",
        ("Suosittelen", 0.79, WIDE),
        ("Sain tukea", 0.5, WIDE),
        note=[Label("check.impossible"), Label("check.possible")],
    )

    assert figure.hatched == 1
    assert figure.texts.count("✗ Ei mahdollinen") == 1
    assert "Mahdollinen" not in figure.texts


def test_the_scale_always_runs_to_a_hundred_percent(shares):
    figure = shares("bars", ("Sain tukea", 0.07, None))

    assert "0 %" in figure.texts
    assert "100 %" in figure.texts
