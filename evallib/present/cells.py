"""How one released cell reads: in a table, in a sentence, in a figure's label."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from evallib.domain.table import Column
from evallib.domain.vocabulary import Label, Language, Text
from evallib.present.language import MINUS, NO_BREAK, Words
from evallib.release.released import Cell

HIDDEN = "…"
MISSING = ".."
# No remark is not a missing figure: such a cell is left empty.
WORDED = ("label", "text", "status", "source")
RARE = 0.001  # a smaller probability is written as smaller than this
FINE = 0.01  # below it a probability needs a third decimal


@dataclass(frozen=True, slots=True)
class Reading:
    """Words for the eye, their language where it is not the page's, and for the ear.

    ``spoken`` replaces the symbol for assistive technology.
    """

    text: str
    language: Language | None = None
    spoken: str | None = None
    symbol: str | None = None


def read_cell(cell: Cell, column: Column, words: Words) -> Reading:
    """The words of a released cell; hidden and missing figures have symbols."""
    if cell.status == "hidden":
        return Reading(HIDDEN, spoken=words.say("cell.hidden"))
    if cell.status == "missing":
        if column.kind in WORDED:
            return Reading("")
        return Reading(MISSING, spoken=words.say("cell.missing"))
    if cell.status == "as_written":
        return Reading(cell.written or "")
    match cell.value:
        case Text() as text:
            shown, language = text.in_language(words.language)
            return Reading(shown, language if language != words.language else None)
        case Label(key):
            symbol = f"symbol.{key}"
            return Reading(
                words.say(key), symbol=words.say(symbol) if words.has(symbol) else None
            )
        case date() as day:
            return Reading(words.date(day))
        case _:
            return Reading(_number(cell, column, words))


def written(value: float, column: Column, words: Words) -> str:
    """A number as the column writes it, with its sign of percent or money."""
    plain, dressed = _writers(column, words)
    return dressed(plain(value))


def _number(cell: Cell, column: Column, words: Words) -> str:
    if isinstance(cell.value, (int, float)):
        return written(cell.value, column, words)
    plain, dressed = _writers(column, words)
    if cell.low is None or cell.high is None:
        return MISSING
    low, high = plain(cell.low), plain(cell.high)
    if low.startswith(MINUS) and not high.startswith(MINUS):
        return words.span(dressed(low), dressed(high))  # words stand between them
    return dressed(words.span(low, high))


def _writers(
    column: Column, words: Words
) -> tuple[Callable[[float], str], Callable[[str], str]]:
    decimals = column.decimals

    def bare(number: str) -> str:
        return number

    def counted(value: float) -> str:
        return words.number(value, decimals)

    def hundredths(value: float) -> str:
        return words.hundredths(value, decimals)

    match column.kind:
        case "share" | "portion":
            return hundredths, words.percent_sign
        case "points":
            return hundredths, bare
        case "eur" | "unit_cost":
            return counted, words.euro_sign
        case "probability":
            return lambda value: _probability(value, words), bare
        case "entry":
            return lambda value: words.number(value, _decimals_of(value)), bare
        case _:
            return counted, bare


def _probability(value: float, words: Words) -> str:
    """``0,03``: a possible thing is never written as 0, nor a doubtful one as 1."""
    if value < RARE:
        return f"<{NO_BREAK}{words.number(RARE, 3)}"
    if 1 - FINE / 2 <= value < 1:
        return f">{NO_BREAK}{words.number(1 - FINE, 2)}"
    return words.number(value, 2 if value >= FINE else 3)


def _decimals_of(value: float) -> int:
    return 0 if float(value).is_integer() else 1
