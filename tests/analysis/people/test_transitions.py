"""States at the follow-up points, and three ways to tell one outcome."""

import pytest

from evallib.analysis.people.transitions import transitions
from evallib.domain.plan import Plan
from tests.analysis.crowds import people, study_of, with_exits
from tests.analysis.people.crowded import (
    EVERY_EDGE,
    FOUR_GROUPS,
    PLAN,
    drawn,
    keys,
    worded,
)
from tests.analysis.studies import row, study

EXACT = 1e-12  # counts over counts
PRINTED = 5e-5  # Wilson's interval of 11/20 is printed with four decimals
ANY_WORK = Plan(primary="any_work", horizon_months=6)
SUBSIDISED = EVERY_EDGE["subsidised only"]


def primary(section, group="pilot"):
    return row(section.tables["by_group"], group)


def test_a_project_without_clients_has_no_such_section():
    assert transitions(study()) is None


@pytest.mark.parametrize("edge", [each for each in EVERY_EDGE if "three" not in each])
@pytest.mark.parametrize("months", [(6,), (0, 3, 6)])
def test_every_edge_is_worded_in_three_languages(edge, months):
    assert all(worded(transitions(drawn(EVERY_EDGE[edge], months=months))).values())


def test_eleven_of_twenty_has_wilsons_interval():
    told = primary(transitions(drawn("pilot | 20 | work 11 | unemployed 9")))

    assert told["complete_case"] == pytest.approx(0.55, abs=EXACT)
    assert told["interval"].low == pytest.approx(0.3421, abs=PRINTED)
    assert told["interval"].high == pytest.approx(0.7418, abs=PRINTED)


def test_pending_and_lost_persons_widen_the_bounds_and_leave_the_rate_alone():
    told = primary(
        transitions(drawn("pilot | 20 | work 6 | unemployed 5 | pending 8 | lost 1"))
    )

    assert told["complete_case"] == pytest.approx(6 / 11, abs=EXACT)
    assert (told["bounds"].low, told["bounds"].high) == (6 / 20, 15 / 20)
    assert told["bounds"].of == "bounds"


def test_bounds_are_not_spoken_of_where_everybody_is_known():
    assert "bounds" not in keys(transitions(drawn(EVERY_EDGE["everybody employed"])))


def test_the_survival_estimate_uses_those_still_followed():
    """Worked out by hand: a quarter by day 20, then half of the ten still at risk."""
    crowd = people("pilot | 20 | work 5 | unemployed 5 | pending 10")
    days = [30] * 5 + [200] * 5 + [20] * 5 + [25] * 5
    kinds = ["open_market_work"] * 5 + ["-"] * 5 + ["open_market_work"] * 5 + ["-"] * 5

    told = primary(transitions(study_of(with_exits(crowd, days, kinds), plan=PLAN)))

    assert told["survival"] == pytest.approx(0.25 + 0.75 * 0.5, abs=EXACT)
    assert told["survival_interval"].of == "confidence"
    assert told["complete_case"] == pytest.approx(0.5, abs=EXACT)


def test_leaving_for_education_competes_with_work():
    crowd = people("pilot | 10 | work 5 | study 5")
    kinds = ["open_market_work"] * 5 + ["education"] * 5
    section = transitions(study_of(with_exits(crowd, [30] * 10, kinds), plan=PLAN))

    assert primary(section)["survival"] == pytest.approx(0.5, abs=EXACT)


def test_a_subsidised_job_begins_work_only_where_the_plan_counts_it():
    crowd = people("pilot | 10 | subsidised 5 | unemployed 5")
    kinds = ["subsidised_work"] * 5 + ["-"] * 5
    crowd = with_exits(crowd, [30] * 5 + [200] * 5, kinds)

    shares = [
        primary(transitions(study_of(crowd, plan=plan)))["survival"]
        for plan in (PLAN, ANY_WORK)
    ]

    assert shares == [0.0, pytest.approx(0.5, abs=EXACT)]


@pytest.mark.parametrize(
    ("days", "why"), [(None, "no_exits"), ([20] * 20, "not_watched")]
)
def test_without_a_survival_estimate_the_reason_is_told(days, why):
    crowd = people("pilot | 20 | work 8 | unemployed 12")
    if days:
        crowd = with_exits(crowd, days, ["-"] * 20)

    section = transitions(study_of(crowd, plan=PLAN))

    assert primary(section)["survival"] is None
    assert why in keys(section)


def test_a_point_counted_from_the_end_of_the_service_has_no_curve():
    crowd = people("pilot | 20 | work 8 | unemployed 12", months=(0,))
    crowd = with_exits(crowd, [200] * 20, ["-"] * 20)

    assert "other_clock" in keys(transitions(study_of(crowd)))


def test_subsidised_work_stands_apart_from_the_open_market():
    section = transitions(drawn(SUBSIDISED))

    assert primary(section)["reached"] == 0
    assert row(section.tables["states"], "months_6-subsidised_work")["persons"] == 9
    assert {"subsidised_apart", "only_subsidised"} <= keys(section)


def test_a_plan_that_counts_subsidised_work_says_so():
    section = transitions(drawn(SUBSIDISED, plan=ANY_WORK))

    assert primary(section)["reached"] == 9
    assert {"subsidised_counts", "only_subsidised_counts"} <= keys(section)


def test_work_in_the_open_market_needs_no_word_on_subsidies():
    assert not [
        key
        for key in keys(transitions(drawn(EVERY_EDGE["everybody employed"])))
        if "subsidised" in key
    ]


def test_states_of_those_known_add_up():
    states = transitions(drawn(FOUR_GROUPS)).tables["states"]

    assert sum(each["persons"] for each in states.rows) == states.rows[0]["known"]


def test_groups_of_five_are_told_in_counts_only():
    section = transitions(drawn(FOUR_GROUPS))
    small = section.tables["small_groups"]

    assert [each["reached"] for each in small.rows] == [3, 2, 1, None]
    assert not any(column.kind == "share" for column in small.columns)
    assert {each["row"] for each in section.tables["by_group"].rows} == {
        "pilot",
        "control",
    }


def test_groups_of_ten_have_rows_beside_the_total():
    two = "pilot A | 10 | work 5 | unemployed 5\npilot B | 10 | unemployed 10"
    by_group = transitions(drawn(two)).tables["by_group"]

    assert [each["reached"] for each in by_group.rows] == [5, 0, 5]


def test_nobody_known_is_not_nobody_employed():
    section = transitions(drawn(EVERY_EDGE["everybody pending"]))

    assert primary(section)["reached"] is None
    assert "nobody_known" in keys(section)
    assert "by_group" not in {getattr(block, "name", None) for block in section.blocks}


def test_of_two_known_persons_no_share_is_counted():
    section = transitions(drawn(EVERY_EDGE["few known"]))

    assert primary(section)["complete_case"] is None
    assert "few_known" in keys(section)


def test_seven_clients_have_no_outcome_in_numbers():
    section = transitions(drawn(EVERY_EDGE["one group of 7"]))

    assert keys(section) == {"too_few"}
    assert not section.tables


def test_without_a_plan_the_last_point_and_the_open_market_count():
    crowd = "pilot | 20 | work 8 | subsidised 2 | unemployed 10"
    section = transitions(drawn(crowd, plan=None, months=(3, 12)))

    assert primary(section)["reached"] == 8
    assert row(section.tables["by_point"], "pilot-months_12")["reached"] == 8
