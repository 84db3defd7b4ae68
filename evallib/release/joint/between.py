"""Counts of different tables or columns that a reader can add up or subtract."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import permutations

from evallib.release.joint.counted import GROUPS, SHARE, Counted, Spot
from evallib.release.joint.sums import Adding

Rows = Sequence[Mapping[str, Counted]]


def losses(found: Mapping[Spot, Counted]) -> Iterator[Adding]:
    """Unsafe counts of lost persons that two headcounts side by side tell again.

    Read ``(followed, (known, lost))`` as: whoever sees the first two can subtract.
    """
    missing = [each for each in found.values() if each.role == "lost" and each.broken]
    if not missing:
        return
    beside = _differences(found)
    for lost in missing:
        for one, known in beside.get(lost.value, ()):
            yield one, (known, lost.spot)


def _differences(
    found: Mapping[Spot, Counted],
) -> Mapping[int, list[tuple[Spot, Spot]]]:
    """Headcounts beside one of known persons in a table, by what they differ by."""
    tables: dict[str, list[Counted]] = {}
    for each in found.values():
        if each.role in GROUPS:
            tables.setdefault(each.spot.table, []).append(each)
    differ: dict[int, list[tuple[Spot, Spot]]] = {}
    for groups in tables.values():
        for one, other in permutations(groups, 2):
            near = (
                one.spot.row == other.spot.row or one.spot.column == other.spot.column
            )
            if near and other.role == "known" and one.value > other.value:
                told = differ.setdefault(one.value - other.value, [])
                told.append((one.spot, other.spot))
    return differ


def between_tables(
    found: Mapping[Spot, Counted], own: Collection[str]
) -> Iterator[Adding]:
    """Rows of one table that add up to a row of another in all that both count.

    Read ``(pilot, (women, men))`` as: the two rows by sex are the pilot's row. One of
    the two tables is among ``own``; of others it was sought before.
    """
    rows: dict[tuple[str, int], dict[str, Counted]] = {}
    for spot, each in found.items():
        if each.role != "rest" and not spot.column.startswith(SHARE):
            rows.setdefault((spot.table, spot.row), {})[spot.column] = each
    telling: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for place, counts in rows.items():
        for name, each in counts.items():
            telling.setdefault((name, each.value), []).append(place)
    for table in sorted({name for name, _ in rows}):
        for block in _blocks(rows, table):
            likely = {
                place
                for name, total in block[1].items()
                if total
                for place in telling.get((name, total), ())
            }
            for place in sorted(likely):
                if place[0] != table and (table in own or place[0] in own):
                    yield from _whole_of(rows[place], block)


def _whole_of(
    whole: Mapping[str, Counted], block: tuple[Rows, Mapping[str, int | None]]
) -> Iterator[Adding]:
    """The sums between a row and the rows of a block, if it is their total."""
    rows, totals = block
    names = [name for name in whole if name in totals]
    if any(totals[n] != whole[n].value for n in names):
        return
    if all(
        (whole[n].role in GROUPS) == (p[n].role in GROUPS) for n in names for p in rows
    ):
        for name in names:
            yield whole[name].spot, tuple(parts[name].spot for parts in rows)


def _blocks(
    rows: Mapping[tuple[str, int], dict[str, Counted]], table: str
) -> Iterator[tuple[Rows, Mapping[str, int | None]]]:
    """Two or more rows of a table that follow each other, with what they add up to.

    No total stands for a column that begins and ends the block but has gaps in it.
    """
    own = [counts for (name, _), counts in rows.items() if name == table]
    for start, first in enumerate(own):
        totals: dict[str, int | None] = {n: each.value for n, each in first.items()}
        for stop, last in enumerate(own[start + 1 :], start + 1):
            for name, total in totals.items():
                totals[name] = (
                    total + last[name].value
                    if total is not None and name in last
                    else None
                )
            yield own[start : stop + 1], {n: totals[n] for n in first if n in last}
