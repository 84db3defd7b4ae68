"""Goals in columns, and what each leads to."""

import pytest

from evallib.domain.vocabulary import Label, Text
from evallib.present import palette

COLUMNS = [
    ("id", "text"),
    ("label", "label"),
    ("level", "text"),
    ("leads_to", "text"),
    ("status", "status"),
]
ROLES = {name: name for name, _ in COLUMNS}
LONG = (
    "Osallistujien usko omiin mahdollisuuksiin vahvistuu ja he siirtyvät palvelun "
    "jälkeen työhön, koulutukseen tai muuhun tilannettaan edistävään palveluun "
    "aiempaa nopeammin ja pysyvämmin koko maakunnan alueella"
)


@pytest.fixture
def logic(drawn):
    def drawing(*goals):
        cells = [
            {
                "id": str(at),
                "label": Text(fi=label),
                "level": Text(fi=level),
                "leads_to": leads_to,
                "status": Label("status.reached"),
            }
            for at, (level, label, leads_to) in enumerate(goals, start=1)
        ]
        return drawn("logic", COLUMNS, cells, ROLES)

    return drawing


def links(figure):
    """Curves end in a point of their own colour."""
    return figure.filled(palette.RULE)


def test_levels_stand_in_the_order_of_the_table(logic):
    figure = logic(("Panos", "A", "2"), ("Tuotos", "B", None), ("Panos", "C", None))

    assert figure.texts[:2] == ["Panos", "Tuotos"]


def test_a_goal_shows_its_number_words_and_status(logic):
    figure = logic(("Panos", "Valmentajien työaika", None))

    assert "1. Valmentajien työaika" in figure.texts
    assert "● Saavutettu" in figure.texts


def test_every_link_is_a_curve(logic):
    figure = logic(
        ("Panos", "A", "2, 3"), ("Tuotos", "B", "4"), ("Tuotos", "C", "4"),
        ("Tulos", "D", None),
    )  # fmt: skip

    assert links(figure) == 4


def test_a_link_to_no_goal_of_the_table_is_not_drawn(logic):
    assert links(logic(("Panos", "A", "9"), ("Tuotos", "B", None))) == 0


def test_a_link_within_a_level_or_backwards_is_drawn(logic):
    figure = logic(("Panos", "A", None), ("Tuotos", "B", "1, 3"), ("Tuotos", "C", None))

    assert links(figure) == 2


def test_words_beyond_six_lines_end_in_an_ellipsis(logic):
    cut = logic(("Panos", LONG, None), ("Tuotos", "B", None), ("Tulos", "C", None))
    whole = logic(("Panos", LONG, None))

    assert sum(text.endswith("…") for text in cut.texts) == 1
    assert not any(text.endswith("…") for text in whole.texts)
