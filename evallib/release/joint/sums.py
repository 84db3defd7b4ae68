"""Which counts of a table add up to others: declared, or found because they do.

A sum that holds by chance only is found as well. The gate then takes the reader to
know more than there is to know, which hides more than it must, and never less.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from evallib.domain.table import Table
from evallib.release.joint.counted import GROUPS, REST, SHARE, Counted, Spot

Adding = tuple[Spot, tuple[Spot, ...]]  # the whole and its parts
MOST_PARTS = 9  # columns of one group among which sums are sought


def sums_of(table: Table, found: Mapping[Spot, Counted]) -> list[Adding]:
    """Every sum between counts of one table.

    Read ``(whole, (one, other))`` as: the two counts add up to the whole.

    Parameters
    ----------
    table : Table
        The table, with what it declares.
    found : mapping
        Its counts.

    Notes
    -----
    Sought are columns that add up to one of their headcounts in every row, rows
    that add up to a row right after or before them in every column, and rows of one
    headcount whose counts exhaust it. A count and the rest of its group always add up.
    Points of a curve count the same persons again and again, and are parts of nothing.
    """
    held = {spot: each.value for spot, each in found.items()}
    names = sorted({spot.column for spot in held if not spot.column.startswith(REST)})
    height = len(table.rows)
    every = [*_declared(table, held), *_rests(found)]
    if not is_course(table):
        every += [
            *_across(table, found, names, height),
            *_down(table, held, names, height),
            *_exhausting(table, found, names, height),
        ]
    unique = {(whole, frozenset(parts)): (whole, parts) for whole, parts in every}
    return list(unique.values())


def is_course(table: Table) -> bool:
    """Whether the rows of a table follow the same persons from point to point."""
    return table.curve is not None and table.curve.at_risk is not None


def partitions(
    sums: Sequence[Adding], found: Mapping[Spot, Counted]
) -> Iterator[tuple[Spot, ...]]:
    """The sums whose parts are categories of one outcome within one group.

    Read ``(one, other)`` as: everybody of the group is in one of the two.
    """
    for whole, parts in sums:
        counts = [found[part] for part in parts]
        within = all(_is_category(found, each, whole) for each in counts)
        if within and len(parts) > 1:
            yield parts


def _is_category(found: Mapping[Spot, Counted], each: Counted, whole: Spot) -> bool:
    if each.role not in ("count", "rest"):
        return False
    return each.out_of == whole or _same_group(found, each, whole)


def _same_group(found: Mapping[Spot, Counted], each: Counted, whole: Spot) -> bool:
    """A row of its own with the same headcount, as categories of one variable have."""
    on = each.out_of
    return (
        on is not None
        and on in found
        and (on.table, on.column) == (whole.table, whole.column)
        and found[on].value == found[whole].value
    )


def _declared(table: Table, held: Mapping[Spot, int]) -> Iterator[Adding]:
    at = {table.row_id(position): position for position in range(len(table.rows))}
    for whole, parts in table.sums():
        spots = [Spot(table.name, at[row], name) for row, name in (whole, *parts)]
        if all(spot in held for spot in spots):
            yield spots[0], tuple(spots[1:])


def _rests(found: Mapping[Spot, Counted]) -> Iterator[Adding]:
    for spot, each in found.items():
        if each.role == "rest" and each.out_of is not None:
            counted = Spot(spot.table, spot.row, spot.column.removeprefix(REST))
            yield each.out_of, (counted, spot)


def _across(
    table: Table, found: Mapping[Spot, Counted], names: Sequence[str], height: int
) -> Iterator[Adding]:
    """Columns that add up to another one in every row in which all are told.

    Outcomes add up to those who had one, groups to a larger group; a group and an
    outcome are no two parts of anything.
    """
    held = {spot: each.value for spot, each in found.items()}
    roles = {spot.column: each.role for spot, each in found.items()}
    plain = [name for name in names if not name.startswith(SHARE)]
    for whole in plain:
        parts = [name for name in plain if _may_be_part(table, name, whole)]
        for outcomes in (True, False):
            among = [each for each in parts if (roles[each] == "count") is outcomes]
            if len(among) <= MOST_PARTS:
                yield from _largest(table.name, held, (whole, among), height)


def _may_be_part(table: Table, name: str, whole: str) -> bool:
    """Counted out of the whole, or a group beside it that rests on itself too."""
    if name == whole:
        return False
    on = table.rests_on
    seen = name
    while on.get(seen, seen) != seen:
        seen = on[seen]
        if seen == whole:
            return True
    return on.get(name) == name and on.get(whole) == whole


def _largest(
    table: str,
    held: Mapping[Spot, int],
    sought: tuple[str, Sequence[str]],
    height: int,
) -> Iterator[Adding]:
    whole, among = sought
    for size in range(len(among), 1, -1):
        for parts in combinations(among, size):
            rows = [
                at
                for at in range(height)
                if all(Spot(table, at, name) in held for name in (whole, *parts))
            ]
            places = [
                (Spot(table, at, whole), tuple(Spot(table, at, name) for name in parts))
                for at in rows
            ]
            if places and all(held[w] == sum(held[p] for p in ps) for w, ps in places):
                yield from places
                return


def _down(
    table: Table, held: Mapping[Spot, int], names: Sequence[str], height: int
) -> Iterator[Adding]:
    """Rows that add up to the row right after them, or right before them."""
    for total in range(height):
        for length in range(height - 1, 1, -1):
            blocks = [
                range(total - length, total),
                range(total + 1, total + 1 + length),
            ]
            within = [b for b in blocks if b.start >= 0 and b.stop <= height]
            found = [
                adding
                for block in within
                if (adding := _block(table.name, held, (total, block), names))
            ]
            if found:
                yield from found[0]
                break


def _block(
    table: str,
    held: Mapping[Spot, int],
    rows: tuple[int, range],
    names: Sequence[str],
) -> list[Adding]:
    """The sums of a total row; empty if a single column does not add up."""
    total, block = rows
    sums = []
    for name in names:
        whole = Spot(table, total, name)
        parts = tuple(Spot(table, at, name) for at in block)
        if whole not in held or any(part not in held for part in parts):
            continue
        if held[whole] != sum(held[part] for part in parts):
            return []
        sums.append((whole, parts))
    return sums if any(held[whole] for whole, _ in sums) else []


def _exhausting(
    table: Table, found: Mapping[Spot, Counted], names: Sequence[str], height: int
) -> Iterator[Adding]:
    """Rows of one headcount whose counts come up to it, as categories do."""
    for name in names:
        run: list[Counted] = []
        for at in range(height):
            each = found.get(Spot(table.name, at, name))
            if each is None or each.role in GROUPS or each.out_of not in found:
                run = []
                continue
            if run and not _one_group(table, found, _on(run[0]), _on(each)):
                run = []
            run.append(each)
            total = found[_on(run[0])].value
            if sum(one.value for one in run) == total and len(run) > 1:
                yield _on(run[0]), tuple(one.spot for one in run)
                run = []
            elif sum(one.value for one in run) > total:
                run = [each]


def _one_group(
    table: Table, found: Mapping[Spot, Counted], one: Spot, other: Spot
) -> bool:
    """Whether two headcounts may be of the same persons."""
    who = [
        table.who.get((table.row_id(each.row), each.column)) for each in (one, other)
    ]
    if all(who) and who[0] != who[1]:
        return False
    return found[one].value == found[other].value


def _on(each: Counted) -> Spot:
    if each.out_of is None:
        raise ValueError(f"{each.spot} is counted out of nothing")
    return each.out_of
