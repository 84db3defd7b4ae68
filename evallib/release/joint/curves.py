"""Rows of a table that read a curve where it would tell of single persons."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.domain.curve import Curve
from evallib.domain.disclosure import Disclosure
from evallib.domain.table import Table
from evallib.release.rules.curves import merged_points, unsafe_curve

ALL: frozenset[str] = frozenset()


def unsafe_points(table: Table, limits: Disclosure) -> dict[int, frozenset[str]]:
    """Of rows that read a curve, the columns that break ``R12``; all columns if none.

    Read ``{2: frozenset({"at_risk"})}`` as: the third row may show the share, but not
    how many remained, which tells of the few who left in another way; read
    ``{2: frozenset()}`` as: nothing may be shown there, since too few have left since
    the point before, or the curve is one of too few.

    Parameters
    ----------
    table : Table
        Read from curves if it says so.
    limits : Disclosure
        ``n_survival``, ``k_step`` and ``at_risk_min``.
    """
    if table.curve is None:
        return {}
    groups: dict[object, list[int]] = {}
    for at, row in enumerate(table.rows):
        groups.setdefault(row.get(table.curve.group), []).append(at)
    unsafe: dict[int, frozenset[str]] = {}
    for own in groups.values():
        unsafe |= _unsafe(table, table.curve, own, limits)
    return unsafe


def _unsafe(
    table: Table, curve: Curve, own: Sequence[int], limits: Disclosure
) -> dict[int, frozenset[str]]:
    persons = min(_count(table, at, curve.persons) for at in own)
    if unsafe_curve(persons, limits):
        return dict.fromkeys(own, ALL)
    if curve.at_risk is None or curve.reached is None:
        return {}
    steps = [[_count(table, at, curve.reached) for at in own]]
    at_risk = [_count(table, at, curve.at_risk) for at in own]
    merged = merged_points(at_risk, steps, limits, persons=persons)
    kept = [at for at in range(len(own)) if at not in merged]
    found = {own[at]: ALL for at in merged}
    if curve.elsewhere is not None:
        others = [[_count(table, own[at], curve.elsewhere) for at in kept]]
        left = [at_risk[at] for at in kept]
        few = merged_points(left, others, limits, persons=persons)
        found |= {own[kept[at]]: frozenset({curve.at_risk}) for at in few}
    return found


def _count(table: Table, at: int, name: str) -> int:
    value = table.rows[at].get(name)
    if not isinstance(value, int):
        raise TypeError(
            f"table {table.name!r}, row {table.row_id(at)!r}: a curve needs the "
            f"persons of {name!r}"
        )
    return value
