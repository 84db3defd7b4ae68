"""When each client's clock starts, and how long anybody could watch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohorts.days import MISSING, Days, day_number, day_numbers
from evallib.domain.calendar import Horizon


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Days of each client, all on one scale and one for each client.

    Attributes
    ----------
    time_zero : array of int32
        Where the clock starts; nobody is without.
    cut_off : array of int32
        The day on which the data were drawn.
    last_seen : array of int32
        The last day of which the source could tell something; ``MISSING`` for a
        client whom it does not cover.
    service_end : array of int32
        The last day of the service; ``MISSING`` while it goes on.
    """

    time_zero: Days
    cut_off: Days
    last_seen: Days
    service_end: Days

    def __post_init__(self) -> None:
        missing = int(np.count_nonzero(self.time_zero == MISSING))
        if missing:
            raise ValueError(
                f"{missing} clients have no time zero; leave them out by eligibility"
            )

    def __len__(self) -> int:
        return len(self.time_zero)

    @property
    def limit(self) -> Days:
        """The last day that can hold an event: seen, and not after the cut-off."""
        return np.minimum(self.last_seen, self.cut_off)


def follow_up(clients: pd.DataFrame, *, as_of: date) -> FollowUp:
    """Read each client's clock from a table of clients.

    Read ``follow.time_zero[0]`` as: the day number on which the first client's clock
    started.

    Parameters
    ----------
    clients : DataFrame
        One row a client, with ``time_zero_date``; ``last_seen_date`` and
        ``service_end_date`` if there are any. Without a column of last sightings
        everybody is seen until the cut-off.
    as_of : date
        The day on which the data were drawn, never today's date.

    Returns
    -------
    FollowUp
        On the scale of day numbers.

    Raises
    ------
    ValueError
        If a client has no time zero.

    Examples
    --------
    >>> one = pd.DataFrame({"time_zero_date": pd.to_datetime(["1970-01-11"])})
    >>> follow_up(one, as_of=date(1970, 2, 1)).time_zero.tolist()
    [10]
    """
    cut_off = np.full(len(clients), day_number(as_of), dtype=np.int32)
    nobody = np.full(len(clients), MISSING, dtype=np.int32)
    return FollowUp(
        time_zero=day_numbers(clients["time_zero_date"]),
        cut_off=cut_off,
        last_seen=_column(clients, "last_seen_date", cut_off),
        service_end=_column(clients, "service_end_date", nobody),
    )


def _column(clients: pd.DataFrame, name: str, otherwise: Days) -> Days:
    return day_numbers(clients[name]) if name in clients else otherwise


def due_days(follow: FollowUp, point: Horizon) -> Days:
    """The day on which a follow-up point falls due; ``MISSING`` where none yet."""
    anchor = follow.time_zero if point.anchor == "time_zero" else follow.service_end
    return np.where(anchor == MISSING, MISSING, anchor + np.int32(point.days))


def is_pending(follow: FollowUp, point: Horizon) -> NDArray[np.bool_]:
    """Who cannot have a status yet: due after the cut-off, or still in the service."""
    due = due_days(follow, point)
    pending: NDArray[np.bool_] = (due == MISSING) | (due > follow.cut_off)
    return pending
