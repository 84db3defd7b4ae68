"""Survey answers as they are stored: nobody's number, every answer as its code."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from evallib.data.intake.typing import Typed
from evallib.data.persons.stored_names import plain, stored_names
from evallib.data.store import Column, ColumnKind, TableSchema
from evallib.domain.files import ColumnEntry, Role

KINDS: Mapping[Role | None, ColumnKind] = {
    "item": "number",
    "choice": "boolean",
    "comment": "text",
}
TYPES = {"number": "Float64", "boolean": "boolean", "text": "object"}


def answer_table(typed: Typed) -> tuple[TableSchema, pd.DataFrame]:
    """The answers of one survey file, a row for each respondent in the file's order.

    Read a row as: what one person answered; who it was is not stored.
    """
    names = stored_names(answer_entries(typed.declared.columns))
    columns, frame = [], pd.DataFrame(index=range(len(typed.lines)))
    for column, name in names.items():
        kind = KINDS[typed.declared.columns[column].role]
        columns.append(Column(name, kind))
        values = pd.Series(typed.values[column], dtype=object)
        frame[name] = values.astype(pd.api.types.pandas_dtype(TYPES[kind]))
    return TableSchema(table_name(typed.name), tuple(columns)), frame


def answer_entries(columns: Mapping[str, ColumnEntry]) -> dict[str, ColumnEntry]:
    """Columns of a survey whose answers are stored."""
    return {name: each for name, each in columns.items() if each.role in KINDS}


def table_name(file: str) -> str:
    """The stored table of a survey file."""
    return f"survey_{plain(file)}"
