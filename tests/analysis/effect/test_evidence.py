"""The Maryland level follows from the design, what is known of the groups, guards."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.effect.evidence import evidence, likeness
from evallib.data.people import Amount
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present.language import words
from tests.analysis.crowds import people, simulated, study_of, with_number
from tests.analysis.studies import study

TWO_GROUPS = """
    pilot | 40 | work 22 | unemployed 18
    control | 50 | work 8 | unemployed 42
"""
SMALL_GROUPS = """
    pilot | 20 | work 11 | unemployed 9
    control | 18 | work 4 | unemployed 14
"""


def planned(crowd, **changes):
    """A study of these people with open-market work at six months as primary."""
    declared = {"primary": "open_market_work", "horizon_months": 6} | changes
    return study_of(crowd, plan=Plan(**declared))


def aged(picture, pilot, control):
    """Two groups whose ages alternate around these, ten years up and down."""
    crowd = people(picture)
    ages = np.where(crowd.pilot, pilot, control)
    return with_number(crowd, "age", ages + 10 * (np.arange(len(crowd)) % 2 * 2 - 1))


def level(crowd, **changes):
    return evidence(planned(crowd, **changes)).level


def test_a_randomised_comparison_that_stayed_intact_is_level_5():
    assert level(people(TWO_GROUPS), design="randomised") == 5


def test_randomised_groups_that_differ_by_more_than_chance_are_level_4():
    found = evidence(planned(aged(TWO_GROUPS, 30, 45), design="randomised"))

    assert (found.level, found.reasons) == (4, ("evidence.randomised_unlike",))


def test_randomised_groups_of_which_many_are_lost_are_level_4():
    crowd = people("""
        pilot | 40 | work 20 | unemployed 10 | lost 10
        control | 50 | work 8 | unemployed 30 | lost 12
    """)
    found = evidence(planned(crowd, design="randomised"))

    assert (found.level, found.reasons) == (4, ("evidence.randomised_lost",))


@pytest.mark.parametrize(
    ("pilot", "expected"), [(45, 4), (47, 3), (52, 2)], ids=["alike", "close", "unlike"]
)
def test_a_waiting_list_is_as_good_as_the_groups_are_alike(pilot, expected):
    many = """
        pilot | 800 | work 300 | unemployed 500
        control | 800 | work 200 | unemployed 600
    """

    assert level(aged(many, pilot, 45), design="waiting_list") == expected


def test_a_waiting_list_of_unknown_people_is_level_3():
    assert level(people(TWO_GROUPS), design="waiting_list") == 3


def test_a_comparison_group_nobody_knows_anything_of_is_level_2():
    found = evidence(planned(people(TWO_GROUPS)))

    assert (found.level, found.reasons) == (2, ("evidence.group_unknown",))


def test_a_comparison_group_of_much_older_people_is_level_2():
    found = evidence(planned(aged(TWO_GROUPS, 30, 45)))

    assert (found.level, found.reasons) == (2, ("evidence.group_unlike",))


def test_weighting_that_makes_the_groups_alike_lifts_them_to_level_3():
    crowd = simulated(1, pilots=80, controls=200)
    adjusted = planned(crowd, adjust_for=("age", "worked"), estimator="weighting")

    assert likeness(planned(crowd)) == "unlike"
    assert (evidence(adjusted).level, likeness(adjusted)) == (3, "alike")


def test_earlier_clients_lose_a_level_to_the_calendar():
    found = evidence(planned(aged(TWO_GROUPS, 45, 45), design="earlier_clients"))

    assert (found.level, found.reasons) == (
        2,
        ("evidence.group_alike", "guard.other_time"),
    )


def test_a_pilot_alone_is_level_1():
    alone = people("pilot | 40 | work 22 | unemployed 18")

    assert evidence(planned(alone)).reasons == ("evidence.no_comparison_group",)
    assert level(alone) == 1


def test_a_benchmark_rate_is_level_1_and_named_as_the_reason():
    printed = {"name": Text(fi="Luku"), "low": 0.11, "high": 0.11, "source": "deck"}
    alone = people("pilot | 40 | work 22 | unemployed 18")
    found = evidence(planned(alone, benchmark=printed))

    assert (found.level, found.reasons) == (1, ("evidence.benchmark",))


def test_before_and_after_falls_to_level_1_because_time_alone_may_do_it():
    alone = people("pilot | 40 | work 22 | unemployed 18")
    earned = Amount("before", Text(fi="Tulot"), "€", -12, np.arange(40.0))
    found = evidence(planned(replace(alone, amounts=(earned,)), design="before_after"))

    assert (found.level, found.reasons) == (
        1,
        ("evidence.before_after", "guard.regression"),
    )


def test_no_guard_takes_the_level_below_1():
    lost = people("""
        pilot | 40 | work 22 | unemployed 18
        control | 50 | work 8 | unemployed 22 | lost 20
    """)

    assert level(lost, design="earlier_clients", entry="volunteered") == 1


def test_small_groups_keep_their_level_but_not_its_causal_words():
    found = evidence(planned(people(SMALL_GROUPS), design="randomised"))

    assert (found.level, found.verb) == (5, 2)
    assert found.reasons[-1] == "evidence.small_group"


@pytest.mark.parametrize(
    ("picture", "reason"),
    [
        ("pilot | 7 | work 3 | unemployed 4", "evidence.too_few"),
        ("pilot | 20 | pending 20", "evidence.nobody_known"),
    ],
)
def test_too_few_known_clients_are_no_evidence(picture, reason):
    found = evidence(planned(people(picture)))

    assert (found.level, found.verb, found.reasons) == (0, 0, (reason,))


def test_a_follow_up_point_that_nobody_has_is_no_evidence():
    assert level(people(TWO_GROUPS), horizon_months=24) == 0


def test_without_people_or_plan_there_is_no_evidence():
    assert evidence(study()).reasons == ("evidence.no_outcome",)
    assert evidence(study_of(people(TWO_GROUPS))).reasons == ("evidence.no_plan",)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_its_badge(language):
    assert all(words(language).has(f"evidence.level_{each}") for each in range(6))
