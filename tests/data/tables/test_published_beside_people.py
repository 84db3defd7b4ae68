"""A published count that the client files contradict is told, for internal eyes."""

from __future__ import annotations

import pytest

from evallib.data.tables.published_beside_people import published_otherwise
from evallib.domain.plan import Plan
from evallib.domain.project import Project, Round
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people
from tests.analysis.studies import FINAL, pilot

PLAN = Plan(primary="open_market_work", horizon_months=6)
PEOPLE = people("pilot A | 12 | work 3 | unemployed 9\ncontrol | 20 | unemployed 20")


def columns(*pilots, crowd=PEOPLE, plan=PLAN, rounds: tuple[Round, ...] = (FINAL,)):
    project = Project(id="demo", name=Text(fi="Kokeilu"), rounds=rounds, plan=plan)
    return [each.place.column for each in published_otherwise(project, pilots, crowd)]


def published(participants, employed, name="Kokeilu"):
    counted = {"participants": participants, "outcome_persons": employed}
    return pilot(name, outcome_kind="employed", **counted)


@pytest.mark.parametrize(
    ("participants", "employed", "told"),
    [
        (12, 3, []),
        (None, 3, []),
        (13, 3, ["participants"]),
        (12, 4, ["outcome_persons"]),
        (13, 4, ["participants", "outcome_persons"]),
    ],
)
def test_the_columns_that_differ_are_named(participants, employed, told):
    assert columns(published(participants, employed)) == told


def test_outcomes_are_not_compared_while_follow_up_is_open():
    crowd = people("pilot A | 12 | work 3 | pending 9")

    assert columns(published(12, 5), crowd=crowd) == []


def test_without_a_plan_nobody_knows_what_was_counted():
    assert columns(published(12, 5), plan=None) == []


def test_of_several_pilots_each_is_held_against_the_group_of_its_name():
    assert columns(published(13, 3, "A"), published(99, 9, "other")) == ["participants"]
