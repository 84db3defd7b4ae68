"""Bars between dates; what has not ended runs on."""

from datetime import date

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [("label", "label"), ("start", "date"), ("end", "date")]
ROLES = {name: name for name, _ in COLUMNS}


@pytest.fixture
def timeline(drawn):
    def drawing(*spans):
        cells = [
            {"label": Text(fi="Kokeilu"), "start": start, "end": end}
            for start, end in spans
        ]
        return drawn("timeline", COLUMNS, cells, ROLES)

    return drawing


def test_both_dates_stand_under_the_label(timeline):
    figure = timeline((date(2020, 9, 1), date(2021, 3, 15)))

    assert "1.9.2020 – 15.3.2021" in figure.texts
    assert figure.filled(palette.BLUE) == 1
    assert figure.hatched == 0


def test_an_open_end_is_hatched_and_has_no_last_date(timeline):
    figure = timeline((date(2020, 9, 1), date(2021, 3, 15)), (date(2021, 1, 10), None))

    assert "10.1.2021 –" in figure.texts
    assert figure.hatched == 1


def test_without_a_start_nothing_is_drawn(timeline):
    figure = timeline((None, date(2021, 3, 15)))

    assert ".." in figure.texts
    assert figure.filled(palette.BLUE) == figure.hatched == 0


def test_years_are_named_along_the_foot(timeline):
    figure = timeline((date(2020, 2, 1), date(2023, 11, 30)))

    assert figure.texts[:4] == ["2020", "2021", "2022", "2023"]
