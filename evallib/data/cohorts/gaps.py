"""Days that a source is silent about, given the state that the project declares."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells, in_order, joined
from evallib.data.cohorts.days import Days
from evallib.data.cohorts.merging import merge_spells
from evallib.data.states import number_of
from evallib.domain.vocabulary import State


def fill_gaps(spells: Spells, state: State, *, since: Days, until: Days) -> Spells:
    """Give every day without a spell one declared state.

    Read the result as: a source of jobs only, whose silence means unemployment, told
    in full.

    Parameters
    ----------
    spells : Spells
        In order, no day twice.
    state : State
        What the source's silence means, as the project file declares it.
    since, until : array of int32
        One day number for each client: the days ``[since, until)`` are those that the
        source covers. A client whom it does not cover has ``until`` not above
        ``since`` and gets nothing.

    Returns
    -------
    Spells
        In order, without gaps between ``since`` and ``until``; spells outside that
        range are kept as they are.

    Notes
    -----
    Without a declaration a gap stays a gap: the status of that day is not known, and
    whoever is due on it is lost.

    Examples
    --------
    >>> day = lambda *days: np.array(days, dtype=np.int32)
    >>> job = Spells(day(0), day(10), day(20), np.array([0], dtype=np.int8))
    >>> told = fill_gaps(job, "unemployed", since=day(0), until=day(30))
    >>> list(zip(told.start.tolist(), told.end.tolist(), told.state.tolist()))
    [(0, 10, 5), (10, 20, 0), (20, 30, 5)]
    """
    clients = np.arange(len(since), dtype=np.int32)
    first, following = _next_starts(spells, until)
    client = np.concatenate([clients, spells.client])
    start = np.concatenate([since, np.maximum(spells.end, since[spells.client])])
    end = np.minimum(np.concatenate([first, following]), until[client])
    silent = end > start
    number = np.full(int(silent.sum()), number_of(state), dtype=np.int8)
    gaps = Spells(client[silent], start[silent], end[silent], number)
    return merge_spells(joined([spells, in_order(gaps)]))


def _next_starts(spells: Spells, until: Days) -> tuple[Days, Days]:
    """When each client's first spell begins, and the one after each spell."""
    first = until.copy()
    following = until[spells.client]
    new = np.ones(len(spells), dtype=np.bool_)
    new[1:] = spells.client[1:] != spells.client[:-1]
    first[spells.client[new]] = spells.start[new]
    same: NDArray[np.int64] = np.flatnonzero(~new)
    following[same - 1] = spells.start[same]
    return first, following
