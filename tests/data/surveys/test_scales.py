"""Three ways in which survey programs export one answer."""

from __future__ import annotations

import pytest

from evallib.data.surveys.scales import answer_code, is_chosen
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry

LABELS = ("Erittäin huonosti", "Huonosti", "Kohtalaisesti", "Hyvin", "Erittäin hyvin")
LABELLED = ColumnEntry(type="category", role="item", labels=LABELS)
NUMBERS = ColumnEntry(type="integer", role="item", low=1, high=5)
TICK = ColumnEntry(type="boolean", role="choice", question="tuki")


@pytest.mark.parametrize(
    "cell",
    ["Hyvin", " hyvin", "HYVIN", "4", "4 Hyvin", "4 = Hyvin", "4 – Hyvin", "4. Hyvin"],
)
def test_a_label_a_code_and_a_numbered_label_are_one_answer(cell):
    assert answer_code(cell, LABELLED) == 4


def test_codes_begin_where_the_project_says():
    from_nought = ColumnEntry(type="category", low=0, labels=("ei", "kyllä"))

    assert answer_code("0", from_nought) == 0
    assert answer_code("kyllä", from_nought) == 1


def test_an_alias_means_its_label():
    aliased = ColumnEntry(type="category", labels=LABELS, aliases={"ok": "Hyvin"})

    assert answer_code("ok", aliased) == 4


@pytest.mark.parametrize("cell", ["6", "0", "4–5", "3,5"])
def test_a_number_that_is_no_code_is_out_of_range(cell):
    with pytest.raises(BadValue, match="E-RANGE"):
        answer_code(cell, NUMBERS)


@pytest.mark.parametrize("cell", ["Erittäin hyvin"])
def test_words_on_a_scale_of_numbers_are_no_label(cell):
    with pytest.raises(BadValue, match="E-CAT"):
        answer_code(cell, NUMBERS)


def test_a_number_beside_another_numbers_label_is_refused():
    with pytest.raises(BadValue, match="E-CAT"):
        answer_code("3 Hyvin", LABELLED)


def test_the_nearest_label_is_suggested_and_the_cell_is_not_repeated():
    with pytest.raises(BadValue, match="E-CAT") as refused:
        answer_code("Huonoosti", LABELLED)

    assert refused.value.facts["near"] == ["Huonosti"]


@pytest.mark.parametrize(("cell", "chosen"), [("1", True), ("x", True), ("", False)])
def test_a_tick_is_known_by_the_usual_marks(cell, chosen):
    assert is_chosen(cell, TICK, heading="Mentorointi") is chosen


def test_an_alternatives_own_words_are_a_tick():
    assert is_chosen("Mentorointi", TICK, heading="Mentorointi")


def test_other_words_are_no_tick():
    with pytest.raises(BadValue, match="E-CAT"):
        is_chosen("ehkä", TICK, heading="Mentorointi")
