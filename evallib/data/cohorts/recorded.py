"""Outcomes that a project wrote down itself: one row a client, no spells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohorts.days import MISSING, day_numbers
from evallib.data.cohorts.exits import CENSORED, EXITS, FirstExits
from evallib.data.cohorts.follow_up import FollowUp, due_days, follow_up, is_pending
from evallib.data.cohorts.statuses import Statuses, classified
from evallib.data.states import UNKNOWN, StateCodes, states_of
from evallib.domain.calendar import STATUS_WINDOW_DAYS, Horizon, horizon
from evallib.domain.estimate import Tally
from evallib.domain.vocabulary import Exit


@dataclass(frozen=True, slots=True)
class RecordedColumn:
    """The columns that hold one follow-up point of a project's own table."""

    state_column: str
    date_column: str | None = None  # none: recorded on the due day, as far as known


@dataclass(frozen=True, slots=True)
class Recorded:
    """Statuses a project wrote down, and those that came too early.

    Attributes
    ----------
    statuses : Statuses
        Everybody's standing at the follow-up points.
    early : array of bool, points by clients
        A status was recorded although the point is still pending: it is not used,
        and worth a warning (``W-FOLLOWUP``).
    off_window : array of bool, points by clients
        A status was recorded outside the days that count; it is not used either.
    """

    statuses: Statuses
    early: NDArray[np.bool_]
    off_window: NDArray[np.bool_]


def recorded_statuses(
    clients: pd.DataFrame,
    follow: FollowUp,
    columns: Mapping[Horizon, RecordedColumn],
    codes: StateCodes,
) -> Recorded:
    """Everybody's standing from columns such as "status at three months".

    Read ``early.sum() == 2`` as: for two clients somebody wrote a status down before
    it could be one.

    Parameters
    ----------
    clients : DataFrame
        One row a client.
    follow : FollowUp
        Everybody's clock.
    columns : mapping of Horizon to RecordedColumn
        Where the status of each follow-up point stands, and the date it is of.
    codes : StateCodes
        What the labels or codes of the table stand for.

    Returns
    -------
    Recorded
        A dated status counts from ``first_day`` to ``last_day`` of its point.

    Notes
    -----
    A pending point stays pending whatever was recorded: the people for whom something
    is known early are not like the others. Without a date column the status is taken
    to be of the due day.
    """
    shape = (len(columns), len(clients))
    state = np.full(shape, UNKNOWN, dtype=np.int8)
    early, off_window = np.zeros(shape, dtype=bool), np.zeros(shape, dtype=bool)
    for at, (point, column) in enumerate(columns.items()):
        found, _ = states_of(clients[column.state_column], codes)
        counts = _in_window(clients, follow, point, column)
        written = found != UNKNOWN
        early[at] = written & is_pending(follow, point)
        off_window[at] = written & ~counts & ~early[at]
        state[at] = np.where(counts, found, UNKNOWN)
    told = classified(state, _seen_throughout(follow), tuple(columns))
    return Recorded(told, early, off_window)


def _in_window(
    clients: pd.DataFrame, follow: FollowUp, point: Horizon, column: RecordedColumn
) -> NDArray[np.bool_]:
    if column.date_column is None:
        return np.ones(len(clients), dtype=bool)
    day = day_numbers(clients[column.date_column])
    due = due_days(follow, point)
    first = due - np.int32(point.days - point.first_day)
    last = due + np.int32(point.last_day - point.days)
    dated: NDArray[np.bool_] = (day != MISSING) & (due != MISSING)
    return dated & (first <= day) & (day <= last)


def _seen_throughout(follow: FollowUp) -> FollowUp:
    """A status that somebody wrote down was seen, whatever the last sighting says."""
    return replace(follow, last_seen=follow.cut_off)


def recorded_exits(
    clients: pd.DataFrame, follow: FollowUp, columns: Mapping[Exit, str]
) -> FirstExits:
    """Days from time zero to the first exit, from columns of dates.

    Read ``days[0] == 40`` and ``kind[0] == 1`` as: the first client began work in the
    open labour market forty days after time zero.

    Parameters
    ----------
    clients : DataFrame
        One row a client.
    follow : FollowUp
        Everybody's clock.
    columns : mapping of Exit to str
        The column of dates for each type of exit that the project records.

    Returns
    -------
    FirstExits
        Dates before time zero and after the client was last seen are no exits; see
        ``before_time_zero`` for the former.

    Notes
    -----
    Of several exits on one day the first in the order of ``EXITS`` is taken, so that
    row order decides nothing.
    """
    last = follow.limit.astype(np.int64) - follow.time_zero
    days, kind = np.maximum(last, 0), np.full(len(follow), CENSORED, dtype=np.int8)
    for number, each in reversed(list(enumerate(EXITS, start=1))):
        if each not in columns:
            continue
        date_of = day_numbers(clients[columns[each]]).astype(np.int64)
        day = date_of - follow.time_zero
        sooner = (date_of != MISSING) & (day >= 0) & (day <= last) & (day <= days)
        days[sooner], kind[sooner] = day[sooner], number
    return FirstExits(days.astype(np.int32), kind)


def before_time_zero(
    clients: pd.DataFrame, follow: FollowUp, column: str
) -> NDArray[np.bool_]:
    """Whose outcome is dated before the clock started (``E-OUTCOME-BEFORE``).

    Read ``True`` as: this client found the job before the service that is said to
    have led to it.

    Parameters
    ----------
    clients : DataFrame
        One row a client.
    follow : FollowUp
        Everybody's clock.
    column : str
        A column of outcome dates.

    Returns
    -------
    array of bool
        One for each client; the day of time zero itself is not before it.
    """
    day = day_numbers(clients[column])
    early: NDArray[np.bool_] = (day != MISSING) & (day < follow.time_zero)
    return early


def tally_at(clients: pd.DataFrame, *, months: int, as_of: date) -> Tally:
    """How many began work by a follow-up point, among those whose status is known.

    Read ``Tally(reached=2, known=4, pending=2, lost=1)`` as: of seven clients two were
    in work within the months asked for, two were not, for two it is too early to
    say, and one was not found.

    Parameters
    ----------
    clients : DataFrame
        One row a client: ``time_zero_date``, ``work_start_date`` (missing where no
        work is known of) and ``last_seen_date`` (the last day anybody knew of).
    months : int
        The follow-up point, at least 1; 3 months are 91 days.
    as_of : date
        The day on which the data were drawn.

    Returns
    -------
    Tally
        Everyone enrolled is counted exactly once.

    Raises
    ------
    ValueError
        If a client has no time zero, or ``months`` is below 1.

    Notes
    -----
    The day itself counts: whoever began on the due day has reached the outcome, one
    day later has not. Before the due day has come a client is pending, in work or
    not. Whoever was last seen more than 14 days before the due day is lost, in work or
    not: counting the early jobs of people who left and not the rest of their time
    would raise the rate. A work start is a sighting.

    Examples
    --------
    >>> days = ["2024-01-10", "2024-01-10"]
    >>> two = pd.DataFrame({
    ...     "time_zero_date": pd.to_datetime(days),
    ...     "work_start_date": pd.to_datetime(["2024-04-10", None]),
    ...     "last_seen_date": pd.to_datetime(["2024-06-01", "2024-06-01"]),
    ... })
    >>> tally_at(two, months=3, as_of=date(2024, 6, 1))
    Tally(reached=1, known=2, pending=0, lost=0)
    """
    point = horizon(months)
    follow = follow_up(clients, as_of=as_of)
    work = day_numbers(clients["work_start_date"])
    sighting = np.where(work <= follow.cut_off, work, MISSING)
    seen = np.maximum(follow.last_seen, sighting)
    due = due_days(follow, point)
    pending = is_pending(follow, point)
    known = ~pending & (seen >= due - np.int32(STATUS_WINDOW_DAYS))
    return Tally(
        reached=int((known & (work != MISSING) & (work <= due)).sum()),
        known=int(known.sum()),
        pending=int(pending.sum()),
        lost=int((~known & ~pending).sum()),
    )
