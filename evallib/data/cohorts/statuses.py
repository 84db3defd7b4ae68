"""The state of each client on the day a follow-up point falls due, from spells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells
from evallib.data.cohorts.days import Days
from evallib.data.cohorts.follow_up import FollowUp, due_days, is_pending
from evallib.data.states import UNKNOWN, numbers_of
from evallib.domain.calendar import Horizon
from evallib.domain.estimate import Tally
from evallib.domain.vocabulary import State

KNOWN, PENDING, LOST = 0, 1, 2
BLOCK = 1 << 17  # rows that fit the processor's cache, so memory stays flat


@dataclass(frozen=True, slots=True)
class Statuses:
    """Everybody's standing at every follow-up point; one row a point.

    Attributes
    ----------
    points : tuple of Horizon
        In the order of the rows.
    state : array of int8, points by clients
        A place in ``STATES`` where the status is known, else ``UNKNOWN``.
    standing : array of int8, points by clients
        ``KNOWN``, ``PENDING`` or ``LOST``, exactly one for each client and point.
    """

    points: tuple[Horizon, ...]
    state: NDArray[np.int8]
    standing: NDArray[np.int8]


def statuses(spells: Spells, follow: FollowUp, points: Sequence[Horizon]) -> Statuses:
    """What state each client was in when a follow-up point fell due.

    Read ``state[1, 7] == 0`` as: at the second point client 7 was in the open labour
    market.

    Parameters
    ----------
    spells : Spells
        Merged: in order, no day twice.
    follow : FollowUp
        Everybody's clock, on the scale of the spells.
    points : sequence of Horizon
        The follow-up points.

    Returns
    -------
    Statuses
        The state of the due day itself: spells need no window around it.

    Raises
    ------
    ValueError
        If the spells are not merged.

    Notes
    -----
    A point due after the cut-off is pending, whatever has been recorded. A due day in
    a gap, or after the client was last seen, is lost. Each block of spells is compared
    with each point and the hits are written to their clients, so nothing is sorted or
    joined, and little more than the answer is held in memory.
    """
    require_merged(spells)
    due = [due_days(follow, point) for point in points]
    state = np.full((len(points), len(follow)), UNKNOWN, dtype=np.int8)
    for rows in blocks(len(spells)):
        who, what = spells.client[rows], spells.state[rows]
        start, end = spells.start[rows], spells.end[rows]
        for at, days in enumerate(due):
            day = days[who]
            hit = np.flatnonzero((start <= day) & (day < end))
            state[at, who[hit]] = what[hit]
    return classified(state, follow, points)


def classified(
    state: NDArray[np.int8], follow: FollowUp, points: Sequence[Horizon]
) -> Statuses:
    """Known, pending or lost for states as found, which only the known keep."""
    standing = np.full(state.shape, KNOWN, dtype=np.int8)
    for at, point in enumerate(points):
        unseen = due_days(follow, point) > follow.last_seen
        standing[at, unseen | (state[at] == UNKNOWN)] = LOST
        standing[at, is_pending(follow, point)] = PENDING
    return Statuses(
        tuple(points), np.where(standing == KNOWN, state, UNKNOWN), standing
    )


def state_on(spells: Spells, day: Days, clients: int) -> NDArray[np.int8]:
    """The state of each client on one day of their own.

    Read ``state_on(spells, time_zero - 1, n)[3] == 5`` as: on the eve of the service
    client 3 was unemployed.

    Parameters
    ----------
    spells : Spells
        Merged, on the scale of ``day``.
    day : array of int32
        A day for each client.
    clients : int
        How many clients there are.

    Returns
    -------
    array of int8
        A place in ``STATES``; ``UNKNOWN`` in a gap.

    Raises
    ------
    ValueError
        If the spells are not merged.
    """
    require_merged(spells)
    state = np.full(clients, UNKNOWN, dtype=np.int8)
    for rows in blocks(len(spells)):
        who = spells.client[rows]
        asked = day[who]
        hit = (spells.start[rows] <= asked) & (asked < spells.end[rows])
        state[who[hit]] = spells.state[rows][hit]
    return state


def tally(
    told: Statuses,
    at: int,
    reached: Sequence[State],
    *,
    among: NDArray[np.bool_] | None = None,
) -> Tally:
    """How a group stood at one follow-up point, in persons.

    Read ``Tally(reached=9, known=16, pending=3, lost=1)`` as: of twenty clients nine
    were in one of the states asked for, among sixteen whose status is known.

    Parameters
    ----------
    told : Statuses
        Everybody's standing.
    at : int
        Which follow-up point, from 0.
    reached : sequence of State
        States that count as the outcome.
    among : array of bool, optional
        The group; everybody if left out.

    Returns
    -------
    Tally
        Everyone of the group is counted exactly once.
    """
    standing, state = told.standing[at], told.state[at]
    if among is not None:
        standing, state = standing[among], state[among]
    counts = np.bincount(standing, minlength=3)
    return Tally(
        reached=int(np.isin(state, numbers_of(reached)).sum()),
        known=int(counts[KNOWN]),
        pending=int(counts[PENDING]),
        lost=int(counts[LOST]),
    )


def blocks(rows: int) -> Iterator[slice]:
    """Slices of at most ``BLOCK`` rows that cover a column."""
    return (slice(at, min(at + BLOCK, rows)) for at in range(0, rows, BLOCK))


def require_merged(spells: Spells) -> None:
    """Refuse spells that are out of order or tell a day twice."""
    for rows in blocks(max(len(spells) - 1, 0)):
        after = slice(rows.start + 1, rows.stop + 1)
        who, whom = spells.client[rows], spells.client[after]
        apart = spells.end[rows] <= spells.start[after]
        if not np.all((who < whom) | ((who == whom) & apart)):
            raise ValueError("spells are not merged; call merge_spells first")
