"""Rows about what is sensitive, or about what everybody may know."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from evallib.domain.section import Scope
from evallib.domain.table import Column, Table

ENDS = ("-", "=", ":")  # what follows the name of a column in the name of a row


@dataclass(frozen=True, slots=True)
class Care:
    """How a count is treated: with larger groups, or with zeros allowed."""

    sensitive: bool
    zeros: bool


def care_of(scope: Scope, table: Table, at: int, column: Column | None) -> Care:
    """How a number is treated, by its column or by what its row is about.

    Parameters
    ----------
    scope : Scope
        With the columns of client files that are declared as sensitive or open.
    table : Table
        A row about a covariate begins with its name.
    at : int
        Position of the row.
    column : Column, optional
        None for a headcount that stands beneath others.
    """
    row = table.row_id(at)
    return Care(
        (column is not None and column.sensitive) or _is_about(row, scope.sensitive),
        (column is not None and column.zeros) or _is_about(row, scope.zeros),
    )


def _is_about(row: str, names: Collection[str]) -> bool:
    return any(
        row == name or row.startswith(tuple(name + end for end in ENDS))
        for name in names
    )
