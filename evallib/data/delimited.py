"""Delimited text to records that remember the line a person sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from evallib.data.decoding import damage
from evallib.domain.errors import Place, Problem

DELIMITERS = (";", ",", "\t", "|")
HEADER_WITHIN = 10
TOTAL_WORDS = frozenset(
    ("yhteensä", "yht.", "summa", "kaikki", "total", "keskiarvo", "totalt", "summa:")
)


@dataclass(frozen=True, slots=True)
class Row:
    """One record: the line it starts on and its cells by column name."""

    line: int
    cells: dict[str, str]


@dataclass(slots=True)
class Sheet:
    """The records of one file under their header, and what was wrong with it."""

    file: str
    names: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    blank: int = 0
    tab: str | None = None  # the sheet of a workbook
    headings: dict[str, str] = field(default_factory=dict)  # columns as they are shown
    letters: dict[str, str] = field(default_factory=dict)  # Excel's own, by column
    choices: dict[str, str] = field(default_factory=dict)  # words a column accepts
    allow_empty: bool = False
    refused: set[tuple[int, str]] = field(default_factory=set)  # cells told of already

    def fault(
        self, code: str, row: int | None, column: str | None, **facts: object
    ) -> None:
        heading = self.headings.get(column or "", column)
        letter = self.letters.get(column or "")
        place = Place(self.file, self.tab, row, heading, letter)
        if code == "E-CAT" and column in self.choices:
            facts["allowed"] = self.choices[column]
        self.problems.append(Problem(code, place, facts))


def normal(name: str) -> str:
    """A column name as it is compared: case, width and stray spaces do not count."""
    visible = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split()).casefold()


def read_sheet(
    text: str, *, file: str, required: Iterable[str], optional: Iterable[str] = ()
) -> Sheet:
    """Records of a delimited text whose header holds the required names.

    Every line becomes a record, a counted blank, or a problem with its line; a
    record keeps only declared columns, so an undeclared one is never stored.

    Parameters
    ----------
    text : str
        The decoded file.
    file : str
        How messages name it.
    required, optional : iterable of str
        Column names; others are dropped with a warning.

    Returns
    -------
    Sheet
        ``problems`` holds every fault found; with an ``E-`` among them the rows are
        incomplete and must not be used.

    Notes
    -----
    The reader counts fields itself: pandas turns the first column into an index
    when every row ends in a surplus delimiter, and fills short rows silently.
    """
    sheet = Sheet(file)
    needed, extra = tuple(required), tuple(optional)
    lines, first = _body(text)
    delimiter = _delimiter(text, lines, needed)
    if delimiter is None:
        sheet.fault("E-DELIM", None, None, allowed="; , tab |")
        return sheet
    fill_sheet(sheet, _records(sheet, lines, delimiter, first), needed, extra)
    return sheet


def fill_sheet(
    sheet: Sheet,
    records: list[tuple[int, list[str]]],
    needed: Sequence[str],
    extra: Sequence[str],
) -> None:
    """Find the header among numbered records and put those below it into the sheet."""
    header = _header(sheet, records, needed)
    if header is None:
        return
    columns = _columns(sheet, records[header], needed, extra)
    if columns is not None:
        _fill(sheet, records[header:], columns)


def _body(text: str) -> tuple[list[str], int]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].lower().startswith("sep="):
        return lines[1:], 2
    return lines, 1


def _delimiter(text: str, lines: list[str], needed: Sequence[str]) -> str | None:
    if text.lower().startswith("sep="):
        return text[4:5]
    wanted = {normal(name) for name in needed}

    def known(delimiter: str) -> int:
        head = lines[:HEADER_WITHIN]
        return max(
            len(wanted & {normal(each.strip('"')) for each in line.split(delimiter)})
            for line in head
        )

    best = max(DELIMITERS, key=known)
    return best if 2 * known(best) >= len(wanted) else None


def _records(
    sheet: Sheet, lines: list[str], delimiter: str, first: int
) -> list[tuple[int, list[str]]]:
    records: list[tuple[int, list[str]]] = []
    number = 0
    while number < len(lines):
        start = number
        cells = _split(lines[number], delimiter)
        whole = lines[number]
        while cells is None and number + 1 < len(lines):
            number += 1
            whole += "\n" + lines[number]
            cells = _split(whole, delimiter)
        if cells is None:
            sheet.fault("E-QUOTE", start + first, None)
            return records
        if any(cell.strip() for cell in cells):
            records.append((start + first, cells))
        else:
            sheet.blank += 1
        number += 1
    return records


def _split(line: str, delimiter: str) -> list[str] | None:
    """Cells of a line, or None while a quoted cell is still open."""
    cells: list[str] = []
    rest = line
    while True:
        if rest.startswith('"'):
            end = _closing_quote(rest)
            if end is None:
                return None
            cell, rest = rest[1:end].replace('""', '"'), rest[end + 1 :]
            if rest and not rest.startswith(delimiter):
                return None
        else:
            cell, mark, after = rest.partition(delimiter)
            rest = mark + after
        cells.append(cell)
        if not rest:
            return cells
        rest = rest[1:]


def _closing_quote(text: str) -> int | None:
    at = 1
    while (at := text.find('"', at)) >= 0:
        if text[at + 1 : at + 2] != '"':
            return at
        at += 2
    return None


def _header(
    sheet: Sheet, records: list[tuple[int, list[str]]], needed: Sequence[str]
) -> int | None:
    wanted = {normal(name) for name in needed}
    for at, (line, cells) in enumerate(records[:HEADER_WITHIN]):
        if 2 * len(wanted & {normal(cell) for cell in cells}) >= len(wanted):
            if at:
                sheet.fault("N-HEADER-ROW", line, None)
            return at
    sheet.fault("E-HEADER", None, None, allowed=", ".join(needed))
    return None


def _columns(
    sheet: Sheet,
    header: tuple[int, list[str]],
    needed: Sequence[str],
    extra: Sequence[str],
) -> list[str | None] | None:
    line, found = header
    declared = {normal(name): name for name in (*needed, *extra)}
    seen = [normal(name) for name in found]
    for name in sorted({each for each in seen if each and seen.count(each) > 1}):
        sheet.fault("E-COL-DUP", line, name)
    for name in needed:
        if normal(name) not in seen:
            heading = normal(sheet.headings.get(name, name))
            near = get_close_matches(heading, seen, n=1)
            shown = ", ".join(sheet.headings.get(each, each) for each in found)
            sheet.fault("E-COL-MISSING", line, name, near=near, found=shown)
    for name in found:
        if normal(name) and normal(name) not in declared:
            sheet.fault("W-COL-DROPPED", line, name)
    sheet.names = tuple(declared[each] for each in seen if each in declared)
    if any(problem.stops for problem in sheet.problems):
        return None
    return [declared.get(each) for each in seen]


def _fill(
    sheet: Sheet, records: list[tuple[int, list[str]]], columns: list[str | None]
) -> None:
    body = records[1:]
    width = len(columns)
    surplus = all(
        len(cells) == width + 1 and not cells[-1].strip() for _, cells in body
    )
    for line, cells in body:
        filled = [cell.strip() for cell in cells if cell.strip()]
        if filled[0].casefold() in TOTAL_WORDS:
            sheet.fault("E-TOTAL-ROW", line, None)
        elif len(cells) - surplus != width:
            sheet.fault("E-FIELDS", line, None, expected=width, found=len(cells))
        else:
            sheet.rows.append(_row(sheet, line, cells, columns))
    if not body:
        sheet.fault("W-NO-ROWS" if sheet.allow_empty else "E-NO-ROWS", None, None)


def _row(sheet: Sheet, line: int, cells: list[str], columns: list[str | None]) -> Row:
    kept: dict[str, str] = {}
    for name, cell in zip(columns, cells, strict=False):
        if name is None:
            continue
        if code := damage(cell):
            sheet.fault(code, line, name)
        kept[name] = cell.strip()
    return Row(line, kept)
