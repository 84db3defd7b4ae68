"""The groups and the follow-up point that sections about people speak of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from evallib.analysis.effect.tiers import FROM_PERSONS, Tier
from evallib.data.people import NO_CLUSTER, People
from evallib.data.study import Study
from evallib.domain.calendar import Horizon
from evallib.domain.plan import Outcome
from evallib.domain.vocabulary import Label, Text

# The claim tiers: of fewer persons only that the pilot took place, or how many.
LEAST_TO_COUNT = FROM_PERSONS[Tier.THEMES]
LEAST_FOR_OUTCOMES = FROM_PERSONS[Tier.COUNTS]
MOST_GROUPS = 30  # more rows than this nobody reads; the total speaks for them
DEFAULT_OUTCOME: Outcome = "open_market_work"
WORDED_MONTHS = (*range(1, 25), 30, 36, 48, 60, 72, 84, 96, 108, 120)
WORDED_POINTS = {"exit", *(f"months_{each}" for each in WORDED_MONTHS)}

Kind = Literal["cluster", "pilot", "control"]


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Persons who stand in one row: a group of the pilot, the pilot, the controls."""

    id: str
    kind: Kind
    label: Label | Text
    members: Any  # array of bool, one for each of the people

    @property
    def persons(self) -> int:
        return int(self.members.sum())


def sides(people: People) -> tuple[Group, ...]:
    """The pilot and, where there are any, the controls."""
    pilot = Group("pilot", "pilot", Label("people_group.pilot"), people.pilot)
    if not people.control.any():
        return (pilot,)
    control = Label("people_group.control")
    return (pilot, Group("control", "control", control, people.control))


def clusters(people: People) -> tuple[Group, ...]:
    """The groups that the pilot was served in; none if it was served as one."""
    found = [
        Group(f"group-{number}", "cluster", name, members)
        for number, name in enumerate(people.clusters, start=1)
        if (members := people.in_cluster(number - 1) & people.pilot).any()
    ]
    alone = people.in_cluster(NO_CLUSTER) & people.pilot
    if found and alone.any():
        name = Label("people_group.alone")
        found.append(Group("group-none", "cluster", name, alone))
    return tuple(found) if len(found) > 1 else ()


def rows_of(people: People) -> tuple[Group, ...]:
    """Groups as far as a table can name them, then the pilot, then the controls."""
    named = clusters(people)
    if not named or len(named) > MOST_GROUPS:
        return sides(people)
    pilot, *controls = sides(people)
    total = replace(pilot, label=Label("people_group.total"))
    return (*named, total, *controls)


def counted(study: Study) -> People | None:
    """The people of a study with follow-up and enough pilot clients to count."""
    people = study.people
    if people is None or not people.points:
        return None
    return people if int(people.pilot.sum()) >= LEAST_TO_COUNT else None


def primary_point(study: Study, people: People) -> int:
    """The row of the follow-up point of the plan; of the last one without a plan."""
    plan = study.project.plan
    declared = people.point(plan.horizon_months) if plan else None
    return len(people.points) - 1 if declared is None else declared


def primary_outcome(study: Study) -> Outcome:
    """The outcome of the plan; work in the open market without a plan."""
    plan = study.project.plan
    return plan.primary if plan else DEFAULT_OUTCOME


def point_label(point: Horizon) -> Label:
    """How readers call a follow-up point."""
    known = point.id in WORDED_POINTS
    return Label(f"follow_up_point.{point.id if known else 'other'}")
