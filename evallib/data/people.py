"""The clients and controls of a study at one cut-off: columns, everybody once.

What cleaning stored becomes arrays that the statistics take. Nothing here tells who
anybody is; pseudonyms are for the ledger alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.days import MISSING
from evallib.data.cohorts.eligibility import FlowStep
from evallib.data.cohorts.exits import FirstExits
from evallib.data.cohorts.follow_up import FollowUp
from evallib.data.cohorts.history import History
from evallib.data.cohorts.statuses import KNOWN, Statuses, tally
from evallib.data.states import numbers_of
from evallib.domain.calendar import Horizon
from evallib.domain.estimate import Tally
from evallib.domain.plan import REACHED, Outcome
from evallib.domain.vocabulary import State, Text

NO_CLUSTER = -1


@dataclass(frozen=True, slots=True, eq=False)
class Covariate:
    """What was known of everybody before time zero.

    Attributes
    ----------
    name : str
        The column as the project file calls it.
    label : Text
        What readers see.
    labels : tuple of str
        Of a category, in declared order; empty for a number.
    shown : mapping of str to Text
        Labels in the readers' languages, where the project gives them.
    values : array of float64
        The number, or a place in ``labels``; NaN where it is missing.
    """

    name: str
    label: Text
    values: NDArray[np.float64]
    labels: tuple[str, ...] = ()
    shown: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Amount:
    """A number measured at one time, such as earnings in a year.

    ``months`` after time zero; negative for a measurement before it. ``unit`` is the
    project's own word (``€``, ``$``). NaN where it is missing.
    """

    name: str
    label: Text
    unit: str
    months: int
    values: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class GroupFlow:
    """How many came in on one side, and why some of them are not analysed.

    ``steps`` reasons are message keys such as ``not_started`` and ``no_time_zero``;
    whoever is left after the last of them is in ``People``.
    """

    enrolled: int
    steps: tuple[FlowStep, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """Clients and controls of one study at one cut-off.

    Attributes
    ----------
    as_of : date
        The day on which the data were drawn.
    pilot : array of bool
        Whose group is the pilot; the others are controls.
    time_zero : array of datetime64[D]
        The day on which each clock started.
    follow : FollowUp
        The same clocks counted from time zero: time zero is day 0.
    statuses : Statuses
        Everybody's standing at every follow-up point of the project.
    cluster : array of int16
        A place in ``clusters``, the groups that were served together; ``NO_CLUSTER``
        where there is none, as for most controls.
    completed : array of bool
        Who was not interrupted; all true where the project does not record it.
    exits : FirstExits, optional
        Time to the first exit, where dates or spells tell it.
    history : History, optional
        Days in work by month before time zero, row 0 the last month.
    covariates, amounts : tuple
        What was known before, and measured outcomes or histories.
    flow : mapping
        ``pilot`` and ``control`` to how they came to be here.
    pids : tuple of str
        Everybody's pseudonym, for the ledger of releases and nothing else.
    """

    as_of: date
    pilot: NDArray[np.bool_]
    time_zero: NDArray[np.datetime64]
    follow: FollowUp
    statuses: Statuses
    cluster: NDArray[np.int16]
    clusters: tuple[Text, ...]
    completed: NDArray[np.bool_]
    exits: FirstExits | None = None
    history: History | None = None
    covariates: tuple[Covariate, ...] = ()
    amounts: tuple[Amount, ...] = ()
    flow: Mapping[str, GroupFlow] = field(default_factory=dict)
    pids: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.pilot)

    def __repr__(self) -> str:
        pilots = int(self.pilot.sum())
        return f"<People {pilots} pilot, {len(self) - pilots} control, {self.as_of}>"

    @property
    def points(self) -> tuple[Horizon, ...]:
        """The follow-up points, in the order of the rows of ``statuses``."""
        return self.statuses.points

    @property
    def control(self) -> NDArray[np.bool_]:
        """Whose group is the control group."""
        others: NDArray[np.bool_] = ~self.pilot
        return others

    def in_cluster(self, number: int) -> NDArray[np.bool_]:
        """Who was served in one group, by its place in ``clusters``."""
        members: NDArray[np.bool_] = self.cluster == number
        return members

    def point(self, months: int) -> int | None:
        """The row of a follow-up point: 0 months is the one on leaving."""
        wanted = f"months_{months}" if months else "exit"
        ids = [each.id for each in self.points]
        return ids.index(wanted) if wanted in ids else None

    def has_point(self, at: int, among: NDArray[np.bool_]) -> bool:
        """Whether a follow-up point means anything for a group.

        A point that is counted from the end of a service means nothing for a group
        that was never served, as controls are not.
        """
        if self.points[at].anchor == "time_zero":
            return True
        return bool((self.follow.service_end[among] != MISSING).any())

    def tally(
        self, at: int, outcome: Outcome, *, among: NDArray[np.bool_] | None = None
    ) -> Tally:
        """How a group stood at a follow-up point; everybody if left out."""
        return tally(self.statuses, at, REACHED[outcome], among=among)

    def count(
        self, at: int, states: Sequence[State], *, among: NDArray[np.bool_]
    ) -> Tally:
        """As ``tally``, for any states instead of an outcome."""
        return tally(self.statuses, at, states, among=among)

    def known(self, at: int) -> NDArray[np.bool_]:
        """Whose status is known at a follow-up point."""
        known: NDArray[np.bool_] = self.statuses.standing[at] == KNOWN
        return known

    def reached(self, at: int, outcome: Outcome) -> NDArray[np.bool_]:
        """Who had reached the outcome; false for those whose status is not known."""
        return np.isin(self.statuses.state[at], numbers_of(REACHED[outcome]))

    def covariate(self, name: str) -> Covariate | None:
        """The covariate of that name, or None."""
        return next((each for each in self.covariates if each.name == name), None)

    def design_matrix(self, names: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
        """Covariates as columns of numbers, and the name of each column.

        A category of k labels becomes k - 1 columns of 0 and 1, named
        ``name=label``; its first label is the reference. Missing cells stay NaN.
        """
        columns: list[NDArray[np.float64]] = []
        called: list[str] = []
        for each in (one for one in self.covariates if one.name in names):
            if not each.labels:
                columns.append(each.values)
                called.append(each.name)
            for number, label in enumerate(each.labels[1:], start=1):
                told = np.where(np.isnan(each.values), np.nan, each.values == number)
                columns.append(told)
                called.append(f"{each.name}={label}")
        empty = np.empty((len(self), 0))
        return (np.column_stack(columns) if columns else empty), tuple(called)
