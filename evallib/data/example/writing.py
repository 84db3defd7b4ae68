"""Writes the example's files, the same bytes every time.

python -m evallib.data.example.writing data/raw/esimerkki
"""

from __future__ import annotations

import io
import sys
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

from evallib.data.example.faults import plant
from evallib.data.example.lives import DRAWN, simulate
from evallib.data.example.lives import SEED as LIVES
from evallib.data.example.replies import SEED as REPLIES
from evallib.data.example.replies import simulate_replies
from evallib.data.example.tables import (
    Cell,
    Sheet,
    control_sheet,
    pilot_sheet,
    reply_sheet,
    spell_sheet,
)

UNMENDED = "korjaamaton"
TITLE = "Pilotin asiakkaat – SIMULOITU AINEISTO, ketään näistä ei ole olemassa"
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def example_sheets(other: int = 0) -> dict[str, Sheet]:
    """The four tables of the example, by the name of their file.

    ``other`` is added to the seeds: other people, as made up as those of the example.
    """
    people = simulate(LIVES + other)
    return {
        "pilotti.xlsx": pilot_sheet(people),
        "verrokit.csv": control_sheet(people),
        "tyollisyysjaksot.csv": spell_sheet(people),
        "asiakaskysely.xlsx": reply_sheet(simulate_replies(people, REPLIES + other)),
    }


def example_files() -> dict[str, bytes]:
    """Every file of the example by its path; the unmended ones in a folder.

    Read ``korjaamaton/pilotti.xlsx`` as: the workbook as it came, with the faults that
    ``faults.PLANTED`` lists.
    """
    unmended = example_sheets()
    plant(unmended)
    return written(example_sheets()) | {
        f"{UNMENDED}/{name}": content for name, content in written(unmended).items()
    }


def write_example(folder: Path) -> None:
    """Put the files of the example into a folder, over those of an earlier time."""
    for name, content in example_files().items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def written(sheets: Mapping[str, Sheet]) -> dict[str, bytes]:
    """The files of the four tables: two workbooks, two texts in two encodings."""
    return {
        "pilotti.xlsx": _workbook(sheets["pilotti.xlsx"], "Asiakkaat", title=TITLE),
        "verrokit.csv": _text(sheets["verrokit.csv"], "cp1252"),
        "tyollisyysjaksot.csv": _text(sheets["tyollisyysjaksot.csv"], "utf-8-sig"),
        "asiakaskysely.xlsx": _workbook(sheets["asiakaskysely.xlsx"], "Vastaukset"),
    }


def _text(sheet: Sheet, encoding: str) -> bytes:
    lines = [";".join(_cell(cell) for cell in row) for row in _all_rows(sheet)]
    return ("\r\n".join(lines) + "\r\n").encode(encoding)


def _all_rows(sheet: Sheet) -> list[list[Cell]]:
    return [list(sheet.header), *sheet.rows]


def _cell(cell: Cell) -> str:
    return "" if cell is None else str(cell)


def _workbook(sheet: Sheet, tab: str, *, title: str = "") -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, OPTIONS)
    book.set_properties({"created": datetime.combine(DRAWN, time())})
    page = book.add_worksheet(tab)
    days = book.add_format({"num_format": "d.m.yyyy"})
    top = 0
    if title:
        page.write_string(0, 0, title)
        top = 1
    for at, row in enumerate(_all_rows(sheet), start=top):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                page.write_datetime(at, column, datetime.combine(cell, time()), days)
            elif isinstance(cell, int):
                page.write_number(at, column, cell)
            elif cell:
                page.write_string(at, column, cell)
    if title:
        help_page = book.add_worksheet("Ohje")
        help_page.write_string(0, 0, "Täytä yksi rivi asiakasta kohden.")
    book.close()
    return content.getvalue()


if __name__ == "__main__":
    write_example(Path(sys.argv[1]))
