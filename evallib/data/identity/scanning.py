"""Identity codes, e-mail addresses, telephone numbers and IBANs in any text.

Found in every form a reader would still see them in: other dashes, full-width
digits, invisible characters between, HTML entities, percent signs, Markdown marks.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Literal
from urllib.parse import unquote

from stdnum import iban, numdb
from stdnum.fi import ytunnus

from evallib.data.identity.codes import (
    CENTURIES,
    CHECKS,
    has_right_check,
    is_dash,
)

Found = Literal["hetu", "iban", "email", "phone"]
Span = tuple[int, int]

MARKS: Mapping[Found, str] = MappingProxyType(
    {
        "hetu": "[HETU]",
        "iban": "[TILINUMERO]",
        "email": "[SÄHKÖPOSTI]",
        "phone": "[PUHELIN]",
    }
)
# Nothing personal has fewer than seven digits and none of these marks.
SUSPECT = re.compile(r"(?i)@|[(\[{]\s?[aä]t|%[0-9a-f]{2}|&[#a-z]|(?:[0-9][^0-9]*){7}")
DAY = r"(?:0[1-9]|[12][0-9]|3[01])(?:0[1-9]|1[0-2])[0-9]{2}"
LETTER_SIGNS = "".join(sign for sign in CENTURIES if sign.isalpha())
LETTER_CHECKS = CHECKS[10:]
# A letter as sign also occurs in hexadecimal digests; there no code can begin.
IDENTITY = re.compile(
    rf"(?:(?<![0-9]){DAY} ?[-+] ?|(?<![0-9A-F]){DAY} ?[{LETTER_SIGNS}] ?)"
    rf"[0-9]{{3}}(?:[{LETTER_CHECKS}]|[0-9](?![0-9]))"
)
# Without its sign a code is any number of ten digits, unless it ends in a letter.
NO_SIGN = re.compile(rf"(?<![0-9A-Z]){DAY} ?[0-9]{{3}}[{LETTER_CHECKS}](?![0-9A-Z])")
EMAIL = re.compile(
    r"(?<![\w.%+-])[\w.%+-]+(?:@| ?[(\[{] ?(?:AT|ÄT|@) ?[)\]}] ?)"
    r"[\w-]+(?:\.[\w-]+)+"
)
IBAN_START = re.compile(r"[A-Z]{2}[0-9]{2}(?=[ -]?[0-9A-Z])")
IBAN_REST = re.compile(r"[ -]?([0-9A-Z])")
ALONE = r"(?<![0-9])(?<![0-9][ .,/-])"
AREA = "(?:[235689]|1[3-9])"
COMPANY = "(?:[127]0|29|30|7[135]|[678]00)[0-9]?"
GROUPED = "[0-9]{3,4}[ -][0-9]{2,4}(?:[ -][0-9]{2,4})?"
PHONE = re.compile(
    rf"(?:\+ ?|{ALONE}00 ?)358[ ./-]{{0,2}}(?:\(0\) ?)?"
    r"[1-9](?:[ ./-]{0,2}[0-9]){4,11}(?![0-9])"
    rf"|{ALONE}\(?0(?:4[0-9]|50)\)?(?:[ ./-]{{0,2}}[0-9]){{5,8}}(?![0-9])"
    rf"|{ALONE}0(?:{AREA}|{COMPANY})"
    rf"(?:[0-9]{{5,8}}|[ -]{{1,2}}(?:[0-9]{{5,8}}|{GROUPED}))(?![0-9])"
    rf"|\(0{AREA}\)(?: ?[0-9]){{5,8}}(?![0-9])"
)
# Business ids that begin with a zero look like telephone numbers.
BUSINESS_ID = re.compile(r"[0-9]{7}-[0-9](?![0-9])")
MARKDOWN = str.maketrans("", "", "\\*_`")
COVER = "\N{OBJECT REPLACEMENT CHARACTER}"
# A text as it stands, as a browser decodes it, and as Markdown shows it.
READINGS: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: html.unescape(unquote(text)),
    lambda text: html.unescape(text).translate(MARKDOWN),
)


@dataclass(frozen=True, slots=True)
class Scrubbed:
    """A text without what it said of persons, and how much of each was taken out."""

    text: str
    counts: Mapping[Found, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())


def personal(cell: str) -> tuple[Found, ...]:
    """What a cell tells that only a declared identity column may tell.

    Read ``("email",)`` as: the cell holds an e-mail address and nothing else that is
    looked for. Where and which is not told, so that no message can repeat it.

    Parameters
    ----------
    cell : str
        Any text.

    Returns
    -------
    tuple of str
        Of ``hetu`` (an identity code with a right check character), ``iban``,
        ``email`` and ``phone`` (a Finnish number); empty for a harmless cell.

    Notes
    -----
    In a column of numbers only ``hetu`` counts, because an amount may look like a
    telephone number. What somebody packed or encrypted is not found.

    Examples
    --------
    >>> personal("kysy 010190\N{EN DASH}900p")
    ('hetu',)
    >>> personal("hanke S21634, 1.10.2021, 20 728,50 €")
    ()
    """
    if not _is_suspect(cell):
        return ()
    readings = {reading(cell) for reading in READINGS}
    found = {kind for reading in readings for kind, _ in _finds(reading)}
    return tuple(kind for kind in MARKS if kind in found)


def scrub(text: str) -> Scrubbed:
    """A free text with marks in place of what identifies persons.

    Read ``counts["phone"] == 2`` as: two telephone numbers stood here.

    Parameters
    ----------
    text : str
        An open answer or the like.

    Returns
    -------
    Scrubbed
        The rest of the text is unchanged. Names and streets are not recognised.

    Examples
    --------
    >>> scrub("Soita 040 123 4567 / maija@x.fi / 010190-900P").text
    'Soita [PUHELIN] / [SÄHKÖPOSTI] / [HETU]'
    """
    counts: Counter[Found] = Counter()
    for reading in READINGS if _is_suspect(text) else ():
        while found := list(_finds(shown := reading(text))):
            text = _marked(shown, found)
            counts.update(kind for kind, _ in found)
    return Scrubbed(text, dict(counts))


def _is_suspect(text: str) -> bool:
    """A quick look, so that a column of a million harmless cells costs little."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return SUSPECT.search(plain) is not None


def _marked(text: str, found: list[tuple[Found, Span]]) -> str:
    for kind, (start, end) in sorted(found, key=lambda each: each[1], reverse=True):
        text = text[:start] + MARKS[kind] + text[end:]
    return text


def _finds(text: str) -> Iterator[tuple[Found, Span]]:
    """Every find with its place in the text; none overlaps another."""
    plain, origins = _plain(text)
    for kind, finder in FINDERS.items():
        while spans := list(finder("".join(plain))):
            for start, end in spans:
                yield kind, (origins[start], origins[end - 1] + 1)
                plain[start:end] = COVER * (end - start)


def _plain(text: str) -> tuple[list[str], list[int]]:
    """Capitals and plain signs, with the place each came from."""
    plain: list[str] = []
    origins: list[int] = []
    for at, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character):
            if unicodedata.category(each) != "Cf":
                shown = "-" if is_dash(each) else " " if each.isspace() else each
                plain.extend(shown.upper())
                origins.extend([at] * len(shown.upper()))
    return plain, origins


def _identity_codes(text: str) -> Iterator[Span]:
    yield from _right_codes(IDENTITY, text)
    yield from _right_codes(NO_SIGN, text)


def _right_codes(form: re.Pattern[str], text: str) -> Iterator[Span]:
    at = 0
    while match := form.search(text, at):
        right = has_right_check(match[0].replace(" ", ""))
        if right:
            yield match.span()
        at = match.end() if right else match.start() + 1


def _ibans(text: str) -> Iterator[Span]:
    after = 0
    for match in IBAN_START.finditer(text):
        end = _iban_end(text, match)
        if end is not None and match.start() >= after:
            after = end
            yield match.start(), end


def _iban_end(text: str, start: re.Match[str]) -> int | None:
    """Where the IBAN that begins here ends, if it is a right one."""
    number, at = start[0], start.end()
    length = _iban_length(number[:2])
    while len(number) < length and (match := IBAN_REST.match(text, at)):
        number, at = number + match[1], match.end()
    return at if len(number) == length and iban.is_valid(number) else None


@cache
def _iban_length(country: str) -> int:
    """Characters of a country's IBAN, 0 where there is none."""
    ((_, facts), *_) = numdb.get("iban").info(country)
    parts = re.findall("[0-9]+", facts.get("bban", ""))
    return len("FI21") + sum(map(int, parts)) if parts else 0


def _emails(text: str) -> Iterator[Span]:
    return (match.span() for match in EMAIL.finditer(text))


def _phones(text: str) -> Iterator[Span]:
    at = 0
    while match := PHONE.search(text[at:]):  # a number may stand right behind another
        business = BUSINESS_ID.match(match.string, match.start())
        if business is None or not ytunnus.is_valid(business[0]):
            yield at + match.start(), at + match.end()
        at += match.end()


FINDERS: dict[Found, Callable[[str], Iterator[Span]]] = {
    "hetu": _identity_codes,
    "iban": _ibans,
    "email": _emails,
    "phone": _phones,
}
