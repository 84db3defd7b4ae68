"""Numbers of client files by declared marks; ambiguity is told, never settled."""

from __future__ import annotations

import pytest

from evallib.data.intake.numbers import number_of, share_of, whole_number_of
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry


def declared(**more):
    return ColumnEntry(type="number", **more)


@pytest.mark.parametrize(
    ("cell", "entry", "value"),
    [
        ("20728,50", {}, 20728.5),
        ("20 728,50", {}, 20728.5),
        ("20\u00a0728,50 €", {"unit": "€"}, 20728.5),
        ("\u22125", {}, -5.0),
        ("1.500", {"thousands": "."}, 1500.0),
        ("1.500,25", {"thousands": "."}, 1500.25),
        ("1.500", {"decimal": "."}, 1.5),
        ("1,500", {"decimals": 3}, 1.5),
        ("0,500", {}, 0.5),
        ("12 kk", {"unit": "kk"}, 12.0),
    ],
)
def test_a_number_is_read_by_its_declared_marks(cell, entry, value):
    if entry.get("decimal") == ".":
        entry = {**entry, "decimals": 3}

    assert number_of(cell, declared(**entry)) == value


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("1,500", "E-NUM-AMBIGUOUS"),
        ("-1,500", "E-NUM-AMBIGUOUS"),
        ("1,500 €", "E-NUM-AMBIGUOUS"),
        ("1.500", "E-NUM-AMBIGUOUS"),
        ("1.500,25", "E-NUM-AMBIGUOUS"),
        ("12.5", "E-NUM"),
        ("1e3", "E-NUM"),
        ("inf", "E-NUM"),
        ("noin 12", "E-NUM"),
        ("12 kk", "E-NUM"),
        ("20 72", "E-NUM"),
        ("<5", "E-SUPPRESSED-INPUT"),
        ("1-4", "E-SUPPRESSED-INPUT"),
        ("..", "E-SUPPRESSED-INPUT"),
    ],
)
def test_whatever_is_no_number_has_a_code_of_its_own(cell, code):
    with pytest.raises(BadValue, match=f"^{code}$"):
        number_of(cell, declared())


def test_a_number_outside_its_bounds_tells_the_bounds():
    with pytest.raises(BadValue, match="E-RANGE") as bad:
        number_of("241", declared(low=0, high=240))

    assert bad.value.facts["allowed"] == "0–240"


def test_a_part_of_a_person_is_no_count():
    with pytest.raises(BadValue, match="E-RANGE"):
        whole_number_of("3,5", declared())


@pytest.mark.parametrize(
    ("cell", "unit"), [("77 %", None), ("0,77", None), ("77", "%"), ("77%", "%")]
)
def test_a_percentage_is_a_proportion_inside(cell, unit):
    assert share_of(cell, declared(unit=unit)) == pytest.approx(0.77)
