"""Why a text is not TOML, in the terms of whoever wrote it."""

from __future__ import annotations

import re
import tomllib
from typing import Any

from evallib.data.configuration.toml_scan import statements
from evallib.domain.errors import ConfigurationError, Place, Problem

WHERE = re.compile(r"\(at line (\d+), column (\d+)\)")
TYPOGRAPHIC = re.compile("[\u201c\u201d\u201e\u201f\u2018\u2019\u201a\u00ab\u00bb]")
BARE = re.compile(r"=\s*[^\s\"'\[\]{},#=][^\"'\[\]{}#=]*(#.*)?$")


def parse(text: str, *, shown: str) -> dict[str, Any]:
    """The declarations of a project file.

    Parameters
    ----------
    text : str
        The file as read by ``read_limited``.
    shown : str
        How messages name the file.

    Returns
    -------
    dict
        Keys and values exactly as declared; nothing is converted.

    Raises
    ------
    ConfigurationError
        ``E-CFG-DUP`` with both lines of every key or table written twice, otherwise
        ``E-CFG-SYNTAX`` with line and character; it says so when the cause is a
        typographic quotation mark or a value without quotation marks.
    """
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as fault:
        twice = _written_twice(text, shown)
        raise ConfigurationError(twice or [_syntax(text, str(fault), shown)]) from None


def _syntax(text: str, said: str, shown: str) -> Problem:
    lines = text.split("\n")
    where = WHERE.search(said)
    line = int(where[1]) if where else len(lines)
    character = int(where[2]) if where else len(lines[-1]) + 1
    written = lines[min(line, len(lines)) - 1]
    facts: dict[str, object] = {"character": character}
    if TYPOGRAPHIC.search(written):
        facts["case"] = "quotes"
    elif BARE.search(written):
        facts["case"] = "bare"
    return Problem("E-CFG-SYNTAX", Place(shown, row=line), facts)


def _written_twice(text: str, shown: str) -> list[Problem]:
    seen: dict[tuple[str, ...], int] = {}
    items: dict[tuple[str, ...], int] = {}
    here: tuple[str, ...] = ()
    found: list[Problem] = []
    for each in statements(text):
        if each.kind == "array":
            whole = _resolved(each.path, items)
            items[whole] = items.get(whole, 0) + 1
            here = (*whole, str(items[whole]))
            continue
        path = _resolved(each.path, items) if each.kind == "table" else each.path
        whole = path if each.kind == "table" else (*here, *path)
        here = whole if each.kind == "table" else here
        if whole in seen:
            if each.kind == "table":
                here = (*whole, f"line {each.line}")
            place = Place(shown, column=".".join(each.path))
            rows = (seen[whole], each.line)
            found.append(Problem("E-CFG-DUP", place, {"rows": rows}))
        seen.setdefault(whole, each.line)
    return found


def _resolved(
    path: tuple[str, ...], items: dict[tuple[str, ...], int]
) -> tuple[str, ...]:
    """The path with the number of the list item that each part stands in."""
    whole: tuple[str, ...] = ()
    for position, name in enumerate(path, start=1):
        whole = (*whole, name)
        if whole in items and position < len(path):
            whole = (*whole, str(items[whole]))
    return whole
