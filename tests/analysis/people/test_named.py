"""Names of counted persons lead back to just those persons."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evallib.analysis.people.maturity import maturity
from evallib.analysis.people.named import named_persons
from evallib.analysis.people.rounds import rounds
from evallib.analysis.people.transitions import transitions
from tests.analysis.people.crowded import FOUR_GROUPS, drawn, with_earlier

BEFORE = "pilot A | 5 | work 2 | unemployed 3\ncontrol | 18 | pending 18"


def with_pids(study):
    """The study with a pseudonym for everybody of the picture."""
    people = study.people
    pids = tuple(f"P{number:02}" for number in range(len(people)))
    return replace(study, people=replace(people, pids=pids))


@pytest.fixture
def study():
    return with_pids(drawn(FOUR_GROUPS))


def meant(study, named):
    persons = named_persons(study)
    return frozenset.intersection(*(persons(each) for each in named))


@pytest.mark.parametrize("section", [maturity, transitions])
def test_just_as_many_persons_are_meant_as_are_counted(study, section):
    tables = section(study).tables.values()
    cells = [
        (table.count(where), named)
        for table in tables
        for where, named in table.who.items()
        if where[0] in {table.row_id(at) for at in range(len(table.rows))}
    ]
    told = [(count, named) for count, named in cells if count is not None]

    assert len(told) > 10
    assert all(len(meant(study, named)) == count for count, named in told)


def test_nobody_is_meant_by_a_name_of_other_people(study):
    persons = named_persons(study)

    assert persons("1999-01-01/pilot") is None
    assert persons("height=1") is None
    assert persons("flying@months_6") is None


def test_without_pseudonyms_nobody_is_meant():
    study = drawn(FOUR_GROUPS)

    assert named_persons(study)(f"{study.people.as_of}/pilot") is None


def test_the_rounds_name_the_people_of_their_own_day(study):
    then = with_earlier(study, BEFORE)
    who = rounds(then).tables["standings"].who

    assert who["pilot-then", "persons"] != who["pilot-now", "persons"]
    assert who["pilot-then", "persons"][0].startswith(str(then.earlier.people.as_of))


def test_no_name_holds_a_pseudonym(study):
    tables = transitions(study).tables.values()
    names = {name for table in tables for named in table.who.values() for name in named}

    assert names
    assert not any(pid in name for name in names for pid in study.people.pids)
