"""Cells to numbers by declared marks; what was hidden upstream is never a number."""

from __future__ import annotations

import re

from evallib.data.values import SPACES, THOUSANDS_OR_DECIMALS, BadValue, number, shape
from evallib.domain.files import ColumnEntry

SUPPRESSED = re.compile(r"[<>]\s*\d+|\d+\s*[-\u2013]\s*\d+|\.{2,3}|\u2026")
PERCENT = re.compile(rf"[{SPACES}]?%")


def number_of(cell: str, declared: ColumnEntry) -> float:
    """One cell as a number.

    Read 20728.5 for ``20 728,50 €``; ``1,500`` alone is refused, because it may be one
    and a half or fifteen hundred.

    Parameters
    ----------
    cell : str
        A cell without white space around it.
    declared : ColumnEntry
        ``decimal``, ``thousands`` and ``decimals`` settle what is ambiguous; ``unit``
        may stand behind the number; ``low`` and ``high`` bound it.

    Returns
    -------
    float
        In the unit of the column.

    Raises
    ------
    BadValue
        ``E-SUPPRESSED-INPUT``, ``E-NUM-AMBIGUOUS``, ``E-NUM`` or ``E-RANGE``.
    """
    if SUPPRESSED.fullmatch(cell):
        raise BadValue("E-SUPPRESSED-INPUT", shape=shape(cell))
    value = _number(_without_unit(cell, declared), declared, cell)
    _require_bounds(value, declared, cell)
    return value


def whole_number_of(cell: str, declared: ColumnEntry) -> int:
    """One cell as a whole number; ``E-RANGE`` where it has parts."""
    value = number_of(cell, declared)
    if not value.is_integer():
        raise BadValue("E-RANGE", shape=shape(cell), allowed=_bounds(declared))
    return int(value)


def share_of(cell: str, declared: ColumnEntry) -> float:
    """A percentage as a proportion: ``77 %`` is 0.77, and so is ``0,77``."""
    if PERCENT.search(cell):
        value = _number(PERCENT.sub("", cell), declared, cell) / 100
    elif declared.unit == "%":
        value = _number(cell, declared, cell) / 100
    else:
        value = _number(cell, declared, cell)
    _require_bounds(value, declared, cell)
    return value


def has_percent_sign(cell: str) -> bool:
    """Whether a cell of a percentage column carries the sign."""
    return PERCENT.search(cell) is not None


def _without_unit(cell: str, declared: ColumnEntry) -> str:
    if declared.unit and cell.endswith(declared.unit):
        return cell[: -len(declared.unit)].rstrip(SPACES)
    return cell


def _number(cell: str, declared: ColumnEntry, whole: str) -> float:
    settled = declared.decimals is not None or declared.thousands is not None
    if declared.decimal == "," and not settled:
        try:
            return number(cell)
        except BadValue as bad:
            raise BadValue(_both_marks(cell) or bad.code, shape=shape(whole)) from None
    ambiguous = THOUSANDS_OR_DECIMALS.fullmatch(cell) and "," in cell
    if ambiguous and not settled:
        raise BadValue("E-NUM-AMBIGUOUS", shape=shape(whole))
    return _declared_number(cell, declared, whole)


def _both_marks(cell: str) -> str | None:
    both = "." in cell and "," in cell and not any(char.isalpha() for char in cell)
    return "E-NUM-AMBIGUOUS" if both else None


def _declared_number(cell: str, declared: ColumnEntry, whole: str) -> float:
    group = re.escape(declared.thousands or "") if declared.thousands != " " else ""
    separator = group or f"[{SPACES}]"
    mark = re.escape(declared.decimal)
    form = rf"(?P<sign>[-\u2212]?)(?P<whole>\d+|\d{{1,3}}(?:{separator}\d{{3}})+)"
    match = re.fullmatch(rf"{form}(?:{mark}(?P<part>\d+))?", cell)
    if match is None:
        raise BadValue("E-NUM", shape=shape(whole))
    digits = "".join(char for char in match["whole"] if char.isdigit())
    return float(f"{'-' if match['sign'] else ''}{digits}.{match['part'] or 0}")


def _require_bounds(value: float, declared: ColumnEntry, cell: str) -> None:
    below = declared.low is not None and value < declared.low
    above = declared.high is not None and value > declared.high
    if below or above:
        raise BadValue("E-RANGE", shape=shape(cell), allowed=_bounds(declared))


def _bounds(declared: ColumnEntry) -> str | None:
    if declared.low is None and declared.high is None:
        return None
    low = "" if declared.low is None else f"{declared.low:g}"
    high = "" if declared.high is None else f"{declared.high:g}"
    return f"{low}\u2013{high}"
