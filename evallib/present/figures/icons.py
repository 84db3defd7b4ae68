"""Of a hundred clients, how many: one mark per client.

Roles: ``value`` (a share), ``limits`` (a range column), ``label`` (what they reached).
Marks up to the lower limit are filled, those up to the upper limit are hatched rings,
the rest are empty. Only the first row is drawn.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from evallib.present import palette
from evallib.present.figures.drafting.lettering import Type, wrap
from evallib.present.figures.drafting.rows import Rows
from evallib.present.figures.drafting.sheet import WIDTH, Sheet

SIDE = 10
STEP = 0.32
RADIUS = 0.115
MARGIN = 0.02
WORDS = SIDE * STEP + 0.45  # where the words begin
LARGE = Type(34.0, bold=True)
LABEL = Type(14.0)  # larger than elsewhere: this figure is printed small
KEY = Type(13.0)
KEY_STRONG = Type(13.0, bold=True)


def draw(rows: Rows) -> str:
    """A hundred marks at the left, what they stand for at the right."""
    sheet = Sheet()
    low, high = _hundredths(rows)
    for place in range(SIDE * SIDE):
        down, across = divmod(place, SIDE)
        centre = (MARGIN + (across + 0.5) * STEP, MARGIN + (down + 0.5) * STEP)
        _mark(sheet, centre, filled=place < low, possible=place < high)
    _write_words(sheet, rows, counts=(low, high))
    return sheet.svg(SIDE * STEP + 2 * MARGIN)


def _hundredths(rows: Rows) -> tuple[int, int]:
    """Clients of a hundred that are certain, and that are at most possible."""
    value = rows.number(0, "value")
    low, high = rows.limits(0) or (value, value)
    if low is None or high is None:
        raise ValueError("icons need a share or its limits in the first row")
    return _whole(low), _whole(high)


def _whole(share: float) -> int:
    return int((Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _mark(
    sheet: Sheet, centre: tuple[float, float], *, filled: bool, possible: bool
) -> None:
    if filled:
        sheet.dot(centre, RADIUS, fill=palette.BLUE, edge=palette.BLUE)
    elif possible:
        sheet.dot(centre, RADIUS, edge=palette.BLUE, hatch="//////")
    else:
        sheet.dot(centre, RADIUS, edge=palette.RULE)


def _write_words(sheet: Sheet, rows: Rows, *, counts: tuple[int, int]) -> None:
    """How many of a hundred, what they reached, and what each mark stands for."""
    low, high = counts
    words = rows.words
    number = words.span(words.number(low), words.number(high))
    label = wrap(rows.text(0, "label"), WIDTH - WORDS, LABEL, at_most=5)
    title = [(words.percent_sign(number), LARGE), *((line, LABEL) for line in label)]
    tall = sum(look.line for _, look in title)
    sheet.stack((WORDS, MARGIN + 0.1 + tall / 2), title)
    _write_key(sheet, rows, counts=counts)


def _write_key(sheet: Sheet, rows: Rows, *, counts: tuple[int, int]) -> None:
    low, high = counts
    named = [
        (low, "figure.certain" if low < high else "figure.of_hundred", True, True),
        (high - low, "figure.possible", False, True),
        (SIDE * SIDE - high, "figure.rest", False, False),
    ]
    shown = [each for each in named if each[0]]
    down = MARGIN + (SIDE - len(shown) + 0.5) * STEP
    for count, name, filled, possible in shown:
        _mark(sheet, (WORDS + RADIUS, down), filled=filled, possible=possible)
        left = WORDS + 2 * RADIUS + 0.6
        sheet.write(
            (left - 0.12, down), rows.words.number(count), KEY_STRONG, align="right"
        )
        sheet.write((left, down), rows.words.say(name), KEY)
        down += STEP
