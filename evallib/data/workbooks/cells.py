"""Cells of a workbook to text in the grammar of every other table."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal

THREE_DECIMALS = re.compile(r"-?\d{1,3},\d{3}")
QUOTED = re.compile(r'"[^"]*"|\\.')


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
