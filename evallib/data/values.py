"""Cells to numbers, dates and choices by strict grammars; nothing is guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import get_args

from evallib.domain.vocabulary import Entry

LONGEST_SHAPE = 40
SPACES = "\u0020\u00a0\u202f"
GROUPED = re.compile(
    rf"(?P<sign>[-\u2212]?)(?P<whole>\d+|\d{{1,3}}(?:[{SPACES}]\d{{3}})+)"
    rf"(?:,(?P<part>\d+))?(?P<unit>[{SPACES}]?(?:€|%))?"
)
THOUSANDS_OR_DECIMALS = re.compile(
    rf"[-\u2212]?(?!0[.,])\d{{1,3}}[.,]\d{{3}}(?:[{SPACES}]?(?:€|%))?"
)
FINNISH_DATE = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
PERIOD = re.compile(
    r"(?i)\d{1,2}/\d{4}|(syksy|kevät|kesä|talvi|vk|viikko|[a-zä]+kuu)\b.*|.*\d\..*[-–].*"
)


class BadValue(Exception):
    """A cell that its grammar refuses; holds the code, never the content."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


def shape(cell: str) -> str:
    """What a cell looks like, without what it says: ``##.#.####``.

    Digits, letters and marks as in the cell's first forty characters; a character
    that cannot be seen by its code point, any other as ``?``.
    """
    return "".join(_drawn(character) for character in cell[:LONGEST_SHAPE])


def seen(cell: str) -> dict[str, object]:
    """Shape and length of a cell, as the facts of a problem."""
    return {"shape": shape(cell), "length": len(cell)}


def _drawn(character: str) -> str:
    if character.isdigit():
        return "#"
    if character.isalpha():
        return "a"
    if unicodedata.category(character) in ("Cc", "Cf"):
        return f"U+{ord(character):04X}"
    return character if character.isascii() else "?"


def number(cell: str) -> float:
    """A Finnish number: ``20 728,50 €`` is 20728.5.

    Raises
    ------
    BadValue
        ``E-NUM-AMBIGUOUS`` for ``1,500`` and ``1.500``, which may be thousands or
        decimals; ``E-NUM`` for everything else that is not wholly one number.
    """
    if THOUSANDS_OR_DECIMALS.fullmatch(cell):
        raise BadValue("E-NUM-AMBIGUOUS", shape=shape(cell))
    match = GROUPED.fullmatch(cell)
    if match is None:
        raise BadValue("E-NUM", shape=shape(cell))
    digits = "".join(c for c in match["whole"] if c.isdigit())
    return float(f"{'-' if match['sign'] else ''}{digits}.{match['part'] or 0}")


def count(cell: str) -> int:
    """A whole number of persons or things, 0 or more."""
    value = number(cell)
    if value < 0 or not value.is_integer():
        raise BadValue("E-RANGE", shape=shape(cell))
    return int(value)


def day(cell: str) -> date:
    """A date as ``1.10.2021`` or ``2021-10-01``, in the calendar."""
    if match := FINNISH_DATE.fullmatch(cell):
        parts = (int(match[3]), int(match[2]), int(match[1]))
    elif match := ISO_DATE.fullmatch(cell):
        parts = (int(match[1]), int(match[2]), int(match[3]))
    elif PERIOD.fullmatch(cell):
        raise BadValue("E-DATE-PRECISION", shape=shape(cell))
    else:
        raise BadValue("E-DATE", shape=shape(cell))
    try:
        return date(*parts)
    except ValueError:
        raise BadValue("E-DATE", shape=shape(cell)) from None


def entry(cell: str) -> Entry:
    """A project's own figure: a number where the whole cell is one, else its words."""
    try:
        return Entry(cell, number(cell))
    except BadValue:
        return Entry(cell)


def choice(cell: str, alias: object) -> str:
    """One of the values of a ``Literal``."""
    allowed = get_args(alias)
    if cell not in allowed:
        raise BadValue("E-CAT", allowed=", ".join(allowed))
    return cell
