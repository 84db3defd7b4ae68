"""Cells as they pass the gate: shown, missing, as written, or hidden."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evallib.domain.section import Scope
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Entry
from evallib.release.joint.counted import Spot
from evallib.release.joint.judged import Judged
from evallib.release.released import SEAL, Cell


def released_rows(
    table: Table, scope: Scope, judged: Judged
) -> tuple[dict[str, Cell], ...]:
    """The rows of a table as their audience may see them.

    Read a cell with the status ``hidden`` as: it holds nothing any more, neither its
    number nor the persons beneath. In an internal report nothing is hidden;
    ``would_hide`` marks what a public one hides.

    Parameters
    ----------
    table : Table
        The table as the analysis made it.
    scope : Scope
        Audience and sources.
    judged : Judged
        What a public report hides.
    """
    return tuple(
        {
            column.name: _cell(table, column, at, scope, judged)
            for column in table.columns
        }
        for at in range(len(table.rows))
    )


def public_rows(table: Table, scope: Scope) -> frozenset[int]:
    """Positions of the rows whose figures the project has published itself.

    Read ``frozenset({0})`` as: the first row is quoted from a published document.

    Raises
    ------
    ValueError
        If a row names a source that the project does not declare.
    """
    return frozenset(
        at
        for at, row in enumerate(table.rows)
        if _is_public(_source(table, row), scope)
    )


def _cell(table: Table, column: Column, at: int, scope: Scope, judged: Judged) -> Cell:
    row = table.rows[at]
    would_hide = Spot(table.name, at, column.name) in judged.hidden
    if would_hide and scope.audience == "public":
        return Cell(SEAL, "hidden")
    source = _source(table, row)
    cell = Cell(
        SEAL,
        "shown",
        n=_headcount(table, column, at, scope, judged),
        source=source,
        already_public=_is_public(source, scope),
        would_hide=would_hide,
    )
    limits = row.get(column.limits) if column.limits else None
    beside = Spot(table.name, at, column.limits or "") in judged.hidden
    if isinstance(limits, Range) and not (beside and scope.audience == "public"):
        low, high, of = limits.low, limits.high, limits.of
        cell = replace(cell, seal=SEAL, low=low, high=high, range=of)
    return _filled(cell, row.get(column.name))


def _filled(cell: Cell, value: Value) -> Cell:
    match value:
        case None:
            return replace(cell, seal=SEAL, status="missing", already_public=False)
        case Range(low, high, of):
            return replace(cell, seal=SEAL, low=low, high=high, range=of)
        case Entry(written, None):
            return replace(cell, seal=SEAL, status="as_written", written=written)
        case Entry(written, number):
            return replace(cell, seal=SEAL, value=number, written=written)
        case str():
            return replace(cell, seal=SEAL, status="as_written", written=value)
        case _:
            return replace(cell, seal=SEAL, value=value)


def _headcount(
    table: Table, column: Column, at: int, scope: Scope, judged: Judged
) -> int | None:
    """The persons beneath a cell, unless their number is hidden itself."""
    on = table.rests_on.get(column.name, "")
    value = table.rows[at].get(on)
    if scope.audience == "public" and Spot(table.name, at, on) in judged.hidden:
        return None
    return value if isinstance(value, int) else None


def _source(table: Table, row: Mapping[str, Value]) -> str | None:
    named = [
        row.get(column.name) for column in table.columns if column.kind == "source"
    ]
    return next((str(each) for each in named if each), table.source)


def _is_public(source: str | None, scope: Scope) -> bool:
    if source is None:
        return False
    if source not in scope.sources:
        raise ValueError(f"source {source!r} is not declared by {scope.project!r}")
    return scope.sources[source].already_public
