"""The plan section: declared beforehand only where that can be shown."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from evallib.analysis.effect.plan import plan
from evallib.analysis.effect.registered import registered
from evallib.analysis.project.evaluation_plan import evaluation_plan
from evallib.data.plan_lock import PlanLock
from evallib.domain.plan import Plan
from evallib.domain.section import Constant
from evallib.domain.vocabulary import Label, Text
from tests.analysis.crowds import AS_OF, people, study_of, with_number
from tests.analysis.studies import sentences, study

BEFORE = AS_OF - timedelta(days=1)


def planned(lock=None, **changes):
    crowd = people("pilot | 20 | work 11 | unemployed 9")
    crowd = with_number(crowd, "age", range(20))
    declared = {"primary": "any_work", "horizon_months": 6} | changes
    return replace(study_of(crowd, plan=Plan(**declared)), lock=lock)


def locked(day, *changed):
    return PlanLock(day, "f" * 64, changed)


@pytest.mark.parametrize(
    ("lock", "state"),
    [
        (None, "not_locked"),
        (locked(BEFORE), "beforehand"),
        (locked(AS_OF), "after_data"),
        (locked(AS_OF + timedelta(days=30)), "after_data"),
        (locked(BEFORE, "horizon_months"), "changed"),
    ],
    ids=["no lock", "the day before", "the day itself", "later", "changed"],
)
def test_a_plan_is_declared_beforehand_only_if_that_can_be_shown(lock, state):
    assert registered(planned(lock)) == state
    assert sentences(plan(planned(lock)), f"plan.{state}")


def test_the_day_of_the_lock_and_of_the_data_are_told():
    (told,) = sentences(plan(planned(locked(BEFORE))), "plan.beforehand")

    assert told.facts == {"locked_on": Constant(BEFORE), "as_of": Constant(AS_OF)}


def test_what_changed_after_the_lock_is_named():
    found = plan(planned(locked(BEFORE, "benchmark.low", "horizon_months")))

    assert [each["part"] for each in found.tables["changed"].rows] == [
        Label("plan.row.benchmark"),
        Label("plan.row.horizon_months"),
    ]


def test_earlier_locks_are_counted():
    lock = replace(locked(BEFORE), earlier=(date(2021, 1, 1), date(2021, 6, 1)))
    (told,) = sentences(plan(planned(lock)), "plan.earlier_locks")

    assert told.facts == {"count": Constant(2)}


@pytest.mark.parametrize(
    ("estimator", "used"),
    [("unadjusted", "check_with"), ("doubly_robust", "adjust_for")],
)
def test_covariates_are_called_as_readers_know_them(estimator, used):
    own = planned(adjust_for=("age", "unheard"), estimator=estimator)
    told = [
        each["value"]
        for each in plan(own).tables["plan"].rows
        if each["label"] == Label(f"plan.row.{used}")
    ]

    assert told == [Text(fi="age"), Text(fi="unheard")]


def test_secondary_outcomes_are_listed_with_their_time():
    second = ({"outcome": "work_or_education", "horizon_months": 0},)
    (row,) = plan(planned(secondary=second)).tables["secondary"].rows

    assert row == {
        "outcome": Label("effect_outcome.work_or_education"),
        "point": Label("follow_up_point.exit"),
    }


def test_a_project_without_a_plan_has_no_plan_section():
    assert plan(study()) is None
    assert registered(study()) == "no_plan"


@pytest.mark.parametrize(("declared", "told"), [(False, 1), (True, 0)])
def test_inquiries_say_that_nothing_is_primary_only_where_nothing_is(declared, told):
    project = {"inquiries": ({"question": Text(fi="Mitä?")},)}
    if declared:
        project["plan"] = Plan(primary="any_work", horizon_months=6)
    found = evaluation_plan(study(project=project))

    assert len(sentences(found, "evaluation_plan.no_primary_outcome")) == told
