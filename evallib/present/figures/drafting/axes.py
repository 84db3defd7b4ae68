"""What stands along an axis: round numbers or dates, in the words of their column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from evallib.domain.table import Column
from evallib.present.cells import written
from evallib.present.figures.drafting.lettering import SMALL, width
from evallib.present.language import Words

HUNDREDTHS = ("share", "portion", "points")
MONTH_STEPS = (1, 3, 6, 12, 24, 60, 120)
MOST_DATES = 6


def tick_texts(
    values: Sequence[float], column: Column, words: Words
) -> dict[float, str]:
    """Each number as its column writes it, with no more decimals than they need."""
    plain = column.kind == "probability"
    kind = "index" if plain else column.kind
    scaled = [each * 100 if kind in HUNDREDTHS else each for each in values]
    wanted = next((at for at in range(4) if all(_fits(each, at) for each in scaled)), 4)
    ruled = replace(column, kind=kind, decimals=wanted)
    return {each: written(each, ruled, words) for each in values}


def _fits(value: float, decimals: int) -> bool:
    return abs(value - round(value, decimals)) < 1e-9 * max(1.0, abs(value))


def date_texts(first: float, last: float, words: Words) -> dict[float, str]:
    """First days of months between two ordinals, as many as can be read."""
    start, end = date.fromordinal(round(first)), date.fromordinal(round(last))
    months = (end.year - start.year) * 12 + end.month - start.month
    step = next(
        (each for each in MONTH_STEPS if months / each <= MOST_DATES), MONTH_STEPS[-1]
    )
    turns = [
        date(at // 12, at % 12 + 1, 1)
        for at in range(start.year * 12, end.year * 12 + 12)
        if at % step == 0
    ]
    days = [day for day in turns if start <= day <= end] or [start]
    return {float(day.toordinal()): words.date(day) for day in days}


def widest(texts: Sequence[str]) -> float:
    """Inches that the longest of them takes along an axis."""
    return max((width(each, SMALL) for each in texts), default=0.0)
