"""People made of what a test draws: one line a group, or one line a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from evallib.data.cohort import EXITS, FirstExits, FollowUp, Statuses
from evallib.data.people import NO_CLUSTER, Covariate, GroupFlow, People
from evallib.data.states import STATES, UNKNOWN
from evallib.domain.calendar import EXIT, horizon
from evallib.domain.vocabulary import Text
from tests.analysis.studies import study

AS_OF = date(2022, 4, 29)
KNOWN, PENDING, LOST = 0, 1, 2


def people(picture: str, *, months: tuple[int, ...] = (6,)) -> People:
    """Read lines such as ``pilot A | 20 | work 8 | unemployed 9 | pending 2 | lost 1``.

    The first cell is the side and, if there is one, the cluster; the second is a
    remark of who they are (their number, checked against the rest). ``work`` is the
    open labour market, ``subsidised`` and ``study`` are what they say. Everybody
    stands alike at every follow-up point; month 0 is the point on leaving.
    """
    states = {
        "work": "open_labour_market",
        "subsidised": "subsidised_work",
        "study": "education",
        "unemployed": "unemployed",
        "outside": "outside_labour_force",
    }
    pilot, cluster, state, standing = [], [], [], []
    names: list[str] = []
    for line in picture.strip().splitlines():
        who, size, *parts = (each.strip() for each in line.split("|"))
        side, _, name = who.partition(" ")
        if name and name not in names:
            names.append(name)
        before = len(pilot)
        for part in parts:
            word, number = part.split()
            for _ in range(int(number)):
                pilot.append(side == "pilot")
                cluster.append(names.index(name) if name else NO_CLUSTER)
                known = word in states
                state.append(STATES.index(states[word]) if known else UNKNOWN)
                standing.append(
                    KNOWN if known else {"pending": PENDING, "lost": LOST}[word]
                )
        assert len(pilot) - before == int(size), f"{who}: {len(pilot) - before} drawn"
    return _people(
        np.array(pilot),
        np.array(cluster),
        np.array(state),
        np.array(standing),
        names=names,
        months=months,
    )


def _people(pilot, cluster, state, standing, *, names, months) -> People:
    clients = len(pilot)
    points = tuple(horizon(each) if each else EXIT for each in months)
    open_days = {KNOWN: 400, PENDING: 30, LOST: 400}
    seen = np.array([open_days[each] for each in standing], dtype=np.int32)
    zero = np.datetime64(AS_OF) - seen.astype("timedelta64[D]")
    return People(
        as_of=AS_OF,
        pilot=pilot,
        time_zero=zero,
        follow=FollowUp(
            time_zero=np.zeros(clients, dtype=np.int32),
            cut_off=seen,
            last_seen=seen,
            service_end=np.full(clients, 20, dtype=np.int32),
        ),
        statuses=Statuses(
            points,
            np.tile(state.astype(np.int8), (len(points), 1)),
            np.tile(standing.astype(np.int8), (len(points), 1)),
        ),
        cluster=cluster.astype(np.int16),
        clusters=tuple(Text(fi=name) for name in names),
        completed=np.ones(clients, dtype=bool),
        flow={
            "pilot": GroupFlow(int(pilot.sum())),
            "control": GroupFlow(int((~pilot).sum())),
        },
    )


def with_exits(crowd: People, days, kinds) -> People:
    """The same people with a first exit each: days, and ``-`` or one of ``EXITS``."""
    numbers = [0 if each == "-" else EXITS.index(each) + 1 for each in kinds]
    exits = FirstExits(np.array(days, np.int32), np.array(numbers, np.int8))
    return replace(crowd, exits=exits)


def with_number(crowd: People, name: str, values) -> People:
    """The same people with a number known of each before time zero."""
    told = Covariate(name, Text(fi=name), np.array(values, dtype=float))
    return replace(crowd, covariates=(*crowd.covariates, told))


def with_category(crowd: People, name: str, labels, values) -> People:
    """The same people with a category each; ``None`` is missing."""
    places = [np.nan if each is None else labels.index(each) for each in values]
    told = Covariate(name, Text(fi=name), np.array(places, float), tuple(labels))
    return replace(crowd, covariates=(*crowd.covariates, told))


def simulated(seed: int, *, pilots: int, controls: int, gain: float = 0.0) -> People:
    """People drawn by a seed: age and earlier work decide who joins and who finds work.

    ``gain`` is added to the pilot's chance of work in proportion units.
    """
    draw = np.random.default_rng(seed)
    size = pilots + controls
    pilot = np.arange(size) < pilots
    age = draw.normal(38, 10, size) - 4 * pilot
    worked = draw.random(size) < 0.4 - 0.1 * pilot
    chance = np.clip(0.3 - 0.005 * (age - 38) + 0.2 * worked + gain * pilot, 0.01, 0.99)
    found = draw.random(size) < chance
    state = np.where(found, 0, STATES.index("unemployed"))
    cluster = np.where(pilot, np.arange(size) % 6, NO_CLUSTER)
    crowd = _people(
        pilot, cluster, state, np.zeros(size, int), names=list("ABCDEF"), months=(6,)
    )
    crowd = with_number(crowd, "age", age.round())
    labels = ("no", "yes")
    return with_category(
        crowd, "worked", labels, [labels[int(each)] for each in worked]
    )


def study_of(crowd: People, *, plan=None, **project):
    """A study of the project ``demo`` that has these people and this plan."""
    declared = {"plan": plan, **project}
    return replace(study(project=declared), people=crowd)
