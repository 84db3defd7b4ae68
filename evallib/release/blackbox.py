"""Audit A6: what the numbers of a finished report give away, read from its files.

The gate leaves the shape of what hangs together, without a single value. Values are
read back from the published records, as a stranger would read them, and attacked. So
a number that slips past the gate on its way to the file is found all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from evallib.domain.table import Table
from evallib.release.joint.counted import REST, SHARE, Spot
from evallib.release.joint.judged import Judged
from evallib.release.joint.rounding import SPREAD
from evallib.release.suppression.solver import Programme, solve

NEAR = 1e-6  # how near a share of a group must be to whole persons to be a count
Address = tuple[str, str, str, str]  # section, table, row, column
Records = Sequence[Mapping[str, Any]]
BESIDE = "n of "  # a headcount that is told beside a number


@dataclass(frozen=True, slots=True)
class Shape:
    """What hangs together in a report, without its values.

    Attributes
    ----------
    cells : tuple
        For each count the addresses at which it may be printed; a column that begins
        with ``behind`` is a share that gives it away, one with ``n of`` a number that
        is told with its headcount.
    sums : tuple
        Positions of counts to factors; the products add up to nothing.
    unsafe : mapping
        Positions of counts that must stay uncertain, to their ``k``.
    spread : int
        How far a printed count may be from the true one, where counts are rounded.
    """

    cells: tuple[tuple[Address, ...], ...]
    sums: tuple[Mapping[int, int], ...]
    unsafe: Mapping[int, int]
    spread: int = 0


@dataclass(frozen=True, slots=True)
class Bounded:
    """An unsafe count, and the range that the finished report leaves for it."""

    address: Address
    low: int | None
    high: int | None
    passed: bool


def shape_of(judged: Judged, section: str, tables: Mapping[str, Table]) -> Shape:
    """The shape of everything that a report tells up to a section.

    Parameters
    ----------
    judged : Judged
        The section as it was decided, with those before it.
    section : str
        Its name.
    tables : mapping
        Its own tables by their names, earlier ones as ``section/table``.
    """
    together = judged.joint
    counts = together.system.counts
    cells: list[list[Address]] = [[] for _ in counts]
    unsafe: dict[int, int] = {}
    for spot, at in together.position.items():
        each = together.found[spot]
        cells[at] += _addresses(spot, section, tables[spot.table])
        of_somebody = each.out_of is None or together.found[each.out_of].value
        known = each.public or counts[at].fixed == "open"
        if each.broken and of_somebody and not known:
            unsafe[at] = max(unsafe.get(at, 0), counts[at].least)
    return Shape(
        tuple(tuple(dict.fromkeys(each)) for each in cells),
        tuple(together.system.sums),
        unsafe,
        SPREAD if judged.rounded else 0,
    )


def bounded(shape: Shape, records: Records, *, seconds: float) -> tuple[Bounded, ...]:
    """The range of every unsafe count, from the published records alone.

    Read ``low=0, high=9, passed=True`` as: whoever has the file can only say that the
    hidden count lies between nobody and nine persons.

    Parameters
    ----------
    shape : Shape
        Of the whole report.
    records : sequence
        The numbers of ``results.json``.
    seconds : float
        Time limit of each programme.
    """
    told = _told(shape, records)
    siege = _Siege(shape, told, seconds)
    return tuple(siege.bounded(at) for at in sorted(shape.unsafe) if shape.cells[at])


def plain_shape(shape: Shape) -> dict[str, Any]:
    """A shape for a file."""
    return {
        "cells": shape.cells,
        "sums": [list(each.items()) for each in shape.sums],
        "unsafe": list(shape.unsafe.items()),
        "spread": shape.spread,
    }


def shape_from(plain: Mapping[str, Any]) -> Shape:
    """The shape of a file, as ``plain_shape`` wrote it."""
    return Shape(
        tuple(
            tuple((each[0], each[1], each[2], each[3]) for each in own)
            for own in plain["cells"]
        ),
        tuple(dict(each) for each in plain["sums"]),
        dict(plain["unsafe"]),
        plain["spread"],
    )


def _addresses(spot: Spot, section: str, table: Table) -> Iterator[Address]:
    own, _, name = spot.table.rpartition("/")
    place = own or section, name, table.row_id(spot.row)
    if spot.column.startswith(REST):
        return
    yield *place, spot.column
    for column, beneath in table.rests_on.items():
        if beneath == spot.column:
            yield *place, BESIDE + column


def _told(shape: Shape, records: Records) -> dict[int, int]:
    """Every count that the records tell, directly, by a share, or as a headcount."""
    shown = {
        (each["section"], each["table"], each["row"], each["column"]): each
        for each in records
        if each["status"] == "shown"
    }
    told: dict[int, int] = {}
    for at, addresses in enumerate(shape.cells):
        values = {value for each in addresses for value in _read(each, shown)}
        if values:
            told[at] = min(values)
    return told


def _read(
    address: Address, shown: Mapping[Address, Mapping[str, Any]]
) -> Iterator[int]:
    *place, column = address
    behind, beside = column.startswith(SHARE), column.startswith(BESIDE)
    name = column.removeprefix(SHARE).removeprefix(BESIDE)
    record = shown.get((place[0], place[1], place[2], name))
    if record is None:
        return
    value, n = record["value"], record["n"]
    if beside and isinstance(n, int):
        yield n
    elif behind and isinstance(n, int) and isinstance(value, (int, float)):
        yield round(value * n)
    elif isinstance(value, int) and not (behind or beside):
        yield value


class _Siege:
    """All tables that fit what was told, found as they are needed."""

    def __init__(self, shape: Shape, told: Mapping[int, int], seconds: float) -> None:
        self.shape, self.told, self.seconds = shape, told, seconds
        least = max(shape.unsafe.values(), default=0)
        self.highest = 2 * max(told.values(), default=0) + 4 * least
        self.sums_of: dict[int, list[Mapping[int, int]]] = {}
        for each in shape.sums:
            for at in each:
                self.sums_of.setdefault(at, []).append(each)
        self.met: dict[int, tuple[int, int]] = {}

    def bounded(self, at: int) -> Bounded:
        address = self.shape.cells[at][0]
        least = self.shape.unsafe[at]
        if at in self.told:
            value = self.told[at]
            return Bounded(address, value, value, passed=False)
        if not self._is_wide(at, least):
            for way in (1.0, -1.0):
                table = self._extreme(at, way)
                if table is None:
                    return Bounded(address, None, None, passed=False)
                self._meet(table)
        low, high = self.met[at]
        return Bounded(address, low, high, self._is_wide(at, least))

    def _is_wide(self, at: int, least: int) -> bool:
        low, high = self.met.get(at, (0, 0))
        return high - low >= least <= high

    def _meet(self, table: Mapping[int, int]) -> None:
        for at, value in table.items():
            low, high = self.met.get(at, (value, value))
            self.met[at] = min(low, value), max(high, value)

    def _extreme(self, at: int, way: float) -> dict[int, int] | None:
        """A table in which a count is smallest (1) or largest (-1)."""
        programme = Programme()
        own = self._component(at)
        names = {each: programme.variable(*self._ends(each)) for each in own}
        sums = {id(each): each for one in own for each in self.sums_of.get(one, ())}
        for each in sums.values():
            known = sum(
                by * self.told[one] for one, by in each.items() if one not in names
            )
            row = {names[one]: float(by) for one, by in each.items() if one in names}
            programme.require(row, -known, -known)
        programme.cost[names[at]] = way
        values = solve(programme, seconds=self.seconds)
        if values is None:
            return None
        return {each: round(values[name]) for each, name in names.items()}

    def _ends(self, at: int) -> tuple[int, int]:
        if at not in self.told:
            return 0, self.highest
        spread = self.shape.spread
        return max(self.told[at] - spread, 0), self.told[at] + spread

    def _component(self, at: int) -> Iterable[int]:
        """Counts that are not told for certain and hang together with one of them."""
        certain = {} if self.shape.spread else self.told
        own, waiting = {at}, [at]
        while waiting:
            for each in self.sums_of.get(waiting.pop(), ()):
                new = [one for one in each if one not in certain and one not in own]
                own.update(new)
                waiting += new
        return sorted(own)
