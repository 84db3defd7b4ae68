"""Which follow-up point a recorded outcome belongs to, and who was asked too early."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from evallib.domain.calendar import EXIT, YEAR_DAYS, Horizon, horizon
from evallib.domain.files import ColumnEntry, DataFile


def recorded_outcomes(columns: Mapping[str, ColumnEntry]) -> dict[str, ColumnEntry]:
    """Columns that hold a status at a follow-up point."""
    return {
        name: each
        for name, each in columns.items()
        if each.role == "outcome" and each.type == "category"
    }


def all_tell_ends(files: Iterable[DataFile]) -> bool:
    """Whether every file of clients records when services end.

    Only then can the clock of an outcome start at the end by default: a file without
    ends would never have anybody whose follow-up is complete.
    """
    clients = [each for each in files if each.kind == "clients"]
    return bool(clients) and all(
        any(column.role == "service_end" for column in each.columns.values())
        for each in clients
    )


def point_of(entry: ColumnEntry, *, ends: bool) -> Horizon:
    """The follow-up point of a recorded outcome.

    Read ``days == 90`` with ``anchor == "service_end"`` as: the status ninety days
    after the service ended.

    Parameters
    ----------
    entry : ColumnEntry
        A column of role ``outcome`` with ``horizon_months`` or ``window_days``, the
        latter in days.
    ends : bool
        Whether all clients have a recorded end of service; it is the anchor where
        none is declared. Otherwise that is time zero.

    Returns
    -------
    Horizon
        A dated status counts from 14 days before to 14 days after its due day.

    Examples
    --------
    >>> point_of(ColumnEntry(type="category", window_days=90), ends=True).id
    'months_3'
    """
    days = entry.window_days
    if not entry.horizon_months and (days is None or entry.horizon_months == 0):
        due = days or EXIT.days
        return replace(EXIT, days=due, last_day=due)
    months = entry.horizon_months or max(round((days or 0) * 12 / YEAR_DAYS), 1)
    point = horizon(months)
    if days is not None:
        width = point.last_day - point.days
        point = replace(
            point, days=days, first_day=max(days - width, 0), last_day=days + width
        )
    anchor = entry.anchor or ("service_end" if ends else "time_zero")
    return replace(point, anchor=anchor)
