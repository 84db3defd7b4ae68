"""Whom the pilot reached: flow, reasons and profile."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.people.participants import participants
from evallib.data.cohorts.eligibility import FlowStep
from evallib.data.people import GroupFlow
from tests.analysis.crowds import people, study_of, with_category, with_number
from tests.analysis.people.crowded import EVERY_EDGE, FOUR_GROUPS, PLAN, keys, worded
from tests.analysis.studies import row, sentences, study

HALVES = "pilot | 20 | work 8 | unemployed 12\ncontrol | 20 | work 2 | unemployed 18"
DECIMAL = 0.05  # means are told with one decimal


def reached(crowd):
    return participants(study_of(crowd, plan=PLAN))


def enrolled(crowd, persons, *steps):
    return replace(crowd, flow=crowd.flow | {"pilot": GroupFlow(persons, tuple(steps))})


def test_a_project_without_clients_has_no_such_section():
    assert participants(study()) is None


@pytest.mark.parametrize("edge", EVERY_EDGE)
def test_every_edge_is_worded_in_three_languages(edge):
    assert all(worded(reached(people(EVERY_EDGE[edge]))).values())


def test_the_flow_goes_from_enrolled_to_known():
    crowd = people(FOUR_GROUPS)
    steps = FlowStep("not_started", 3, 21), FlowStep("no_time_zero", 1, 20)

    flow = reached(enrolled(crowd, 24, *steps)).tables["flow"]

    assert [each["pilot"] for each in flow.rows] == [24, 21, 20, 11, 11]
    assert [each["control"] for each in flow.rows] == [18, None, 18, 18, 16]


def test_those_who_broke_off_are_counted_and_said_to_be_in_the_results():
    crowd = people(FOUR_GROUPS)
    crowd = replace(crowd, completed=np.arange(38) >= 3)

    section = reached(crowd)

    assert row(section.tables["flow"], "completed")["pilot"] == 17
    assert row(section.tables["flow"], "completed")["control"] is None
    assert "interrupted" in keys(section)


def test_every_reason_has_its_persons_in_words():
    crowd = enrolled(people(FOUR_GROUPS), 23, FlowStep("not_started", 3, 20))

    (told,) = sentences(reached(crowd), "participants.left_out")

    assert told.facts["reason"].key == "participants.reason.not_started"
    assert told.facts["persons"].column == "pilot"


def test_a_reason_that_nobody_has_worded_is_another_reason():
    crowd = enrolled(people(FOUR_GROUPS), 23, FlowStep("moved_abroad", 3, 20))

    (told,) = sentences(reached(crowd), "participants.left_out")

    assert told.facts["reason"].key == "participants.reason.other"


def test_pending_and_lost_persons_stand_among_those_not_analysed():
    left_out = reached(people(FOUR_GROUPS)).tables["left_out"]

    assert (row(left_out, "pending")["pilot"], row(left_out, "lost")["control"]) == (
        9,
        2,
    )


def test_a_category_is_shared_out_among_those_of_whom_it_is_known():
    sexes = ["w"] * 6 + ["m"] * 4 + [None] * 10 + ["w"] * 5 + ["m"] * 15
    section = reached(with_category(people(HALVES), "sex", ("w", "m"), sexes))

    women = row(section.tables["profile"], "sex-1")

    assert (women["pilot"], women["pilot_of"], women["pilot_share"]) == (6, 10, 0.6)
    assert women["control_share"] == 0.25
    assert row(section.tables["missing"], "sex")["pilot_missing"] == 10


def test_the_largest_difference_of_background_is_named_with_its_counts():
    crowd = with_category(
        people(HALVES), "sex", ("w", "m"), ["w"] * 10 + ["m"] * 10 + ["w"] * 20
    )
    crowd = with_category(crowd, "place", ("here", "there"), ["here", "there"] * 20)

    (told,) = sentences(reached(crowd), "participants.largest_difference")

    assert told.facts["pilot_share"].row == "sex-1"


def test_a_category_that_nobody_is_in_is_not_printed():
    crowd = with_category(people(HALVES), "sex", ("w", "m", "x"), ["w", "m"] * 20)

    assert {each["row"] for each in reached(crowd).tables["profile"].rows} == {
        "sex-1",
        "sex-2",
    }


def test_a_pilot_much_younger_than_its_controls_is_told_by_means():
    crowd = with_number(people(HALVES), "age", [25.0] * 20 + [50.0] * 20)
    section = reached(crowd)

    ages = section.tables["numbers"]

    assert row(ages, "age-pilot")["mean"] == pytest.approx(25, abs=DECIMAL)
    assert row(ages, "age-control")["median"] == pytest.approx(50, abs=DECIMAL)
    assert "means" in keys(section)


def test_what_is_missing_for_half_is_cautioned_about():
    crowd = with_number(people(HALVES), "age", [np.nan, 30.0] * 20)

    section = reached(crowd)

    assert {"much_missing_pilot", "much_missing_control"} <= keys(section)
    assert row(section.tables["numbers"], "age-pilot")["persons"] == 10


def test_a_spread_is_not_told_of_so_few_that_it_gives_their_values_away():
    crowd = with_number(people(HALVES), "age", [np.nan] * 6 + [30.0] * 34)

    assert row(reached(crowd).tables["numbers"], "age-pilot")["spread"] is None


def test_seven_clients_have_a_flow_and_no_profile():
    crowd = people(EVERY_EDGE["one group of 7"])
    section = reached(with_number(crowd, "age", [30.0] * 7))

    assert "too_few_for_profile" in keys(section)
    assert "numbers" not in section.tables


def test_of_three_clients_only_the_pilot_is_told():
    assert keys(reached(people(EVERY_EDGE["three clients"]))) == {"took_place"}


def test_without_controls_that_is_said():
    assert "no_controls" in keys(reached(people(EVERY_EDGE["no controls"])))
