"""Attacks on a section as it was decided, with their results as evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from evallib.domain.table import Table
from evallib.release.joint.counted import REST, SHARE, Spot
from evallib.release.joint.judged import Judged
from evallib.release.suppression.attack import Reach, as_seen, reach
from evallib.release.suppression.system import System, components

Audit = Literal["A1", "A3"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one attack could bound of one hidden count.

    Attributes
    ----------
    audit : str
        ``A1``: a reader who sees the report. ``A3``: a member of the group, who
        knows that at least one person is counted in another hidden cell.
    table, row, column : str
        The attacked cell; a share stands for its count.
    low, high : int, optional
        Smallest and largest value that fit; None if nothing could be proved.
    passed : bool
        Whether the count stayed as uncertain as it has to be.
    """

    audit: Audit
    table: str
    row: str
    column: str
    low: int | None
    high: int | None
    passed: bool


def outside_attack(
    judged: Judged, tables: dict[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audit A1: what a reader can work out about every unsafe count of a section.

    Read ``low=0, high=8, passed=True`` as: from all that is shown, the hidden count
    may be anything from nobody to eight persons, which is wide enough.

    Parameters
    ----------
    judged : Judged
        A section as it was decided.
    tables : mapping
        Its tables, for the names of the cells.
    seconds : float
        Time limit of each attack.

    Returns
    -------
    tuple of Finding
        One for each unsafe count, in the order of the tables.
    """
    system, hidden = judged.joint.system, judged.protection.hidden
    found = []
    for at, spot in _unsafe(judged, tables):
        least = system.counts[at].least
        bounds = reach(system, hidden, at, seconds=seconds)
        passed = bounds is not None and bounds.width >= least <= bounds.high
        found.append(_finding("A1", spot, tables, bounds, passed=passed))
    return tuple(found)


def insider_attack(
    judged: Judged, tables: dict[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audit A3: what a member who knows the own answer can work out of another one.

    Read ``passed=False`` as: somebody counted in one hidden cell can tell another
    hidden, unsafe count exactly.

    Parameters
    ----------
    judged : Judged
        A section as it was decided.
    tables : mapping
        Its tables, for the names of the cells.
    seconds : float
        Time limit of each attack.

    Returns
    -------
    tuple of Finding
        For each unsafe count the narrowest range that any one insider is left with.
    """
    system, hidden = judged.joint.system, judged.protection.hidden
    found = []
    for at, spot in _unsafe(judged, tables):
        ranges = list(_known_to_members(system, hidden, at, seconds=seconds))
        proved = [each for each in ranges if each is not None]
        narrowest = min(proved, key=lambda each: each.width, default=None)
        exact = narrowest is not None and narrowest.width == 0
        passed = len(proved) == len(ranges) and not exact
        found.append(_finding("A3", spot, tables, narrowest, passed=passed))
    return tuple(found)


def _known_to_members(
    system: System, hidden: frozenset[int], at: int, *, seconds: float
) -> Iterator[Reach | None]:
    """The range left to each possible insider: one for every other hidden count."""
    own = next(each for each in components(as_seen(system, hidden)) if at in each)
    for other in own:
        if other != at and system.counts[other].value:
            known = {other: 1}
            yield reach(system, hidden, at, seconds=seconds, at_least=known)


def _unsafe(judged: Judged, tables: dict[str, Table]) -> Iterator[tuple[int, Spot]]:
    """Every unsafe count once, at its first printed cell."""
    seen: set[int] = set()
    for spot, at in judged.joint.position.items():
        unsafe = judged.joint.found[spot].broken and spot.table in tables
        if unsafe and at not in seen and not spot.column.startswith(REST):
            seen.add(at)
            yield at, spot


def _finding(
    audit: Audit,
    spot: Spot,
    tables: dict[str, Table],
    bounds: Reach | None,
    *,
    passed: bool,
) -> Finding:
    return Finding(
        audit,
        spot.table,
        tables[spot.table].row_id(spot.row),
        spot.column.removeprefix(SHARE),
        bounds.low if bounds else None,
        bounds.high if bounds else None,
        passed,
    )
