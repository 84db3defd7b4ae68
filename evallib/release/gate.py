"""The one door between numbers and readers.

``release`` takes a section and gives back what its audience may see. It fails
closed: a table with one unsafe cell is withheld whole, with the rules that closed it.
Figures that the project has published itself pass verbatim, marked with their source.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from evallib.domain.section import (
    Constant,
    Fact,
    Figure,
    Ref,
    Scope,
    Section,
    Sentence,
)
from evallib.domain.table import ABOUT_PERSONS, Column, Range, Table, Value
from evallib.domain.vocabulary import Entry, Label, Text
from evallib.release.released import (
    SEAL,
    Cell,
    Measured,
    Released,
    ReleasedBlock,
    ReleasedFigure,
    ReleasedSentence,
    ReleasedTable,
)
from evallib.release.rules.counts import unsafe_count, unsafe_group, unsafe_share
from evallib.release.rules.names import Rules
from evallib.release.rules.scores import unsafe_mean

WITHHELD = "release.sentence_withheld"


def release(section: Section) -> Released:
    """What may be shown of a section to the audience of its scope.

    Read a table whose ``withheld`` is ``("R1",)`` as: at least one count in it was
    smaller than ``k``, so in a public report none of its numbers is shown.

    Parameters
    ----------
    section : Section
        Tables name the headcount beneath each number about persons; rows whose
        source is declared already public are shown verbatim.

    Returns
    -------
    Released
        The only type that sentences, tables and figures accept. In an internal
        report nothing is hidden and cells that would be are marked.

    Raises
    ------
    ValueError
        If a sentence refers to a cell that holds nothing, or a row names a source
        that the project does not declare.
    """
    tables = {
        name: _release_table(table, section.scope)
        for name, table in section.tables.items()
    }
    blocks: list[ReleasedBlock] = []
    for block in section.blocks:
        if isinstance(block, Sentence):
            blocks.append(_release_sentence(block, tables))
        elif isinstance(block, Figure):
            if not tables[block.table].withheld:
                blocks.append(_release_figure(block, tables))
        else:
            blocks.append(block)
    return Released(
        SEAL, section.name, section.scope, section.heading, tuple(blocks), tables
    )


def _release_table(table: Table, scope: Scope) -> ReleasedTable:
    rows = [
        {column.name: _cell(table, row, column, scope) for column in table.columns}
        for row in table.rows
    ]
    broken = sorted(
        {
            rule
            for row in table.rows
            for column in table.columns
            for rule in _broken_rules(table, row, column, scope)
        }
    )
    withheld = tuple(broken) if scope.audience == "public" else ()
    if withheld:
        rows = [_hide_numbers(row, table.columns) for row in rows]
    return ReleasedTable(
        SEAL,
        table.name,
        table.columns,
        tuple(rows),
        tuple(table.row_id(position) for position in range(len(table.rows))),
        table.layout,
        table.caption,
        withheld,
        sum(cell.status == "hidden" for row in rows for cell in row.values()),
    )


def _cell(table: Table, row: Mapping[str, Value], column: Column, scope: Scope) -> Cell:
    value = row.get(column.name)
    source = _source(table, row)
    cell = Cell(
        SEAL,
        "shown",
        n=_headcount(table, row, column),
        source=source,
        already_public=_is_public(source, scope),
        would_hide=bool(_broken_rules(table, row, column, scope)),
    )
    limits = row.get(column.limits) if column.limits else None
    if isinstance(limits, Range):
        cell = replace(
            cell, seal=SEAL, low=limits.low, high=limits.high, range=limits.of
        )
    return _filled(cell, value)


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


def _headcount(table: Table, row: Mapping[str, Value], column: Column) -> int | None:
    value = row.get(table.rests_on.get(column.name, ""))
    return value if isinstance(value, int) else None


def _broken_rules(
    table: Table, row: Mapping[str, Value], column: Column, scope: Scope
) -> Rules:
    """The rules that a figure from person-level data breaks; none if public."""
    value = row.get(column.name)
    if value is None or column.kind not in (*ABOUT_PERSONS, "entry"):
        return frozenset()
    if _is_public(_source(table, row), scope):
        return frozenset()
    if isinstance(value, Entry):  # nobody can tell how many persons words hide
        large = value.number is not None and value.number >= scope.disclosure.k
        return frozenset() if large else frozenset({"R1"})
    out_of = _headcount(table, row, column)
    if out_of is None:
        return frozenset({"R2"})
    limits = scope.disclosure
    if column.kind == "persons" and isinstance(value, int):
        if table.rests_on[column.name] == column.name:
            return unsafe_group(value, limits)
        return unsafe_count(value, out_of, limits)
    if column.kind == "share" and isinstance(value, (int, float)):
        return unsafe_share(value, out_of, limits)
    if column.kind in ("score", "rank"):
        ranged = column.limits is not None or isinstance(value, Range)
        return unsafe_mean(out_of, limits, with_interval=ranged)
    return unsafe_group(out_of, limits)


def _hide_numbers(
    row: Mapping[str, Cell], columns: tuple[Column, ...]
) -> dict[str, Cell]:
    about_persons = {
        column.name for column in columns if column.kind in (*ABOUT_PERSONS, "entry")
    }
    return {
        name: Cell(SEAL, "hidden") if name in about_persons else cell
        for name, cell in row.items()
    }


def _release_sentence(
    sentence: Sentence, tables: Mapping[str, ReleasedTable]
) -> ReleasedSentence:
    facts = {name: _fact(fact, tables) for name, fact in sentence.facts.items()}
    for name, fact in facts.items():
        if isinstance(fact, Measured) and fact.cell.status == "hidden":
            return ReleasedSentence(SEAL, WITHHELD, {}, "caution")
        if isinstance(fact, Measured) and fact.cell.status == "missing":
            raise ValueError(f"sentence {sentence.key!r}: nothing to say for {name!r}")
    return ReleasedSentence(SEAL, sentence.key, facts, sentence.tone)


def _fact(
    fact: Fact, tables: Mapping[str, ReleasedTable]
) -> Measured | Constant | Text | Label:
    if not isinstance(fact, Ref):
        return fact
    table = tables[fact.table]
    if fact.row not in table.row_ids:
        raise ValueError(f"table {fact.table!r} has no row {fact.row!r}")
    column = next(each for each in table.columns if each.name == fact.column)
    return Measured(table.rows[table.row_ids.index(fact.row)][fact.column], column)


def _release_figure(
    figure: Figure, tables: Mapping[str, ReleasedTable]
) -> ReleasedFigure:
    return ReleasedFigure(
        SEAL,
        figure.name,
        figure.kind,
        tables[figure.table],
        _release_sentence(figure.alt, tables),
        figure.options,
    )
