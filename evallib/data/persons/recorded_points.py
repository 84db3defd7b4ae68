"""Statuses, exits and histories that a project wrote into its own table of clients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

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
from evallib.data.persons.states_of_labels import codes_of
from evallib.data.persons.stored_names import stored_names
from evallib.data.states import ANY_WORK, StateCodes
from evallib.domain.calendar import EXIT, YEAR_DAYS, Horizon, days_of, horizon
from evallib.domain.files import ColumnEntry

Entries = Mapping[str, ColumnEntry]


def point_of(entry: ColumnEntry, *, ends: bool) -> Horizon:
    """The follow-up point of a recorded outcome.

    Read ``days == 90`` with ``anchor == "service_end"`` as: the status ninety days
    after the service ended. Without a declared anchor it is the end of the service
    where the project records one, else time zero.

    Parameters
    ----------
    entry : ColumnEntry
        A column of role ``outcome``.
    ends : bool
        Whether the project records when services end.
    """
    if entry.horizon_months == 0:
        return EXIT
    if entry.horizon_months is not None:
        point = horizon(entry.horizon_months)
    elif entry.window_days is not None:
        months = max(round(entry.window_days * 12 / YEAR_DAYS), 1)
        window = horizon(months).last_day - horizon(months).days
        days = entry.window_days
        point = Horizon(f"months_{months}", days, max(days - window, 0), days + window)
    else:
        return EXIT
    return replace(
        point, anchor=entry.anchor or ("service_end" if ends else "time_zero")
    )


def recorded_by_project(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries
) -> Recorded:
    """Everybody's standing at the recorded follow-up points, early ones told apart."""
    names, ends = stored_names(entries), _ends(clients)
    columns: dict[Horizon, RecordedColumn] = {}
    frame = pd.DataFrame(index=clients.index)
    codes: dict[str, str] = {}
    for column, entry in entries.items():
        if entry.role != "outcome" or entry.type != "category":
            continue
        own = codes_of(entry)
        name = names[column]
        frame[name] = clients[name].map(own.states)
        codes |= {state: state for state in own.states.values()}
        dated = names.get(entry.dated_by or "")
        if dated is not None:
            frame[dated] = _as_dates(clients[dated])
        columns[point_of(entry, ends=ends)] = RecordedColumn(name, dated)
    states = StateCodes("states", {each: each for each in codes})  # type: ignore[misc]
    return recorded_statuses(frame, follow, columns, states)


def recorded_points(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries
) -> Statuses:
    """Everybody's standing at the recorded follow-up points, soonest first."""
    told = recorded_by_project(clients, follow, entries).statuses
    order = sorted(range(len(told.points)), key=lambda at: told.points[at].days)
    return Statuses(
        tuple(told.points[at] for at in order), told.state[order], told.standing[order]
    )


def recorded_first_exits(
    clients: pd.DataFrame, follow: FollowUp, entries: Entries
) -> FirstExits | None:
    """Time to the first recorded exit; None where the project records none."""
    names = stored_names(entries)
    columns = {
        each.exit or EXITS[0]: names[column]
        for column, each in entries.items()
        if each.role == "exit"
    }
    if not columns:
        return None
    frame = pd.DataFrame(
        {
            name: pd.to_datetime(
                clients[name].astype("Float64"), unit="D", origin="unix"
            )
            for name in columns.values()
        }
    )
    return recorded_exits(frame, follow, columns)


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


def _ends(clients: pd.DataFrame) -> bool:
    return bool(clients["service_end_days"].notna().any())
