"""Two groups back to back on one scale."""

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [("bin", "label"), ("pilot", "share"), ("control", "share")]
ROLES = {name: name for name, _ in COLUMNS}


@pytest.fixture
def overlap(drawn):
    def drawing(*rows):
        cells = [
            {"bin": Text(fi=name), "pilot": pilot, "control": control}
            for name, pilot, control in rows
        ]
        return drawn("overlap", COLUMNS, cells, ROLES)

    return drawing


def test_one_group_is_plain_and_the_other_hatched(overlap):
    figure = overlap(("0–50 %", 0.3, 0.8), ("50–100 %", 0.7, 0.2))

    assert figure.filled(palette.BLUE) == 2
    assert figure.hatched == 2
    assert {"Pilotti", "Vertailu", "Luokka", "0–50 %", "70 %"} <= set(figure.texts)


def test_an_empty_class_has_no_bar_but_its_nought(overlap):
    figure = overlap(("0–50 %", 0.0, 0.8))

    assert figure.filled(palette.BLUE) == 0
    assert "0 %" in figure.texts


def test_a_missing_share_is_not_a_nought(overlap):
    figure = overlap(("0–50 %", None, 0.8))

    assert "0 %" not in figure.texts
    assert "Kaikkea ei ole piirretty." in figure.texts
