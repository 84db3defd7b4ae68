"""Means of coded answers: together with most of the counts they tell the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from evallib.domain.table import Table
from evallib.release.joint.counted import Spot

CODE = re.compile(r"code_(-?\d+)")  # a column that counts those who answered so
NEAR = 1e-6
Weighted = Mapping[Spot, int]  # counts and the answer that each stands for


def told_by_means(tables: Mapping[str, Table]) -> Iterator[Weighted]:
    """Rows of counted answers whose sum a mean of the section gives away.

    Read ``{code_1: 1, code_2: 2}`` as: a reader knows what the counts add up to when
    each is multiplied by its answer.

    Notes
    -----
    A printed mean leaves a few sums possible where many have answered. The reader
    is taken to know the right one, which hides more than it must.
    """
    means = {
        (round(value, 6), out_of)
        for table in tables.values()
        for column in table.columns
        if column.kind == "score"
        for row in table.rows
        if isinstance(value := row.get(column.name), (int, float))
        and isinstance(out_of := row.get(table.rests_on.get(column.name, "")), int)
    }
    for name, table in tables.items():
        for at, row in enumerate(table.rows):
            counts = {
                Spot(name, at, column): (int(code.group(1)), count)
                for column, count in row.items()
                if (code := CODE.fullmatch(column)) and isinstance(count, int)
            }
            if _is_told(counts, means):
                yield {spot: answer for spot, (answer, _) in counts.items()}


def _is_told(
    counts: Mapping[Spot, tuple[int, int]], means: set[tuple[float, int]]
) -> bool:
    out_of = sum(count for _, count in counts.values())
    if not out_of:
        return False
    mean = sum(answer * count for answer, count in counts.values()) / out_of
    return any(abs(mean - told) <= NEAR and out_of == n for told, n in means)
