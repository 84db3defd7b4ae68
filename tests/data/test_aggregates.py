"""A project's own tables: every row a record or a problem with its place."""

from __future__ import annotations

import pytest

from evallib.data.aggregates import load_records
from evallib.domain.vocabulary import Entry, Text

HEADER = "id;survey;name;name_sv;statistic;value;decimals;answered;source\n"
ROW = "sujuvuus;asiakkaat;Tapaamiset;Möten;top2_percent;76;0;17;deck\n"


@pytest.fixture
def load(tmp_path):
    def _load(text, kind="survey_summary"):
        (tmp_path / "f.csv").write_text(text, encoding="utf-8")
        return load_records(tmp_path / "f.csv", kind, shown="f.csv", language="fi")

    return _load


def codes(loaded):
    return [(each.code, each.place.row, each.place.column) for each in loaded.problems]


def test_a_row_becomes_a_record_of_its_kind(load):
    (item,) = load(HEADER + ROW).records

    assert item.name == Text(fi="Tapaamiset", sv="Möten")
    assert (item.value, item.answered) == (76.0, 17)


def test_every_fault_of_a_file_is_found_at_once(load):
    loaded = load(
        HEADER
        + ROW
        + "b;asiakkaat;;;top2_percent;x;0;17;deck\n"
        + "c;asiakkaat;Nimi;;top3;77;0;17,5;deck\n"
    )

    assert codes(loaded) == [
        ("E-EMPTY", 3, "name"),
        ("E-NUM", 3, "value"),
        ("E-CAT", 4, "statistic"),
        ("E-RANGE", 4, "answered"),
    ]


def test_no_problem_echoes_a_cell(load):
    loaded = load(HEADER + ROW.replace(";76;", ";010190-900P;"))

    assert "010190" not in repr(loaded.problems)


def test_the_same_id_twice_is_a_duplicate(load):
    assert codes(load(HEADER + ROW + ROW)) == [("E-DUP-ROW", 3, "id")]


def test_a_missing_actual_stays_missing_and_words_stay_words(load):
    header = (
        "id;group;name;counted;target;actual;actual_number;reach;goal;note;source\n"
    )
    loaded = load(
        header
        + "henkilot;ESR;Henkilöt;persons;100;;;yes;;;deck\n"
        + "digipaja;ESR;Digipaja;things;110?;Tulossa;;no;;;deck\n",
        kind="indicators",
    )

    persons, workshop = loaded.records
    assert persons.actual is None
    assert workshop.target == Entry("110?")
    assert codes(loaded) == [
        ("W-NOT-NUMBER", 3, "target"),
        ("W-NOT-NUMBER", 3, "actual"),
    ]


def test_an_optional_choice_may_be_left_empty(load):
    header = (
        "id;parent;label;name;providers;written_time;start;end;place;aim;target_persons;"
        "participants;women;men;outcome_kind;outcome_persons;result;url;source\n"
    )
    (pilot,) = load(
        header + "a;;;Pilotti;;syksy 2021;;;;;noin 60;;;;;;;;deck\n", kind="pilots"
    ).records

    assert pilot.outcome_kind is None
    assert pilot.target_persons == Entry("noin 60")


def test_lists_are_parted_by_bars(load):
    goals = load(
        "id;level;name;leads_to;indicator;source\na;tulos;Tavoite;b | c;;deck\n",
        kind="goals",
    )

    assert goals.records[0].leads_to == ("b", "c")
