"""Writes the workbooks of the cases, the same bytes every time.

python -m tests.bad_inputs.make_workbooks
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

import xlsxwriter

FOLDER = Path(__file__).parent
HEADER = (
    "hetu", "ryhma", "palvelu_alku", "palvelu_loppu", "tila_lahto", "tila_3kk",
    "sukupuoli", "kunta",
)  # fmt: skip
GOOD = (
    "010190-900P", "pilotti", "1.10.2021", "21.10.2021", "työtön", "työssä", "N",
    "Pori",
)  # fmt: skip
CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
LONG_AGO = datetime.combine(date(2021, 1, 1), time())
Page = xlsxwriter.worksheet.Worksheet
Book = xlsxwriter.Workbook


def identity(at: int) -> str:
    """The code of one of many made-up people."""
    digits = f"{at % 28 + 1:02d}0180{900 + at}"
    return f"{digits[:6]}-{digits[6:]}{CHECKS[int(digits) % len(CHECKS)]}"


def client(at: int, **cells: object) -> list[object]:
    """A good row of another person, with some cells of its own."""
    row: list[object] = [identity(at), *GOOD[1:]]
    for name, cell in cells.items():
        row[HEADER.index(name)] = cell
    return row


def workbook(write: Callable[[Book], None]) -> bytes:
    """The bytes of a workbook."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    book.set_properties({"created": LONG_AGO})
    write(book)
    book.close()
    return content.getvalue()


def fill(page: Page, rows: list[list[object]]) -> None:
    page.write_row(0, 0, HEADER)
    for at, row in enumerate(rows, start=1):
        page.write_row(at, 0, row)


def sheet(rows: list[list[object]]) -> Callable[[Book], None]:
    """One sheet with these rows and nothing else."""
    return lambda book: fill(book.add_worksheet("Asiakkaat"), rows)


def hidden_sheet(book: Book) -> None:
    fill(book.add_worksheet("Asiakkaat"), [client(0)])
    secret = book.add_worksheet("piilo")
    secret.write_column(0, 0, [identity(60), "piiloteltu rivi"])
    secret.hide()


def filtered(book: Book) -> None:
    page = book.add_worksheet("Asiakkaat")
    fill(page, [client(at) for at in range(20)])
    for row in range(4, 12):
        page.set_row(row, options={"hidden": True})


def merged(book: Book) -> None:
    page = book.add_worksheet("Asiakkaat")
    fill(page, [client(at) for at in range(3)])
    page.merge_range("A3:A4", identity(1))


def formula(book: Book) -> None:
    page = book.add_worksheet("Asiakkaat")
    fill(page, [client(0)])
    page.write_formula("H2", "=1+1", value="")


def two_sheets(book: Book) -> None:
    for name in ("Asiakkaat", "Toinen"):
        fill(book.add_worksheet(name), [client(0)])


def dates(book: Book) -> None:
    page = book.add_worksheet("Asiakkaat")
    fill(page, [client(at) for at in range(4)])
    day = book.add_format({"num_format": "d.m.yyyy"})
    for row in (1, 2):
        page.write_datetime(row, 2, date(2021, 10, row), day)
    page.write_string(4, 2, "31.2.2021")


def with_part(content: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """A workbook with one part rewritten or added."""
    old, made = zipfile.ZipFile(io.BytesIO(content)), io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for each in old.infolist():
            held = old.read(each)
            new.writestr(each, change(held) if each.filename == name else held)
        if name not in old.namelist():
            new.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), change(b""))
    return made.getvalue()


def entities(part: bytes) -> bytes:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    return part.replace(b"<worksheet", declared + b"<worksheet", 1)


def bomb() -> bytes:
    """A hundred kilobytes that would unpack to a hundred megabytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "_rels/.rels"):
            archive.writestr(zipfile.ZipInfo(name, (2021, 1, 1, 0, 0, 0)), "<x/>")
        part = zipfile.ZipInfo("xl/worksheets/sheet1.xml", (2021, 1, 1, 0, 0, 0))
        part.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(part, bytes(100_000_000))
    return made.getvalue()


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")


def files() -> dict[str, bytes]:
    """Every workbook by its path below this folder."""
    good = workbook(sheet([client(0)]))
    long_number = workbook(sheet([client(0, hetu=1234567890123456789)]))
    links = "xl/externalLinks/externalLink1.xml"
    return {
        "B013/asiakkaat.csv": good,
        "B051/asiakkaat.xlsx": long_number,
        "B098/asiakkaat.xlsx": workbook(hidden_sheet),
        "B099/asiakkaat.xlsx": workbook(filtered),
        "B100/asiakkaat.xlsx": workbook(merged),
        "B101/asiakkaat.xlsx": workbook(formula),
        "B103/asiakkaat.xlsx": encrypted(),
        "B107/asiakkaat.xlsx": bomb(),
        "B108/asiakkaat.xlsx": with_part(good, "xl/worksheets/sheet1.xml", entities),
        "B109/asiakkaat.xlsm": with_part(good, "xl/vbaProject.bin", lambda old: b"x"),
        "B109/asiakkaat.xlsx": with_part(good, links, lambda old: b"<externalLink/>"),
        "B110/asiakkaat.xlsx": workbook(two_sheets),
        "B111/asiakkaat.xlsx": workbook(dates),
    }


if __name__ == "__main__":
    for name, content in files().items():
        (FOLDER / name).write_bytes(content)
