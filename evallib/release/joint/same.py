"""Which counts of a section are one and the same, printed in several tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import combinations

from evallib.domain.table import Table
from evallib.release.joint.counted import SHARE, Counted, Spot

NOTHING: Mapping[Spot, Spot] = {}
BY_VALUE, BY_NAMES, EXACT = 1, 3, 4  # how much speaks for two counts being one


def same_counts(
    tables: Mapping[str, Table],
    found: Mapping[Spot, Counted],
    before: Mapping[Spot, Spot] = NOTHING,
) -> dict[Spot, Spot]:
    """Every count with the one that stands for it and for all others like it.

    Read ``{b: a, a: a}`` as: what is hidden at ``a`` is hidden at ``b``.

    Parameters
    ----------
    tables : mapping
        The tables of a section.
    found : mapping
        Their counts.
    before : mapping, optional
        The answer for some of them, from an earlier call; only the others are
        looked at, and what stood for a count before stands for it still.

    Notes
    -----
    Rows that name their ``people`` and ``at`` are matched by these. All others are
    taken for the same where value and headcount are equal, and none of the table is
    a likelier partner by the names of column and row: by chance that hides more than
    it must. Everybody of a group, and nobody, are matched by both names. A published
    figure is matched by both names only, and a count of a curve by its people.
    """
    root = {spot: before.get(spot, spot) for spot in found}

    def top(spot: Spot) -> Spot:
        while root[spot] != spot:
            root[spot] = root[root[spot]]
            spot = root[spot]
        return spot

    new = found.keys() - before.keys()
    for one, other in _pairs(tables, found, new):
        ends = sorted((top(one), top(other)), key=lambda each: (each in new, each))
        root[ends[1]] = ends[0]
    return {spot: top(spot) for spot in found}


def _pairs(
    tables: Mapping[str, Table], found: Mapping[Spot, Counted], new: Set[Spot]
) -> Iterator[tuple[Spot, Spot]]:
    yield from _shares({spot: each for spot, each in found.items() if spot in new})
    alike: dict[tuple[int, int], list[Counted]] = {}
    for each in found.values():
        on = found.get(each.out_of) if each.out_of else None
        if each.role != "rest" and on is not None:
            key = each.value, on.value
            alike.setdefault(key, []).append(each)
    for (value, of), candidates in alike.items():
        if any(each.spot in new for each in candidates):
            # All and nobody are hidden by themselves wherever they stand.
            least = BY_NAMES if value in (0, of) else BY_VALUE
            yield from _matched(tables, candidates, new, least=least)


def _shares(found: Mapping[Spot, Counted]) -> Iterator[tuple[Spot, Spot]]:
    """A share beside the count that it is of, in one row."""
    rows: dict[tuple[str, int], list[Counted]] = {}
    for each in found.values():
        if each.role == "count":
            rows.setdefault((each.spot.table, each.spot.row), []).append(each)
    for counts in rows.values():
        for share in counts:
            if share.spot.column.startswith(SHARE):
                for count in counts:
                    if (count.value, count.out_of) == (share.value, share.out_of):
                        yield share.spot, count.spot


def _matched(
    tables: Mapping[str, Table],
    candidates: Sequence[Counted],
    new: Set[Spot],
    *,
    least: int,
) -> Iterator[tuple[Spot, Spot]]:
    """Pairs of equal counts of two tables of which neither has a likelier partner."""
    likeness = {
        (one.spot, other.spot): score
        for one, other in combinations(candidates, 2)
        if (one.spot in new or other.spot in new)
        and (score := _likeness(tables, one, other)) >= least
    }
    best: dict[tuple[Spot, str], int] = {}
    for (one, other), score in likeness.items():
        for key in ((one, other.table), (other, one.table)):
            best[key] = max(score, best.get(key, 0))
    for (one, other), score in likeness.items():
        if score == best[one, other.table] == best[other, one.table]:
            yield one, other


def _likeness(tables: Mapping[str, Table], one: Counted, other: Counted) -> int:
    """How much speaks for two equal counts being one; 0 if they are not."""
    if one.spot.table == other.spot.table or one.role != other.role:
        return 0
    named = one.spot.column == other.spot.column
    told = _told(tables, one.spot), _told(tables, other.spot)
    if all(told):
        return EXACT if told[0] == told[1] and named else 0
    if any(tables[each.spot.table].curve for each in (one, other)):
        return 0  # who has left by a day is nobody's standing at a point
    related = _related(tables, one.spot, other.spot)
    if (one.public or other.public) and not (named and related):
        return 0
    return BY_VALUE + named + related


def _told(tables: Mapping[str, Table], spot: Spot) -> tuple[object, object] | None:
    row = tables[spot.table].rows[spot.row]
    return (row["people"], row.get("at")) if row.get("people") else None


def _related(tables: Mapping[str, Table], one: Spot, other: Spot) -> bool:
    """Whether one row is named after the other: ``pilot`` and ``pilot-months_6``."""
    names = [
        set(tables[each.table].row_id(each.row).split("-")) for each in (one, other)
    ]
    return names[0] <= names[1] or names[1] <= names[0]
