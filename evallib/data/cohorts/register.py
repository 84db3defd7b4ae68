"""The same answers from a Parquet file, for registers that memory does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohorts.exits import KINDS, NEVER, FirstExits, exit_numbers, watched
from evallib.data.cohorts.follow_up import FollowUp, due_days
from evallib.data.cohorts.statuses import Statuses, classified
from evallib.data.states import UNKNOWN
from evallib.domain.calendar import Horizon

Limits = dict[str, str | bool | int | float | list[str]]

SPELLS = """
    SELECT client, start_day, end_day, state FROM read_parquet($spells)
"""
# The file is in order, so the row after a spell is the client's next spell: no sort.
WITH_NEXT = """
    SELECT client, start_day, end_day, state,
        lead(client) OVER () AS next_client, lead(start_day) OVER () AS next_day
    FROM read_parquet($spells)
"""
EXITS_BY_CLIENT = f"""
    SELECT client,
        min((start_day - time_zero)::BIGINT * {KINDS} + kind)
            FILTER (start_day >= time_zero AND kind > 0) AS first,
        min(end_day - time_zero) FILTER (end_day > time_zero
            AND (next_client IS DISTINCT FROM client OR next_day > end_day)) AS gap,
        bool_or(start_day <= time_zero AND end_day > time_zero) AS covered,
        bool_or(next_client < client
            OR (next_client = client AND next_day < end_day)) AS unmerged
    FROM ({WITH_NEXT}) JOIN clock USING (client) JOIN kinds USING (state)
    GROUP BY client
"""  # noqa: S608 - constants of this module only


def stored_statuses(
    spells: Path,
    follow: FollowUp,
    points: Sequence[Horizon],
    *,
    memory_mb: int | None = None,
) -> Statuses:
    """What state each client was in when a follow-up point fell due, from a file.

    Read ``state[1, 7] == 0`` as: at the second point client 7 was in the open labour
    market.

    Parameters
    ----------
    spells : Path
        A Parquet file of merged spells: ``client``, ``start_day``, ``end_day`` and
        ``state``, as the columns of ``Spells``.
    follow : FollowUp
        Everybody's clock, on the scale of the file; held in memory.
    points : sequence of Horizon
        The follow-up points.
    memory_mb : int, optional
        What the database may use before it goes on on disk.

    Returns
    -------
    Statuses
        The same as ``statuses`` gives.

    Notes
    -----
    One pass over the file: each point is a filtered aggregate by client, so no point
    is joined to every spell.
    """
    names = [f"point_{at}" for at in range(len(points))]
    clock = {name: due_days(follow, p) for name, p in zip(names, points, strict=True)}
    wanted = ", ".join(
        f"max(state) FILTER (start_day <= {name} AND {name} < end_day) AS {name}"
        for name in names
    )
    query = f"""
        SELECT client, {wanted} FROM ({SPELLS}) JOIN clock USING (client)
        GROUP BY client
    """  # noqa: S608 - names made above
    found = _asked(spells, query, clock, memory_mb)
    state = np.full((len(points), len(follow)), UNKNOWN, dtype=np.int8)
    for at, name in enumerate(names):
        state[at, found["client"]] = np.ma.filled(found[name], UNKNOWN)
    return classified(state, follow, points)


def stored_exits(
    spells: Path, follow: FollowUp, *, memory_mb: int | None = None
) -> FirstExits:
    """Days from time zero to the first exit, with its type, from a file.

    Read ``days[0] == 40`` and ``kind[0] == 1`` as: the first client began work in the
    open labour market forty days after time zero.

    Parameters
    ----------
    spells : Path
        A Parquet file of merged spells.
    follow : FollowUp
        Everybody's clock, on the scale of the file; held in memory.
    memory_mb : int, optional
        What the database may use before it goes on on disk.

    Returns
    -------
    FirstExits
        The same as ``first_exits`` gives.

    Raises
    ------
    ValueError
        If the file is out of order or tells a day twice.
    """
    clock = {"time_zero": follow.time_zero}
    found = _asked(spells, EXITS_BY_CLIENT, clock, memory_mb)
    if np.ma.filled(found["unmerged"], fill_value=False).any():
        raise ValueError("the spells of the file are not merged; write merged ones")
    who = found["client"]
    first = np.full(len(follow), NEVER, dtype=np.int64)
    gap = np.zeros(len(follow), dtype=np.int32)
    first[who] = np.ma.filled(found["first"], NEVER)
    covered = np.ma.filled(found["covered"], fill_value=False)
    gap[who] = np.where(covered, np.ma.filled(found["gap"], 0), 0)
    return watched(first, gap, follow)


def _asked(
    spells: Path,
    query: str,
    clock: dict[str, NDArray[np.int32]],
    memory_mb: int | None,
) -> dict[str, NDArray[np.int64]]:
    """The answer's columns, with a clock for each client at hand."""
    length = len(next(iter(clock.values())))
    days = pd.DataFrame({"client": np.arange(length, dtype=np.int32), **clock})
    numbers = exit_numbers()
    kinds = pd.DataFrame({"state": np.arange(len(numbers)), "kind": numbers})
    with closing(duckdb.connect(config=_limits(spells, memory_mb))) as database:
        database.register("clock", days)
        database.register("kinds", kinds)
        answer = database.execute(query, {"spells": str(spells)}).fetchnumpy()
    return {name: np.ma.asarray(column) for name, column in answer.items()}


def _limits(spells: Path, memory_mb: int | None) -> Limits:
    """Nothing is fetched from anywhere; what does not fit goes beside the file."""
    closed: Limits = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": str(spells.parent / ".spill"),
    }
    return closed if memory_mb is None else closed | {"memory_limit": f"{memory_mb}MB"}
