"""Whether a finished page tells what was released, and nothing else.

The page is read as a stranger reads it, without the objects that it was made of. So
a number that slipped into it on the way is found all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from bs4 import BeautifulSoup, Tag

from evallib.domain.vocabulary import Language

Records = Sequence[Mapping[str, Any]]
HIDDEN = "…"
PICTURES = re.compile(r'src="data:[^"]*"')  # most of a page, and read elsewhere
PRINTED = re.compile(r"[-−]?\d+(?:[.,]\d+)?")
SPACED = re.compile(r"(?<=\d)[\s\u00a0\u202f](?=\d{3}(?!\d))")
COMMAS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
# Nothing but figures, signs and units; dates and names have letters or more dots.
NUMERIC = re.compile(r"(?!\d+[./]\d+[./]\d{4}$)[-−]?\d[\d\s,.\u2013\u00a0\u202f%€]*")
PERCENT = re.compile(r"([-−\d][\d\s,.\u2013\u00a0\u202f]*?)[\s\u00a0\u202f]?%")
LEVEL = 95.0  # of every interval; a constant of the wording
SCALES = (1, 100)  # a share is printed as a percentage
HALF = 0.5 + 1e-6  # of the last printed digit, and what binary fractions lose


def unreleased(html: str, records: Records, language: Language) -> tuple[str, ...]:
    """Where a page tells something that is not among the released numbers.

    Read ``("effect-groups",)`` as: that table shows a number that was not released,
    or a number where a hidden one belongs. A section alone is named for sentences and
    texts of pictures.

    Parameters
    ----------
    html : str
        The finished page.
    records : sequence
        The released numbers, as in ``results.json``.
    language : str
        In which the page is written.
    """
    soup = BeautifulSoup(PICTURES.sub("", html), "html.parser")
    reader = _Reader(language)
    found = [*_in_tables(soup, records, reader), *_in_words(soup, records, reader)]
    return tuple(dict.fromkeys(found))


class _Reader:
    """Numbers as they are written in one language."""

    def __init__(self, language: Language) -> None:
        self.is_english = language == "en"

    def numbers(self, text: str) -> list[tuple[float, float]]:
        """Each with the size of half its last digit."""
        plain = SPACED.sub("", text)
        if self.is_english:
            plain = COMMAS.sub("", plain)
        found = []
        for each in PRINTED.findall(plain.replace(",", ".")):
            decimals = len(each.partition(".")[2])
            found.append((float(each.replace("−", "-")), HALF * 10**-decimals))
        return found

    def agrees(self, text: str, record: Mapping[str, Any]) -> bool:
        """Whether a text tells a record, its limits included where it has no value."""
        if record["status"] != "shown":
            return bool(record["status"] == "as_written" and text == record["value"])
        told = [record["value"]]
        if record["value"] is None:
            told = [
                each for each in (record["low"], record["high"]) if each is not None
            ]
        found = self.numbers(text)
        return bool(told) and any(
            all(any(abs(n - scale * end) <= half for n, half in found) for end in told)
            for scale in SCALES
        )

    def mentions(self, number: tuple[float, float], record: Mapping[str, Any]) -> bool:
        """Whether a number is the value or a limit of a record."""
        value, half = number
        ends = [record[name] for name in ("value", "low", "high")]
        return record["status"] == "shown" and any(
            abs(value - 100 * end) <= half
            for end in ends
            if isinstance(end, (int, float))
        )


def _in_tables(soup: Tag, records: Records, reader: _Reader) -> Iterator[str]:
    tables = {str(each["id"]): each for each in soup.find_all("table", id=True)}
    by_table = groupby(records, key=lambda each: (each["section"], each["table"]))
    for (section, name), own in by_table:
        table = tables.get(f"{section}-{name}")
        if table is None or table.thead is None or table.tbody is None:
            continue
        told = [list(each) for _, each in groupby(own, key=lambda e: e["row"])]
        rows = table.tbody.find_all("tr")
        fits = len(rows) == len(told) and all(
            _row_fits(row, each, reader) for row, each in zip(rows, told, strict=True)
        )
        if not fits:
            yield f"{section}-{name}"


def _row_fits(row: Tag, records: Records, reader: _Reader) -> bool:
    """As many cells are hidden as should be, and every figure is a released one.

    A name may be all figures ("2024", "18–29"), so only cells of numbers are read.
    """
    texts = [each.get_text(" ", strip=True) for each in row.select("td.num")]
    hidden = sum(each["status"] == "hidden" for each in records)
    if sum(text.startswith(HIDDEN) for text in texts) < hidden:
        return False
    free = [each for each in records if each["status"] != "hidden"]
    for text in texts:
        if NUMERIC.fullmatch(text):
            own = next((each for each in free if reader.agrees(text, each)), None)
            if own is None:
                return False
            free.remove(own)
    return True


def _in_words(soup: Tag, records: Records, reader: _Reader) -> Iterator[str]:
    """Sections whose sentences or texts of pictures tell something else."""
    by_section: dict[str, list[Mapping[str, Any]]] = {}
    for each in records:
        by_section.setdefault(each["section"], []).append(each)
    for section in soup.find_all("section", id=True):
        own = by_section.get(str(section["id"]), [])
        said = section.select("p.say .number:not(.constant)")
        strange = any(
            not any(reader.agrees(each.get_text(), record) for record in own)
            for each in said
        )
        if strange or _strange_pictures(section, own, reader):
            yield str(section["id"])


def _strange_pictures(section: Tag, own: Records, reader: _Reader) -> bool:
    shares = [
        number
        for picture in section.find_all("img", alt=True)
        for text in PERCENT.findall(str(picture["alt"]))
        for number in reader.numbers(text)
        if number[0] != LEVEL
    ]
    return any(
        not any(reader.mentions(number, record) for record in own) for number in shares
    )
