"""What the records of one person must not say together, in one file or in several."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta

from evallib.data.intake.typing import Typed

Side = str  # "pilot" or "control"
NOTHING: Mapping[str, Set[int]] = {}


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a client file."""

    typed: Typed
    at: int

    @property
    def line(self) -> int:
        return self.typed.sheet.rows[self.at].line

    def value(self, role: str) -> object:
        return self.typed.value(role, self.at)

    @property
    def side(self) -> Side | None:
        """The group, from its column or from the file as a whole."""
        if self.typed.declared.group is not None:
            return self.typed.declared.group
        column = self.typed.column("group")
        label = self.typed.values[column][self.at] if column else None
        if column is None or label is None:
            return None
        labels = self.typed.declared.columns[column].labels
        return "pilot" if label == labels[0] else "control"


def records_by_person(
    files: Sequence[Typed], repeated: Mapping[str, Set[int]] = NOTHING
) -> dict[str, list[Record]]:
    """Every record of each person, in the order of the files and their rows.

    ``repeated`` are lines that count no second time, by the key of their file. An
    identity code and a client number are never written alike, so that the identifier
    alone tells persons apart.
    """
    found: dict[str, list[Record]] = defaultdict(list)
    for typed in files:
        column = typed.column("person_id")
        if column is None:
            continue
        left_out = repeated.get(typed.name, frozenset())
        told = zip(typed.lines, typed.values[column], strict=True)
        for at, (line, who) in enumerate(told):
            if who is not None and line not in left_out:
                found[str(who)].append(Record(typed, at))
    return dict(found)


def check_people(people: dict[str, list[Record]]) -> None:
    """Both groups, contradicting records and overlapping services, all rows named."""
    for records in people.values():
        if len(records) > 1:
            _check_groups(records)
            _check_constants(records)
            _check_services(records)


def _check_groups(records: list[Record]) -> None:
    sides = {record.side for record in records} - {None}
    crossing = any(record.typed.declared.crossover for record in records)
    if len(sides) < 2 or crossing:
        return
    for record in records:
        column = record.typed.column("group") or record.typed.column("person_id")
        record.typed.sheet.fault("E-BOTH-GROUPS", record.line, column)


def _check_constants(records: list[Record]) -> None:
    for column in _constant_columns(records):
        told = [
            (record, record.typed.values[column][record.at])
            for record in records
            if column in record.typed.values
        ]
        if len({value for _, value in told if value is not None}) > 1:
            for record, _ in told:
                record.typed.sheet.fault("E-CONFLICT", record.line, column)


def _constant_columns(records: list[Record]) -> Iterator[str]:
    seen = set()
    for record in records:
        for name, entry in record.typed.declared.columns.items():
            if entry.constant and name not in seen:
                seen.add(name)
                yield name


def _check_services(records: list[Record]) -> None:
    """Two services at one time, unless the project declares that they are one."""
    if any(record.typed.declared.spells == "merge" for record in records):
        return
    for side in dict.fromkeys(record.side for record in records):
        _check_side([record for record in records if record.side == side])


def _check_side(records: list[Record]) -> None:
    """The other group is no service of this one; being in both is told elsewhere."""
    spans = sorted(_spans(records), key=lambda span: span[:2])
    if not spans:
        return
    _, furthest, holder = spans[0]
    for start, end, later in spans[1:]:
        if start <= furthest:
            column = later.typed.column("service_start")
            facts = {"with_row": holder.line} if later.typed is holder.typed else {}
            later.typed.sheet.fault("E-OVERLAP", later.line, column, **facts)
        if end > furthest:
            furthest, holder = end, later


def _spans(records: list[Record]) -> Iterator[tuple[date, date, Record]]:
    for record in records:
        start, end = record.value("service_start"), record.value("service_end")
        if isinstance(start, date):
            last = end if isinstance(end, date) else start
            if last >= start:
                yield start, last, record


def service_of(records: list[Record]) -> tuple[date | None, date | None, Record]:
    """First day, last day and record of a person's first service.

    Services that overlap or follow each other without a day between are one. Whoever
    is on both sides from the same day was served, and so belongs to the pilot.
    """
    spans = sorted(
        _spans(records), key=lambda span: (span[0], span[2].side != "pilot", span[1])
    )
    if not spans:
        return None, None, records[0]
    start, end, first = spans[0]
    for following, last, _ in spans[1:]:
        if following <= end + timedelta(days=1):
            end = max(end, last)
    known = isinstance(first.value("service_end"), date)
    return start, (end if known else None), first
