"""Names for the persons of a count, and the persons behind such a name.

``2026-05-31/pilot`` are the clients of the pilot as that day saw them,
``2026-05-31/known@months_6`` everybody whose status was known six months on,
``open_market_work@months_6`` those who were in work then, ``Sukupuoli=1`` those with
the first label of that column.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, get_args

from evallib.analysis.people.groups import Group, clusters, sides
from evallib.data.cohorts.statuses import KNOWN, LOST
from evallib.data.people import People
from evallib.data.states import numbers_of
from evallib.data.study import Study
from evallib.domain.plan import REACHED, Outcome, Plan
from evallib.domain.table import Named, Where
from evallib.domain.vocabulary import State

Persons = Callable[[str], frozenset[str] | None]
STANDINGS: Mapping[str, int] = {"known": KNOWN, "lost": LOST}
STATES: tuple[State, ...] = get_args(State)


def trait_name(covariate: str, place: int) -> str:
    """Everybody with one label of a covariate."""
    return f"{covariate}={place + 1}"


def told_name(covariate: str) -> str:
    """Everybody of whom a covariate is known."""
    return f"{covariate}=?"


def named_row(
    people: People, group: Group, at: int, what: Outcome | State, *, row: str
) -> dict[Where, Named]:
    """Who is counted in the usual columns of a row about one follow-up point.

    Read ``{("pilot", "known"): (…/pilot, …/known@months_6)}`` as: in that cell the
    clients of the pilot whose status is known are counted.
    """
    counted = names_at(people.as_of, group.id, people.points[at].id, what)
    return {(row, column): named for column, named in counted.items()}


def names_at(
    day: date, group: str, point: str, what: Outcome | State
) -> dict[str, Named]:
    """As ``named_row``, by the names alone: of group, follow-up point and outcome.

    Who is in a group and whose status is known changes from day to day; who had
    reached the outcome at a point does not.
    """
    own = (f"{day}/{group}",)
    known = (*own, f"{day}/known@{point}")
    return {
        "persons": own,
        "known": known,
        "lost": (*own, f"{day}/lost@{point}"),
        "reached": (*known, f"{what}@{point}"),
    }


def names_within(day: date, plan: Plan, trait: str) -> dict[str, Named]:
    """Whom a subgroup counts on both sides, in the columns of its row."""
    point = f"months_{plan.horizon_months}" if plan.horizon_months else "exit"
    found: dict[str, Named] = {}
    for side in ("pilot", "control"):
        *known, reached = names_at(day, side, point, plan.primary)["reached"]
        found[f"{side}_persons"] = (*known, trait)
        found[f"{side}_reached"] = (*known, trait, reached)
    return found


def merged(rows: Iterable[Mapping[Where, Named]]) -> dict[Where, Named]:
    """The names of several rows together."""
    return {where: named for row in rows for where, named in row.items()}


def named_persons(study: Study) -> Persons:
    """The pseudonyms behind each name; None for a name that is of no such people.

    Parameters
    ----------
    study : Study
        Its people, and the same people as the round before saw them.
    """
    then = study.earlier.people if study.earlier else None
    days = {str(each.as_of): each for each in (then, study.people) if each is not None}
    asked: dict[str, frozenset[str] | None] = {}

    def persons(name: str) -> frozenset[str] | None:
        if name not in asked:
            day, dated, plain = name.partition("/")
            people = days.get(day) if dated else study.people
            members = None if people is None else _members(people, plain or name)
            asked[name] = None if people is None else _pids(people, members)
        return asked[name]

    return persons


def _pids(people: People, members: Any) -> frozenset[str] | None:
    if members is None or not people.pids:
        return None
    return frozenset(pid for pid, own in zip(people.pids, members, strict=True) if own)


def _members(people: People, name: str) -> Any:
    """An array of yes and no for everybody; None for a name that means nothing."""
    what, counted, point = name.rpartition("@")
    ids = [each.id for each in people.points]
    if counted:
        return _at(people, what, ids.index(point)) if point in ids else None
    covariate, told, place = name.rpartition("=")
    if told:
        return _with_trait(people, covariate, place)
    groups = {each.id: each.members for each in (*clusters(people), *sides(people))}
    return groups.get(name)


def _at(people: People, what: str, at: int) -> Any:
    if what in STANDINGS:
        return people.statuses.standing[at] == STANDINGS[what]
    outcome = [each for each in REACHED if each == what]
    states = REACHED[outcome[0]] if outcome else [s for s in STATES if s == what]
    if not states:
        return None
    among = people.statuses.state[at]
    return sum(among == number for number in numbers_of(states)) > 0


def _with_trait(people: People, covariate: str, place: str) -> Any:
    found = people.covariate(covariate)
    if found is None:
        return None
    if place == "?":
        return found.values == found.values
    return found.values == int(place) - 1 if place.isdigit() else None
