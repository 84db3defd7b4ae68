"""Costs per client, per person in work and per additional one."""

from __future__ import annotations

import pytest

from evallib.analysis.effect.compared import compared
from evallib.analysis.effect.contrast import contrast
from evallib.analysis.time.cost_effectiveness import costs
from evallib.domain.plan import Plan
from evallib.domain.section import Sentence
from tests.analysis.crowds import people, simulated, study_of
from tests.analysis.studies import row

# Willan and O'Brien's form of case: 38 of 55 against 17 of 52, 900 against 100 euros.
CLEAR = "pilot | 55 | work 38 | unemployed 17\ncontrol | 52 | work 17 | unemployed 35"
CENT = 0.005


def priced(picture, *, total=49_500.0, usual=100.0):
    plan = Plan(
        primary="open_market_work",
        horizon_months=6,
        pilot_cost_eur=total,
        control_client_eur=usual,
    )
    return costs(study_of(people(picture), plan=plan))


def keys(section):
    return {block.key for block in section.blocks if isinstance(block, Sentence)}


def test_the_whole_cost_is_shared_by_all_clients():
    assert row(priced(CLEAR).tables["per_client"], "pilot")["each"] == 900


def test_cost_per_person_in_work_is_gross():
    found = priced(CLEAR)

    each = row(found.tables["per_outcome"], "pilot")["each"]
    assert each == pytest.approx(1302.63, abs=CENT)
    assert "costs.gross_means" in keys(found)


def test_a_clear_difference_gives_a_cost_per_additional_person():
    each = row(priced(CLEAR).tables["additional"], "additional")["each"]

    assert round(each) == 2198


def test_no_cost_is_printed_where_the_difference_may_be_nothing():
    found = priced(
        "pilot | 20 | work 8 | unemployed 12\ncontrol | 18 | work 6 | unemployed 12"
    )

    assert "costs.unreliable" in keys(found)
    assert "additional" not in found.tables


def test_fewer_in_work_than_without_the_pilot_has_no_price():
    found = priced(
        "pilot | 55 | work 5 | unemployed 50\ncontrol | 52 | work 35 | unemployed 17"
    )

    assert "costs.fewer" in keys(found)


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        ("pilot | 20 | pending 20\ncontrol | 20 | pending 20", "costs.nobody_known"),
        ("pilot | 20 | work 2 | unemployed 18", "costs.few_outcomes"),
        ("pilot | 20 | work 12 | unemployed 8", "costs.no_controls"),
        (
            "pilot | 7 | work 5 | unemployed 2\ncontrol | 18 | work 9 | unemployed 9",
            "costs.too_few",
        ),
    ],
)
def test_what_cannot_be_told_is_said(picture, said):
    assert said in keys(priced(picture))


def test_a_project_without_declared_costs_has_no_such_section():
    plan = Plan(primary="open_market_work", horizon_months=6)

    assert costs(study_of(people(CLEAR), plan=plan)) is None


def by_groups(gain, *, pilots=300):
    """The plan adjusts, and clients were served in six groups."""
    plan = Plan(
        primary="open_market_work",
        horizon_months=6,
        estimator="doubly_robust",
        adjust_for=("age", "worked"),
        pilot_cost_eur=1000.0 * pilots,
        control_client_eur=200.0,
    )
    crowd = simulated(1, pilots=pilots, controls=300, gain=gain)
    study = study_of(crowd, plan=plan)
    both = compared(crowd, plan)
    return costs(study), contrast(study, both)


def test_the_cost_follows_the_difference_that_the_report_speaks_of():
    section, main = by_groups(0.3)
    found = row(section.tables["additional"], "additional")

    assert found["each"] == pytest.approx(800 / main.value)
    assert found["limits"].high == pytest.approx(800 / main.limits.low)
    assert "costs.declared" in keys(section)


def test_where_that_difference_may_be_nothing_there_is_no_cost():
    section, main = by_groups(0.02, pilots=60)

    assert main.limits.low < 0 < main.limits.high
    assert "costs.unreliable" in keys(section)
    assert "additional" not in section.tables


def test_the_chance_to_be_worth_it_grows_with_the_worth():
    section, _ = by_groups(0.3)

    chances = [each["chance"] for each in section.tables["acceptability"].rows]
    assert chances == sorted(chances)
    assert chances[0] == 0
    assert chances[-1] > 0.99
