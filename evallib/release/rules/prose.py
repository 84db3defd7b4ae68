"""Which paragraphs of somebody's own words repeat a number that is hidden: R16."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

PARAGRAPHS = re.compile(r"\n[ \t]*\n")
CALENDAR = re.compile(
    r"\b\d{4}-\d{2}-\d{2}\b"
    r"|\b\d{1,2}\.\s?\d{1,2}\.(?:\s?\d{4})?"
    r"|\b(?:19|20)\d{2}(?:\s?[-–]\s?(?:(?:19|20)?\d{2}))?\b"
)
DURATION = re.compile(
    r"\b\d+(?:[.,]\d+)?(?:\s?[-–]\s?\d+)?[\s\u00a0-]?"
    r"(?:kk|kuukau|viiko|viikk|päiv|vuo|tunti|tunni|månad|veck|dag|år|timm"
    r"|month|week|day|year|hour)",
    re.IGNORECASE,
)
NUMBERING = re.compile(
    r"^\s*\d+[.)]\s|(?:§|#|\bkohta|\bluku|\bkapitel|\bpunkt|\bchapter|\bsection)\s?\d+",
    re.IGNORECASE | re.MULTILINE,
)
CITED = re.compile(r"\[@[^\]]*\]|\([^)\s]*\)|`[^`]*`")
NUMERAL = re.compile(r"(?<![\w.,-])\d{1,3}(?:[ \u00a0\u202f]?\d{3})*(?:[.,]\d+)?(?!\w)")
SPACES = re.compile(r"[ \u00a0\u202f]")
DECIMALS = 1  # of a percentage, as reports print it


def numerals(text: str) -> frozenset[str]:
    """Numbers that stand in a text, without dates, durations and numbering.

    Examples
    --------
    >>> sorted(numerals("1. Ryhmässä oli 12 asiakasta 6 kuukautta 3.4.2025 alkaen."))
    ['12']
    """
    for other in (CITED, CALENDAR, DURATION, NUMBERING):
        text = other.sub(" ", text)
    found = (SPACES.sub("", each).replace(",", ".") for each in NUMERAL.findall(text))
    return frozenset(_plain(each) for each in found)


def written(value: object, *, share: bool) -> Iterator[str]:
    """How somebody would write a hidden number in a sentence.

    Read ``15`` as: a count of fifteen, or a share of 15 %.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return
    number = 100 * value if share else value
    for decimals in range(DECIMALS + 1):
        yield _plain(f"{number:.{decimals}f}")


def repeating(text: str, hidden: Collection[str]) -> list[str]:
    """The paragraphs of a text that hold a numeral of a hidden value."""
    return [each for each in PARAGRAPHS.split(text) if numerals(each) & {*hidden}]


def _plain(numeral: str) -> str:
    return numeral.rstrip("0").rstrip(".") if "." in numeral else numeral
