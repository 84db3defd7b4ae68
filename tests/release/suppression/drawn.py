"""Tables drawn by chance, with margins, as systems; and an attacker of its own.

The attacker shares no code with the package: it sees the shown counts, the sums and
nothing else.
"""

from __future__ import annotations

from itertools import product
from math import log

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import block_diag

from evallib.release.suppression.system import Count, System

EVERY = slice(None)


def table(cells, *, k: int) -> System:
    """A table of any number of dimensions with all its margins; the total is known.

    Small counts are unsafe, zeros too; so are margins.
    """
    values = np.asarray(cells)
    places = list(product(*(range(n + 1) for n in values.shape)))
    at = {place: number for number, place in enumerate(places)}
    counts = [_count(values, place, k) for place in places]
    sums = []
    for axis, n in enumerate(values.shape):
        for place in places:
            if place[axis] == n:
                parts = [(*place[:axis], i, *place[axis + 1 :]) for i in range(n)]
                sums.append({**{at[part]: 1 for part in parts}, at[place]: -1})
    return System(tuple(counts), tuple(sums))


def _count(values, place, k) -> Count:
    picked = tuple(
        EVERY if i == n else i for i, n in zip(place, values.shape, strict=True)
    )
    value = int(values[picked].sum())
    margins = sum(i == n for i, n in zip(place, values.shape, strict=True))
    total = margins == len(place)
    return Count(
        value,
        primary=value < k and not total,
        fixed="open" if total else "free",
        weight=1 + log(1 + value) + (50 if margins else 0),
        least=k,
    )


def linked(one: System, other: System, same: dict[int, int]) -> System:
    """Two tables of the same people; ``same`` pairs counts of the first and second."""
    there = {second: first for first, second in same.items()}
    fresh = [at for at in range(len(other.counts)) if at not in there]
    moved = {at: len(one.counts) + n for n, at in enumerate(fresh)} | there
    counts = (*one.counts, *(other.counts[at] for at in fresh))
    sums = [{moved[at]: by for at, by in each.items()} for each in other.sums]
    return System(counts, (*one.sums, *sums))


def attack(system: System, hidden, of: int) -> tuple[int, int]:
    """The smallest and largest value of a hidden count that fit what is shown."""
    return attack_all(system, hidden, [of])[of]


def attack_all(system: System, hidden, targets) -> dict[int, tuple[int, int]]:
    """Several attacks as one programme: a table of its own for each end."""
    size, sums = len(system.counts), len(system.sums)
    values = np.array([count.value for count in system.counts], dtype=float)
    unknown = np.isin(np.arange(size), list(hidden))
    matrix = np.zeros((sums, size))
    for row, each in enumerate(system.sums):
        for at, by in each.items():
            matrix[row, at] = by
    ends = [(of, sign) for of in targets for sign in (1, -1)]
    aim = np.zeros((len(ends), size))
    for number, (of, sign) in enumerate(ends):
        aim[number, of] = sign
    found = milp(
        aim.reshape(-1),
        integrality=np.ones(aim.size),
        bounds=Bounds(
            np.tile(np.where(unknown, 0.0, values), len(ends)),
            np.tile(np.where(unknown, values.sum() + 99, values), len(ends)),
        ),
        constraints=LinearConstraint(block_diag([matrix] * len(ends)), 0, 0),
    ).x.reshape(aim.shape)
    return {
        of: (round(found[2 * n, of]), round(found[2 * n + 1, of]))
        for n, of in enumerate(targets)
    }


def every_table(cells) -> list[np.ndarray]:
    """All tables of whole numbers with the total of a 2x2, 2x3 or 3x3 table."""
    values = np.asarray(cells)
    return [
        np.array(each).reshape(values.shape)
        for each in _spread(int(values.sum()), values.size)
    ]


def _spread(persons, places):
    if places == 1:
        yield (persons,)
        return
    for first in range(persons + 1):
        for rest in _spread(persons - first, places - 1):
            yield (first, *rest)


def with_margins(values) -> np.ndarray:
    """Interior and margins in the order of the counts of ``table``."""
    rows, columns = values.shape
    whole = np.zeros((rows + 1, columns + 1), dtype=int)
    whole[:rows, :columns] = values
    whole[rows, :columns] = values.sum(axis=0)
    whole[:, columns] = whole.sum(axis=1)
    return whole.reshape(-1)
