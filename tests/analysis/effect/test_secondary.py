"""Secondary outcomes: corrected for their number, amounts with robust errors."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.effect.effect import effect
from evallib.data.people import Amount
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people, study_of
from tests.analysis.studies import INTERIM, row, sentences

PICTURE = """
    pilot | 40 | work 18 | study 8 | unemployed 14
    control | 50 | work 14 | study 2 | unemployed 34
"""
TWO = (
    {"outcome": "any_work", "horizon_months": 6},
    {"outcome": "work_or_education", "horizon_months": 6},
)


def planned(crowd, secondary, **changes):
    declared = {"primary": "open_market_work", "horizon_months": 6} | changes
    return study_of(crowd, plan=Plan(secondary=secondary, **declared))


def with_amount(crowd, values, *, unit="€", months=12):
    told = Amount("earnings", Text(fi="Tulot"), unit, months, np.array(values, float))
    return replace(crowd, amounts=(told,))


EARNINGS = ({"amount": "earnings", "horizon_months": 12},)


def test_each_outcome_has_its_counts_and_its_difference():
    table = effect(planned(people(PICTURE), TWO)).tables["secondary"]

    assert [each["pilot_reached"] for each in table.rows] == [18, 26]
    assert row(table, "secondary-2")["difference"] == pytest.approx(26 / 40 - 16 / 50)


def test_holm_doubles_the_smaller_of_two_p_values():
    alone = effect(planned(people(PICTURE), TWO[1:])).tables["secondary"]
    both = effect(planned(people(PICTURE), TWO)).tables["secondary"]

    assert row(both, "secondary-2")["holm"] == pytest.approx(
        2 * row(alone, "secondary-1")["holm"]
    )


def test_only_a_corrected_outcome_is_called_significant():
    table = effect(planned(people(PICTURE), TWO)).tables["secondary"]

    assert [each["finding"].key for each in table.rows] == [
        "effect.corrected.open",
        "effect.corrected.holds",
    ]


def test_an_interim_report_tests_no_outcome():
    unfinished = replace(planned(people(PICTURE), TWO), round=INTERIM)
    columns = {c.name for c in effect(unfinished).tables["secondary"].columns}

    assert not {"holm", "finding"} & columns


def test_an_outcome_that_is_not_in_the_data_is_told():
    later = ({"outcome": "any_work", "horizon_months": 24},)
    found = effect(planned(people(PICTURE), later))

    assert sentences(found, "effect.secondary_missing")
    assert "secondary" not in found.tables


def test_an_outcome_without_a_declared_correction_has_no_table():
    assert "secondary" not in effect(planned(people(PICTURE), ())).tables


def test_amounts_are_a_difference_of_means_of_those_who_have_one():
    crowd = people(PICTURE)
    amounts = np.where(crowd.pilot, 1200.0, 1000.0) + np.arange(90) % 2 * 100
    amounts[:5] = np.nan
    table = effect(planned(with_amount(crowd, amounts), EARNINGS)).tables["amounts"]

    assert row(table, "amount-1")["smaller"] == 35
    assert row(table, "amount-1")["pilot_mean"] == pytest.approx(1200 + 100 * 18 / 35)


@pytest.mark.parametrize(("unit", "kind"), [("€", "unit_cost"), ("$", "index")])
def test_euros_are_money_and_other_units_are_named(unit, kind):
    crowd = with_amount(people(PICTURE), np.arange(90.0), unit=unit)
    table = effect(planned(crowd, EARNINGS)).tables["amounts"]
    columns = {each.name: each.kind for each in table.columns}

    assert columns["difference"] == kind
    assert ("unit" in columns) == (unit == "$")


def test_an_amount_that_hardly_anybody_has_is_told_as_missing():
    amounts = np.full(90, np.nan)
    amounts[:3] = 100.0
    found = effect(planned(with_amount(people(PICTURE), amounts), EARNINGS))

    assert sentences(found, "effect.secondary_missing")


def test_an_adjusted_plan_says_that_these_are_not_adjusted():
    found = effect(
        planned(people(PICTURE), TWO, estimator="weighting", adjust_for=("age",))
    )

    assert sentences(found, "effect.secondary_unadjusted")
