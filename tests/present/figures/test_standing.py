"""Persons known, pending and lost: every number is written, wherever it fits."""

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

PARTS = ("known", "pending", "lost")
COLUMNS = [("label", "label"), *((part, "persons") for part in PARTS)]
ROLES = {name: name for name, _ in COLUMNS}
IN_KEY = 1


@pytest.fixture
def standing(drawn):
    def drawing(*rows):
        cells = [
            {"label": Text(fi=label)} | dict(zip(PARTS, persons, strict=True))
            for label, *persons in rows
        ]
        return drawn("standing", COLUMNS, cells, ROLES)

    return drawing


def test_numbers_stand_in_their_parts(standing):
    figure = standing(("Ryhmä 1", 18, 12, 9))

    assert {"18", "12", "9", "Tiedossa", "Kesken", "Kadonnut"} <= set(figure.texts)
    assert figure.filled(palette.BLUE) == 1 + IN_KEY
    assert figure.hatched == 1 + IN_KEY


def test_a_part_too_narrow_for_its_number_has_it_after_the_bar(standing):
    figure = standing(("Ryhmä 1", 500, 2, 0))
    beside_the_bar = 1

    assert "2" in figure.texts
    assert figure.hatched == 1 + IN_KEY + beside_the_bar


def test_nobody_lost_is_not_worth_a_number(standing):
    assert "0" not in standing(("Ryhmä 1", 18, 3, 0)).texts


def test_a_missing_number_has_its_symbol_and_no_part(standing):
    figure = standing(("Ryhmä 1", 18, None, 3))

    assert ".." in figure.texts
    assert "Kaikkea ei ole piirretty." in figure.texts


def test_a_long_tail_of_numbers_stays_on_the_sheet(standing):
    figure = standing(("Ryhmä 1", 99_000, 120, 110))
    points_across = 7.2 * 72

    assert max(across for across, _ in figure.starts.values()) < points_across


def test_a_group_of_nobody_has_no_bar(standing):
    figure = standing(("Ryhmä 1", 0, 0, 0))

    assert figure.filled(palette.BLUE) == IN_KEY
