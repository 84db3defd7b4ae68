"""What processed tables may hold: these columns, of these kinds, and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import pandas as pd

from evallib.data.states import STATES

SCHEMA_VERSION = 1
ColumnKind = Literal[
    "row", "pseudonym", "category", "count", "number", "days", "date", "boolean",
    "text", "state",
]  # fmt: skip
SQL_TYPES: dict[ColumnKind, str] = {
    "row": "INTEGER",
    "pseudonym": "VARCHAR",
    "category": "VARCHAR",
    "count": "INTEGER",
    "number": "DOUBLE",
    "days": "INTEGER",
    "date": "DATE",
    "boolean": "BOOLEAN",
    "text": "VARCHAR",
    "state": "TINYINT",
}
PSEUDONYM = r"[A-Z2-7]{26}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a processed table.

    ``row`` is the number of a client, 0 for the first row of the table of clients;
    ``days`` are days from time zero; ``text`` is free text that has been scrubbed;
    ``labels`` are what a category may hold.
    """

    name: str
    kind: ColumnKind
    labels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in get_args(ColumnKind):
            allowed = ", ".join(get_args(ColumnKind))
            raise ValueError(f"a column is one of {allowed}; got {self.kind!r}")
        if (self.kind == "category") != bool(self.labels):
            raise ValueError(
                f"column {self.name!r}: a category, and only it, has labels"
            )
        if not self.name.isidentifier():
            raise ValueError(f"column {self.name!r}: a name is letters, digits and _")


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A processed table: its name and every column that it may and must have."""

    name: str
    columns: tuple[Column, ...]

    def __post_init__(self) -> None:
        names = [column.name for column in self.columns]
        if len(set(names)) < len(names):
            raise ValueError(f"table {self.name!r}: a column is declared twice")
        if not self.name.isidentifier():
            raise ValueError(f"table {self.name!r}: a name is letters, digits and _")


SPELLS = TableSchema(
    "spells",
    (
        Column("client", "row"),
        Column("start_day", "days"),
        Column("end_day", "days"),
        Column("state", "state"),
    ),
)


def clients_schema(*own: Column) -> TableSchema:
    """The table of clients: what every project has, and its own declared columns.

    Read the result as: one row a client, known by a pseudonym and a row number.

    Parameters
    ----------
    *own : Column
        Declared columns of the project, such as the group or an age band.

    Returns
    -------
    TableSchema
        ``client``, ``pid``, ``time_zero_date``, ``last_seen_days`` and
        ``service_end_days`` before them. Time zero is the only date that is kept;
        everything else is counted from it.

    Examples
    --------
    >>> group = Column("group", "category", ("pilot", "control"))
    >>> [column.name for column in clients_schema(group).columns][-1]
    'group'
    """
    return TableSchema(
        "clients",
        (
            Column("client", "row"),
            Column("pid", "pseudonym"),
            Column("time_zero_date", "date"),
            Column("last_seen_days", "days"),
            Column("service_end_days", "days"),
            *own,
        ),
    )


def require_fit(schema: TableSchema, frame: pd.DataFrame) -> None:
    """Refuse a table that has other columns, or other things in them.

    Parameters
    ----------
    schema : TableSchema
        What the table must be.
    frame : DataFrame
        The table.

    Raises
    ------
    ValueError
        Names the column and the rule, never a cell.
    """
    declared = {column.name for column in schema.columns}
    for name in sorted(set(map(str, frame.columns)) - declared):
        raise ValueError(f"table {schema.name!r}: column {name!r} is not in the schema")
    for name in sorted(declared - set(frame.columns)):
        raise ValueError(f"table {schema.name!r}: column {name!r} is missing")
    for column in schema.columns:
        rule = _broken_rule(column, frame[column.name])
        if rule is not None:
            raise ValueError(f"table {schema.name!r}: column {column.name!r} {rule}")
    if schema.name == "clients" and frame["client"].tolist() != list(range(len(frame))):
        raise ValueError("table 'clients': column 'client' does not number the rows")


def _broken_rule(column: Column, cells: pd.Series) -> str | None:
    """What is wrong with a column, or None."""
    told = cells.dropna()
    if column.kind in ("row", "pseudonym", "state") and len(told) < len(cells):
        return "has empty cells"
    if column.kind == "pseudonym":
        held = told.astype(str).str.fullmatch(PSEUDONYM).all() and told.is_unique
        return None if held else "holds something else than one pseudonym a row"
    if column.kind == "category":
        return None if told.isin(column.labels).all() else "holds an undeclared label"
    if column.kind == "date":
        dates = pd.api.types.is_datetime64_any_dtype(cells)
        return None if dates or told.empty else "holds something else than dates"
    if column.kind == "text":
        texts = all(isinstance(cell, str) for cell in told)
        return None if texts else "holds something else than text"
    return _broken_number(column, told)


def _broken_number(column: Column, told: pd.Series) -> str | None:
    """What is wrong with a column of numbers or yes and no, or None."""
    if column.kind == "boolean":
        held = told.isin([True, False]).all()
        return None if held else "holds something else than yes and no"
    if told.empty:
        return None
    if not pd.api.types.is_numeric_dtype(pd.Series(told.to_list())):
        return "holds something else than numbers"
    if column.kind != "number" and (told % 1 != 0).any():
        return "holds parts of a whole"
    if column.kind in ("row", "count", "state") and (told < 0).any():
        return "holds numbers below 0"
    if column.kind == "state" and (told >= len(STATES)).any():
        return "holds numbers that are no state"
    return None
