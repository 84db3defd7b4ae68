"""Days that several spells claim, given to the state that comes first in a list."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Columns = tuple[
    NDArray[np.int32], NDArray[np.int32], NDArray[np.int32], NDArray[np.int64]
]


def swept(
    client: NDArray[np.int32],
    start: NDArray[np.int32],
    end: NDArray[np.int32],
    rank: NDArray[np.int64],
) -> Columns:
    """Cut overlapping spells at every change and keep the lowest rank of each piece.

    The table is walked over once per rank: where a spell of that rank begins, its
    count rises by one, where it ends it falls. A piece belongs to the first rank
    whose count is above zero; pieces that nobody claims are gaps and left out.
    """
    who = np.concatenate([client, client])
    day = np.concatenate([start, end])
    step = np.repeat(np.array([1, -1], dtype=np.int32), len(client))
    ranks = np.concatenate([rank, rank])
    order = np.lexsort((day, who))
    who, day, step, ranks = who[order], day[order], step[order], ranks[order]
    best = _first_open(step, ranks)
    last = np.empty(len(who), dtype=bool)  # the last change of a client's day
    last[:-1] = (who[1:] != who[:-1]) | (day[1:] != day[:-1])
    last[-1:] = True
    who, day, best = who[last], day[last], best[last]
    claimed = np.flatnonzero(best[:-1] >= 0)
    return who[claimed], day[claimed], day[claimed + 1], best[claimed]


def _first_open(step: NDArray[np.int32], ranks: NDArray[np.int64]) -> NDArray[np.int64]:
    """After each change, the lowest rank with an open spell; -1 where none is."""
    best = np.full(len(step), -1, dtype=np.int64)
    for rank in np.unique(ranks)[::-1]:
        # every client's steps add up to zero, so the sum restarts by itself
        open_spells = np.cumsum(np.where(ranks == rank, step, 0))
        best[open_spells > 0] = rank
    return best
