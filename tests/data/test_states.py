"""Codes of a source become states by declaration, never by guess."""

import tomllib

import pandas as pd
import pytest

from evallib.data.states import (
    DEFAULT_FILE,
    STATES,
    StateCodes,
    default_codes,
    number_of,
    numbers_of,
    override_codes,
    read_codes,
    states_of,
)
from evallib.domain.plan import ANY_WORK, OPEN_MARKET_WORK


def test_the_default_codes_are_those_of_the_job_seeker_register():
    assert default_codes().states == {
        "00": "subsidised_work",
        "01": "open_labour_market",
        "02": "unemployed",
        "03": "unemployed",
        "04": "open_labour_market",
        "05": "outside_labour_force",
        "06": "outside_labour_force",
        "07": "labour_market_service",
        "08": "education",
        "09": "open_labour_market",
    }


def test_every_default_code_names_the_source_it_comes_from():
    text = DEFAULT_FILE.read_text(encoding="utf-8")
    rows = tomllib.loads(text)["codes"]

    named = {letter for row in rows for letter in row["sources"]}
    assert all(row["sources"] for row in rows)
    assert all(f"[{letter}]" in text for letter in named)


def test_a_code_from_a_single_source_is_marked_unconfirmed():
    rows = tomllib.loads(DEFAULT_FILE.read_text(encoding="utf-8"))["codes"]

    alone = {row["code"] for row in rows if len(row["sources"]) == 1}
    assert default_codes().unconfirmed == alone == {"09"}


def test_subsidised_work_is_work_but_not_in_the_open_labour_market():
    assert "subsidised_work" in ANY_WORK
    assert "subsidised_work" not in OPEN_MARKET_WORK


def test_a_project_may_say_otherwise_and_then_answers_for_it():
    codes = override_codes(default_codes(), {"09": "unemployed", "X": "education"})

    assert codes.states["09"] == "unemployed"
    assert codes.states["X"] == "education"
    assert codes.states["02"] == "unemployed"
    assert codes.unconfirmed == frozenset()


def test_a_code_without_its_zero_is_another_code():
    numbers, undeclared = states_of(pd.Series(["02", "2", " 02"]), default_codes())

    assert numbers.tolist() == [number_of("unemployed"), -1, -1]
    assert undeclared.tolist() == [1, 2]


def test_a_missing_code_is_unknown_and_not_a_fault():
    numbers, undeclared = states_of(pd.Series([None, "08"]), default_codes())

    assert numbers.tolist() == [-1, number_of("education")]
    assert undeclared.tolist() == []


def test_a_column_without_rows_has_no_states():
    numbers, undeclared = states_of(pd.Series([], dtype=object), default_codes())

    assert len(numbers) == len(undeclared) == 0


def test_numbers_follow_the_order_of_the_states():
    assert numbers_of(STATES).tolist() == list(range(7))


def test_a_state_that_does_not_exist_is_refused():
    with pytest.raises(ValueError, match=r"a code leads to one of open_labour_market"):
        StateCodes("own", {"1": "sleeping"})
    with pytest.raises(ValueError, match=r"a state is one of .* got 'sleeping'"):
        number_of("sleeping")


def test_a_list_with_one_code_twice_is_refused(tmp_path):
    row = '[[codes]]\ncode = "1"\nstate = "unemployed"\nconfirmed = true\n'
    path = tmp_path / "own.toml"
    path.write_text(f'name = "own"\n{row}{row}', encoding="utf-8")

    with pytest.raises(ValueError, match=r"own\.toml: a code stands twice"):
        read_codes(path)
