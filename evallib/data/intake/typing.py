"""A sheet of text as columns of values, with every cell that its column refuses."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, partial

from evallib.data.delimited import Row, Sheet
from evallib.data.identity.codes import is_temporary
from evallib.data.intake.cells import Value, is_missing, leak_in, reader_of
from evallib.data.intake.dates import Form, MixedForms, date_forms
from evallib.data.intake.numbers import has_percent_sign
from evallib.data.intake.stored_cells import stored_reader
from evallib.data.values import BadValue
from evallib.domain.files import ColumnEntry, DataFile

MANY_LABELS, SOME_LABELS = 30, 10
WHOLE_PERCENT = re.compile(r"(?!1(?:[.,]0*)?$)[1-9]\d*(?:[.,]\d+)?")


@dataclass(slots=True)
class Typed:
    """The rows of one client file as values, each row at its place in the file.

    Attributes
    ----------
    name : str
        The file's key in the project file.
    sheet : Sheet
        Where problems are told; its rows are those below.
    values : mapping of str to list
        A value for each row and declared column; None where it is missing.
    """

    name: str
    declared: DataFile
    sheet: Sheet
    values: dict[str, list[Value]] = field(default_factory=dict)
    _named: dict[str, tuple[str, ...]] = field(default_factory=dict)  # by role

    @property
    def lines(self) -> list[int]:
        """Rows as a person sees them."""
        return [row.line for row in self.sheet.rows]

    def column(self, role: str) -> str | None:
        """The first column of a role, or None."""
        return next(iter(self.columns(role)), None)

    def columns(self, role: str) -> tuple[str, ...]:
        """Every column of a role, in declared order."""
        if role not in self._named:
            named = self.declared.columns.items()
            found = tuple(name for name, each in named if each.role == role)
            self._named[role] = found
        return self._named[role]

    def of_role(self, role: str) -> list[Value]:
        """Values of the first column of a role; all missing if there is none."""
        name = self.column(role)
        return self.values[name] if name else [None] * len(self.sheet.rows)

    def value(self, role: str, at: int) -> Value:
        """What one row says in the first column of a role."""
        name = self.column(role)
        return self.values[name][at] if name else None


def typed_rows(name: str, declared: DataFile, sheet: Sheet, *, as_of: date) -> Typed:
    """Every cell of a sheet by the grammar of its column.

    Read ``values["kunta"][3] is None`` as: the fourth row declares that its
    municipality is not known, or a problem says why it cannot be.

    Parameters
    ----------
    name : str
        The file's key in the project file.
    declared : DataFile
        Its columns.
    sheet : Sheet
        As read; problems are added to it, one for a cell.
    as_of : date
        The day on which the data were drawn.

    Returns
    -------
    Typed
        With a value for every row and column.
    """
    typed = Typed(name, declared, sheet)
    for column, entry in declared.columns.items():
        _guard(sheet, column, entry)
        typed.values[column] = _column(typed, column, entry, as_of=as_of)
        _note_column(typed, column, entry)
    _tell_notes(sheet, tuple(declared.columns))
    return typed


def _guard(sheet: Sheet, column: str, entry: ColumnEntry) -> None:
    told = cache(partial(leak_in, declared=entry))
    for row in sheet.rows:
        kind = told(row.cells.get(column, ""))
        if kind is not None and (row.line, column) not in sheet.refused:
            sheet.fault("E-PII-IN-COLUMN", row.line, column, kind=kind)
            sheet.refused.add((row.line, column))


def _column(
    typed: Typed, column: str, entry: ColumnEntry, *, as_of: date
) -> list[Value]:
    sheet = typed.sheet
    missing = cache(partial(is_missing, declared=entry))
    present = [row for row in sheet.rows if not missing(row.cells.get(column, "x"))]
    rows = [row for row in present if _is_told(sheet, row, column, entry)]
    written = [row for row in rows if sheet.kinds.get((row.line, column)) != "date"]
    forms = _forms(sheet, written, column, entry)
    if entry.type == "percent":
        _require_one_unit(sheet, rows, column, entry)
    read = reader_of(column, entry, typed.declared, forms=forms, as_of=as_of)
    stored = stored_reader(column, entry, typed.declared, read=read, as_of=as_of)
    known: dict[tuple[str, str | None], Value | BadValue] = {}
    values: dict[int, Value] = {}
    for row in rows:
        cell, kind = row.cells[column], sheet.kinds.get((row.line, column))
        if (cell, kind) not in known:
            try:
                known[cell, kind] = stored(cell, kind) if kind else read(cell)
            except BadValue as bad:
                known[cell, kind] = bad
        found = known[cell, kind]
        if isinstance(found, BadValue):
            sheet.fault(found.code, row.line, column, **found.facts)
            sheet.refused.add((row.line, column))
        else:
            values[row.line] = found
    return [values.get(row.line) for row in sheet.rows]


def _is_told(sheet: Sheet, row: Row, column: str, entry: ColumnEntry) -> bool:
    """Whether a cell holds something to read; an empty one is a fault here."""
    if (row.line, column) in sheet.refused:
        return False
    if column not in row.cells:
        return False
    if row.cells[column] or entry.role == "choice" or _tells_by_silence(entry):
        return True
    code = "E-ID-EMPTY" if entry.type == "hetu" else "E-EMPTY"
    sheet.fault(code, row.line, column)
    sheet.refused.add((row.line, column))
    return False


def _tells_by_silence(entry: ColumnEntry) -> bool:
    """Whether an empty cell is one of the declared answers."""
    return "" in (*entry.true, *entry.false, *entry.aliases)


def _forms(
    sheet: Sheet, rows: Sequence[Row], column: str, entry: ColumnEntry
) -> set[Form]:
    if entry.type != "date":
        return set()
    try:
        return date_forms([(row.line, row.cells[column]) for row in rows], entry)
    except MixedForms as mixed:
        sheet.fault("E-DATE-MIXED", None, column, lines=list(mixed.rows))
        return {"fi", "iso"}


def _require_one_unit(
    sheet: Sheet, rows: Sequence[Row], column: str, entry: ColumnEntry
) -> None:
    signed = {has_percent_sign(row.cells[column]) for row in rows}
    whole = entry.unit is None and signed == {False} and _above_one(rows, column)
    if len(signed) > 1 or whole:
        sheet.fault("E-UNIT", None, column)


def _above_one(rows: Sequence[Row], column: str) -> bool:
    """Whether some share without a sign can only be a percentage."""
    return any(WHOLE_PERCENT.fullmatch(row.cells[column]) for row in rows)


def _note_column(typed: Typed, column: str, entry: ColumnEntry) -> None:
    """What is worth telling of a column once, not of each of its cells."""
    told = [value for value in typed.values[column] if value is not None]
    if entry.type == "hetu" and any(is_temporary(str(code)) for code in told):
        count = sum(is_temporary(str(code)) for code in told)
        typed.sheet.fault("W-ID-TEMP", None, column, count=count)
    if entry.type == "category" and entry.role == "covariate" and not entry.collapse:
        kinds = len(set(told))
        if too_many(kinds, len(told)):
            typed.sheet.fault("W-CARDINALITY", None, column, count=kinds)
    if entry.type == "text":
        _note_scrubbed(typed, column)


def too_many(kinds: int, records: int) -> bool:
    """Whether so many categories tell of single people rather than of groups."""
    return kinds > MANY_LABELS or (kinds > SOME_LABELS and 2 * kinds > records)


def _note_scrubbed(typed: Typed, column: str) -> None:
    marks = ("[HETU]", "[SÄHKÖPOSTI]", "[PUHELIN]", "[TILINUMERO]")
    written = [row.cells.get(column, "") for row in typed.sheet.rows]
    kept = [str(value or "") for value in typed.values[column]]
    count = sum(
        new.count(mark) - old.count(mark)
        for old, new in zip(written, kept, strict=True)
        for mark in marks
    )
    if count > 0:
        typed.sheet.fault("N-TEXT-SCRUBBED", None, column, count=count)


def _tell_notes(sheet: Sheet, columns: Sequence[str]) -> None:
    """A row whose only filled cell is refused is somebody's note, not a record."""
    alone = {
        row.line
        for row in sheet.rows
        if len(columns) > 1 and _is_lone(row.cells, sheet, row.line)
    }
    if not alone:
        return
    sheet.problems = [p for p in sheet.problems if p.place.row not in alone]
    for line in sorted(alone):
        sheet.fault("E-NOTE-ROW", line, None)


def _is_lone(cells: Mapping[str, str], sheet: Sheet, line: int) -> bool:
    filled = [column for column, cell in cells.items() if cell]
    return not filled or (len(filled) == 1 and (line, filled[0]) in sheet.refused)
