"""How an actual stands against its target, in one word."""

from datetime import date

import pytest

from evallib.analysis.monitoring.standing import counted, portion, status
from evallib.domain.project import Period, Round
from tests.analysis.studies import FINAL, INTERIM, indicator


def word(target, actual, chosen=FINAL, **changes):
    return status(indicator(target, actual, **changes), chosen).key


@pytest.mark.parametrize("actual", ["100", "101"])
@pytest.mark.parametrize("chosen", [INTERIM, FINAL])
def test_a_target_that_was_met_is_reached(actual, chosen):
    assert word("100", actual, chosen) == "status.reached"


def test_one_short_at_the_end_is_short():
    assert word("100", "99", FINAL) == "status.short"


def test_one_short_on_the_way_is_under_way():
    assert word("100", "99", INTERIM) == "status.under_way"


@pytest.mark.parametrize("target", ["-", "–", " - ", None])
def test_a_dash_is_no_target(target):
    assert word(target, "41") == "status.no_target"


@pytest.mark.parametrize("target", ["110?", "8-9", "Tulossa"])
def test_a_target_that_is_no_number_is_unclear(target):
    assert word(target, "41") == "status.unclear_target"


@pytest.mark.parametrize("actual", ["Tulossa", "12 + 5", "91 yritystä"])
def test_an_actual_that_is_no_number_is_unclear(actual):
    assert word("100", actual) == "status.unclear_actual"


@pytest.mark.parametrize("target", ["100", "-", "110?", None])
def test_a_missing_actual_is_named_before_anything_else(target):
    assert word(target, None) == "status.no_actual"


def test_a_count_picked_out_of_words_stands_against_the_target():
    assert word("30", "28 työnantajaa, 35 sopimusta", actual_number=28) == (
        "status.short"
    )


def test_a_count_picked_out_of_words_comes_before_the_cell():
    assert counted(indicator("30", "35", actual_number=28)) == 28


def test_nobody_reached_is_short_and_not_missing():
    assert word("100", "0") == "status.short"


def test_a_target_of_none_is_met():
    assert word("0", "0") == "status.reached"


def test_the_portion_is_actual_over_target():
    assert portion(indicator("60", "45")) == 0.75


@pytest.mark.parametrize(
    ("target", "actual"),
    [("100", None), ("110?", "41"), ("-", "41"), ("0", "0"), ("100", "Tulossa")],
)
def test_there_is_no_portion_without_two_numbers(target, actual):
    assert portion(indicator(target, actual)) is None


@pytest.mark.parametrize(
    ("actual", "kept"),
    [("30", "behind"), ("45", "on_track"), ("55", "on_track"), ("65", "ahead")],
)
def test_an_interim_status_is_the_pace_when_the_project_says_when_it_runs(actual, kept):
    """Half of a hundred days have gone; a tenth either way is still on track."""
    half_way = Round(id="interim", kind="interim", as_of=date(2022, 4, 10))
    period = Period(start=date(2022, 2, 19), end=date(2022, 5, 29))

    chosen = status(indicator("100", actual), half_way, period)

    assert chosen.key == f"status.{kept}"


def test_the_final_round_knows_no_pace():
    period = Period(start=date(2022, 1, 1), end=date(2022, 12, 31))

    assert status(indicator("100", "99"), FINAL, period).key == "status.short"
