"""Roles that a file's declarations leave open, filled in where that is harmless."""

from __future__ import annotations

import re
from datetime import date

from evallib.domain.files import ColumnEntry, DataFile, Role

START_WORDS = ("alku", "alkoi", "start", "börjar", "början")
END_WORDS = ("loppu", "päättyi", "end", "slutar", "slut")
MONTHS = re.compile(r"(?<!\d)(\d{1,2})[ _-]?(?:kk|mån|mon|months?|m(?![a-zåäö]))")
LEAVING = re.compile(r"läht|laht|päätty|paatty|exit|leaving|utträde|avslut")
KNOWN_BEFORE = ("category", "integer", "number", "percent", "boolean")


def with_roles(declared: DataFile, time_zero: date | str | None) -> DataFile:
    """A client file whose columns all have a role, where one can be told.

    Read the result as: the column of time zero is the start of the service; two
    columns of dates named alike up to ``alku`` and ``loppu`` (or the like) are its
    start and end; a category or number without a role was known beforehand.

    Parameters
    ----------
    declared : DataFile
        As the project file has it.
    time_zero : date or str, optional
        The project's time zero; a text is the name of a column.

    Returns
    -------
    DataFile
        Declared roles are never changed.
    """
    if declared.kind != "clients":
        return declared
    taken = {each.role for each in declared.columns.values()}
    found = _service(declared, time_zero, taken)
    columns = {}
    for name, entry in declared.columns.items():
        role = entry.role or _role(name, entry, found)
        update: dict[str, object] = {"role": role}
        if role == "outcome" and entry.horizon_months is None is entry.window_days:
            update["horizon_months"] = months_in(name)
        columns[name] = entry.model_copy(update=update)
    return declared.model_copy(update={"columns": columns})


def months_in(name: str) -> int | None:
    """The follow-up point that a column's own name tells; 0 is the one on leaving.

    Examples
    --------
    >>> months_in("tila_3kk"), months_in("Status 12 mån"), months_in("tila_lahto")
    (3, 12, 0)
    """
    told = name.casefold()
    if match := MONTHS.search(told):
        return int(match[1])
    return 0 if LEAVING.search(told) else None


def _service(
    declared: DataFile, time_zero: date | str | None, taken: set[Role | None]
) -> dict[str, Role]:
    dates = [name for name, each in declared.columns.items() if _open_date(each)]
    found: dict[str, Role] = {}
    starts = [name for name in dates if name == time_zero]
    starts += [name for name in dates if _stem(name, START_WORDS) is not None]
    for start in starts:
        if "service_start" not in taken and "service_start" not in found.values():
            found[start] = "service_start"
    for end in dates:
        stem = _stem(end, END_WORDS)
        paired = any(stem == _stem(start, START_WORDS) for start in starts)
        if stem is not None and paired and "service_end" not in taken:
            found.setdefault(end, "service_end")
    return found


def _open_date(entry: ColumnEntry) -> bool:
    return entry.type == "date" and entry.role is None


def _stem(name: str, words: tuple[str, ...]) -> str | None:
    for word in words:
        if name.casefold().endswith(word):
            return name.casefold().removesuffix(word).rstrip(" _-")
    return None


def _role(name: str, entry: ColumnEntry, found: dict[str, Role]) -> Role | None:
    if name in found:
        return found[name]
    if entry.type in ("hetu", "client_no"):
        return "person_id"
    return "covariate" if entry.type in KNOWN_BEFORE else None
