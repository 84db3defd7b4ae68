"""Who is compared, and in what they are made alike."""

import numpy as np
import pytest

from evallib.analysis.adjusting.sample import primary_target, sample_of
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people, with_category, with_number

PLAN = Plan(primary="open_market_work", horizon_months=6)


def crowd():
    return people("""
        pilot   | 10 | work 6 | unemployed 2 | pending 1 | lost 1
        control | 10 | work 3 | unemployed 7
    """)


def sample(everybody, *names, without=""):
    target = primary_target(everybody, PLAN)
    return sample_of(everybody, target, names, without=without)


def ages(*missing):
    values = np.arange(20, 40, dtype=float)
    values[list(missing)] = np.nan
    return values


def test_pending_and_lost_persons_are_not_compared():
    found = sample(with_number(crowd(), "age", ages()), "age")

    assert found.persons(found.known) == (8, 10)


def test_a_person_without_a_covariate_is_known_but_not_complete():
    found = sample(with_number(crowd(), "age", ages(0)), "age")

    assert found.persons(found.known) == (8, 10)
    assert found.persons(found.complete) == (7, 10)


@pytest.mark.parametrize(("gaps", "used"), [(2, True), (3, False)])
def test_a_covariate_missing_for_over_a_fifth_of_a_group_is_left_out(gaps, used):
    # two of ten controls are a fifth, three are more
    missing = range(10, 10 + gaps)
    found = sample(with_number(crowd(), "age", ages(*missing)), "age")

    assert (found.names == ("age",)) is used
    assert [each.reason for each in found.left_out] == [] if used else ["many_missing"]


def test_those_without_a_left_out_covariate_stay_in_the_comparison():
    found = sample(with_number(crowd(), "age", ages(*range(10, 16))), "age")

    assert found.persons(found.complete) == found.persons(found.known)
    assert found.left_out[0].missing == 6


def test_gaps_of_persons_not_compared_do_not_count():
    found = sample(with_number(crowd(), "age", ages(8, 9)), "age")  # pending and lost

    assert found.left_out == ()


def test_a_covariate_that_is_the_same_for_all_is_left_out_and_named():
    found = sample(with_number(crowd(), "age", np.full(20, 30.0)), "age")

    assert [(each.name, each.reason) for each in found.left_out] == [
        ("age", "constant")
    ]


def test_a_covariate_that_the_data_lack_is_named():
    found = sample(crowd(), "nowhere")

    assert [(each.name, each.reason) for each in found.left_out] == [
        ("nowhere", "absent")
    ]


def test_a_label_that_nobody_has_makes_no_column():
    towns = ["Pori", "Rauma"] * 10
    everybody = with_category(crowd(), "town", ("Pori", "Rauma", "Ulvila"), towns)

    assert sample(everybody, "town").names == ("town=Rauma",)


def test_a_column_of_a_category_is_shown_with_its_label():
    everybody = with_category(
        crowd(), "town", ("Pori", "Rauma"), ["Pori", "Rauma"] * 10
    )

    assert sample(everybody, "town").labels == (Text(fi="town: Rauma"),)


def test_one_covariate_can_be_left_aside():
    everybody = with_number(with_number(crowd(), "age", ages()), "years", ages() ** 2)

    assert sample(everybody, "age", "years", without="age").names == ("years",)


def test_a_follow_up_point_that_was_never_planned_has_no_target():
    plan = PLAN.model_copy(update={"horizon_months": 24})

    assert primary_target(crowd(), plan) is None
