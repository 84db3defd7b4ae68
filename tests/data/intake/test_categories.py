"""Labels of client files: case and width are forgiven, other words are not."""

from __future__ import annotations

import pytest

from evallib.data.intake.categories import label_of, stored_labels, truth_of
from evallib.data.intake.cells import is_missing
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry

STATUS = ColumnEntry(
    type="category",
    labels=["työssä", "työtön", "opiskelija"],
    aliases={"koulussa": "opiskelija"},
    missing=["-", "Ei tietoa"],
    collapse=[{"into": "ei työssä", "from": ["työtön", "opiskelija"]}],
)
YES = ColumnEntry(type="boolean", true=["1", "kyllä"], false=["0", "ei"])


@pytest.mark.parametrize(
    "cell", ["työssä", "TYÖSSÄ", "Työssä", "tyo\u0308ssa\u0308", "työs\u200bsä"]
)
def test_case_and_form_do_not_make_another_label(cell):
    assert label_of(cell, STATUS) == "työssä"


def test_an_alias_is_the_label_it_stands_for():
    assert label_of("Koulussa", STATUS) == "opiskelija"


@pytest.mark.parametrize(("cell", "near"), [("töissä", "työssä"), ("tyossa", "työssä")])
def test_another_word_is_refused_with_the_nearest_label(cell, near):
    with pytest.raises(BadValue, match="E-CAT") as bad:
        label_of(cell, STATUS)

    assert bad.value.facts["near"] == near
    assert cell not in str(dict(bad.value.facts))


@pytest.mark.parametrize("cell", ["NA", "null", "nan", "None", ""])
def test_nothing_means_missing_unless_it_is_declared(cell):
    assert not is_missing(cell, STATUS)


@pytest.mark.parametrize("cell", ["-", "ei tietoa", "EI TIETOA"])
def test_declared_words_mean_missing_in_any_case(cell):
    assert is_missing(cell, STATUS)


def test_labels_are_joined_in_declared_order():
    assert stored_labels(STATUS) == ("työssä", "ei työssä")


def test_yes_and_no_are_what_the_project_declares():
    assert [truth_of(cell, YES) for cell in ("1", "ei", "KYLLÄ")] == [True, False, True]

    with pytest.raises(BadValue, match="E-CAT"):
        truth_of("TRUE", YES)
