"""Delimited text to records that remember the line a person sees."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches

from openpyxl.utils import get_column_letter

from evallib.data.lines.decoding import damage
from evallib.data.lines.records import body_of, records_of
from evallib.domain.errors import Place, Problem

DELIMITERS = (";", ",", "\t", "|")
HEADER_WITHIN = 10
MAX_ROWS = 200_000
NO_HEADINGS: Mapping[str, str] = {}
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
    positions: dict[str, str] = field(default_factory=dict)  # letters in a text file
    titles: tuple[str, ...] = ()  # every heading as it is written
    kinds: dict[tuple[int, str], str] = field(default_factory=dict)  # of a workbook

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
    visible = name
    if not name.isprintable():  # no format character can be printed
        visible = "".join(c for c in name if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFKC", visible).split()).casefold()


def read_sheet(
    text: str,
    *,
    file: str,
    required: Iterable[str],
    optional: Iterable[str] = (),
    headings: Mapping[str, str] = NO_HEADINGS,
    max_rows: int = MAX_ROWS,
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
    headings : mapping of str to str
        Column by another heading that means it.
    max_rows : int
        More records are refused (``E-FILE-SIZE``).

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
    known = _known((*needed, *extra), headings)
    lines, first = body_of(text)
    delimiter = _delimiter(text, lines, known, needed)
    if delimiter is None:
        sheet.fault("E-DELIM", None, None, allowed="; , tab |")
        return sheet
    read = records_of(lines, delimiter, first=first)
    sheet.blank = read.blank
    if len(read.rows) > max_rows + HEADER_WITHIN:
        sheet.fault("E-FILE-SIZE", None, None, case="rows", limit=max_rows)
        return sheet
    if read.open_quote is not None:
        sheet.fault("E-QUOTE", read.open_quote, None)
    _rename(sheet, read.rows, known, needed)
    fill_sheet(sheet, read.rows, needed, extra)
    if len(sheet.rows) > max_rows:
        sheet.fault("E-FILE-SIZE", None, None, case="rows", limit=max_rows)
    return sheet


def _known(names: Sequence[str], headings: Mapping[str, str]) -> dict[str, str]:
    """Column by every name that means it, as names are compared."""
    aliases = {normal(heading): name for heading, name in headings.items()}
    return aliases | {normal(name): name for name in names}


def _rename(
    sheet: Sheet,
    records: list[tuple[int, list[str]]],
    known: Mapping[str, str],
    needed: Sequence[str],
) -> None:
    """Write the header's own words as the columns they mean; messages keep them."""
    for at, (line, cells) in enumerate(records[:HEADER_WITHIN]):
        named = [known.get(normal(cell)) for cell in cells]
        if 2 * len(set(named) & set(needed)) < len(needed):
            continue
        for column, (name, cell) in enumerate(zip(named, cells, strict=True), start=1):
            if name is not None:
                sheet.positions[name] = get_column_letter(column)
            if name is not None and name != cell:
                sheet.headings[name] = " ".join(cell.split())
                sheet.fault("N-COL-MAPPED", line, name, name=name)
        renamed = [name or cell for name, cell in zip(named, cells, strict=True)]
        records[at] = (line, renamed)
        return


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


def _delimiter(
    text: str, lines: list[str], known: Mapping[str, str], needed: Sequence[str]
) -> str | None:
    """The one under which the header holds most of the needed columns."""
    if text.lower().startswith("sep="):
        return text[4:5]

    def found(delimiter: str) -> int:
        return max(
            len(
                {known.get(normal(each.strip('"'))) for each in line.split(delimiter)}
                & set(needed)
            )
            for line in lines[:HEADER_WITHIN]
        )

    best = max(DELIMITERS, key=found)
    if 2 * found(best) >= len(needed):
        return best
    return _splitting(lines, len(needed))


def _splitting(lines: Sequence[str], fields: int) -> str | None:
    """The one that splits every line alike, where the header itself is missing."""
    told = [line for line in lines if line.strip()][:HEADER_WITHIN]
    for delimiter in DELIMITERS:
        counts = {line.count(delimiter) + 1 for line in told}
        if len(counts) == 1 and counts.pop() >= max(fields, 2):
            return delimiter
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
    sheet.titles = tuple(" ".join(name.split()) for name in found)
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
        if normal(filled[0]) in TOTAL_WORDS:
            sheet.fault("E-TOTAL-ROW", line, None)
        elif len(filled) == 1 < width and len(cells) - surplus != width:
            sheet.fault("E-NOTE-ROW", line, None)
        elif len(cells) - surplus != width:
            sheet.fault("E-FIELDS", line, None, expected=width, found=len(cells))
        else:
            sheet.rows.append(_row(sheet, line, cells, columns))
    if not body:
        sheet.fault("W-NO-ROWS" if sheet.allow_empty else "E-NO-ROWS", None, None)


def _row(sheet: Sheet, line: int, cells: list[str], columns: list[str | None]) -> Row:
    kept: dict[str, str] = {}
    for at, (name, cell) in enumerate(zip(columns, cells, strict=False)):
        code = damage(cell)
        if name is None:
            if code == "E-CTRL-CHAR":  # in any column, also one that is not kept
                sheet.fault(code, line, sheet.titles[at])
            continue
        if code:
            sheet.fault(code, line, name)
            sheet.refused.add((line, name))
        kept[name] = cell.strip()
    return Row(line, kept)
