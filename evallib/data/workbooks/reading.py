"""A sheet of a workbook as a table like any other, header and rows."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import range_boundaries

from evallib.data.delimited import HEADER_WITHIN, Sheet, fill_sheet, normal
from evallib.data.workbooks.container import container_fault
from evallib.data.workbooks.tabs import Tab, read_tab
from evallib.domain.files import DataFile

MB = 1_000_000
Records = list[tuple[int, list[str]]]


@dataclass(frozen=True, slots=True)
class Expected:
    """Columns of a table, and the words that also name them and their choices.

    Attributes
    ----------
    required, optional : tuple of str
        Columns by the names of their record.
    headings : mapping
        Column by heading, in any language.
    choices : mapping
        For a column with a list: code by word, in any language.
    own_headings, own_choices : mapping
        Heading and listed words by column, in the project's language, for messages.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    own_headings: Mapping[str, str] = field(default_factory=dict)
    own_choices: Mapping[str, str] = field(default_factory=dict)


def read_workbook(
    path: Path, declared: DataFile, *, shown: str, expected: Expected
) -> Sheet:
    """Rows of one sheet under the columns that a table needs.

    Read a problem at ``row`` 7, ``column_letter`` ``C`` as: cell C7 of that sheet.

    Parameters
    ----------
    path : Path
        An existing file.
    declared : DataFile
        Which sheet, and whether hidden rows and emptiness are allowed.
    shown : str
        How messages name the file.
    expected : Expected
        The columns. A heading or list word of another language counts as well.

    Returns
    -------
    Sheet
        With an ``E-`` problem the rows are not to be used.

    Notes
    -----
    Merged cells, error cells and formulas without a stored result stop the reading
    only where they touch a declared column at or below the header.
    """
    sheet = Sheet(shown, tab=declared.sheet, allow_empty=declared.allow_empty)
    sheet.headings.update(expected.own_headings)
    sheet.choices.update(expected.own_choices)
    fault = container_fault(path, shown=shown, max_bytes=declared.max_mb * MB)
    if fault is not None:
        sheet.problems.append(fault)
        return sheet
    tab = read_tab(path, shown=shown, wanted=declared.sheet)
    sheet.problems.extend(tab.problems)
    if any(problem.stops for problem in tab.problems):
        return sheet
    sheet.tab, sheet.blank = tab.name, tab.blank
    if not tab.rows:
        sheet.fault("W-NO-ROWS" if sheet.allow_empty else "E-NO-ROWS", None, None)
        return sheet
    _fill(sheet, tab, declared, expected)
    return sheet


def _fill(sheet: Sheet, tab: Tab, declared: DataFile, expected: Expected) -> None:
    at = _header_at(tab, expected)
    if at is None:
        allowed = [expected.own_headings.get(name, name) for name in expected.required]
        sheet.fault("E-HEADER", None, None, allowed=", ".join(allowed))
        return
    if at:
        sheet.fault("N-HEADER-ROW", tab.rows[at][0], None)
    records = _padded(tab.rows[at:])
    columns = _named_columns(sheet, records, expected)
    _mark_rows(sheet, tab, records, declared)
    records[1:] = [
        (number, _coded(_cleaned(sheet, number, cells), columns, expected))
        for number, cells in records[1:]
    ]
    fill_sheet(sheet, records, expected.required, expected.optional)
    _mark_cells(sheet, tab, records[0][0])


def _known(expected: Expected) -> dict[str, str]:
    own = {normal(name): name for name in (*expected.required, *expected.optional)}
    return {normal(head): name for head, name in expected.headings.items()} | own


def _header_at(tab: Tab, expected: Expected) -> int | None:
    known = _known(expected)
    for at, (_, cells) in enumerate(tab.rows[:HEADER_WITHIN]):
        found = {known.get(normal(cell)) for cell in cells}
        if 2 * len(found & set(expected.required)) >= len(expected.required):
            return at
    return None


def _padded(rows: Sequence[tuple[int, list[str]]]) -> Records:
    width = max(len(cells) for _, cells in rows)
    return [(number, cells + [""] * (width - len(cells))) for number, cells in rows]


def _named_columns(
    sheet: Sheet, records: Records, expected: Expected
) -> list[str | None]:
    """Columns of the header; it is rewritten to their names for the common reader."""
    known = _known(expected)
    number, header = records[0]
    columns = [known.get(normal(cell)) for cell in header]
    for at, (name, cell) in enumerate(zip(columns, header, strict=True)):
        letter = get_column_letter(at + 1)
        if name is not None:
            sheet.headings[name] = " ".join(cell.split())
            sheet.letters[name] = letter
        elif not normal(cell) and any(cells[at].strip() for _, cells in records[1:]):
            sheet.fault("W-COL-DROPPED", number, letter)
    written = [name or cell for name, cell in zip(columns, header, strict=True)]
    records[0] = (number, written)
    return columns


def _mark_rows(sheet: Sheet, tab: Tab, records: Records, declared: DataFile) -> None:
    """Merged cells, and rows that a person does not see."""
    first, last = records[0][0], records[-1][0]
    for merged in tab.markings.merged:
        left, top, right, bottom = range_boundaries(merged)
        letters = {get_column_letter(at) for at in range(left, right + 1)}
        inside = top <= last and bottom >= first
        if inside and letters & set(sheet.letters.values()):
            sheet.fault("E-MERGED", top, None, range=merged)
    hidden = {number for number, _ in records[1:]} & tab.markings.hidden_rows
    if hidden:
        code = f"{'E' if declared.hidden_rows == 'error' else 'W'}-HIDDEN-ROWS"
        sheet.fault(code, None, None, count=len(hidden))


def _mark_cells(sheet: Sheet, tab: Tab, first: int) -> None:
    """Cells without a value of their own, and those that are no text."""
    columns = {letter: name for name, letter in sheet.letters.items()}
    for (number, letter), kind in tab.kinds.items():
        if number > first and letter in columns:
            sheet.kinds[number, columns[letter]] = kind
    marks = [(cell, "E-FORMULA-NOCACHE") for cell in tab.markings.uncalculated]
    marks += [(cell, "E-XLS-ERROR") for cell in tab.errors]
    for (number, letter), code in sorted(marks):
        if number >= first and letter in columns:
            sheet.fault(code, number, columns[letter])
            sheet.refused.add((number, columns[letter]))


def _cleaned(sheet: Sheet, number: int, cells: list[str]) -> list[str]:
    """Without invisible formatting characters, as in every other table."""
    kept = [_visible(cell) for cell in cells]
    lost = sum(map(len, cells)) - sum(map(len, kept))
    if lost:
        sheet.fault("N-TEXT-CLEANED", number, None, count=lost)
    return kept


def _coded(
    cells: list[str], columns: list[str | None], expected: Expected
) -> list[str]:
    """Words of the drop-down lists as the codes that records hold."""
    coded = list(cells)
    for at, name in enumerate(columns):
        codes = expected.choices.get(name or "", {})
        coded[at] = codes.get(normal(cells[at]), cells[at])
    return coded


def _visible(text: str) -> str:
    return "".join(c for c in text if unicodedata.category(c) != "Cf")
