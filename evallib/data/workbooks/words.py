"""Words of the entry workbook, for whoever writes it and whoever reads it back."""

from __future__ import annotations

import tomllib
from collections.abc import Hashable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from evallib.data.delimited import normal
from evallib.domain.vocabulary import LANGUAGES, Language

CATALOGUES = Path(__file__).parent / "words"


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Every word of the workbook in one language, by section."""
    return tomllib.loads((CATALOGUES / f"{language}.toml").read_text(encoding="utf-8"))


def heading(kind: str, column: str, language: Language) -> str:
    """What stands above a column of one table."""
    return _column(kind, column, language)[0]


def prompt(kind: str, column: str, language: Language) -> str:
    """What Excel says beside a cell of the column."""
    return _column(kind, column, language)[1]


def headings(kind: str, record: type) -> dict[str, str]:
    """Columns by their headings in all languages."""
    return {
        heading(kind, column, language): column
        for language in LANGUAGES
        for column in _hints(record)
    }


def own_headings(kind: str, record: type, language: Language) -> dict[str, str]:
    """Headings in one language by column."""
    columns = _hints(record)
    return {column: heading(kind, column, language) for column in columns}


def listed(record: type, column: str, language: Language) -> Mapping[str, str]:
    """Words of a column's drop-down list by the code that a record holds."""
    hint = _hints(record)[column]
    members = (hint, *get_args(hint))
    lists: Mapping[str, Mapping[str, str]] = words(language)["choices"]
    if bool in members:
        return lists["yes_no"]
    return lists[column] if any(get_origin(m) is Literal for m in members) else {}


def codes(record: type) -> dict[str, dict[str, str]]:
    """For each column with a list: codes by its words in all languages."""
    found: dict[str, dict[str, str]] = {}
    for language in LANGUAGES:
        for column in _hints(record):
            for code, word in listed(record, column, language).items():
                found.setdefault(column, {})[normal(word)] = code
    return found


def own_choices(record: type, language: Language) -> dict[str, str]:
    """For each column with a list: its words in one language, as messages say them."""
    columns = _hints(record)
    shown = {each: listed(record, each, language) for each in columns}
    return {column: ", ".join(all_.values()) for column, all_ in shown.items() if all_}


def _hints(record: type) -> Mapping[str, Any]:
    return _resolved(record)


@cache
def _resolved(record: Hashable) -> Mapping[str, Any]:
    return get_type_hints(record)


def _column(kind: str, column: str, language: Language) -> list[str]:
    columns = words(language)["columns"]
    known: list[str] = columns.get(f"{kind}.{column}") or columns.get(column)
    return known or [column, ""]  # tables of a fixed form are not typed in
