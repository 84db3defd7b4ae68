"""Each guard on people for whom it fires, and on people for whom it stays silent."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.effect import guards as rules
from evallib.analysis.effect.guards import Guard, guard_sentences, guards
from evallib.data.cohort import History
from evallib.domain.files import DataFile
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.language import words
from tests.analysis.crowds import people, study_of
from tests.analysis.studies import study

ALIKE = """
    pilot | 100 | work 55 | unemployed 45
    control | 100 | work 20 | unemployed 80
"""
ALONE = "pilot | 100 | work 55 | unemployed 45"
YEAR = 12  # months of history


def plan(**changes):
    return Plan(**({"primary": "open_market_work", "horizon_months": 6} | changes))


def fired(rule, crowd, **changes):
    return [(each.key, each.severity) for each in rule(crowd, plan(**changes))]


def moved(crowd, days):
    """The same people, the pilot's time zero later by so many days."""
    later = np.where(crowd.pilot, days, 0).astype("timedelta64[D]")
    return replace(crowd, time_zero=crowd.time_zero + later)


def worked(crowd, *, pilot, control=(15, 15)):
    """A year before: days in work a month, from months 7-12 and in the last six."""
    days = np.zeros((YEAR, len(crowd)), np.int16)
    for side, (early, late) in ((crowd.pilot, pilot), (crowd.control, control)):
        days[6:, side] = early
        days[:6, side] = late
    return replace(crowd, history=History(days, np.full_like(days, 30)))


def test_one_group_followed_for_longer_is_told():
    crowd = people("""
        pilot | 100 | work 40 | unemployed 30 | pending 30
        control | 100 | work 20 | unemployed 80
    """)

    assert fired(rules.unequal_follow_up, crowd) == [
        ("guard.unequal_pending", "caution")
    ]


def test_one_group_lost_from_sight_more_often_lowers_the_evidence():
    crowd = people("""
        pilot | 100 | work 55 | unemployed 45
        control | 100 | work 20 | unemployed 60 | lost 20
    """)

    assert fired(rules.unequal_follow_up, crowd) == [("guard.unequal_lost", "lowers")]


def test_equal_follow_up_is_silent():
    crowd = people("""
        pilot | 100 | work 40 | unemployed 40 | pending 15 | lost 5
        control | 100 | work 20 | unemployed 60 | pending 15 | lost 5
    """)

    assert not fired(rules.unequal_follow_up, crowd)


def test_groups_of_different_years_lower_the_evidence():
    crowd = moved(people(ALIKE), 365)

    assert fired(rules.other_time, crowd) == [("guard.other_time", "lowers")]


def test_earlier_clients_are_of_another_time_by_design():
    assert fired(rules.other_time, people(ALIKE), design="earlier_clients") == [
        ("guard.other_time", "lowers")
    ]


def test_a_pilot_that_mostly_began_after_the_controls_is_told():
    crowd = people(ALIKE)
    late = crowd.pilot & (np.arange(len(crowd)) >= 40)
    days = np.where(late, 365, 0).astype("timedelta64[D]")
    crowd = replace(crowd, time_zero=crowd.time_zero + days)

    assert fired(rules.other_time, crowd) == [("guard.partly_other_time", "caution")]


def test_groups_of_the_same_month_are_silent():
    assert not fired(rules.other_time, moved(people(ALIKE), 30))


def crossing(allowed):
    columns = {"asiakas": {"type": "client_no"}}
    file = DataFile(
        path="asiakkaat.csv", kind="clients", columns=columns, crossover=allowed
    )
    return study_of(people(ALIKE), plan=plan(), files={"asiakkaat": file})


def test_persons_in_both_groups_lower_the_evidence():
    assert Guard("guard.both_groups", "lowers") in guards(crossing(True))


def test_persons_in_one_group_only_are_silent():
    assert not list(rules.both_groups(crossing(False)))


@pytest.mark.parametrize(
    ("controls", "expected"),
    [
        (9, [("guard.too_few", "caution")]),
        (29, [("guard.small_group", "caution")]),
        (30, []),
    ],
)
def test_the_smaller_group_sets_the_claim_tier(controls, expected):
    crowd = people(f"""
        pilot | 100 | work 55 | unemployed 45
        control | {controls} | unemployed {controls}
    """)

    assert fired(rules.small_group, crowd) == expected


@pytest.mark.parametrize(("groups", "expected"), [("ABCDE", 1), ("ABCDEF", 0)])
def test_clients_served_in_fewer_than_six_groups_are_told(groups, expected):
    lines = [f"pilot {name} | 10 | work 5 | unemployed 5" for name in groups]
    crowd = people("\n".join([*lines, "control | 50 | work 9 | unemployed 41"]))

    assert len(fired(rules.few_clusters, crowd)) == expected


def test_clients_served_one_by_one_are_silent():
    assert not fired(rules.few_clusters, people(ALIKE))


def test_volunteers_against_others_lower_the_evidence():
    assert fired(rules.selection, people(ALIKE), entry="volunteered") == [
        ("guard.volunteered", "lowers")
    ]


@pytest.mark.parametrize(
    "changes",
    [{"entry": "volunteered", "design": "waiting_list"}, {"entry": "referred"}],
    ids=["controls volunteered as well", "nobody volunteered"],
)
def test_selection_that_both_groups_share_is_silent(changes):
    assert not fired(rules.selection, people(ALIKE), **changes)


def test_a_pilot_alone_that_entered_at_its_worst_may_improve_by_itself():
    alone = worked(people(ALONE), pilot=(15, 3))

    assert fired(rules.regression_to_the_mean, alone, design="before_after") == [
        ("guard.regression", "lowers")
    ]


def test_a_pilot_alone_without_history_cannot_rule_it_out():
    assert fired(rules.regression_to_the_mean, people(ALONE)) == [
        ("guard.regression", "caution")
    ]


@pytest.mark.parametrize(
    "crowd",
    [worked(people(ALONE), pilot=(15, 15)), people(ALIKE)],
    ids=["no fall before entry", "controls show what time does"],
)
def test_regression_to_the_mean_that_is_ruled_out_is_silent(crowd):
    assert not fired(rules.regression_to_the_mean, crowd)


def test_a_dip_of_the_pilot_alone_lowers_the_evidence():
    crowd = worked(people(ALIKE), pilot=(15, 3))

    assert fired(rules.dip_before, crowd) == [("guard.dip", "lowers")]


def test_a_dip_that_the_controls_share_is_a_note():
    crowd = worked(people(ALIKE), pilot=(15, 3), control=(15, 3))

    assert fired(rules.dip_before, crowd) == [("guard.dip_shared", "note")]


def test_no_dip_is_silent():
    assert not fired(rules.dip_before, worked(people(ALIKE), pilot=(15, 15)))


SUBSIDISED = "pilot | 20 | subsidised 12 | unemployed 8"


def test_subsidised_work_that_counts_as_employment_is_told():
    assert fired(rules.subsidised, people(SUBSIDISED), primary="any_work") == [
        ("guard.subsidised", "caution")
    ]


@pytest.mark.parametrize(
    ("picture", "primary"),
    [(SUBSIDISED, "open_market_work"), (ALONE, "any_work")],
    ids=["it does not count", "nobody has it"],
)
def test_subsidised_work_that_changes_nothing_is_silent(picture, primary):
    assert not fired(rules.subsidised, people(picture), primary=primary)


def test_a_second_outcome_is_told():
    second = ({"outcome": "any_work", "horizon_months": 6},)

    assert fired(rules.multiplicity, people(ALIKE), secondary=second) == [
        ("guard.multiplicity", "note")
    ]


def test_one_outcome_is_silent():
    assert not fired(rules.multiplicity, people(ALIKE))


def test_groups_that_would_miss_the_difference_seen_are_told():
    crowd = people("""
        pilot | 20 | work 8 | unemployed 12
        control | 20 | work 4 | unemployed 16
    """)

    assert fired(rules.underpowered, crowd) == [("guard.underpowered", "caution")]


def test_groups_that_could_not_find_any_difference_are_told():
    crowd = people("""
        pilot | 20 | work 20
        control | 18 | work 18
    """)

    assert fired(rules.underpowered, crowd) == [("guard.nothing_detectable", "caution")]


def test_groups_that_find_the_difference_seen_are_silent():
    assert not fired(rules.underpowered, people(ALIKE))


def test_what_lowers_the_evidence_comes_first():
    crowd = moved(people(ALIKE), 365)
    second = ({"outcome": "any_work", "horizon_months": 6},)
    found = guards(study_of(crowd, plan=plan(secondary=second)))

    assert [each.severity for each in found] == ["lowers", "note"]


def test_a_faultless_comparison_has_no_guards():
    assert guards(study_of(people(ALIKE), plan=plan())) == ()


def test_a_study_without_people_has_no_guards():
    assert guards(study()) == ()


def test_what_was_told_already_is_not_told_again():
    seven = study_of(people("pilot | 7 | work 3 | unemployed 4"), plan=plan())
    told = ("guard.too_few", "guard.regression")

    assert guard_sentences(seven, told=told) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_guard_has_words(language):
    told = {
        constant
        for rule in (*rules.RULES, rules.both_groups)
        for constant in rule.__code__.co_consts
        if isinstance(constant, str) and constant.startswith("guard.")
    } - {"guard.unequal_"}
    told |= {"guard.unequal_pending", "guard.unequal_lost"}

    assert not [key for key in told if not words(language).has(key)]
