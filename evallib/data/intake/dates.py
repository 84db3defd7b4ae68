"""Cells to dates by declared forms; a month, a day number or a guess is no date."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from evallib.data.values import BadValue, shape
from evallib.domain.files import ColumnEntry

Form = Literal["fi", "iso"]
HELSINKI = ZoneInfo("Europe/Helsinki")
CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?"
FINNISH = re.compile(
    rf"(?P<day>\d{{1,2}})\.(?P<month>\d{{1,2}})\.(?P<year>\d{{4}})(?:\s+{CLOCK})?"
)
ISO = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}})"
    rf"(?:[T ]{CLOCK}(?P<offset>Z|[+-]\d{{2}}:?\d{{2}})?)?"
)
TWO_DIGITS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{2})")
BARE_NUMBER = re.compile(r"\d+|\d{3,}[.,]\d+")
PERIOD = re.compile(
    r"(?i)\d{1,2}\s*/\s*\d{4}|\d{4}\s*/\s*\d{1,2}|\d{4}-\d{2}|\d{1,2}\.\d{4}"
    r"|(?:syksy|kevät|kesä|talvi|vk|viikko|week|höst|vår|sommar|vinter)\b.*"
    r"|[a-zåäö]+kuu(?:ssa|n)?\b.*|(?:q|kv)\s*\d\b.*"
    r"|.*\d\s*\.?\s*[-\u2013\u2014]\s*\d.*\d{4}.*"
)
FIRST_YEAR, LAST_YEAR = 1901, 2099
ALLOWED: dict[Form, str] = {"fi": "p.k.vvvv", "iso": "vvvv-kk-pp"}


class MixedForms(Exception):
    """A column writes its dates in more than one way, and none is declared."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__("E-DATE-MIXED")
        self.rows = tuple(rows)


def date_forms(cells: Sequence[tuple[int, str]], declared: ColumnEntry) -> set[Form]:
    """The forms in which a column writes its dates.

    Read ``{"iso"}`` as: every date of this column is written 2021-10-01.

    Parameters
    ----------
    cells : sequence of (row, cell)
        Every cell that is not missing, with its row as a person sees it.
    declared : ColumnEntry
        Its ``date_formats``; where there are none, all cells must agree.

    Returns
    -------
    set of str
        ``fi``, ``iso`` or both.

    Raises
    ------
    MixedForms
        If both forms stand in a column that declares none, or times with and
        without an offset from Greenwich.
    """
    finnish = [row for row, cell in cells if FINNISH.fullmatch(cell)]
    iso = [(row, match) for row, cell in cells if (match := ISO.fullmatch(cell))]
    offset = [row for row, match in iso if match["offset"]]
    clock = [row for row, match in iso if match["hour"] and not match["offset"]]
    if offset and clock:
        raise MixedForms(sorted(offset + clock))
    if declared.date_formats:
        return set(declared.date_formats)
    if finnish and iso:
        fewer = min(finnish, [row for row, _ in iso], key=len)
        raise MixedForms(sorted(fewer))
    return {"iso"} if iso else {"fi"}


def day_of(cell: str, forms: set[Form], declared: ColumnEntry, *, as_of: date) -> date:
    """One cell as a day of the calendar.

    Read 2021-02-01 for ``1.2.2021`` as: the first of February, never the second of
    January.

    Parameters
    ----------
    cell : str
        A cell without white space around it.
    forms : set of str
        From ``date_forms``.
    declared : ColumnEntry
        ``two_digit_pivot`` and ``future``.
    as_of : date
        The day on which the data were drawn; nothing lies after it.

    Returns
    -------
    date
        An offset from Greenwich is turned into the day in Helsinki.

    Raises
    ------
    BadValue
        The first that applies of ``E-DATE-YY``, ``E-DATE-SERIAL``,
        ``E-DATE-PRECISION``, ``E-DATE``, ``E-DATE-SENTINEL`` and ``E-DATE-FUTURE``.
    """
    allowed = ", ".join(sorted(ALLOWED[form] for form in forms))
    found = _two_digits(cell, declared, allowed)
    if found is None:
        found = _written(cell, forms, allowed)
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadValue("E-DATE-SENTINEL", shape=shape(cell))
    if found > as_of and not declared.future:
        raise BadValue("E-DATE-FUTURE", shape=shape(cell), as_of=_shown(as_of))
    return found


def _two_digits(cell: str, declared: ColumnEntry, allowed: str) -> date | None:
    match = TWO_DIGITS.fullmatch(cell)
    if match is None:
        return None
    if declared.two_digit_pivot is None:
        raise BadValue("E-DATE-YY", shape=shape(cell), allowed=allowed)
    year = int(match[3])
    century = 2000 if year <= declared.two_digit_pivot else 1900
    return _calendar(cell, (century + year, int(match[2]), int(match[1])), allowed)


def _written(cell: str, forms: set[Form], allowed: str) -> date:
    if BARE_NUMBER.fullmatch(cell):
        raise BadValue("E-DATE-SERIAL", shape=shape(cell), allowed=allowed)
    match = FINNISH.fullmatch(cell) if "fi" in forms else None
    if match is None and "iso" in forms:
        match = ISO.fullmatch(cell)
    if match is None:
        code = "E-DATE-PRECISION" if PERIOD.fullmatch(cell) else "E-DATE"
        raise BadValue(code, shape=shape(cell), allowed=allowed)
    parts = (int(match["year"]), int(match["month"]), int(match["day"]))
    day = _calendar(cell, parts, allowed)
    if match["hour"] is None:
        return day
    return _day_of_moment(cell, day, match, allowed)


def _day_of_moment(cell: str, day: date, match: re.Match[str], allowed: str) -> date:
    """Midnight is the day itself; with an offset any time has a day in Helsinki."""
    try:
        clock = time(
            int(match["hour"]), int(match["minute"]), int(match["second"] or 0)
        )
    except ValueError:
        raise BadValue("E-DATE", shape=shape(cell), allowed=allowed) from None
    offset = match.groupdict().get("offset")
    if offset:
        moment = datetime.fromisoformat(f"{day}T{clock}{offset.replace('Z', '+00:00')}")
        return moment.astimezone(HELSINKI).date()
    if clock != time():
        raise BadValue("E-DATE", shape=shape(cell), allowed=allowed)
    return day


def _calendar(cell: str, parts: tuple[int, int, int], allowed: str) -> date:
    try:
        return date(*parts)
    except ValueError:
        raise BadValue("E-DATE", shape=shape(cell), allowed=allowed) from None


def _shown(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"
