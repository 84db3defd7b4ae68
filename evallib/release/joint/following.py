"""Numbers from which, with others that are shown, a hidden number would follow."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from evallib.domain.section import Section
from evallib.domain.table import Table
from evallib.release.joint.counted import Spot


def following(section: Section, hidden: Collection[Spot]) -> frozenset[Spot]:
    """Cells that tell a hidden one again, such as the mean of its months.

    Parameters
    ----------
    section : Section
        Its tables declare what follows from what.
    hidden : collection of Spot
        Cells that are hidden already.

    Returns
    -------
    frozenset of Spot
        Cells to be hidden with them, and with each other.
    """
    found: set[Spot] = set()
    while True:
        closed = {*hidden, *found}
        more = {
            spot
            for spot, others in _declared(section)
            if spot not in closed and not closed.isdisjoint(others)
        }
        if not more:
            return frozenset(found)
        found |= more


def _declared(section: Section) -> Iterator[tuple[Spot, set[Spot]]]:
    rows = {name: _rows(table) for name, table in section.tables.items()}
    for name, table in section.tables.items():
        for (row, column), others in table.follows.items():
            yield (
                Spot(name, rows[name][row], column),
                {Spot(t, rows[t][r], c) for t, r, c in others if r in rows.get(t, {})},
            )


def _rows(table: Table) -> dict[str, int]:
    return {table.row_id(at): at for at in range(len(table.rows))}
