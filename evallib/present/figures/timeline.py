"""When each thing began and ended; what has not ended runs on as an arrow.

Roles: ``label``, ``start``, ``end`` (dates). An end that is missing is open: the bar
runs to the right edge in a hatch and ends in a point. Without a start nothing is drawn.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from evallib.present import palette
from evallib.present.figures.drafting.labels import Labels
from evallib.present.figures.drafting.lettering import SMALL
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.scale import Scale, grid
from evallib.present.figures.drafting.sheet import WIDTH, Sheet
from evallib.present.language import EN_DASH

THICK = 0.2
THINNEST = 0.06  # a single day is still to be seen
MONTHS_WITH_QUARTERS = 30
OPEN_ROOM = 0.06  # of the whole span, to the right of the last date


def draw(rows: Rows) -> str:
    """A bar for every row, from its start to its end or to the right edge."""
    sheet = Sheet()
    labels = Labels(rows, beneath=[_days(rows, row) for row in range(len(rows))])
    scale = _scale(rows, labels.right)
    if scale:
        _draw_calendar(sheet, rows, scale, bottom=labels.bottom)
    for row, centre in enumerate(labels.centres):
        labels.write(sheet, row)
        if scale:
            _bar(sheet, rows, scale, place=(row, centre))
    return sheet.svg(labels.bottom + 0.3)


def _days(rows: Rows, row: int) -> str:
    """The dates in words: ``1.9.2020 – 15.3.2021``, or with an open end."""
    if rows.day(row, "start") is None:
        return rows.text(row, "start")
    end = rows.text(row, "end") if rows.day(row, "end") else ""
    return f"{rows.text(row, 'start')} {EN_DASH} {end}".rstrip()


def _scale(rows: Rows, left: float) -> Scale | None:
    """From the first start to the last date, in days; None without any date."""
    drawn = [row for row in range(len(rows)) if rows.day(row, "start")]
    days = [
        day.toordinal()
        for row in drawn
        for role in ("start", "end")
        if (day := rows.day(row, role))
    ]
    if not days:
        return None
    first, last = min(days), max(days) + 1
    if any(rows.day(row, "end") is None for row in drawn):
        last += max(round((last - first) * OPEN_ROOM), 30)
    return Scale(first, last, left, WIDTH - 0.05)


def _draw_calendar(sheet: Sheet, rows: Rows, scale: Scale, *, bottom: float) -> None:
    """Upright lines at the turn of years; of quarters where the span is short."""
    first = date.fromordinal(round(scale.first))
    last = date.fromordinal(round(scale.last))
    months = (last.year - first.year) * 12 + last.month - first.month
    if months <= MONTHS_WITH_QUARTERS:
        for day in _turns(first, last, months=(4, 7, 10)):
            across = scale.at(day.toordinal())
            sheet.line([(across, 0.0), (across, bottom)], colour=palette.WASH)
    years = _turns(first, last, months=(1,))
    at = [scale.first, *(float(day.toordinal()) for day in years), scale.last]
    marks = {float(day.toordinal()): "" for day in years}
    grid(sheet, scale, (0.0, bottom), marks=marks)
    for before, after in pairwise(at):
        middle = date.fromordinal(round((before + after) / 2))
        if scale.at(after) - scale.at(before) > 0.4:
            across = scale.at((before + after) / 2)
            sheet.write(
                (across, bottom + 0.14), str(middle.year), SMALL, align="center"
            )


def _turns(first: date, last: date, *, months: tuple[int, ...]) -> list[date]:
    days = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in months
    ]
    return [day for day in days if first < day < last]


def _bar(sheet: Sheet, rows: Rows, scale: Scale, *, place: tuple[int, float]) -> None:
    row, centre = place
    start, end = rows.day(row, "start"), rows.day(row, "end")
    if start is None:
        return
    left, top, bottom = (
        scale.at(start.toordinal()),
        centre - THICK / 2,
        centre + THICK / 2,
    )
    if end:
        wide = max(scale.at(end.toordinal() + 1) - left, THINNEST)
        sheet.box((left, top), (wide, THICK), fill=palette.BLUE)
        return
    neck, tip = scale.right - THICK / 2, scale.right
    corners = [(left, top), (neck, top), (tip, centre), (neck, bottom), (left, bottom)]
    sheet.shape(corners, edge=palette.BLUE, hatch="////")
