"""Where spells of one client share days, and which of them that is a fault of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells, keys_of
from evallib.data.states import numbers_of
from evallib.domain.vocabulary import State


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
    return later, leader[later - 1]


def clusters_of(spells: Spells) -> NDArray[np.int64]:
    """Number of the chain of overlapping spells that each row belongs to.

    Read ``[0, 0, 1]`` as: the first two rows share days, the third stands alone.

    Parameters
    ----------
    spells : Spells
        In order.

    Returns
    -------
    array of int64
        From 0, never falling. Two clients are never in one chain.
    """
    furthest = np.maximum.accumulate(keys_of(spells.client, spells.end))
    apart = np.zeros(len(spells), dtype=np.int64)
    apart[1:] = keys_of(spells.client[1:], spells.start[1:]) >= furthest[:-1]
    return np.cumsum(apart)


def clashes(
    spells: Spells, priority: Sequence[State] = ()
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of rows in which two states claim a day and no priority settles it.

    Read ``(array([1]), array([0]))`` as: rows 1 and 0 tell two states of one day.

    Parameters
    ----------
    spells : Spells
        In order.
    priority : sequence of State
        States among which the project declares who goes first.

    Returns
    -------
    later, earlier : array of int64
        Rows of ``spells``. Every chain of overlaps that ``merge_spells`` would refuse
        is named at least once.
    """
    chain = clusters_of(spells)
    silent = ~np.isin(spells.state, numbers_of(priority))
    unsettled = np.zeros(len(spells), dtype=bool)
    unsettled[chain[silent]] = True
    later, earlier = overlaps(spells)
    clash = (spells.state[later] != spells.state[earlier]) & unsettled[chain[later]]
    return later[clash], earlier[clash]


def last_days_given_up(spells: Spells) -> NDArray[np.bool_]:
    """Spells that end on the very day on which a longer one of the client begins.

    Read ``True`` as: the last day of this spell belongs to the spell that begins then.

    Parameters
    ----------
    spells : Spells
        Half-open, made of inclusive dates; in any order.

    Returns
    -------
    array of bool
        One for each row. Take a day off those ends, and drop spells of which nothing
        is left.

    Notes
    -----
    Sources with inclusive ends write a change of state with the same date twice.
    That is one day with two dates on it and not an overlap. Spells that share more
    than that day still overlap afterwards.
    """
    goes_on = spells.end > spells.start + 1
    begun = keys_of(spells.client[goes_on], spells.start[goes_on])
    return np.isin(keys_of(spells.client, spells.end - np.int32(1)), begun)
