"""Spells and clocks between the calendar and the store, which counts from time zero."""

from __future__ import annotations

from contextlib import closing
from datetime import date

import duckdb
import numpy as np
import pandas as pd

from evallib.data.cohorts.columns import Spells
from evallib.data.cohorts.days import MISSING, OPEN_END, Days, day_number, day_numbers
from evallib.data.cohorts.follow_up import FollowUp
from evallib.data.cohorts.statuses import require_merged
from evallib.data.stored.reading import Processed
from evallib.data.stored.writing import CLOSED


def spells_table(spells: Spells, time_zero: Days) -> pd.DataFrame:
    """Spells as the store keeps them: days from each client's time zero.

    Read ``start_day == 40`` as: from the fortieth day after this client's time zero.

    Parameters
    ----------
    spells : Spells
        Merged, on the scale of day numbers.
    time_zero : array of int32
        A day number for each client.

    Returns
    -------
    DataFrame
        Fits the schema ``SPELLS``; an open spell stays open.

    Raises
    ------
    ValueError
        If the spells are not merged.
    """
    require_merged(spells)
    zero = time_zero[spells.client]
    return pd.DataFrame(
        {
            "client": spells.client,
            "start_day": spells.start - zero,
            "end_day": np.where(spells.end == OPEN_END, OPEN_END, spells.end - zero),
            "state": spells.state,
        }
    )


def read_stored_spells(processed: Processed) -> Spells:
    """The spells of a data set as columns, counted from each client's time zero.

    Read ``start[0] == 40`` as: the first spell begins on the fortieth day after its
    client's time zero.

    Parameters
    ----------
    processed : Processed
        An opened data set with a table ``spells``.

    Returns
    -------
    Spells
        As written: merged and in order.
    """
    with closing(duckdb.connect(config=CLOSED)) as database:
        told = database.read_parquet(str(processed.path("spells"))).fetchnumpy()
    client, start, end, state = (
        np.asarray(told[name]) for name in ("client", "start_day", "end_day", "state")
    )
    return Spells(client, start, end, state)


def stored_follow_up(clients: pd.DataFrame, *, as_of: date) -> FollowUp:
    """Everybody's clock on the scale of the stored spells: time zero is day 0.

    Read ``follow.cut_off[0] == 400`` as: the data were drawn four hundred days after
    the first client's time zero.

    Parameters
    ----------
    clients : DataFrame
        The stored table of clients.
    as_of : date
        The day on which the data were drawn.

    Returns
    -------
    FollowUp
        Gives the same statuses and exits as the calendar does.
    """
    zero = day_numbers(clients["time_zero_date"])
    return FollowUp(
        time_zero=np.zeros(len(clients), dtype=np.int32),
        cut_off=np.int32(day_number(as_of)) - zero,
        last_seen=_days(clients["last_seen_days"]),
        service_end=_days(clients["service_end_days"]),
    )


def _days(column: pd.Series) -> Days:
    return column.fillna(int(MISSING)).to_numpy().astype(np.int32)
