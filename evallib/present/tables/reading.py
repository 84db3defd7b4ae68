"""A released table as the words of its cells, ready for a template."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from evallib.domain.table import NUMBERS, Column, Layout
from evallib.domain.vocabulary import Label, Text
from evallib.present.cells import WORDED, Reading, read_cell
from evallib.present.language import Words
from evallib.release.released import ReleasedTable

ADDRESS = re.compile(r"https?://[^\s\"<>]+")


@dataclass(frozen=True, slots=True)
class Head:
    """One column as it is headed: its words, and how its cells are set."""

    name: str
    title: str
    numeric: bool
    source: bool


@dataclass(frozen=True, slots=True)
class TableReading:
    """What a table template needs: words only, no number left to format."""

    id: str
    caption: Reading
    layout: Layout
    heads: tuple[Head, ...]
    rows: tuple[tuple[str, tuple[Reading, ...]], ...]
    legend: tuple[str, ...]
    source: str | None
    withheld: tuple[str, ...]


def read_table(
    table: ReleasedTable, section: str, words: Words, *, suffix: str = ""
) -> TableReading:
    """The words of a table; a column of one single source becomes a note below.

    ``suffix`` keeps ids apart where the same table stands twice on a page.
    """
    if not isinstance(table, ReleasedTable):
        raise TypeError(f"only released tables are shown; got {type(table).__name__}")
    single = _single_source(table)
    shown = [c for c in table.columns if not (c.kind == "source" and single)]
    rows = tuple(
        (row_id, tuple(read_cell(row[c.name], c, words) for c in shown))
        for row_id, row in zip(table.row_ids, table.rows, strict=True)
    )
    return TableReading(
        id=f"{section}-{table.name}{suffix}",
        caption=_caption(table, section, words),
        layout=table.layout,
        heads=tuple(_head(column, section, words) for column in shown),
        rows=rows,
        legend=_legend(table, words),
        source=single,
        withheld=tuple(words.say(f"rule.{rule}") for rule in table.withheld),
    )


def _head(column: Column, section: str, words: Words) -> Head:
    title = words.first(f"{section}.columns.{column.name}", f"columns.{column.name}")
    numeric = column.kind in NUMBERS
    return Head(column.name, title, numeric, column.kind == "source")


def _caption(table: ReleasedTable, section: str, words: Words) -> Reading:
    match table.caption:
        case Text() as text:
            shown, language = text.in_language(words.language)
            return Reading(shown, language if language != words.language else None)
        case Label(key):
            return Reading(words.say(key))
        case _:
            return Reading(words.first(f"{section}.tables.{table.name}"))


def _single_source(table: ReleasedTable) -> str | None:
    named = {cell.source for row in table.rows for cell in row.values() if cell.source}
    sourced = any(cell.source for row in table.rows for cell in row.values())
    return next(iter(named)) if sourced and len(named) == 1 else None


def _legend(table: ReleasedTable, words: Words) -> tuple[str, ...]:
    figures = [column.name for column in table.columns if column.kind not in WORDED]
    cells = [row[name] for row in table.rows for name in figures]
    used: Mapping[str, bool] = {
        "table.legend_hidden": any(cell.status == "hidden" for cell in cells),
        "table.legend_missing": table.layout == "grid"
        and any(cell.status == "missing" for cell in cells),
        "table.legend_would_hide": any(cell.would_hide for cell in cells),
    }
    return tuple(words.say(key) for key, holds in used.items() if holds)
