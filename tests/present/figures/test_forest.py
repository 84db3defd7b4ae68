"""A point per group, with the persons it rests on."""

from evallib.domain.table import Range
from evallib.domain.vocabulary import Label
from evallib.present import palette

WIDE = Range(0.34, 0.74, "confidence")


def test_persons_stand_beside_their_share(shares):
    figure = shares("forest", ("Työnhaku", 0.55, WIDE), count=[11], of=[20])

    assert "11/20" in figure.texts
    assert "55 %" in figure.texts
    assert figure.filled(palette.BLUE) == 1


def test_a_group_is_named_once_above_its_rows(shares):
    same = Label("status.reached")
    figure = shares("forest", ("A", 0.55, WIDE), ("B", 0.4, WIDE), group=[same, same])

    assert figure.texts.count("Saavutettu") == 1


def test_missing_persons_leave_no_fraction(shares):
    figure = shares(
        "forest", ("A", 0.55, WIDE), ("B", None, None), count=[11, None], of=[20, None]
    )

    assert [text for text in figure.texts if "/" in text] == ["11/20"]
    assert figure.filled(palette.BLUE) == 1
