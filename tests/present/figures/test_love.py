"""Balance before and after, without the sign, against two thresholds."""

import pytest

from evallib.domain.vocabulary import Text
from evallib.present import palette

COLUMNS = [("label", "label"), ("before", "index", 2), ("after", "index", 2)]
ROLES = {name: name for name, *_ in COLUMNS}
IN_KEY = 1


@pytest.fixture
def love(drawn):
    def drawing(*rows):
        cells = [
            {"label": Text(fi=label), "before": before, "after": after}
            for label, before, after in rows
        ]
        return drawn("love", COLUMNS, cells, ROLES)

    return drawing


def test_before_is_hollow_and_after_is_filled(love):
    figure = love(("Ikä", 0.42, 0.05))

    assert figure.filled(palette.BLUE) == 1 + IN_KEY
    assert figure.filled(palette.ORANGE) == 0
    assert {"Ennen", "Jälkeen", "0,42 →", "0,05"} <= {t.strip() for t in figure.texts}


def test_both_thresholds_are_named(love):
    texts = love(("Ikä", 0.9, 0.05)).texts

    assert {"0,1", "0,25"} <= set(texts)


def test_a_negative_difference_is_as_far_as_a_positive_one(love):
    assert love(("Ikä", -0.42, 0.05)) == love(("Ikä", 0.42, -0.05))


def test_what_was_not_measured_before_has_no_mark(love):
    figure = love(("Ikä", None, 0.05))

    assert figure.count(f"stroke: {palette.ORANGE}") == IN_KEY
    assert "Kaikkea ei ole piirretty." in figure.texts
