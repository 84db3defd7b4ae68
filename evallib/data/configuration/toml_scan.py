"""What a TOML text holds, line by line, without understanding it.

The parser of the standard library says little about a text it refuses and has no
limits. This reader knows just enough of the grammar to count and to point.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

Kind = Literal["open", "close", "dot", "equals", "word", "string", "newline"]

PIECES = re.compile(
    r"""
    (?P<skip>[ \t\r,]+|\#[^\n]*)
    |(?P<newline>\n)
    |(?P<string>\"{3}(?:\\.|[^\\])*?\"{3,5}(?!\")|'{3}.*?'{3,5}(?!')
        |\"(?:\\.|[^\"\\\n])*\"|'[^'\n]*')
    |(?P<open>[\[{])
    |(?P<close>[\]}])
    |(?P<dot>\.)
    |(?P<equals>=)
    |(?P<word>[^\s\#\"'\[\]{},.=]+|.)
    """,
    re.VERBOSE | re.DOTALL,
)


class Piece(NamedTuple):
    """One part of the text, with the line and the bracket depth it stands at."""

    kind: Kind
    text: str
    line: int
    depth: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A table heading, or the key of a key/value pair outside all brackets."""

    kind: Literal["table", "array", "key"]
    path: tuple[str, ...]
    line: int


def pieces(text: str) -> Iterator[Piece]:
    """Every piece of the text except spaces, commas and comments."""
    line, depth = 1, 0
    for match in PIECES.finditer(text):
        kind = match.lastgroup
        if kind == "open":
            depth += 1
        if kind != "skip":
            yield Piece(kind, match[0], line, depth)  # type: ignore[arg-type]
        if kind == "close":
            depth = max(depth - 1, 0)
        line += match[0].count("\n")


def statements(text: str) -> Iterator[Statement]:
    """Headings and keys in the order they are written."""
    begun: list[Piece] = []
    value = False
    for piece in pieces(text):
        if piece.kind == "newline" and (not value or piece.depth == 0):
            if begun and begun[0].kind == "open":
                yield _heading(begun)
            begun, value = [], False
        elif value:
            continue
        elif piece.kind == "equals" and begun and begun[0].kind != "open":
            yield Statement("key", _path(begun), begun[0].line)
            value = True
        else:
            begun.append(piece)
    if begun and begun[0].kind == "open":
        yield _heading(begun)


def _heading(begun: list[Piece]) -> Statement:
    doubled = len(begun) > 1 and begun[1].kind == "open"
    return Statement("array" if doubled else "table", _path(begun), begun[0].line)


def _path(begun: list[Piece]) -> tuple[str, ...]:
    named = [piece.text for piece in begun if piece.kind in ("word", "string")]
    return tuple(name.strip("\"'") for name in named)
