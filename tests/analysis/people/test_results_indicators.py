"""Indicators of the social fund: which apply, which the data tell, and by sex."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evallib.analysis.people.results_indicators import (
    programme_period,
    results_indicators,
)
from evallib.domain.project import Project
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people, study_of, with_category, with_number
from tests.analysis.people.crowded import EVERY_EDGE, drawn, keys, worded
from tests.analysis.studies import FINAL, row

ESF = Text(fi="Vipuvoimaa EU:lta, Euroopan sosiaalirahasto (ESR)")
TWENTY = "pilot | 20 | work 6 | subsidised 2 | study 3 | unemployed 7 | lost 2"


def project(**declared):
    return Project(id="demo", name=Text(fi="Kokeilu"), rounds=(FINAL,), **declared)


def from_leaving(picture=TWENTY):
    """People whose clock starts on the day of leaving, known then and later."""
    crowd = people(picture, months=(0, 6))
    ends = np.zeros(len(crowd), dtype=np.int32)
    return replace(crowd, follow=replace(crowd.follow, service_end=ends))


def indicators(crowd, **declared):
    return results_indicators(study_of(crowd, programme=ESF, **declared))


@pytest.mark.parametrize(
    ("declared", "period"),
    [
        ({"programme": ESF}, "2014-2020"),
        ({"code": "S21367"}, "2014-2020"),
        ({"programme": Text(en="ESF+ 2021-2027")}, "2021-2027"),
        ({"programme": Text(fi="Uudistuva ja osaava Suomi")}, "2021-2027"),
        ({"programme": Text(en="National Supported Work")}, None),
        ({"code": "A70001"}, None),
        ({}, None),
    ],
)
def test_the_period_follows_the_programme(declared, period):
    assert programme_period(project(**declared)) == period


@pytest.mark.parametrize(("year", "period"), [(2020, "2014-2020"), (2021, "2021-2027")])
def test_the_projects_start_decides_where_the_programme_names_no_years(year, period):
    told = {"start": date(year, 1, 1), "end": date(year + 2, 1, 1)}

    assert programme_period(project(programme=ESF, period=told)) == period


def test_a_project_of_other_money_has_no_such_section():
    assert results_indicators(drawn(TWENTY)) is None


@pytest.mark.parametrize("edge", [each for each in EVERY_EDGE if "three" not in each])
@pytest.mark.parametrize("programme", [ESF, Text(en="ESF+ 2021-2027")])
def test_every_edge_is_worded_in_three_languages(edge, programme):
    study = study_of(from_leaving(EVERY_EDGE[edge]), programme=programme)

    assert all(worded(results_indicators(study)).values())


def test_subsidised_work_counts_as_employment_on_leaving():
    section = indicators(from_leaving())

    told = row(section.tables["results"], "CR04")

    assert (told["reached"], told["known"], told["lost"]) == (8, 18, 2)
    assert "subsidised_counts" in keys(section)


def test_education_on_leaving_is_its_own_indicator():
    assert row(indicators(from_leaving()).tables["results"], "CR02")["reached"] == 3


def test_six_months_counted_from_the_start_are_not_six_months_after_leaving():
    crowd = people(TWENTY, months=(0, 6))
    crowd = replace(
        crowd,
        follow=replace(crowd.follow, service_end=np.full(20, 90, dtype=np.int32)),
    )

    section = indicators(crowd)

    why = row(section.tables["not_available"], "CR06")["why"]
    assert why.key == "results_indicators.why.counted_from_start"


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("CR01", "status_on_entry"),
        ("CR03", "qualification"),
        ("CR05", "disadvantage"),
        ("CR07", "improvement"),
        ("CR08", "no_age"),
    ],
)
def test_what_the_data_cannot_tell_is_listed_with_its_reason(code, why):
    told = row(indicators(from_leaving()).tables["not_available"], code)

    assert told["why"].key == f"results_indicators.why.{why}"


def test_every_indicator_is_either_told_or_said_not_to_be():
    tables = indicators(from_leaving()).tables

    told = [
        each["row"]
        for name in ("results", "not_available")
        for each in tables[name].rows
    ]
    assert sorted(told) == [f"CR0{each}" for each in range(1, 10)]


def test_only_those_above_54_count_in_their_indicator():
    ages = [60.0] * 3 + [54.0] * 16 + [np.nan]
    told = row(
        indicators(with_number(from_leaving(), "ikä", ages)).tables["results"], "CR08"
    )

    assert (told["reached"], told["persons"]) == (3, 3)


def test_indicators_are_told_for_each_sex_and_for_those_of_unknown_sex():
    sexes = ["nainen"] * 6 + ["mies"] * 13 + [None]
    crowd = with_category(from_leaving(), "Sukupuoli", ("nainen", "mies"), sexes)

    by_sex = indicators(crowd).tables["by_sex"]

    counted = [row(by_sex, f"CR04-{each}") for each in ("1", "2", "unknown")]
    assert [each["reached"] for each in counted] == [6, 2, None]
    assert sum(each["persons"] for each in counted) == 20


def test_without_a_column_of_sex_that_is_said():
    assert "no_sex" in keys(indicators(from_leaving()))


def test_controls_are_no_participants():
    crowd = from_leaving(f"{TWENTY}\ncontrol | 18 | work 18")

    assert row(indicators(crowd).tables["results"], "CR04")["persons"] == 20


def test_seven_participants_have_no_indicators_in_numbers():
    section = indicators(from_leaving(EVERY_EDGE["one group of 7"]))

    assert keys(section) == {"too_few"}
