"""docs/methods.md is what the reference tests compute, and leaves no family out."""

from __future__ import annotations

import re

import pytest

from tests.reference.methods_page import (
    PAGE,
    PLACE,
    TEMPLATE,
    families_on_file,
    filled,
    places,
)

MEND = "docs/methods.md is not current; run: python3 run.py fix"
# Tests of forty persons a group look at many tables.
SLOW = {"errors"}


@pytest.fixture(scope="module")
def committed():
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "place",
    [
        pytest.param(each, marks=[pytest.mark.slow] if each in SLOW else [])
        for each in places()
    ],
)
def test_the_table_is_current(committed, place):
    assert f"\n\n{filled(place)}\n" in committed, MEND


def test_the_prose_is_current(committed):
    prose = PLACE.split(TEMPLATE.read_text(encoding="utf-8"))[::2]
    pattern = ".*?".join(re.escape(part) for part in prose)

    assert re.fullmatch(pattern, committed, re.DOTALL), MEND


def test_no_family_of_pinned_numbers_is_left_out():
    assert families_on_file() == set(places()) - {"summary", "coverage", "errors"}


def test_no_row_is_out_of_tolerance(committed):
    assert "| ✗ |" not in committed
    assert "| ✓ |" in committed
