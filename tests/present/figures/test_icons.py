"""A hundred marks, each standing for one client of a hundred."""

import pytest

from evallib.domain.table import Range
from evallib.domain.vocabulary import Text
from evallib.present import palette

IN_KEY = 1  # the key repeats every mark once


def test_a_range_separates_the_certain_from_the_possible(shares):
    figure = shares("icons", ("Työhön", 0.55, Range(0.55, 0.59, "published")))

    assert figure.filled(palette.BLUE) == 55 + IN_KEY
    assert figure.hatched == 4 + IN_KEY
    assert {"55–59 %", "55", "4", "41"} <= set(figure.texts)
    assert {"varmasti", "mahdollisesti", "muut"} <= set(figure.texts)


def test_a_single_share_claims_no_certainty(shares):
    figure = shares("icons", ("Osallistui", 0.8, None))

    assert figure.filled(palette.BLUE) == 80 + IN_KEY
    assert figure.hatched == 0
    assert "sadasta" in figure.texts
    assert "varmasti" not in figure.texts


@pytest.mark.parametrize(("share", "filled"), [(0.005, 1), (0.285, 29), (1.0, 100)])
def test_half_a_client_counts_up(shares, share, filled):
    figure = shares("icons", ("Osallistui", share, None))

    assert figure.filled(palette.BLUE) == filled + IN_KEY


def test_a_long_label_is_wrapped_and_not_cut_off(drawn):
    label = "Siirtyi työhön kolmen kuukauden kuluessa palvelun päättymisestä"
    figure = drawn(
        "icons",
        [("label", "label"), ("value", "share")],
        [{"label": Text(fi=label), "value": 0.5}],
        {"label": "label", "value": "value"},
    )

    assert label in " ".join(figure.texts)


def test_a_missing_share_cannot_be_drawn(shares):
    with pytest.raises(ValueError, match="icons need a share or its limits"):
        shares("icons", ("Työhön", None, None))
