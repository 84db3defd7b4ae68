"""Time to the first exit of each client, and what the exit was."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells
from evallib.data.cohorts.days import Days
from evallib.data.cohorts.follow_up import FollowUp
from evallib.data.cohorts.statuses import blocks, require_merged
from evallib.data.states import STATES
from evallib.domain.vocabulary import Exit, State

EXITS: tuple[Exit, ...] = get_args(Exit)
CENSORED = 0  # an exit's number is its place in EXITS plus one
EXIT_OF: dict[State, Exit] = {
    "open_labour_market": "open_market_work",
    "self_employed": "open_market_work",
    "subsidised_work": "subsidised_work",
    "education": "education",
    "outside_labour_force": "other_exit",
}
NEVER = np.iinfo(np.int32).max
KINDS = 8  # a power of two above the number of kinds: day and kind in one number


@dataclass(frozen=True, slots=True)
class FirstExits:
    """When each client first left unemployment and services, and for what.

    Attributes
    ----------
    days : array of int32
        Days from time zero to the exit, or to the last day without one.
    kind : array of int8
        ``CENSORED``, or the place in ``EXITS`` plus one: the numbers that the
        functions for competing risks call causes.
    """

    days: Days
    kind: NDArray[np.int8]


def first_exits(spells: Spells, follow: FollowUp) -> FirstExits:
    """Days from time zero to the first exit, with its type.

    Read ``days[0] == 40`` and ``kind[0] == 1`` as: the first client began work in the
    open labour market forty days after time zero.

    Parameters
    ----------
    spells : Spells
        Merged: in order, no day twice.
    follow : FollowUp
        Everybody's clock, on the scale of the spells.

    Returns
    -------
    FirstExits
        An exit is the first spell on or after time zero that begins in work,
        education or outside the labour force. Whoever has none is censored.

    Raises
    ------
    ValueError
        If the spells are not merged.

    Notes
    -----
    Clients are watched from time zero until they were last seen, at most until the
    cut-off, and no further than their first day without a status: what happened in a
    gap, nobody knows. Declare what a source's silence means (``fill_gaps``) if it is
    not ignorance. A client without a status at time zero is censored on day 0.

    Days are whole: an exit on the last day watched counts, and events of one day are
    ties for whoever estimates a curve.
    """
    require_merged(spells)
    first = np.full(len(follow), NEVER, dtype=np.int64)
    gap = np.full(len(follow), NEVER, dtype=np.int32)
    covered = np.zeros(len(follow), dtype=bool)
    number = exit_numbers()
    for rows in blocks(len(spells)):
        who, kind = spells.client[rows], number[spells.state[rows]]
        start = spells.start[rows] - follow.time_zero[who]
        end = spells.end[rows] - follow.time_zero[who]
        begins = np.flatnonzero((start >= 0) & (kind > 0))
        key = start[begins].astype(np.int64) * KINDS + kind[begins]
        np.minimum.at(first, who[begins], key)
        covered[who[(start <= 0) & (end > 0)]] = True
        breaks = np.flatnonzero((end > 0) & _breaks(spells, rows))
        np.minimum.at(gap, who[breaks], end[breaks])
    return watched(first, np.where(covered, gap, 0), follow)


def exit_numbers() -> NDArray[np.int64]:
    """The exit's number for each state; 0 for states that are no exit."""
    return np.array(
        [EXITS.index(EXIT_OF[each]) + 1 if each in EXIT_OF else 0 for each in STATES]
    )


def _breaks(spells: Spells, rows: slice) -> NDArray[np.bool_]:
    """Spells after which the client's next day is not told."""
    breaks = np.ones(rows.stop - rows.start, dtype=bool)
    after = slice(rows.start + 1, rows.stop + 1)
    client, start = spells.client[after], spells.start[after]
    now = slice(rows.start, rows.start + len(client))
    goes_on = (spells.client[now] == client) & (spells.end[now] == start)
    breaks[: len(client)] = ~goes_on
    return breaks


def watched(
    first: NDArray[np.int64], gap: NDArray[np.int32], follow: FollowUp
) -> FirstExits:
    """Exits that were seen; everybody else up to the last day watched."""
    last = np.minimum(follow.limit.astype(np.int64) - follow.time_zero, gap - 1)
    event, kind = first // KINDS, first % KINDS
    seen = (first < NEVER) & (event <= last)
    days = np.where(seen, event, np.maximum(last, 0))
    return FirstExits(
        days.astype(np.int32), np.where(seen, kind, CENSORED).astype(np.int8)
    )
