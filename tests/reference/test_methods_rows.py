"""A row of the methods page tells the truth about one number."""

import math

import pytest

from tests.reference.cases import Case
from tests.reference.methods_rows import family, row, shown


def pinned(value, **more):
    expected = {"value": value, "atol": 1e-7, "rtol": 1e-6, "source": "R"} | more
    return Case("a_case", {}, {"rate": expected})


def test_a_number_out_of_tolerance_is_not_passed():
    found = row(pinned(0.5), "rate", 0.5001)

    assert not found.passed
    assert found.difference == "1e-04"


def test_the_last_bits_of_a_number_are_not_told():
    found = row(pinned(0.5), "rate", 0.5 + 1e-13)

    assert (found.ours, found.difference, found.passed) == ("0.5", "< 1e-09", True)


def test_another_stated_convention_is_marked():
    found = row(pinned([-0.1, 0.5], also_accept=[[0, 0.5]]), "rate", [0, 0.5])

    assert found.reference == "0, 0.5 †"
    assert found.passed


def test_a_list_of_another_length_is_not_passed():
    assert not row(pinned([1.0, 2.0]), "rate", [1.0]).passed


def test_a_refusal_meets_an_undefined_reference():
    found = row(pinned("NA"), "rate", math.nan)

    assert (found.ours, found.reference, found.difference) == (
        "undefined", "undefined", "–"
    )  # fmt: skip


def test_a_value_inside_the_span_of_row_orders_is_passed():
    span = {"min": 1.0, "max": 2.0, "se_min": 0.1, "se_max": 0.2}

    assert row(pinned(span), "rate", [1.5, 0.15]).passed
    assert not row(pinned(span), "rate", [2.5, 0.15]).passed


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1e-30, "0"),
        (-math.inf, "-Inf"),
        ([1, 2, 3, 4, 5], "1, 2, 3, … (5 in all)"),
        ({"lower": 0.25, "upper": 0.75}, "lower 0.25; upper 0.75"),
    ],
)
def test_values_are_shown_briefly(value, text):
    assert shown(value) == text


def test_pairs_that_are_not_claimed_stand_in_no_row():
    matching = family("matching")
    left_out = {quantity for quantity, *_ in matching.left_out}

    assert "nn_repl_n" in left_out
    assert not left_out & {each.quantity for each in matching.rows}
