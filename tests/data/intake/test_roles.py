"""Roles that names of columns tell, and those that stay as declared."""

from __future__ import annotations

import pytest

from evallib.data.intake.roles import months_in, with_roles
from evallib.domain.files import DataFile

DATE = {"type": "date"}


def roles(columns, time_zero=None):
    file = DataFile(path="a.csv", kind="clients", columns=columns)
    return {
        name: each.role for name, each in with_roles(file, time_zero).columns.items()
    }


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("palvelu_alku", "palvelu_loppu"),
        ("service_start", "service_end"),
        ("Tjänst början", "Tjänst slut"),
        ("Palvelu alkoi", "Palvelu päättyi"),
    ],
)
def test_dates_named_alike_are_the_start_and_end_of_the_service(start, end):
    assert roles({start: DATE, end: DATE}) == {
        start: "service_start",
        end: "service_end",
    }


def test_an_end_of_something_else_is_not_the_end_of_the_service():
    found = roles({"palvelu_alku": DATE, "tuki_loppu": DATE})

    assert found == {"palvelu_alku": "service_start", "tuki_loppu": None}


def test_time_zero_is_the_start_whatever_its_name():
    assert roles({"päivä": DATE}, "päivä") == {"päivä": "service_start"}


def test_a_declared_role_is_kept():
    found = roles({"alku": {"type": "date", "role": "last_seen"}}, "alku")

    assert found == {"alku": "last_seen"}


@pytest.mark.parametrize(
    ("name", "months"),
    [
        ("tila_3kk", 3),
        ("Tila 12 kk", 12),
        ("status_6_mån", 6),
        ("status 6 months", 6),
        ("tila_lahto", 0),
        ("Tila päättyessä", 0),
        ("tila_2021", None),
        ("tila", None),
    ],
)
def test_a_name_tells_its_follow_up_point_or_nothing(name, months):
    assert months_in(name) == months
