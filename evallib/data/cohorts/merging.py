"""One state a day: overlaps settled, spells that touch in one state joined."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import (
    ANY_DAY,
    CLIENT_BITS,
    Spells,
    in_order,
    joined,
    rows_of,
)
from evallib.data.cohorts.overlaps import clusters_of
from evallib.data.cohorts.sweep import swept
from evallib.data.states import STATES, numbers_of
from evallib.domain.vocabulary import State


def merge_spells(spells: Spells, *, priority: Sequence[State] = ()) -> Spells:
    """One state a day: spells in order that share no day and cannot be joined.

    Read the result as: what each client's days were spent on, as short as it can be
    said.

    Parameters
    ----------
    spells : Spells
        In any order; every spell is at least one day long.
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

    >>> day = lambda *days: np.array(days, dtype=np.int32)
    >>> twice = Spells(day(0, 0), day(0, 14), day(30, 45), np.array([5, 5], np.int8))
    >>> once = merge_spells(twice)
    >>> once.start.tolist(), once.end.tolist()
    ([0], [45])
    """
    whole = in_order(_one_per_state(in_order(spells)))
    chain = clusters_of(whole)
    disputed = np.bincount(chain)[chain] > 1
    if not disputed.any():
        return whole
    claims = rows_of(whole, disputed)
    rank = _ranks(claims, priority)
    client, start, end, best = swept(claims.client, claims.start, claims.end, rank)
    settled = Spells(client, start, end, numbers_of(priority)[best])
    everything = joined([rows_of(whole, ~disputed), settled])
    return in_order(_one_per_state(in_order(everything)))


def _one_per_state(spells: Spells) -> Spells:
    """Join what overlaps or touches in one state; ``spells`` are in order."""
    if not len(spells):
        return spells
    group = spells.client.astype(np.int64) * len(STATES) + spells.state
    order = np.argsort(group, kind="stable")
    spells, group = rows_of(spells, order), group[order]
    lift = (group << CLIENT_BITS) + ANY_DAY
    furthest = np.maximum.accumulate(lift + spells.end)
    begins = np.ones(len(spells), dtype=bool)
    begins[1:] = (lift + spells.start)[1:] > furthest[:-1]
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
