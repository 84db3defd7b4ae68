"""Tables on their way to the release gate: numbers and the persons beneath them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from evallib.domain.vocabulary import Entry, Label, Text

Kind = Literal[
    "label",  # names the row; a catalogue key or the project's own words
    "text",  # project's own words
    "entry",  # a number or words, as the project wrote it
    "status",  # a catalogue key with its symbol
    "source",  # id of the source that published the row's figures
    "date",
    "persons",  # a headcount
    "share",  # proportion 0 to 1, shown as percent
    "points",  # difference of two shares, shown as percentage points
    "score",  # mean on a scale
    "rank",  # mean rank, 1 is first
    "ratio",
    "index",  # a plain number about persons, such as a standardised difference
    "probability",  # of a result as large by chance; 0 to 1
    "days",  # a number of days about persons
    "unit_cost",  # euros per person
    "eur",
    "units",  # a count of things that are not persons
    "portion",  # a share of money, time or things
]

ABOUT_PERSONS: frozenset[Kind] = frozenset(
    (
        "persons",
        "share",
        "points",
        "score",
        "rank",
        "ratio",
        "index",
        "probability",
        "days",
        "unit_cost",
    )
)
NUMBERS: frozenset[Kind] = ABOUT_PERSONS | {"eur", "units", "portion"}
RangeKind = Literal["confidence", "denominators", "bounds", "feasible", "published"]
Layout = Literal["grid", "facts", "cards", "lists"]


@dataclass(frozen=True, slots=True)
class Range:
    """Two limits of one number, and what the range between them is.

    ``confidence``: sampling error. ``denominators``: the same count over two group
    sizes. ``bounds``: best and worst case for persons not yet known. ``feasible``:
    every value that fits what was published. ``published``: a range in the source.
    """

    low: float
    high: float
    of: RangeKind

    def __post_init__(self) -> None:
        if not self.low <= self.high:
            raise ValueError(
                f"a Range needs low <= high; got {self.low!r} and {self.high!r}"
            )


Value = str | int | float | date | Text | Label | Entry | Range | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (also its catalogue key), what it holds, its decimals.

    ``limits`` names the column with the ``Range`` that belongs to this number.
    """

    name: str
    kind: Kind
    decimals: int = 0
    limits: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind of fact, with what the gate must know of every number.

    Attributes
    ----------
    name : str
        Unique within its section; also its catalogue key and the id on the page.
    rows : sequence of mappings
        Column name to value. ``row`` names the row; without it rows are numbered.
    columns : tuple of Column
        Order and kind. Left out, kinds follow the values of the first row.
    rests_on : mapping
        For each number about persons, the column with the headcount that it is
        counted out of; a headcount that is a group of its own rests on itself.
    source : str, optional
        Id of the source when every figure of the table is already public there.
    layout : str
        ``grid``, ``facts`` (label and value), ``cards`` (key numbers) or ``lists``.
    caption : Label or Text, optional
        Its own caption; left out, the catalogue's for the section and table.
    """

    name: str
    rows: Sequence[Mapping[str, Value]]
    columns: tuple[Column, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    layout: Layout = "grid"
    caption: Label | Text | None = None

    def __post_init__(self) -> None:
        if not self.columns:
            object.__setattr__(self, "columns", _columns_of(self.rows))
        self._require_headcounts()

    def _require_headcounts(self) -> None:
        named = {column.name for column in self.columns} | _keys(self.rows)
        for name, headcount in self.rests_on.items():
            if headcount not in named:
                raise ValueError(
                    f"table {self.name!r} rests column {name!r} on {headcount!r}, "
                    "which is not one of its columns"
                )
        published = self.source or any(c.kind == "source" for c in self.columns)
        for column in self.columns:
            if (
                column.kind in ABOUT_PERSONS
                and column.name not in self.rests_on
                and not published
            ):
                raise ValueError(
                    f"table {self.name!r} names no headcount for column "
                    f"{column.name!r}; add it to rests_on"
                )

    def row_id(self, position: int) -> str:
        """How results, sentences and messages name a row."""
        return str(self.rows[position].get("row", position + 1))


def _keys(rows: Sequence[Mapping[str, Value]]) -> set[str]:
    return {name for row in rows for name in row}


def _columns_of(rows: Sequence[Mapping[str, Value]]) -> tuple[Column, ...]:
    names = [name for name in (rows[0] if rows else {}) if name != "row"]
    return tuple(Column(name, _kind_of(rows[0][name])) for name in names)


def _kind_of(value: Value) -> Kind:
    if isinstance(value, bool):
        raise TypeError("a yes/no cell is a Label or a Text, not a bool")
    if isinstance(value, int):
        return "persons"
    if isinstance(value, (float, Range)):
        return "share"
    return "date" if isinstance(value, date) else "text"
