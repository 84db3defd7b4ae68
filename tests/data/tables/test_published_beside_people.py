"""A published count that the client files contradict is told, for internal eyes."""

from __future__ import annotations

from datetime import date

import pytest
from pydantic import ValidationError

from evallib.data.tables.published_beside_people import published_otherwise
from evallib.domain.plan import Plan
from evallib.domain.project import Project, PublicDocument, PublishedFigure, Round
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people
from tests.analysis.studies import FINAL, pilot

SAID = {
    "id": "vaihtoaitio",
    "statement": Text(fi="Kokeiluun osallistui 13 henkilöä"),
    "population": "pilot",
    "cells": {"n": 13},
    "attested_by": "Projektipäällikkö",
    "attested_on": date(2026, 11, 22),
    "source": PublicDocument(title=Text(fi="Loppuraportti")),
}
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


@pytest.mark.parametrize(
    ("cells", "differ"), [({"n": 13}, True), ({"n": 12}, False), ({"women": 4}, False)]
)
def test_a_published_statement_is_held_against_the_whole_pilot(cells, differ):
    said = PublishedFigure(**{**SAID, "cells": cells})
    name = Text(fi="Kokeilu")
    project = Project(id="demo", name=name, rounds=(FINAL,), already_public=(said,))

    told = published_otherwise(project, (), PEOPLE)

    assert [each.code for each in told] == ["W-PUBLIC-MISMATCH"] * differ


@pytest.mark.parametrize("missing", ["attested_by", "attested_on", "source"])
def test_a_statement_needs_its_source_and_who_attests_it(missing):
    told = {name: value for name, value in SAID.items() if name != missing}

    with pytest.raises(ValidationError, match=missing):
        PublishedFigure(**told)


def test_a_statement_cannot_count_more_than_all():
    with pytest.raises(ValidationError, match="E-AGG-TOTAL"):
        PublishedFigure(**{**SAID, "cells": {"n": 12, "employed": 13}})
