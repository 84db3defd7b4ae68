"""Clients, one row each, as they are stored: pseudonyms, and days from time zero."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from evallib.data.identity.codes import birth_date
from evallib.data.intake.across import Record, records_by_person, service_of
from evallib.data.intake.categories import collapsed, stored_labels
from evallib.data.intake.cells import Value
from evallib.data.intake.rows import age_on, time_zeros
from evallib.data.intake.typing import Typed
from evallib.data.persons.states_of_labels import codes_of
from evallib.data.persons.stored_names import stored_names
from evallib.data.store import Column, ColumnKind, TableSchema, clients_schema
from evallib.domain.files import ColumnEntry, Role
from evallib.domain.project import Project

SIDES = ("pilot", "control")
# Roles whose values are stored in columns of the project's own.
STORED: frozenset[Role | None] = frozenset(
    ("cluster", "not_started", "interrupted", "outcome", "exit", "history", "covariate")
)
KINDS: dict[str, ColumnKind] = {
    "category": "category",
    "boolean": "boolean",
    "integer": "number",
    "number": "number",
    "percent": "number",
    "date": "days",
    "text": "text",
}
FOLLOWED: frozenset[Role | None] = frozenset(("outcome", "history"))
Pseudonym = Callable[[str, str], str]  # of the kind of identifier and the identifier


@dataclass(frozen=True, slots=True)
class ClientTable:
    """The stored table of clients, and who its rows are while cleaning goes on."""

    schema: TableSchema
    frame: pd.DataFrame
    ids: tuple[str, ...]


def own_columns(files: Sequence[Typed]) -> dict[str, ColumnEntry]:
    """Every stored column of the client files, with its first declaration."""
    return stored_entries([typed.declared.columns for typed in files])


def stored_entries(
    declared: Sequence[Mapping[str, ColumnEntry]],
) -> dict[str, ColumnEntry]:
    """As ``own_columns``, from the declarations alone."""
    found: dict[str, ColumnEntry] = {}
    for columns in declared:
        dated = {each.dated_by for each in columns.values() if each.dated_by}
        for name, entry in columns.items():
            if entry.role in STORED or name in dated or entry.type == "text":
                found.setdefault(name, entry)
    return {name: each for name, each in found.items() if each.type in KINDS}


def kept_labels(entry: ColumnEntry) -> tuple[str, ...]:
    """What a stored category may hold: of a status every label, so that none is lost.

    Labels are joined by ``collapse`` only where they describe people.
    """
    if entry.codes is not None:
        return tuple(codes_of(entry).states)
    return entry.labels if entry.role in FOLLOWED else stored_labels(entry)


def client_table(
    files: Sequence[Typed], project: Project, pseudonym: Pseudonym
) -> ClientTable:
    """Everybody once, in the order in which the files first name them.

    Read a row as: one person, known by a pseudonym; time zero is the only date, and
    every other one is a number of days from it.

    Parameters
    ----------
    files : sequence of Typed
        Kept rows of the files of kind ``clients``.
    project : Project
        Its time zero.
    pseudonym : callable
        From an identifier's kind and canonical form to its pseudonym.

    Returns
    -------
    ClientTable
        ``ids`` are the identifiers of the rows; they are never stored.
    """
    people = records_by_person(files)
    entries = own_columns(files)
    names = stored_names(entries)
    zeros = {id(typed): time_zeros(typed, project.time_zero) for typed in files}
    rows = [
        _row(who, records, entries, names, zeros) for who, records in people.items()
    ]
    frame = pd.DataFrame(rows, columns=[*FIXED, *names.values()])
    kinds = [_kind_of_id(records[0]) for records in people.values()]
    frame["pid"] = [
        pseudonym(kind, who) for kind, who in zip(kinds, people, strict=True)
    ]
    frame["client"] = range(len(frame))
    schema = clients_schema(*_columns(entries, names))
    return ClientTable(schema, _as_stored(frame, schema), tuple(people))


FIXED = (
    "client", "pid", "time_zero_date", "last_seen_days", "service_end_days", "side",
    "age",
)  # fmt: skip


def _columns(
    entries: Mapping[str, ColumnEntry], names: Mapping[str, str]
) -> list[Column]:
    fixed = [Column("side", "category", SIDES), Column("age", "number")]
    own = [
        Column(
            names[column],
            KINDS[entry.type],
            kept_labels(entry) if entry.type == "category" else (),
        )
        for column, entry in entries.items()
    ]
    return [*fixed, *own]


def _row(
    who: str,
    records: Sequence[Record],
    entries: Mapping[str, ColumnEntry],
    names: Mapping[str, str],
    zeros: Mapping[int, list[date | None]],
) -> dict[str, object]:
    start, end, first = service_of(list(records))
    zero = _first_day(records, zeros, first)
    seen = [day for each in records if isinstance(day := each.value("last_seen"), date)]
    row: dict[str, object] = {
        "time_zero_date": zero,
        "last_seen_days": _days(max(seen, default=None), zero),
        "service_end_days": _days(end, zero),
        "side": first.side,
        "age": _age(first, who, start or zero),
    }
    told = [first, *(each for each in records if each is not first)]
    own = [each for each in told if each.side == first.side]
    for column, entry in entries.items():
        served_in = entry.role == "cluster"  # a group of the other side is not theirs
        value = _first_told(own if served_in else told, column)
        row[names[column]] = _stored(value, entry, zero)
    return row


def _first_day(
    records: Sequence[Record],
    zeros: Mapping[int, list[date | None]],
    first: Record,
) -> date | None:
    """Time zero of the first service, else the one that any record tells."""
    days = [zeros[id(each.typed)][each.at] for each in (first, *records)]
    return next((day for day in days if day is not None), None)


def _first_told(records: Sequence[Record], column: str) -> Value:
    """What the record of the first service says, else the first one that says it."""
    for each in records:
        values = each.typed.values.get(column)
        if values is not None and values[each.at] is not None:
            return values[each.at]
    return None


def _stored(value: Value, entry: ColumnEntry, zero: date | None) -> object:
    if isinstance(value, date):
        return _days(value, zero)
    joined = entry.type == "category" and entry.role not in FOLLOWED
    if joined and isinstance(value, str):
        return collapsed(value, entry)
    return value


def _days(day: object, zero: date | None) -> int | None:
    return (day - zero).days if isinstance(day, date) and zero is not None else None


def _age(record: Record, who: str, day: date | None) -> int | None:
    known = _kind_of_id(record) == "hetu" and day is not None
    return age_on(birth_date(who), day) if known and day is not None else None


def _kind_of_id(record: Record) -> str:
    column = record.typed.column("person_id")
    return record.typed.declared.columns[column].type if column else "client_no"


def _as_stored(frame: pd.DataFrame, schema: TableSchema) -> pd.DataFrame:
    """Columns in the types that the store checks and writes."""
    frame["time_zero_date"] = pd.to_datetime(frame["time_zero_date"])
    for column in schema.columns:
        if column.kind == "days":
            frame[column.name] = frame[column.name].astype("Int32")
        if column.kind == "number":
            frame[column.name] = frame[column.name].astype("Float64")
        if column.kind == "boolean":
            frame[column.name] = frame[column.name].astype("boolean")
    return frame[[column.name for column in schema.columns]]
