"""Lines to records of cells; a quoted cell may go on over several lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LONGEST_RECORD = 200  # lines that one quoted record may go on for


@dataclass(frozen=True, slots=True)
class Records:
    """Records by the line they start on, how many were blank, and an open quote."""

    rows: list[tuple[int, list[str]]]
    blank: int = 0
    open_quote: int | None = None  # the line on which it opened


def body_of(text: str) -> tuple[list[str], int]:
    """Lines of a text and the number of the first; a ``sep=`` line is no record."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines and lines[0].lower().startswith("sep="):
        return lines[1:], 2
    return lines, 1


def records_of(lines: Sequence[str], delimiter: str, *, first: int) -> Records:
    """Every record with the line on which it starts, until a quote stays open.

    Parameters
    ----------
    lines : sequence of str
        The file's lines without their ends.
    delimiter : str
        What parts the cells.
    first : int
        Number of the first line.

    Returns
    -------
    Records
        Blank records are counted only.
    """
    records: list[tuple[int, list[str]]] = []
    number, blank = 0, 0
    while number < len(lines):
        start = number
        cells = _split(lines[number], delimiter)
        whole = lines[number]
        last = min(len(lines), start + LONGEST_RECORD) - 1
        while cells is None and number < last:
            number += 1
            whole += "\n" + lines[number]
            if '"' in lines[number]:  # no other line can close the quote
                cells = _split(whole, delimiter)
        if cells is None:
            return Records(records, blank, start + first)
        if any(cell.strip() for cell in cells):
            records.append((start + first, cells))
        else:
            blank += 1
        number += 1
    return Records(records, blank)


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
