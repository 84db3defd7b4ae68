"""Statuses that were written down before they could be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from evallib.data.intake.across import Record, service_of
from evallib.data.intake.rows import time_zeros
from evallib.data.persons.points import all_tell_ends, point_of, recorded_outcomes
from evallib.domain.calendar import Horizon

TimeZero = date | str | None


def tell_early_statuses(
    people: Sequence[Sequence[Record]], time_zero: TimeZero, *, as_of: date
) -> None:
    """Warn of each column that holds statuses of people whose follow-up is open.

    Read ``W-FOLLOWUP`` with ``count`` 3 as: three people have a status of a day that
    has not come yet. They stay pending, whatever it says.

    Parameters
    ----------
    people : sequence of sequences of Record
        The records of each person.
    time_zero : date or str, optional
        As the project declares it.
    as_of : date
        The day on which the data were drawn.
    """
    files = {id(each.typed): each.typed for records in people for each in records}
    ends = all_tell_ends([typed.declared for typed in files.values()])
    zeros = {key: time_zeros(typed, time_zero) for key, typed in files.items()}
    points = {
        key: {
            column: point_of(entry, ends=ends)
            for column, entry in recorded_outcomes(typed.declared.columns).items()
        }
        for key, typed in files.items()
    }
    early: Counter[tuple[int, str]] = Counter()
    for records in people:
        _, end, first = service_of(list(records))
        zero = zeros[id(first.typed)][first.at]
        for each in records:
            for column, point in points[id(each.typed)].items():
                due = _due(point, zero, end)
                told = each.typed.values[column][each.at] is not None
                early[id(each.typed), column] += told and (due is None or due > as_of)
    for (key, column), count in early.items():
        if count:
            files[key].sheet.fault("W-FOLLOWUP", None, column, count=count)


def _due(point: Horizon, zero: date | None, end: date | None) -> date | None:
    anchor = zero if point.anchor == "time_zero" else end
    return None if anchor is None else anchor + timedelta(days=point.days)
