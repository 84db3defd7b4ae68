"""What the cells of one row, and the rows of one file, must not say together."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from evallib.data.identity.codes import birth_date
from evallib.data.intake.typing import Typed
from evallib.domain.project import Period

PERIOD_GRACE = timedelta(days=30)


def time_zeros(typed: Typed, declared: date | str | None) -> list[date | None]:
    """The day on which each row's clock starts, if it has one."""
    if isinstance(declared, date):
        return [declared] * len(typed.lines)
    told = typed.values.get(declared) if declared else None
    found = told if told is not None else typed.of_role("service_start")
    return [each if isinstance(each, date) else None for each in found]


def repeated_rows(typed: Typed) -> set[int]:
    """Lines that say what an earlier line said, told as faults or as warnings.

    Read ``{7}`` as: row 7 repeats an earlier row. Where the project declares
    ``duplicates = "drop_exact"`` it is dropped and counted, else it is a fault; in
    either case nothing else is asked of it.
    """
    if typed.declared.kind == "survey" and typed.column("respondent") is None:
        return set()  # two people without a name may well answer alike
    first: dict[tuple[tuple[str, str], ...], int] = {}
    repeated: set[int] = set()
    drops = typed.declared.duplicates == "drop_exact"
    for row in typed.sheet.rows:
        cells = tuple(sorted(row.cells.items()))
        if cells in first:
            code = "W-DUP-ROW" if drops else "E-DUP-ROW"
            typed.sheet.fault(code, row.line, None, case="row", with_row=first[cells])
            repeated.add(row.line)
        first.setdefault(cells, row.line)
    return repeated


def check_order(typed: Typed) -> None:
    """Nothing ends before it starts."""
    pairs = (("service_start", "service_end"), ("spell_start", "spell_end"))
    for start_role, end_role in pairs:
        column = typed.column(end_role)
        if column is None:
            continue
        both = zip(
            typed.lines, typed.of_role(start_role), typed.of_role(end_role), strict=True
        )
        for line, start, end in both:
            if isinstance(start, date) and isinstance(end, date) and end < start:
                typed.sheet.fault("E-DATE-ORDER", line, column)


def check_period(typed: Typed, period: Period | None) -> None:
    """A service far outside the project's own time is worth a second look."""
    if period is None or typed.declared.group == "control":
        return
    first, last = period.start - PERIOD_GRACE, period.end + PERIOD_GRACE
    for column in (*typed.columns("service_start"), *typed.columns("service_end")):
        for line, day in zip(typed.lines, typed.values[column], strict=True):
            if isinstance(day, date) and not first <= day <= last:
                typed.sheet.fault("W-DATE-PERIOD", line, column)


def check_ages(typed: Typed, starts: list[date | None]) -> None:
    """Nobody starts before birth; ages outside the usual range are pointed out."""
    column = typed.column("person_id")
    if column is None or typed.declared.columns[column].type != "hetu":
        return
    youngest, oldest = typed.declared.age_range
    ids = typed.values[column]
    for line, code, start in zip(typed.lines, ids, starts, strict=True):
        if code is None or start is None:
            continue
        age = age_on(birth_date(str(code)), start)
        if age < 0:
            typed.sheet.fault("E-AGE", line, column)
        elif not youngest <= age <= oldest:
            facts = {"allowed": f"{youngest}\u2013{oldest}"}
            typed.sheet.fault("W-AGE", line, column, **facts)


def check_outcomes(typed: Typed, starts: list[date | None]) -> None:
    """No outcome of a service is dated before the clock started."""
    dated = [*typed.columns("exit")]
    dated += [
        each.dated_by
        for each in typed.declared.columns.values()
        if each.role == "outcome" and each.dated_by
    ]
    for column in dict.fromkeys(dated):
        for line, day, start in zip(
            typed.lines, typed.values[column], starts, strict=True
        ):
            if isinstance(day, date) and start is not None and day < start:
                typed.sheet.fault("E-OUTCOME-BEFORE", line, column)


def check_respondents(typed: Typed) -> None:
    """Nobody answers one survey twice; both rows are named."""
    column = typed.column("respondent")
    if column is None:
        return
    times = Counter(each for each in typed.values[column] if each is not None)
    for line, who in zip(typed.lines, typed.values[column], strict=True):
        if who is not None and times[who] > 1:
            typed.sheet.fault("E-DUP-RESP", line, column)


def age_on(born: date, day: date) -> int:
    """Whole years between two days; negative before birth."""
    before_birthday = (day.month, day.day) < (born.month, born.day)
    return day.year - born.year - before_birthday
