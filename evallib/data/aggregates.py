"""A project's own tables: rows of text to records, every fault at once.

The record class is the schema: its fields are the columns, its types the grammar.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from evallib.data import values
from evallib.data.delimited import Row, Sheet, read_sheet
from evallib.data.identity.guard import guard_sheet
from evallib.data.lines.decoding import decode
from evallib.data.tables.impossible_figures import doubts_of
from evallib.data.workbooks import words
from evallib.data.workbooks.reading import Expected, read_workbook
from evallib.domain.errors import Problem
from evallib.domain.files import DataFile, FileKind
from evallib.domain.records import (
    BudgetLine,
    EqualityAnswer,
    Goal,
    Indicator,
    Pilot,
    Principle,
    PublishedQuote,
    RankedItem,
    SurveyItem,
    SurveyRow,
    Theme,
)
from evallib.domain.vocabulary import LANGUAGES, Entry, Language, Text

Record = TypeVar("Record")

RECORDS: dict[FileKind, type] = {
    "indicators": Indicator,
    "budget": BudgetLine,
    "surveys": SurveyRow,
    "survey_summary": SurveyItem,
    "rankings": RankedItem,
    "themes": Theme,
    "quotes": PublishedQuote,
    "pilots": Pilot,
    "principles": Principle,
    "equality": EqualityAnswer,
    "goals": Goal,
}
LIST_MARK = "|"
WORKBOOKS = (".xlsx", ".xlsm", ".xls")


@dataclass(frozen=True, slots=True)
class Loaded:
    """The records of one file and everything that was wrong or odd in it."""

    records: tuple[Any, ...]
    problems: tuple[Problem, ...]


def is_workbook(path: str) -> bool:
    """Whether a declared file is a workbook by its suffix."""
    return path.lower().endswith(WORKBOOKS)


def load_records(
    path: Path, kind: FileKind, *, shown: str, language: Language
) -> Loaded:
    """Read one table of a project into the records of its kind.

    Read an empty ``records`` with a problem ``E-COL-MISSING`` as: the file lacks a
    column that its kind needs, so no row could be read.

    Parameters
    ----------
    path : Path
        The file; text, delimited.
    kind : str
        Which table it is; decides columns and types.
    shown : str
        How messages name the file.
    language : str
        The language of texts whose column names no language.

    Returns
    -------
    Loaded
        With an ``E-`` problem the records are not to be used.
    """
    declared = DataFile(path=path.name, kind=kind)
    return load_table(path, declared, shown=shown, language=language)


def load_table(
    path: Path, declared: DataFile, *, shown: str, language: Language
) -> Loaded:
    """Read one declared table, from text or from a sheet of a workbook.

    Read a problem with a sheet and a column letter as: that cell of the workbook.

    Parameters
    ----------
    path : Path
        An existing file.
    declared : DataFile
        Its ``[files.<name>]`` entry. Where it names a source, an empty source cell
        means that one.
    shown : str
        How messages name the file.
    language : str
        The language of texts whose column names no language.

    Returns
    -------
    Loaded
        With an ``E-`` problem the records are not to be used.
    """
    record = RECORDS[declared.kind]
    if is_workbook(path.name):
        sheet = _from_workbook(path, declared, shown=shown, language=language)
    else:
        sheet = _from_text(path, declared, shown=shown)
    guard_sheet(sheet)
    for row in sheet.rows:
        if declared.source and not row.cells.get("source"):
            row.cells["source"] = declared.source
    made = [_record(sheet, row, record, language) for row in sheet.rows]
    _require_unique(sheet)
    records = tuple(each for each in made if each is not None)
    return Loaded(records, tuple(sheet.problems))


def _from_text(path: Path, declared: DataFile, *, shown: str) -> Sheet:
    decoded = decode(path, shown=shown)
    if any(problem.stops for problem in decoded.problems):
        return Sheet(shown, problems=list(decoded.problems))
    required, optional = _columns(RECORDS[declared.kind])
    sheet = read_sheet(decoded.text, file=shown, required=required, optional=optional)
    sheet.problems.extend(decoded.problems)
    return sheet


def _from_workbook(
    path: Path, declared: DataFile, *, shown: str, language: Language
) -> Sheet:
    kind, record = declared.kind, RECORDS[declared.kind]
    required, optional = _columns(record)
    expected = Expected(required, optional)
    if kind in words.words(language)["sheets"]:
        expected = Expected(
            required,
            optional,
            headings=words.headings(kind, record),
            choices=words.codes(record),
            own_headings=words.own_headings(kind, record, language),
            own_choices=words.own_choices(record, language),
        )
    return read_workbook(path, declared, shown=shown, expected=expected)


def _columns(record: type) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = tuple(each.name for each in fields(record))
    spoken = [name for name, hint in _hints(record).items() if Text in _members(hint)]
    return names, tuple(f"{name}_{lang}" for name in spoken for lang in LANGUAGES)


def _hints(record: type) -> dict[str, Any]:
    return _resolved(record)


@cache
def _resolved(record: Hashable) -> dict[str, Any]:
    return get_type_hints(record)


def _members(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)


def _record(
    sheet: Sheet, row: Row, record: type[Record], own: Language
) -> Record | None:
    facts: dict[str, Any] = {}
    faultless = True
    for name, hint in _hints(record).items():
        try:
            facts[name] = _value(row, name, hint, own)
        except values.BadValue as bad:
            if (row.line, name) not in sheet.refused:
                sheet.fault(bad.code, row.line, name, **bad.facts)
            faultless = False
    for name, value in facts.items():
        if isinstance(value, Entry) and value.number is None:
            sheet.fault("W-NOT-NUMBER", row.line, name)
    if not faultless:
        return None
    made = record(**facts)
    for code, column, more in doubts_of(made):
        sheet.fault(code, row.line, column, **more)
    return made


def _value(row: Row, name: str, hint: Any, own: Language) -> object:
    kinds = _members(hint)
    if Text in kinds:
        return _text(row, name, own, required=type(None) not in kinds)
    cell = row.cells.get(name, "")
    if not cell and type(None) in kinds:
        return None
    wanted = next(each for each in kinds if each is not type(None))
    if get_origin(wanted) is tuple:
        item = PARSERS[get_args(wanted)[0]]
        return tuple(
            item(part.strip()) for part in cell.split(LIST_MARK) if part.strip()
        )
    if not cell:
        raise values.BadValue("E-EMPTY")
    if get_origin(wanted) is Literal:
        return values.choice(cell, wanted)
    return PARSERS[wanted](cell)


def _text(row: Row, name: str, own: Language, *, required: bool) -> Text | None:
    worded = {lang: row.cells.get(f"{name}_{lang}") or None for lang in LANGUAGES}
    worded[own] = row.cells.get(name) or worded[own]
    if any(worded.values()):
        return Text(**worded)
    if required:
        raise values.BadValue("E-EMPTY")
    return None


def _yes(cell: str) -> bool:
    return values.choice(cell, Literal["yes", "no"]) == "yes"


PARSERS: dict[Any, Callable[[str], object]] = {
    str: str,
    bool: _yes,
    int: values.count,
    float: values.number,
    date: values.day,
    Entry: values.entry,
}


def _require_unique(sheet: Sheet) -> None:
    first: dict[str, int] = {}
    for row in sheet.rows:
        name = row.cells.get("id", "")
        if name in first:
            sheet.fault("E-DUP-ROW", row.line, "id", first=first[name])
        first.setdefault(name, row.line)
