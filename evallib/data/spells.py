"""Spells: what state each client was in, from which day to which.

Everything downstream wants spells in order: by client and day, with no day twice. The
cleaner brings them into that form once, here; nothing later sorts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.days import Days
from evallib.data.cohorts.sweep import swept
from evallib.data.states import STATES, State, numbers_of

CLIENT_BITS = 32  # a client's number above, a day below: one sortable number
ANY_DAY = np.int64(2**31)  # lifts day numbers of either sign above zero


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells as columns of equal length, one row each.

    Attributes
    ----------
    client : array of int32
        Row of the client in the table of clients, from 0.
    start, end : array of int32
        Day numbers of one scale, ``[start, end)``; an open spell ends on
        ``OPEN_END``.
    state : array of int8
        A place in ``STATES``.
    """

    client: NDArray[np.int32]
    start: Days
    end: Days
    state: NDArray[np.int8]

    def __post_init__(self) -> None:
        lengths = {len(self.client), len(self.start), len(self.end), len(self.state)}
        if len(lengths) > 1:
            raise ValueError("the columns of Spells are equally long")

    def __len__(self) -> int:
        return len(self.client)


def rows_of(spells: Spells, which: NDArray[np.bool_] | NDArray[np.int64]) -> Spells:
    """Some rows of the spells, in the order asked for."""
    return Spells(
        spells.client[which],
        spells.start[which],
        spells.end[which],
        spells.state[which],
    )


def joined(parts: Sequence[Spells]) -> Spells:
    """Several spells tables under one another."""
    return Spells(
        np.concatenate([part.client for part in parts]),
        np.concatenate([part.start for part in parts]),
        np.concatenate([part.end for part in parts]),
        np.concatenate([part.state for part in parts]),
    )


def keys_of(client: NDArray[np.int32], day: Days) -> NDArray[np.int64]:
    """Client and day as one number that sorts by client, then day."""
    return (client.astype(np.int64) << CLIENT_BITS) + (day + ANY_DAY)


def in_order(spells: Spells) -> Spells:
    """Spells sorted by client and first day; the same object if they already are.

    Read the result as: each client's life from left to right.

    Parameters
    ----------
    spells : Spells
        In any order.

    Returns
    -------
    Spells
        Ties keep the order they came in.
    """
    keys = keys_of(spells.client, spells.start)
    if np.all(keys[:-1] <= keys[1:]):
        return spells
    return rows_of(spells, np.argsort(keys, kind="stable"))


def give_up_last_days(spells: Spells) -> tuple[Spells, int]:
    """Let a day on which one spell ends and another begins belong to the new one.

    Read ``(spells, 3)`` as: three times a state ended and another began on one day.

    Parameters
    ----------
    spells : Spells
        Half-open, made of inclusive dates; in any order.

    Returns
    -------
    spells : Spells
        Spells that end on the day on which a longer one of the same client begins
        are a day shorter; those of which nothing is left are gone.
    count : int
        How many spells gave up a day.

    Notes
    -----
    Sources with inclusive ends write a change of state with the same date twice.
    That is one day with two dates on it and not an overlap. Spells that share more
    than that day still overlap afterwards.
    """
    goes_on = spells.end > spells.start + 1
    begun = keys_of(spells.client[goes_on], spells.start[goes_on])
    gives = np.isin(keys_of(spells.client, spells.end - np.int32(1)), begun)
    end = spells.end - gives.astype(np.int32)
    shorter = Spells(spells.client, spells.start, end, spells.state)
    return rows_of(shorter, end > spells.start), int(gives.sum())


def overlaps(spells: Spells) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows that begin before an earlier spell of the same client has ended.

    Read ``(array([4]), array([3]))`` as: row 4 begins while row 3 still runs.

    Parameters
    ----------
    spells : Spells
        In order.

    Returns
    -------
    later, earlier : array of int64
        Rows, one pair for each spell that begins inside another; ``earlier`` is the
        one that lasts longest so far. Spells that touch share no day.
    """
    ends = keys_of(spells.client, spells.end)
    furthest = np.maximum.accumulate(ends)
    leader = np.maximum.accumulate(np.where(ends == furthest, np.arange(len(ends)), 0))
    begins = keys_of(spells.client, spells.start)
    later = np.flatnonzero(begins[1:] < furthest[:-1]) + 1
    later = later[spells.client[later] == spells.client[leader[later - 1]]]
    return later, leader[later - 1]


def merge_spells(spells: Spells, *, priority: Sequence[State] = ()) -> Spells:
    """One state a day: spells in order that share no day and cannot be joined.

    Read the result as: what each client's days were spent on, as short as it can be
    said.

    Parameters
    ----------
    spells : Spells
        In any order; every spell at least one day long.
    priority : sequence of State
        Which state a day belongs to when spells of several states claim it, first
        come first. Must name every state that is part of such a clash.

    Returns
    -------
    Spells
        Sorted by client and day. Spells of one state that overlap or touch are one
        spell; a gap stays a gap.

    Raises
    ------
    ValueError
        If two states claim a day and ``priority`` does not name both. Call
        ``clashes`` before to learn where.

    Notes
    -----
    No spell is looked at one by one: sorting, running maxima and one pass for each
    state, and the pass only over clients who have a clash.

    Examples
    --------
    Unemployed from day 0 to day 30, and again from day 14 to day 45:

    >>> from evallib.data.cohorts.days import OPEN_END
    >>> day = lambda *days: np.array(days, dtype=np.int32)
    >>> twice = Spells(day(0, 0), day(0, 14), day(30, 45), np.array([5, 5], np.int8))
    >>> once = merge_spells(twice)
    >>> once.start.tolist(), once.end.tolist()
    ([0], [45])
    """
    whole = in_order(_one_per_state(in_order(spells)))
    disputed = _in_a_clash(whole)
    if not disputed.any():
        return whole
    claims = rows_of(whole, disputed)
    rank = _ranks(claims, priority)
    client, start, end, best = swept(claims.client, claims.start, claims.end, rank)
    settled = Spells(client, start, end, numbers_of(priority)[best])
    everything = joined([rows_of(whole, ~disputed), settled])
    return in_order(_one_per_state(in_order(everything)))


def clashes(spells: Spells) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows in which two different states claim the same day.

    Read ``(array([1]), array([0]))`` as: rows 1 and 0 tell two states of one day.

    Parameters
    ----------
    spells : Spells
        In order.

    Returns
    -------
    later, earlier : array of int64
        Rows of ``spells``. A client with a clash is named at least once, at the first
        of them.
    """
    later, earlier = overlaps(spells)
    differ = spells.state[later] != spells.state[earlier]
    return later[differ], earlier[differ]


def _in_a_clash(spells: Spells) -> NDArray[np.bool_]:
    """Which rows share a day with another; ``spells`` are in order."""
    if not len(spells):
        return np.zeros(0, dtype=bool)
    furthest = np.maximum.accumulate(keys_of(spells.client, spells.end))
    apart = np.ones(len(spells), dtype=bool)
    apart[1:] = keys_of(spells.client[1:], spells.start[1:]) >= furthest[:-1]
    first = np.flatnonzero(apart)
    size = np.diff(np.append(first, len(spells)))
    return np.repeat(size > 1, size)


def _one_per_state(spells: Spells) -> Spells:
    """Join what overlaps or touches in one state; ``spells`` are in order."""
    if not len(spells):
        return spells
    group = spells.client.astype(np.int64) * len(STATES) + spells.state
    order = np.argsort(group, kind="stable")
    spells, group = rows_of(spells, order), group[order]
    furthest = np.maximum.accumulate((group << CLIENT_BITS) + (spells.end + ANY_DAY))
    begins = np.ones(len(spells), dtype=bool)
    begins[1:] = (group[1:] << CLIENT_BITS) + (spells.start[1:] + ANY_DAY) > furthest[
        :-1
    ]
    first = np.flatnonzero(begins)
    return Spells(
        spells.client[first],
        spells.start[first],
        np.maximum.reduceat(spells.end, first),
        spells.state[first],
    )


def _ranks(disputed: Spells, priority: Sequence[State]) -> NDArray[np.int64]:
    """Place of each spell's state in the priority list."""
    place = np.full(len(STATES), -1, dtype=np.int64)
    place[numbers_of(priority)] = np.arange(len(priority))
    rank = place[disputed.state]
    if rank.min() < 0:
        missing = sorted({STATES[number] for number in disputed.state[rank < 0]})
        raise ValueError(
            "spells of different states overlap, and priority does not name "
            f"{', '.join(missing)}; declare a priority or correct the dates"
        )
    return rank
