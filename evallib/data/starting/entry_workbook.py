"""The Excel workbook that a project's figures are typed into."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime, time
from typing import Any

import xlsxwriter

from evallib.data.starting.answers import NewProject
from evallib.data.starting.entry_columns import Column, columns_of, example_row
from evallib.data.starting.project_file import KINDS
from evallib.data.workbooks.words import words
from evallib.domain.files import FileKind

ROWS = 1000  # rows with drop-downs and limits; more may be filled
HEADER_HEIGHT = 32  # points: two lines
HELP_WIDTH = 24
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,  # a text that begins with = stays a text
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"bold": True, "font_size": 16},
    "heading": {"bold": True, "font_size": 12},
    "text": {},
    "required": {"bold": True, "bg_color": "#003B5C", "font_color": "#FFFFFF"},
    "optional": {"bold": True, "bg_color": "#DCE6EC", "font_color": "#000000"},
    "example": {"italic": True, "bg_color": "#F2F2F2", "font_color": "#404040"},
}
Looks = dict[str, Any]


def entry_workbook(project: NewProject) -> bytes:
    """The workbook as a file's content, in the project's language.

    Parameters
    ----------
    project : NewProject
        Its language, its period (for the limits of dates) and its name.

    Returns
    -------
    bytes
        The same for the same project, on any day.

    Notes
    -----
    Columns come from the record classes; list words and headings are read back through
    the same catalogue. No sheet is hidden and no cell holds a formula.
    """
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    begun = datetime.combine(project.start, time())  # no clock: same answers, same file
    book.set_properties({"title": project.name, "created": begun})
    looks = {
        name: book.add_format({"text_wrap": True, "valign": "top", **look})
        for name, look in LOOKS.items()
    }
    names = words(project.language)["sheets"]
    _help(book.add_worksheet(names["help"]), project, looks)
    for kind in KINDS:
        _table(book, book.add_worksheet(names[kind]), columns_of(kind, project), looks)
    book.close()
    return content.getvalue()


def _table(book: Any, sheet: Any, columns: Sequence[Column], looks: Looks) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, HEADER_HEIGHT)
    sheet.ignore_errors({"number_stored_as_text": f"A2:XFD{ROWS + 1}"})
    for at, column in enumerate(columns):
        shown = book.add_format(
            {"num_format": column.number_format, "text_wrap": True, "valign": "top"}
        )
        sheet.set_column(at, at, column.width, shown)
        look = "required" if column.required else "optional"
        sheet.write_string(0, at, column.heading, looks[look])
        sheet.data_validation(1, at, ROWS, at, column.validation)


def _help(sheet: Any, project: NewProject, looks: Looks) -> None:
    """Steps, what each sheet holds with an example row, and a last look."""
    says = words(project.language)
    sheet.set_column(0, 0, HELP_WIDTH)
    sheet.set_column(
        1, max(len(columns_of(kind, project)) for kind in KINDS), HELP_WIDTH
    )
    facts = {"id": project.id, "name": project.name}
    plain = looks["text"]
    plain.set_text_wrap(False)
    sheet.write_string(0, 0, says["help"]["title"].format(**facts), looks["title"])
    row = 2
    for number, step in enumerate(says["help"]["steps"], start=1):
        sheet.write_string(row, 0, f"{number}. {step.format(**facts)}", plain)
        row += 1
    for kind in KINDS:
        row = _example(sheet, row + 1, kind, project, looks)
    sheet.write_string(row + 1, 0, says["help"]["checklist_title"], looks["heading"])
    for at, line in enumerate(says["help"]["checklist"], start=row + 2):
        sheet.write_string(at, 0, f"☐ {line}", plain)


def _example(
    sheet: Any, row: int, kind: FileKind, project: NewProject, looks: Looks
) -> int:
    """Heading, columns and one filled row; returns the row below them."""
    says = words(project.language)
    held = example_row(kind, project)
    sheet.write_string(row, 0, says["sheets"][kind], looks["heading"])
    sheet.write_string(row, 1, says["about"][kind], looks["text"])
    for at, column in enumerate(columns_of(kind, project)):
        look = "required" if column.required else "optional"
        sheet.write_string(row + 1, at, column.heading, looks[look])
        sheet.write_string(row + 2, at, held.get(column.name, ""), looks["example"])
    sheet.write_string(row + 3, 0, says["help"]["examples"], looks["text"])
    return row + 4
