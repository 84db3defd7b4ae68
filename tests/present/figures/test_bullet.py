"""Actuals beside targets, every row in its own units."""

import pytest

from evallib.domain.vocabulary import Entry, Text
from evallib.present import palette

COLUMNS = [("label", "label"), ("actual", "entry"), ("target", "entry")]


@pytest.fixture
def bullet(drawn):
    def drawing(*rows):
        cells = [
            {"label": Text(fi="Osallistujat"), "actual": actual, "target": target}
            for actual, target in rows
        ]
        roles = {"label": "label", "actual": "actual", "target": "target"}
        return drawn("bullet", COLUMNS, cells, roles)

    return drawing


def test_actual_and_target_stand_beside_the_bar(bullet):
    figure = bullet((Entry("80", 80.0), Entry("100", 100.0)))

    assert figure.filled(palette.BLUE) == 1
    assert {"80", "/ 100", "Tavoite"} <= set(figure.texts)


def test_a_missing_actual_is_a_dash_and_not_a_bar_of_nothing(bullet):
    figure = bullet((None, Entry("30", 30.0)))

    assert "–" in figure.texts
    assert "/ 30" in figure.texts
    assert figure.filled(palette.BLUE) == figure.filled(palette.WASH) == 0


def test_a_target_in_words_is_shown_as_written_without_a_bar(bullet):
    figure = bullet((Entry("9", 9.0), Entry("110?")))

    assert "/ 110?" in figure.texts
    assert figure.filled(palette.BLUE) == 0


def test_units_of_one_row_do_not_squeeze_the_bar_of_another(bullet):
    alone = bullet((Entry("80", 80.0), Entry("100", 100.0)))
    beside = bullet(
        (Entry("80", 80.0), Entry("100", 100.0)),
        (Entry("500000", 500_000.0), Entry("400000", 400_000.0)),
    )

    bar = _first_bar(alone)
    assert _first_bar(beside)[0] == bar[0]
    assert _first_bar(beside)[2] == bar[2]


def _first_bar(figure):
    """Left, upper and right inches of the first blue bar, as they are written."""
    path = figure[: figure.index(f"fill: {palette.BLUE}")].rsplit('d="M ', 1)[1]
    numbers = path.replace("\nL", "").replace("\nz", "").split('"')[0].split()
    return numbers[0], numbers[1], numbers[2]
