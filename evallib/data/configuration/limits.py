"""What a project file may weigh; looked at before any parser sees it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from evallib.data.configuration.toml_scan import Piece, pieces
from evallib.domain.errors import ConfigurationError, Place, Problem

MAX_BYTES = 256_000
MAX_LINE = 4_096
MAX_DEPTH = 32
MAX_PARTS = 16
MAX_DIGITS = 18
INTEGER = re.compile(r"[+-]?(?:0[xob])?[0-9a-fA-F_]+")


def read_limited(path: Path, *, shown: str) -> str:
    """The text of a project file that is neither too large nor too deep.

    Parameters
    ----------
    path : Path
        The file to read.
    shown : str
        How messages name it.

    Returns
    -------
    str
        The text without a byte-order mark.

    Raises
    ------
    ConfigurationError
        ``E-CFG-LIMIT`` for size, length of line, nesting, parts of a dotted key or
        digits of an integer; ``E-CFG-ENC`` for a text that is not UTF-8.

    Notes
    -----
    Deep nesting ends Python's parser in a recursion error and a key of thousands of
    parts keeps it busy for seconds, so both are refused before parsing.
    """
    if path.stat().st_size > MAX_BYTES:
        raise ConfigurationError([_limit(shown, None, "size", MAX_BYTES // 1000)])
    raw = path.read_bytes()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw[: fault.start].count(b"\n") + 1
        place = Place(shown, row=line)
        raise ConfigurationError([Problem("E-CFG-ENC", place)]) from None
    text = text.replace("\r\n", "\n")
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MAX_LINE:
            raise ConfigurationError([_limit(shown, number, "line", MAX_LINE)])
    first = next(_too_much(text, shown), None)
    if first is not None:
        raise ConfigurationError([first])
    return text


def _limit(shown: str, line: int | None, case: str, limit: int) -> Problem:
    place = Place(shown, row=line)
    return Problem("E-CFG-LIMIT", place, {"case": case, "limit": limit})


def _too_much(text: str, shown: str) -> Iterator[Problem]:
    dots = 0
    before: Piece | None = None
    for piece in pieces(text):
        if piece.depth > MAX_DEPTH:
            yield _limit(shown, piece.line, "depth", MAX_DEPTH)
        if piece.kind == "dot":
            dots += 1
        elif before is None or before.kind != "dot":
            dots = 0
        if dots >= MAX_PARTS:
            yield _limit(shown, piece.line, "dots", MAX_PARTS)
        if piece.kind == "word" and _digits(piece.text) > MAX_DIGITS:
            yield _limit(shown, piece.line, "integer", MAX_DIGITS)
        before = piece


def _digits(word: str) -> int:
    if not INTEGER.fullmatch(word):
        return 0
    bare = word.lstrip("+-")
    number = bare[2:] if bare[:2] in ("0x", "0o", "0b") else bare
    digits = number.replace("_", "")
    return len(digits) if bare != number or digits.isdigit() else 0
