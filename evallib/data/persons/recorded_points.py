"""Statuses, exits and histories that a project wrote into its own table of clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from evallib.data.cohort import (
    EXITS,
    FirstExits,
    FollowUp,
    History,
    Recorded,
    RecordedColumn,
    Statuses,
    recorded_exits,
    recorded_statuses,
)
from evallib.data.persons.points import point_of, recorded_outcomes
from evallib.data.persons.states_of_labels import codes_of
from evallib.data.persons.stored_names import stored_names
from evallib.data.states import STATES, StateCodes
from evallib.domain.calendar import Horizon, days_of
from evallib.domain.files import ColumnEntry
from evallib.domain.plan import ANY_WORK
from evallib.domain.vocabulary import Exit

Entries = Mapping[str, ColumnEntry]


def recorded_by_project(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries, *, ends: bool
) -> Recorded:
    """Everybody's standing at the recorded follow-up points, early ones told apart."""
    names = stored_names(entries)
    told: dict[Horizon, list[str]] = {}
    for column, entry in recorded_outcomes(entries).items():
        told.setdefault(point_of(entry, ends=ends), []).append(column)
    columns: dict[Horizon, RecordedColumn] = {}
    frame = pd.DataFrame(index=clients.index)
    for point, of_point in told.items():
        state, day = f"{point.id}_state", f"{point.id}_date"
        frame[state], frame[day] = _first_told(clients, entries, names, of_point)
        dated = frame[day].notna().any()
        columns[point] = RecordedColumn(state, day if dated else None)
    states = StateCodes("states", {each: each for each in STATES})
    return recorded_statuses(frame, follow, columns, states)


def _first_told(
    clients: pd.DataFrame,
    entries: Entries,
    names: Mapping[str, str],
    columns: Sequence[str],
) -> tuple[pd.Series, pd.Series]:
    """State and day of one follow-up point, from the first column that tells it."""
    state = pd.Series(None, index=clients.index, dtype=object)
    day = pd.Series(pd.NaT, index=clients.index, dtype="datetime64[s]")
    for column in columns:
        entry = entries[column]
        found = clients[names[column]].map(codes_of(entry).states)
        new = state.isna() & found.notna()
        state = state.where(~new, found)
        dated = names.get(entry.dated_by or "")
        if dated is not None:
            day = day.where(~new, _as_dates(clients[dated]))
    return state, day


def recorded_points(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries, *, ends: bool
) -> Statuses:
    """Everybody's standing at the recorded follow-up points, soonest first."""
    return in_order_of_days(
        recorded_by_project(clients, follow, entries, ends=ends).statuses
    )


def with_points(first: Statuses, second: Statuses) -> Statuses:
    """The points of both; of one that both tell, the first counts."""
    taken = {each.id for each in first.points}
    new = [at for at, each in enumerate(second.points) if each.id not in taken]
    return in_order_of_days(
        Statuses(
            (*first.points, *(second.points[at] for at in new)),
            np.concatenate([first.state, second.state[new]]),
            np.concatenate([first.standing, second.standing[new]]),
        )
    )


def in_order_of_days(told: Statuses) -> Statuses:
    """The same standings, the soonest follow-up point first."""
    order = sorted(range(len(told.points)), key=lambda at: told.points[at].days)
    return Statuses(
        tuple(told.points[at] for at in order), told.state[order], told.standing[order]
    )


def recorded_first_exits(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries
) -> FirstExits | None:
    """Time to the first recorded exit; None where the project records none."""
    names = stored_names(entries)
    told: dict[Exit, list[str]] = {}
    for column, each in entries.items():
        if each.role == "exit":
            told.setdefault(each.exit or EXITS[0], []).append(names[column])
    if not told:
        return None
    frame = pd.DataFrame(
        {kind: _as_dates(clients[of].min(axis=1)) for kind, of in told.items()}
    )
    return recorded_exits(frame, follow, {kind: kind for kind in told})


def recorded_history(clients: pd.DataFrame, entries: Entries) -> History | None:
    """Statuses before time zero as months of history, where they were recorded."""
    names = stored_names(entries)
    told = {
        entry.months_before: (names[column], entry)
        for column, entry in entries.items()
        if entry.role == "history" and entry.type == "category" and entry.months_before
    }
    if not told:
        return None
    months = max(told)
    in_state = np.zeros((months, len(clients)), dtype=np.int16)
    known = np.zeros_like(in_state)
    for month, (name, entry) in told.items():
        length = days_of(month) - days_of(month - 1)
        states = clients[name].map(codes_of(entry).states)
        known[month - 1] = np.where(states.notna(), length, 0)
        in_state[month - 1] = np.where(states.isin(ANY_WORK), length, 0)
    return History(in_state, known)


def _as_dates(days: pd.Series) -> pd.Series:
    """Days from time zero on a calendar whose day 0 is time zero."""
    return pd.to_datetime(days.astype("Float64"), unit="D", origin="unix")
