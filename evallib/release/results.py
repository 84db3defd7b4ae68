"""Every released number as a record that another program can read and trace."""

from __future__ import annotations

from typing import TypedDict

from evallib.domain.table import NUMBERS
from evallib.release.released import Cell, Released


class Record(TypedDict):
    """One released number; ``value`` is null where it is hidden or missing."""

    section: str
    table: str
    row: str
    column: str
    value: int | float | str | None
    low: float | None
    high: float | None
    n: int | None
    status: str
    source: str | None
    already_public: bool


def records(released: Released) -> list[Record]:
    """The numbers of a section in the order of its tables, rows and columns.

    Read ``{"value": 0.55, "n": 20, "status": "shown"}`` as: 55 % of 20 persons.
    Shares are proportions, money is euros. A hidden number keeps its place with the
    status ``hidden`` and no value; a cell that is no number keeps its wording.
    """
    return [
        _record(released.name, table.name, row_id, column.name, row[column.name])
        for table in released.tables.values()
        for row_id, row in zip(table.row_ids, table.rows, strict=True)
        for column in table.columns
        if column.kind in NUMBERS or column.kind == "entry"
    ]


def _record(section: str, table: str, row: str, column: str, cell: Cell) -> Record:
    number = cell.value if isinstance(cell.value, (int, float)) else None
    return Record(
        section=section,
        table=table,
        row=row,
        column=column,
        value=cell.written if cell.status == "as_written" else number,
        low=cell.low,
        high=cell.high,
        n=cell.n,
        status=cell.status,
        source=cell.source,
        already_public=cell.already_public,
    )
