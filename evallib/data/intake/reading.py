"""A declared client file as rows of text under the names of its columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from evallib.data.aggregates import is_workbook
from evallib.data.delimited import Sheet, read_sheet
from evallib.data.lines.decoding import decode
from evallib.data.workbooks.reading import Expected, read_workbook
from evallib.domain.errors import Place, Problem
from evallib.domain.files import DataFile

MB = 1_000_000
READABLE = (".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls")  # the last two are told


def read_declared(path: Path, declared: DataFile, *, shown: str) -> Sheet:
    """Rows of a client file, each cell still text and each at its own place.

    Read a problem ``W-COL-DROPPED`` as: nobody declared this column, so its cells were
    left behind while reading and are stored nowhere.

    Parameters
    ----------
    path : Path
        An existing file below ``data/raw/<id>``.
    declared : DataFile
        Its columns with every heading that means them.
    shown : str
        How messages name the file.

    Returns
    -------
    Sheet
        With a file fault among the problems there may be no rows.
    """
    required = tuple(n for n, each in declared.columns.items() if not each.optional)
    optional = tuple(n for n, each in declared.columns.items() if each.optional)
    headings = {
        heading: name
        for name, each in declared.columns.items()
        for heading in each.names
    }
    if not path.name.lower().endswith(READABLE):
        facts = {"found": "other"}
        return Sheet(shown, problems=[Problem("E-FILE-TYPE", Place(shown), facts)])
    if is_workbook(path.name):
        return _from_workbook(path, declared, shown, (required, optional, headings))
    decoded = decode(path, shown=shown, max_bytes=declared.max_mb * MB)
    if any(problem.stops for problem in decoded.problems):
        return Sheet(shown, problems=list(decoded.problems))
    sheet = read_sheet(
        decoded.text,
        file=shown,
        required=required,
        optional=optional,
        headings=headings,
        max_rows=declared.max_rows,
    )
    sheet.letters.update(sheet.positions)
    told = [_lettered(each, sheet) for each in sheet.problems]
    sheet.problems = list(decoded.problems) + _emptiness(told, declared)
    return sheet


def _lettered(problem: Problem, sheet: Sheet) -> Problem:
    """The same problem with the letter under which a spreadsheet shows its column."""
    names = {sheet.headings.get(name, name): name for name in sheet.letters}
    letter = sheet.letters.get(names.get(problem.place.column or "", ""))
    place = replace(problem.place, column_letter=letter)
    return replace(problem, place=place)


Columns = tuple[tuple[str, ...], tuple[str, ...], dict[str, str]]


def _from_workbook(
    path: Path, declared: DataFile, shown: str, columns: Columns
) -> Sheet:
    required, optional, headings = columns
    expected = Expected(required, optional, headings=headings)
    sheet = read_workbook(path, declared, shown=shown, expected=expected)
    if len(sheet.rows) > declared.max_rows:
        sheet.fault("E-FILE-SIZE", None, None, case="rows", limit=declared.max_rows)
        sheet.rows.clear()
    return sheet


def _emptiness(problems: list[Problem], declared: DataFile) -> list[Problem]:
    """A table without rows is no fault where the project allows it."""
    if not declared.allow_empty:
        return problems
    return [
        Problem("W-NO-ROWS", each.place, each.facts)
        if each.code == "E-NO-ROWS"
        else each
        for each in problems
    ]
