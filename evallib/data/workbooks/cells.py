"""Cells of a workbook to text in the grammar of every other table."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Literal

THREE_DECIMALS = re.compile(r"-?\d{1,3},\d{3}")
QUOTED = re.compile(r'"[^"]*"|\\.')
SAFE_DIGITS = 15  # a workbook keeps no more digits of a number

CellKind = Literal["date", "number", "long", "scientific"]


def cell_kind(value: object, number_format: str = "General") -> CellKind | None:
    """How a workbook holds a cell that is not text; None for text and nothing.

    ``long`` is a number of more digits than a workbook keeps, ``scientific`` one that
    is shown as ``1,01E+10``: identifiers stored so are damaged.

    Examples
    --------
    >>> cell_kind(date(2021, 10, 1)), cell_kind(1.234567890123457e18), cell_kind("7")
    ('date', 'long', None)
    """
    if isinstance(value, date):
        return "date"
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if "E" in QUOTED.sub("", number_format).upper().replace("GENERAL", ""):
        return "scientific"
    return "long" if abs(value) >= 10**SAFE_DIGITS else "number"


def cell_text(value: object, number_format: str = "General") -> str:
    """A cell as a person would have typed it into a text table.

    A real date becomes ``1.10.2021``, a whole number loses its ``.0``, a share shown
    as a percentage becomes ``77 %``. A number with three decimals gets a zero at its
    end, since ``1,125`` alone could also be a thousand.

    Examples
    --------
    >>> cell_text(date(2021, 10, 1)), cell_text(4.0), cell_text(0.77, "0%")
    ('1.10.2021', '4', '77 %')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return _number(value, number_format)
    if isinstance(value, datetime):
        day = f"{value.day}.{value.month}.{value.year}"
        return day if value.time() == time() else f"{day} {value:%H:%M:%S}"
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    return str(value)


def _number(value: float, number_format: str) -> str:
    exact = Decimal(repr(value))
    unit = ""
    if "%" in QUOTED.sub("", number_format):
        exact, unit = exact * 100, " %"
    written = f"{exact:f}"
    if "." in written:
        written = written.rstrip("0").rstrip(".")
    written = written.replace(".", ",")
    if THREE_DECIMALS.fullmatch(written):
        written += "0"
    return written + unit
