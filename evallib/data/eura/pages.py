"""An ESF project sheet as lines of text, whatever it was saved as."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

from evallib.data.lines.decoding import damage, decode
from evallib.domain.errors import InputError, Place, Problem

TITLE = "Euroopan sosiaalirahaston (ESR) rahoittaman hankkeen kuvaus"
BANNER = "Euroopan unioni Vipuvoimaa EU:lta"
MAX_BYTES = 2_000_000
HTML = re.compile(r"\s*<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
PAGE = re.compile(r"(?:sivu\s*)?\d{1,3}\s*(?:/|\()\s*\d{1,3}\)?", re.IGNORECASE)
BARE_NUMBER = re.compile(r"(?:sivu\s*)?\d{1,3}", re.IGNORECASE)
EDGES = (0, 1, -1, -2)
ON_MOST = 0.6  # a running header stands in the same place on most pages
WIDEST_WRAPPED = 160  # a paragraph kept on one line is longer than any page is wide
INLINE = frozenset(("a", "abbr", "b", "em", "font", "i", "small", "span", "strong"))
INLINE |= frozenset(("label", "mark", "s", "sub", "sup", "u", "wbr"))
CELLS = frozenset(("td", "th"))
UNSEEN = frozenset(("script", "style", "head", "template", "noscript"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number in the file."""

    number: int
    text: str


def read_pages(path: Path, *, shown: str) -> list[Line]:
    """Lines of the sheet without page headers, page numbers and stray spaces.

    Parameters
    ----------
    path : Path
        Plain text, HTML, or text taken from a PDF.
    shown : str
        How messages name the file.

    Returns
    -------
    list of Line
        Blank lines stay: they part paragraphs.

    Raises
    ------
    InputError
        If the file is not text or its characters are spoilt.
    """
    decoded = decode(path, shown=shown, max_bytes=MAX_BYTES)
    faults = [_of_sheet(each) for each in decoded.problems if each.stops]
    if faults:
        raise InputError(faults)
    text = unicodedata.normalize("NFC", decoded.text)
    lines = _html_lines(text) if HTML.match(text) else _without_furniture(text)
    clean = [Line(each.number, " ".join(each.text.split())) for each in lines]
    spoilt = [
        Problem(code, Place(shown, row=each.number))
        for each in clean
        if (code := damage(each.text))
    ]
    if spoilt:
        raise InputError(spoilt)
    return clean


def is_wrapped(lines: list[Line]) -> bool:
    """Whether line ends come from the width of a page, as in text from a PDF."""
    return max((len(each.text) for each in lines), default=0) <= WIDEST_WRAPPED


def _of_sheet(problem: Problem) -> Problem:
    if problem.code != "E-FILE-TYPE":
        return problem
    return Problem(problem.code, problem.place, {"case": "esf", **problem.facts})


def _without_furniture(text: str) -> list[Line]:
    """Drop what a printer adds: running headers, page numbers, page breaks."""
    pages = _pages(text)
    slots = Counter(slot for page in pages for slot in _slots(page))
    enough = max(2, round(ON_MOST * len(pages)))
    kept: list[Line] = []
    for page in pages:
        margin = {
            row.number
            for slot, row in _slots(page).items()
            if slots[slot] >= enough or (len(pages) > 1 and _is_bare_number(row))
        }
        body = [row for row in page if row.number not in margin and not _is_page(row)]
        kept += _trimmed(body) if len(pages) > 1 else body
    return _once(kept)


def _pages(text: str) -> list[list[Line]]:
    pages: list[list[Line]] = []
    number = 1
    for page in text.replace("\r\n", "\n").replace("\r", "\n").split("\f"):
        rows = page.split("\n")
        pages.append([Line(number + at, row) for at, row in enumerate(rows)])
        number += len(rows) - 1
    return pages


def _slots(page: list[Line]) -> dict[tuple[int, str], Line]:
    """The two first and two last lines by place and by words, digits aside.

    The title and the banner are left for ``_once``, which keeps the first of each.
    """
    filled = [row for row in page if row.text.strip()]
    rows = [(at, filled[at]) for at in EDGES] if len(filled) > len(EDGES) else []
    return {
        (at, re.sub(r"\d+", "#", " ".join(row.text.split()))): row
        for at, row in rows
        if row.text.strip() not in (TITLE, BANNER)
    }


def _is_bare_number(row: Line) -> bool:
    return bool(BARE_NUMBER.fullmatch(row.text.strip()))


def _is_page(row: Line) -> bool:
    return bool(PAGE.fullmatch(row.text.strip()))


def _trimmed(body: list[Line]) -> list[Line]:
    filled = [at for at, row in enumerate(body) if row.text.strip()]
    return body[filled[0] : filled[-1] + 1] if filled else []


def _once(rows: list[Line]) -> list[Line]:
    """The title and the banner only where they stand first."""
    seen: set[str] = set()
    kept = []
    for row in rows:
        bare = " ".join(row.text.split())
        if bare in (TITLE, BANNER) and bare in seen:
            continue
        seen.add(bare)
        kept.append(row)
    return kept


class _Page(HTMLParser):
    """Text of a page: a block begins a line, cells of a row share one."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.number = 1
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.unseen += tag in UNSEEN
        self._part(tag)

    def handle_endtag(self, tag: str) -> None:
        self.unseen = max(0, self.unseen - (tag in UNSEEN))
        self._part(tag)

    def handle_data(self, data: str) -> None:
        if self.unseen or not data.strip():
            self.parts.append(" ")
            return
        if not "".join(self.parts).strip():
            lead = data[: len(data) - len(data.lstrip())]
            self.number = self.getpos()[0] + lead.count("\n")
        self.parts.append(data)

    def _part(self, tag: str) -> None:
        if tag in CELLS:
            self.parts.append(" ")
        elif tag not in INLINE:
            self.finish()

    def finish(self) -> None:
        text = "".join(self.parts)
        if text.strip():
            self.lines.append(Line(self.number, text))
        self.parts = []


def _html_lines(text: str) -> list[Line]:
    page = _Page()
    page.feed(text)
    page.close()
    page.finish()
    return _once(page.lines)
