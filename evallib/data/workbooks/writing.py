"""A plain table as a workbook: texts stay texts, nothing is calculated or linked."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime, time

import xlsxwriter

# No clock and no author: the same table gives the same bytes on any day.
MADE = datetime.combine(date(2000, 1, 1), time())
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,  # a text that begins with = stays a text
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 60  # characters


def table_workbook(
    tab: str, header: Sequence[str], rows: Sequence[Sequence[str | int | float | None]]
) -> bytes:
    """A workbook with one sheet as a file's content.

    Read the result as: what to write to a file that ends in ``.xlsx``.

    Parameters
    ----------
    tab : str
        Name of the sheet, at most 31 characters.
    header : sequence of str
        Column headings; they stay in sight and can be filtered by.
    rows : sequence of sequences
        Cells of each row. A text is written as text whatever it begins with; a
        number as a number; None as an empty cell.

    Returns
    -------
    bytes
        The same for the same table, on any day.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    book.set_properties({"created": MADE})
    page = book.add_worksheet(tab)
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    for column, heading in enumerate(header):
        page.write_string(0, column, heading, bold)
        cells = [str(row[column]) for row in rows if row[column] is not None]
        longest = max(map(len, [heading, *cells]))
        page.set_column(column, column, min(longest + 2, WIDEST))
    for at, row in enumerate(rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                page.write_string(at, column, cell, plain)
            elif cell is not None:
                page.write_number(at, column, cell, plain)
    page.freeze_panes(1, 0)
    if header:
        page.autofilter(0, 0, max(len(rows), 1), len(header) - 1)
    book.close()
    return content.getvalue()
