"""Declarations of client files that cannot work are told before any file is read."""

from __future__ import annotations

import pytest

from evallib.domain.errors import ConfigurationError
from tests.data.conftest import PILOT

COLLAPSE = """\
type = "category"
labels = ["a"]
collapse = [{ into = "c", from = ["b"] }]"""
COLUMN = "[files.pilotti.columns.{name}]\n{body}\n\n"


def refused(office, *parts):
    office.declare(*parts)
    with pytest.raises(ConfigurationError, match="E-CFG") as fault:
        _ = office.project
    return [(each.code, each.place.column) for each in fault.value.problems]


def column(name, body):
    return COLUMN.format(name=name, body=body)


def test_a_label_that_means_no_known_state_is_named_with_its_key(office):
    body = 'role = "outcome"\ntype = "category"\nlabels = ["työssä", "hukassa"]\n'
    status = column("tila_3kk", body)

    assert refused(office, PILOT, status) == [
        ("E-CFG-MISSING", "files.pilotti.columns.tila_3kk.states.hukassa")
    ]


def test_an_outcome_needs_a_follow_up_point(office):
    body = 'role = "outcome"\ntype = "category"\nlabels = ["työssä"]\n'

    assert refused(office, PILOT, column("tila", body)) == [
        ("E-CFG-MISSING", "files.pilotti.columns.tila.horizon_months")
    ]


@pytest.mark.parametrize(
    ("body", "code", "key"),
    [
        ('type = "category"', "E-CFG-MISSING", "labels"),
        ('type = "boolean"\ntrue = ["x"]', "E-CFG-MISSING", "false"),
        ('role = "exit"\ntype = "text"', "E-CFG-TYPE", "type"),
        ('role = "interrupted"\ntype = "integer"', "E-CFG-TYPE", "type"),
        (
            'type = "category"\nlabels = ["a"]\naliases = { x = "b" }',
            "E-CFG-KEY",
            "aliases.x",
        ),
        (
            COLLAPSE,
            "E-CFG-KEY",
            "collapse",
        ),
        ('type = "date"\ndated_by = "nowhere"', "E-CFG-KEY", "dated_by"),
    ],
)
def test_a_column_that_cannot_work_is_told_at_its_key(office, body, code, key):
    told = refused(office, PILOT, column("sarake", body))

    assert told == [(code, f"files.pilotti.columns.sarake.{key}")]


def test_nobody_guesses_who_is_in_the_pilot(office):
    told = refused(office, PILOT.replace('group = "pilot"\n', ""))

    assert told == [("E-CFG-MISSING", "files.pilotti.group")]


def test_a_clock_needs_a_first_day(office):
    told = refused(
        office,
        PILOT.replace("columns.alku", "columns.päivä").replace(
            "columns.päivä", 'columns."päivä"'
        ),
    )

    assert told == [("E-CFG-MISSING", "time_zero")]


def test_time_zero_names_a_column_that_exists(office):
    told = refused(office, 'time_zero = "alkoi"\n', PILOT)

    assert told == [("E-CFG-KEY", "time_zero")]


def test_one_follow_up_point_has_one_clock(office):
    body = 'role = "outcome"\ntype = "category"\nlabels = ["työssä"]\n'
    both = column("tila_3kk", body) + column(
        "tila2_3kk", body + 'anchor = "service_end"\n'
    )

    assert refused(office, PILOT, both) == [
        ("E-CFG-KEY", "files.pilotti.columns.tila2_3kk.anchor")
    ]


def test_the_plan_names_columns_that_exist(office):
    plan = (
        '[plan]\nprimary = "any_work"\nhorizon_months = 3\n'
        'adjust_for = ["age", "ikä"]\n\n'
    )

    assert refused(office, plan, PILOT) == [("E-CFG-KEY", "plan.adjust_for")]


def test_rounds_are_told_by_their_cut_off_and_not_by_files(office):
    told = refused(office, PILOT.replace('"pilot"\n', '"pilot"\nrounds = ["final"]\n'))

    assert told == [("E-CFG-KEY", "files.pilotti.rounds")]
