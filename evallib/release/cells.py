"""Cells as they pass the gate: shown, missing, as written, or hidden."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import partial

from evallib.domain.section import Scope
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Entry
from evallib.release.joint.counted import Spot
from evallib.release.joint.judged import Judged
from evallib.release.joint.rounding import rounded_count
from evallib.release.released import SEAL, Cell

PERCENT = 2  # digits of a share before the decimals of its percents begin


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
    rounds = table.name in judged.rounded and scope.audience == "public"
    passing = _Passing(table, scope, judged.hidden, rounds=rounds)
    return tuple(
        {column.name: _cell(passing, column, at) for column in table.columns}
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


@dataclass(frozen=True, slots=True)
class _Passing:
    """A table at the gate, for its audience."""

    table: Table
    scope: Scope
    decided: frozenset[Spot]
    rounds: bool = False

    def would_hide(self, at: int, name: str) -> bool:
        return Spot(self.table.name, at, name) in self.decided

    def hides(self, at: int, name: str) -> bool:
        return self.scope.audience == "public" and self.would_hide(at, name)


def _cell(passing: _Passing, column: Column, at: int) -> Cell:
    if passing.hides(at, column.name):
        return Cell(SEAL, "hidden")
    row = passing.table.rows[at]
    source = _source(passing.table, row)
    public = _is_public(source, passing.scope)
    if passing.rounds and not public and column.kind in ("persons", "share"):
        return _fives(passing, column, at)
    cell = Cell(
        SEAL,
        "shown",
        n=_headcount(passing, column, at),
        source=source,
        already_public=public,
        would_hide=passing.would_hide(at, column.name),
    )
    told: Callable[[Value], Value] = (
        partial(_as_printed, column) if passing.table.curve else _whole
    )
    limits = told(row.get(column.limits)) if column.limits else None
    if isinstance(limits, Range) and not passing.hides(at, column.limits or ""):
        low, high, of = limits.low, limits.high, limits.of
        cell = replace(cell, seal=SEAL, low=low, high=high, range=of)
    return _filled(cell, told(row.get(column.name)))


def _fives(passing: _Passing, column: Column, at: int) -> Cell:
    """A count, or a share of two counts, as if only fives had been counted."""
    value, out_of = (
        passing.table.rows[at].get(column.name),
        _headcount(passing, column, at),
    )
    persons = None if out_of is None else rounded_count(out_of)
    cell = Cell(SEAL, "shown", n=persons)
    if isinstance(value, int):
        return _filled(cell, rounded_count(value))
    if isinstance(value, float) and out_of and persons:
        return _filled(cell, rounded_count(round(value * out_of)) / persons)
    return _filled(cell, None)


def _whole(value: Value) -> Value:
    return value


def _as_printed(column: Column, value: Value) -> Value:
    """A number of a curve with no more digits than a reader sees.

    From many digits of a share, and the persons beneath, every single exit can be
    worked out.
    """
    if isinstance(value, Range):
        low, high = (_rounded(each, column) for each in (value.low, value.high))
        return Range(low, high, value.of)
    return _rounded(value, column) if isinstance(value, float) else value


def _rounded(value: float, column: Column) -> float:
    digits = column.decimals + (PERCENT if column.kind in ("share", "points") else 0)
    exact = Decimal(repr(float(value)))
    return float(exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP))


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


def _headcount(passing: _Passing, column: Column, at: int) -> int | None:
    """The persons beneath a cell, unless their number is hidden itself."""
    on = passing.table.rests_on.get(column.name, "")
    value = passing.table.rows[at].get(on)
    return value if isinstance(value, int) and not passing.hides(at, on) else None


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
