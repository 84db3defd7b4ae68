"""Printed figures that cannot be right are told, and kept."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from evallib.data.tables.impossible_figures import doubts_between, doubts_of
from evallib.domain.project import Survey
from evallib.domain.records import BudgetLine, Pilot, RankedItem, SurveyItem
from evallib.domain.vocabulary import Text

NAME = Text(fi="nimi")
SHARE = SurveyItem("a", "s", NAME, "top2_percent", 77, 0, 17, "deck")
LINE = BudgetLine(
    "b", "purchases", NAME, None, None, None, None, None, None, (), None, "d"
)
SURVEY = Survey(
    id="s",
    name=NAME,
    respondents="clients",
    answered=17,
    scale_low=1,
    scale_high=5,
    complete_ranking=True,
    source="deck",
)


def pilot(participants, women, men):
    nothing = dict.fromkeys(Pilot.__dataclass_fields__)
    told = {"participants": participants, "women": women, "men": men}
    return Pilot(**{**nothing, **told, "id": "p", "name": NAME, "source": "deck"})


def ranked(*ranks):
    return tuple(
        RankedItem(str(at), "s", NAME, NAME, rank, 1, 15, "deck")
        for at, rank in enumerate(ranks)
    )


def codes(record):
    return [(each.code, each.column) for each in doubts_of(record)]


def between(**tables):
    project = SimpleNamespace(surveys=[SURVEY], files={}, id="p", language="fi")
    return [each.code for each in doubts_between(project, tables)]


def test_77_percent_of_17_persons_is_impossible_and_its_neighbours_are_told():
    (doubt,) = doubts_of(SHARE)

    assert (doubt.code, doubt.column) == ("W-GRIM", "value")
    assert doubt.facts == {"near": ["76", "82"]}


def test_76_percent_of_17_persons_is_possible():
    assert codes(replace(SHARE, value=76)) == []


def test_money_without_clients_has_no_cost_per_client():
    spent = replace(LINE, actual_eur=1200.0, actual_clients=0)

    assert codes(spent) == [("W-COST-ZERO", "actual_clients")]
    assert codes(replace(spent, actual_eur=None)) == []


@pytest.mark.parametrize(
    ("parts", "odd"), [((9000.0, 5000.0), 0), ((9000.0, 4000.0), 1)]
)
def test_parts_have_to_make_their_total(parts, odd):
    line = replace(LINE, planned_eur=14000.0, planned_parts_eur=parts)

    assert codes(line) == [("E-AGG-TOTAL", "planned_parts_eur")] * odd


def test_women_and_men_cannot_be_more_than_the_participants():
    assert codes(pilot(7, 5, 3)) == [("E-AGG-TOTAL", "participants")]
    assert codes(pilot(7, 4, 3)) == []
    assert codes(pilot(None, 4, 3)) == []


def test_six_mean_ranks_that_add_up_to_22_8_are_told():
    assert between(rankings=ranked(2.5, 3.0, 3.8, 4.1, 4.5, 4.9)) == ["W-RANK-SUM"]
    assert between(rankings=ranked(2.5, 3.0, 3.2, 3.7, 4.0, 4.6)) == []


def test_a_mean_that_whole_answers_cannot_give_is_told():
    mean = replace(SHARE, statistic="mean", value=5.0)

    assert between(survey_summary=(replace(mean, value=4.13, decimals=2),)) == [
        "W-GRIM"
    ]
    assert between(survey_summary=(replace(mean, value=4.0, decimals=2),)) == []
