"""Outcomes and the states that they are made of, counted among the same persons."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from evallib.domain.plan import REACHED
from evallib.domain.table import Named, Table
from evallib.release.joint.counted import Counted, Spot
from evallib.release.joint.sums import Adding


def outcomes_of_states(
    tables: Mapping[str, Table], found: Mapping[Spot, Counted], own: Collection[str]
) -> Iterator[Adding]:
    """Counts of an outcome beside counts of its states, in whatever tables.

    Read ``(in any work, (in open-market work, in subsidised work))`` as: whoever sees
    the first two can subtract. At least one of the counts stands in a table of ``own``;
    of others the sum was sought before.
    """
    for counts in _among_the_same(tables, found).values():
        for outcome, states in REACHED.items():
            parts = [counts[state] for state in states if state in counts]
            if outcome not in counts or not parts:
                continue
            whole = counts[outcome]
            known = found[whole].value == sum(found[part].value for part in parts)
            if known and any(spot.table in own for spot in (whole, *parts)):
                yield whole, tuple(parts)


def _among_the_same(
    tables: Mapping[str, Table], found: Mapping[Spot, Counted]
) -> Mapping[tuple[Named, str], Mapping[str, Spot]]:
    """Of each group of persons at a point: what is counted, and where."""
    groups: dict[tuple[Named, str], dict[str, Spot]] = {}
    for name, table in tables.items():
        rows = {table.row_id(at): at for at in range(len(table.rows))}
        for (row, column), named in table.who.items():
            spot = Spot(name, rows.get(row, -1), column)
            if spot in found and named:
                *group, last = named
                what, _, point = last.rpartition("@")
                groups.setdefault((tuple(group), point), {})[_state(what)] = spot
    return groups


def _state(what: str) -> str:
    """``any_work`` of ``2025-05-31/any_work``."""
    return what.rpartition("/")[2]
