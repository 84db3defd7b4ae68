"""Bytes of a text file to characters: by mark, then UTF-8, then Windows-1252."""

from __future__ import annotations

import codecs
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from evallib.domain.errors import Place, Problem

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
BINARY = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "ole", b"%PDF": "pdf"}
MAX_BYTES = 50_000_000


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a file, or why it cannot be read as text."""

    text: str
    problems: tuple[Problem, ...] = ()


def decode(path: Path, *, shown: str, max_bytes: int = MAX_BYTES) -> Decoded:
    """Read a text file strictly: nothing is guessed and nothing is replaced.

    Read a problem ``E-ENC`` as: the file fits no accepted encoding.

    Parameters
    ----------
    path : Path
        The file to read.
    shown : str
        How messages name the file.
    max_bytes : int
        Larger files are refused before they are opened.

    Returns
    -------
    Decoded
        Text without byte-order mark and without invisible formatting characters.

    Notes
    -----
    ISO-8859-1 is never used: it turns the euro sign of Windows-1252 into a control
    character. The same order is used for every text file of a project.
    """
    place = Place(shown)
    if path.stat().st_size > max_bytes:
        return Decoded("", (Problem("E-FILE-SIZE", place, {"limit": max_bytes}),))
    try:
        raw = path.read_bytes()
    except PermissionError:
        return Decoded("", (Problem("E-FILE-LOCKED", place),))
    for start, kind in BINARY.items():
        if raw.startswith(start):
            return Decoded("", (Problem("E-FILE-TYPE", place, {"found": kind}),))
    text, problems = _characters(raw, place)
    if text is None:
        return Decoded("", (Problem("E-ENC", place),))
    if not text.strip():
        return Decoded("", (Problem("E-FILE-EMPTY", place),))
    invisible = [char for char in set(text) if unicodedata.category(char) == "Cf"]
    cleaned = text.translate(dict.fromkeys(map(ord, invisible))) if invisible else text
    if len(cleaned) < len(text):
        facts = {"count": len(text) - len(cleaned)}
        problems.append(Problem("N-TEXT-CLEANED", place, facts))
    return Decoded(cleaned, tuple(problems))


def _characters(raw: bytes, place: Place) -> tuple[str | None, list[Problem]]:
    for mark, encoding in MARKS:
        if raw.startswith(mark):
            try:
                return raw[len(mark) :].decode(encoding), []
            except UnicodeDecodeError:
                return None, []
    try:
        return raw.decode("utf-8"), []
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), [Problem("N-ENC-CP1252", place)]
    except UnicodeDecodeError:
        return None, []


def damage(text: str) -> str | None:
    """The code of a text that was spoilt before it arrived, if it was.

    ``E-ENC-LOST``: characters were replaced and are gone. ``E-ENC-MOJIBAKE``: UTF-8
    was once read as Windows-1252. ``E-CTRL-CHAR``: a control character.
    """
    if text.isascii() and text.isprintable():
        return None
    if "\N{REPLACEMENT CHARACTER}" in text:
        return "E-ENC-LOST"
    if any(
        unicodedata.category(each) == "Cc" and each not in "\t\n\r" for each in text
    ):
        return "E-CTRL-CHAR"
    try:
        again = text.encode("cp1252").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return None
    return "E-ENC-MOJIBAKE" if again != text else None
