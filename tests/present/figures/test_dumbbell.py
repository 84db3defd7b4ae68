"""Two scores on one line, told apart by shape."""

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [
    ("label", "label"),
    ("group", "text"),
    ("direct", "units"),
    ("indirect", "units"),
]
ROLES = {name: name for name, _ in COLUMNS}
IN_KEY = 1


@pytest.fixture
def dumbbell(drawn):
    def drawing(*rows):
        cells = [
            {"label": Text(fi="Periaate"), "group": Text(fi=group)}
            | {"direct": direct, "indirect": indirect}
            for group, direct, indirect in rows
        ]
        return drawn("dumbbell", COLUMNS, cells, ROLES)

    return drawing


def test_both_scores_are_drawn_and_named(dumbbell):
    figure = dumbbell(("Ekologinen", 7, 5))

    assert figure.filled(palette.BLUE) == 1 + IN_KEY
    assert figure.count(f"stroke: {palette.ORANGE}") == 1 + IN_KEY
    assert {"7", "5", "Välitön", "Välillinen", "Ekologinen"} <= set(figure.texts)


def test_equal_scores_are_written_once(dumbbell):
    figure = dumbbell(("Ekologinen", 3, 3))

    assert figure.texts.count("3") == 1
    assert figure.filled(palette.BLUE) == 1 + IN_KEY


def test_a_missing_score_is_not_a_nought(dumbbell):
    figure = dumbbell(("Ekologinen", None, 5))

    assert figure.filled(palette.BLUE) == IN_KEY
    only_on_the_axis = 1
    assert figure.texts.count("0") == only_on_the_axis


def test_a_row_without_scores_keeps_its_label(dumbbell):
    figure = dumbbell(("Ekologinen", None, None))

    assert "Periaate" in figure.texts
    assert figure.count(f"stroke: {palette.ORANGE}") == IN_KEY
