"""What each client did in the months before time zero."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells
from evallib.data.cohorts.follow_up import FollowUp
from evallib.data.cohorts.statuses import blocks, require_merged
from evallib.data.states import STATES, numbers_of
from evallib.domain.calendar import days_of
from evallib.domain.vocabulary import State


@dataclass(frozen=True, slots=True)
class History:
    """Days of each client by month before time zero; one row a month.

    Attributes
    ----------
    in_state : array of int16, months by clients
        Days in the states asked for. Row 0 is the last month before time zero.
    told : array of int16, months by clients
        Days of which any state is known; the month has 30 or 31.
    """

    in_state: NDArray[np.int16]
    told: NDArray[np.int16]


def history(
    spells: Spells,
    follow: FollowUp,
    states: Sequence[State],
    *,
    months: int = 12,
) -> History:
    """Days spent in some states, month by month backwards from time zero.

    Read ``in_state[2, 5] == 30`` as: in the third month before time zero client 5 was
    unemployed on every day, if unemployment was asked for.

    Parameters
    ----------
    spells : Spells
        Merged, on the scale of ``follow``.
    follow : FollowUp
        Everybody's clock; time zero itself belongs to no month of history.
    states : sequence of State
        States whose days are counted together.
    months : int, default 12
        How many months back, at least 1.

    Returns
    -------
    History
        Days; divide by ``told`` for a share of the days that are known.

    Raises
    ------
    ValueError
        If the spells are not merged, or ``months`` is below 1.

    Notes
    -----
    Months are the windows of ``months_before``: twelve of them are 365 days. A day
    without a status is in neither count, so that ignorance does not look like work.
    Pre-service months are the matching variables of a comparison and show the dip
    before entry.
    """
    require_merged(spells)
    _require_months(months)
    asked = np.isin(np.arange(len(STATES)), numbers_of(states))
    told = np.zeros((months, len(follow)), dtype=np.int16)
    in_state = np.zeros_like(told)
    earliest = -days_of(months)
    for rows in blocks(len(spells)):
        who = spells.client[rows]
        start = spells.start[rows] - follow.time_zero[who]
        end = spells.end[rows] - follow.time_zero[who]
        near = np.flatnonzero((start < 0) & (end > earliest))
        who, start, end = who[near], start[near], end[near]
        counts = asked[spells.state[rows][near]]
        for month in range(months):
            low, high = -days_of(month + 1), -days_of(month)
            shared = np.minimum(end, high) - np.maximum(start, low)
            days = np.maximum(shared, 0).astype(np.int16)
            np.add.at(told[month], who, days)
            np.add.at(in_state[month], who, days * counts)
    return History(in_state, told)


def _require_months(months: int) -> None:
    if months < 1:
        raise ValueError(f"months must be at least 1; got {months}")
