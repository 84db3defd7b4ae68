"""Tables on their way to the release gate: numbers and the persons beneath them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from evallib.domain.curve import Curve
from evallib.domain.fit import Fit
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


Where = tuple[str, str]  # name of the row, name of the column
Named = tuple[str, ...]  # groups and traits that all persons of a count share
Value = str | int | float | date | Text | Label | Entry | Range | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its name (also its catalogue key), what it holds, its decimals.

    ``limits`` names the column with the ``Range`` that belongs to this number.
    ``sensitive`` asks for larger groups, as health does. ``zeros`` says that nobody
    and everybody may be told. ``scale`` is the lowest and highest answer of a mean.
    """

    name: str
    kind: Kind
    decimals: int = 0
    limits: str | None = None
    sensitive: bool = False
    zeros: bool = False
    scale: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class AddsUp:
    """Which counts of a table are sums of others, so that none can be worked out.

    A reader subtracts: of two parts and their sum, hiding one part hides nothing.
    The gate finds the sums that hold in every row or column by itself; those that
    it could not see are declared.

    Attributes
    ----------
    columns : mapping
        Column to the columns that add up to it, in every row.
    rows : mapping
        Name of a row to the rows that add up to it, in every column of persons.
        The parts have nobody in common.
    cells : mapping
        Any other sum: (row, column) to the cells that add up to it.

    Examples
    --------
    Two groups make the pilot, and the controls stand beside it; of everybody it is
    either known how they stand, or not due yet, or not found.

    >>> rows = [
    ...     {"row": "group-1", "persons": 20, "known": 14, "pending": 0, "lost": 6},
    ...     {"row": "group-2", "persons": 18, "known": 11, "pending": 7, "lost": 0},
    ...     {"row": "pilot", "persons": 38, "known": 25, "pending": 7, "lost": 6},
    ...     {"row": "control", "persons": 90, "known": 70, "pending": 9, "lost": 11},
    ... ]
    >>> sums = AddsUp(
    ...     columns={"persons": ("known", "pending", "lost")},
    ...     rows={"pilot": ("group-1", "group-2")},
    ... )
    >>> names = ("persons", "known", "pending", "lost")
    >>> rests_on = dict.fromkeys(names, "persons")
    >>> Table("standing", rows, rests_on=rests_on, adds_up=sums).adds_up == sums
    True
    """

    columns: Mapping[str, Sequence[str]] = field(default_factory=dict)
    rows: Mapping[str, Sequence[str]] = field(default_factory=dict)
    cells: Mapping[Where, Sequence[Where]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind of fact, with what the gate must know of every number.

    Attributes
    ----------
    name : str
        Unique within its section; also its catalogue key and the id on the page.
    rows : sequence of mappings
        Column name to value. ``row`` names the row; without it rows are numbered.
        ``people`` and ``at`` may tell whose counts a row holds and at which follow-up
        point: rows of two tables that agree in both hold the same counts in columns
        of one name. Without them, equal counts out of equal headcounts in two tables
        of a section are taken for the same, which hides more than it must.
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
    adds_up : AddsUp
        Sums between counts that the gate could not find by itself.
    made_of : mapping
        For a number worked out from counts (a difference, a ratio), the columns
        with those counts; they need not be shown. It is hidden as soon as one of
        them is. Left out, every count of its row is meant.
    follows : mapping
        For the place of a number, the cells of this section's tables from which it
        follows (table, row, column), where no count stands behind: the mean of three
        months. It is hidden as soon as one of them is.
    coarser : Table, optional
        The same with fewer, larger groups. It stands in for this table where this
        one could not be shown whole.
    who : mapping
        Who is counted in a cell, by names that the study can turn into persons:
        what is published of the same persons elsewhere, or was before, is held
        against it. No name tells who anybody is.
    curve : Curve, optional
        That the numbers are read from curves over time.
    fit : Fit, optional
        That they are coefficients of this model.
    """

    name: str
    rows: Sequence[Mapping[str, Value]]
    columns: tuple[Column, ...] = ()
    rests_on: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    layout: Layout = "grid"
    caption: Label | Text | None = None
    adds_up: AddsUp = field(default_factory=AddsUp)
    made_of: Mapping[str, Sequence[str]] = field(default_factory=dict)
    follows: Mapping[Where, Sequence[tuple[str, str, str]]] = field(
        default_factory=dict
    )
    coarser: Table | None = None
    who: Mapping[Where, Named] = field(default_factory=dict)
    curve: Curve | None = None
    fit: Fit | None = None

    def __post_init__(self) -> None:
        if not self.columns:
            object.__setattr__(self, "columns", _columns_of(self.rows))
        self._require_headcounts()
        self._require_sums()

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

    def _require_sums(self) -> None:
        for whole, parts in self.sums():
            counts = [self.count(place) for place in (whole, *parts)]
            told = [count for count in counts if count is not None]
            if len(told) == len(counts) and told[0] != sum(told[1:]):
                raise ValueError(
                    f"table {self.name!r}: {whole[1]!r} in row {whole[0]!r} is "
                    f"declared as the sum of {parts}, which it is not"
                )

    def sums(self) -> list[tuple[Where, tuple[Where, ...]]]:
        """Every declared sum as the place of the whole and the places of its parts."""
        rows = [self.row_id(position) for position in range(len(self.rows))]
        counts = [each.name for each in self.columns if each.kind == "persons"]
        return [
            *(((whole, tuple(parts))) for whole, parts in self.adds_up.cells.items()),
            *(
                ((row, whole), tuple((row, part) for part in parts))
                for whole, parts in self.adds_up.columns.items()
                for row in rows
            ),
            *(
                ((whole, name), tuple((part, name) for part in parts))
                for whole, parts in self.adds_up.rows.items()
                for name in counts
            ),
        ]

    def count(self, place: Where) -> int | None:
        """The count at a place; None where there is no number of persons."""
        for position, row in enumerate(self.rows):
            if self.row_id(position) == place[0]:
                value = row.get(place[1])
                return value if isinstance(value, int) else None
        raise ValueError(f"table {self.name!r} has no row {place[0]!r}")

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
