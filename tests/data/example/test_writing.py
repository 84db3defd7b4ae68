"""The simulated example: the shipped files are what the seeded function writes."""

from __future__ import annotations

from pathlib import Path

import pytest

from evallib.data.example.faults import PLANTED
from evallib.data.example.lives import DRAWN, GROUP_SIZE, UNEMPLOYED, simulate
from evallib.data.example.writing import example_files
from evallib.data.identity.codes import is_temporary, personal_code

SHIPPED = Path(__file__).parents[3] / "data" / "raw" / "esimerkki"


@pytest.fixture(scope="module")
def people():
    return simulate()


@pytest.mark.parametrize("name", sorted(example_files()))
def test_the_shipped_files_are_what_the_function_writes(name):
    assert (SHIPPED / name).read_bytes() == example_files()[name]


def test_there_are_six_groups_of_twenty_and_three_hundred_controls(people):
    sizes = [sum(each.group == group for each in people) for group in range(7)]

    assert sizes == [300, *[GROUP_SIZE] * 6]


def test_no_code_can_belong_to_a_real_person(people):
    codes = [personal_code(each.hetu, allow_temporary=True) for each in people]

    assert all(is_temporary(code) for code in codes)
    assert len(set(codes)) == len(people)


def test_everybody_is_unemployed_when_the_clock_starts(people):
    for each in people:
        on = [s.code for s in each.spells if s.start <= each.start <= (s.end or DRAWN)]
        assert on == [UNEMPLOYED]


def test_spells_of_one_person_follow_each_other_day_by_day(people):
    for each in people:
        for one, following in zip(each.spells, each.spells[1:], strict=False):
            assert one.end is not None
            assert (following.start - one.end).days == 1


def test_every_planted_fault_has_a_place_of_its_own():
    places = [(fault.file, fault.row, fault.column) for fault in PLANTED]

    assert len(set(places)) == len(places)
