"""Counts that are rounded to fives where every group is large."""

from __future__ import annotations

from collections.abc import Mapping

from evallib.domain.section import Section
from evallib.domain.table import ABOUT_PERSONS, Table

LEAST_GROUP = 100  # persons, below which rounding hides nothing or everything
BASE = 5
SPREAD = 2  # how far a rounded count may be from the true one


def rounded_count(count: int) -> int:
    """The nearest five; two below and two above it look the same."""
    return BASE * round(count / BASE)


def rounded_tables(
    section: Section, public: Mapping[str, frozenset[int]]
) -> tuple[frozenset[str], frozenset[str]]:
    """Tables whose counts are rounded, and those that hold a group too small for it.

    Read ``({"groups"}, {"by_sex"})`` as: counts of the first are shown as fives, and
    of the second nothing about persons is shown at all.

    Parameters
    ----------
    section : Section
        Its project may have chosen to round.
    public : mapping
        Of each table the rows that the project has published itself, which are shown
        as they were printed.
    """
    nothing: frozenset[str] = frozenset()
    if not section.scope.disclosure.round_base:
        return nothing, nothing
    sizes = {
        name: _smallest(table, public[name])
        for name, table in section.tables.items()
        if any(each.kind in ABOUT_PERSONS for each in table.columns)
    }
    told = {name: size for name, size in sizes.items() if size is not None}
    small = {name for name, size in told.items() if size < LEAST_GROUP}
    return frozenset(told.keys() - small), frozenset(small)


def _smallest(table: Table, public: frozenset[int]) -> int | None:
    """The smallest group beneath a row that is not published; None without any."""
    sizes = [
        size
        for at, row in enumerate(table.rows)
        if at not in public
        for on in set(table.rests_on.values())
        if isinstance(size := row.get(on), int) and size
    ]
    return min(sizes, default=None)
