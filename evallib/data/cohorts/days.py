"""Dates as day numbers: whole columns that add, compare and index fast."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Days = NDArray[np.int32]

EPOCH = date(1970, 1, 1)
MISSING = np.int32(np.iinfo(np.int32).min)  # no date; never a day of the calendar
# Later than any date of the data, and far enough below the limit of the type that
# adding a follow-up to it does not overflow.
OPEN_END = np.int32(10**9)


def day_number(day: date) -> int:
    """One date as the number of days since 1 January 1970."""
    return (day - EPOCH).days


def day_numbers(dates: pd.Series) -> Days:
    """A column of dates as day numbers; ``MISSING`` where there is none."""
    stamps = pd.to_datetime(dates).to_numpy().astype("datetime64[D]")
    numbers = stamps.astype(np.int64)
    return np.where(np.isnat(stamps), MISSING, numbers).astype(np.int32)
