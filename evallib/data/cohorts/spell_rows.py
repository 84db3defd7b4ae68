"""A typed table of spells, with inclusive dates and source codes, as ``Spells``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohorts.columns import Spells, order_of, rows_of
from evallib.data.cohorts.days import MISSING, OPEN_END, day_numbers
from evallib.data.cohorts.overlaps import clashes, last_days_given_up, overlaps
from evallib.data.states import StateCodes, states_of
from evallib.domain.errors import Place, Problem
from evallib.domain.vocabulary import State

Overlap = Literal["error", "merge"]


@dataclass(frozen=True, slots=True)
class SpellReading:
    """What became of the rows of a table of spells.

    ``rows_in`` is the sum of spells kept (``taken``), rows with a fault (``faulty``),
    rows of people who are not clients (``strangers``) and one-day rows that gave up
    their only day to a longer spell (``given_up``).
    """

    spells: Spells
    rows_in: int
    taken: int
    faulty: int
    strangers: int
    given_up: int
    shortened: int
    problems: tuple[Problem, ...]


def read_spells(
    table: pd.DataFrame,
    clients: pd.Series,
    codes: StateCodes,
    *,
    place: Place,
    overlap: Overlap = "error",
    priority: Sequence[State] = (),
) -> SpellReading:
    """Turn a supplier's table of spells into columns, with every fault and its row.

    Read ``reading.faulty == 2`` as: two rows could not be used, and ``problems`` says
    where they are and what to do.

    Parameters
    ----------
    table : DataFrame
        ``client_id``, ``start_date``, ``end_date`` (the last day; missing means still
        open), ``state_code`` and ``row`` (as the user sees it).
    clients : Series
        The ids of the clients; their positions are the numbers of ``Spells.client``.
    codes : StateCodes
        Which state a code stands for.
    place : Place
        File and sheet of the table, for messages.
    overlap : str, default "error"
        ``merge`` where the project declares ``spells = "merge"``: days told twice are
        then no fault, as long as they tell one state or ``priority`` names both.
    priority : sequence of State
        States among which the project declares who goes first.

    Returns
    -------
    SpellReading
        Half-open spells of clients in the order of the file; not merged yet.

    Raises
    ------
    ValueError
        If two clients have the same id, or ``overlap`` is unknown.

    Notes
    -----
    A state that ends and another that begins on one day are not an overlap: that day
    belongs to the new one (``shortened`` counts them). Contents of cells are in no
    problem.
    """
    _require_overlap(overlap)
    told = _told(table, _positions(table["client_id"], clients), codes)
    faults = _faults(table, told)
    stranger = told.client < 0
    faulty = np.logical_or.reduce(list(faults.values())) & ~stranger
    problems = _cell_problems(table, faults, ~stranger, place)
    good: NDArray[np.int64] = np.flatnonzero(~stranger & ~faulty)
    given = rows_of(told, good)
    gives = last_days_given_up(given)
    kept, left = _shortened(given, gives)
    settled = None if overlap == "error" else priority
    rows = table["row"].to_numpy()[good[left]]
    problems += _overlap_problems(kept, rows, place, settled=settled)
    return SpellReading(
        kept,
        rows_in=len(table),
        taken=len(kept),
        faulty=int(faulty.sum()),
        strangers=int(stranger.sum()),
        given_up=len(given) - len(kept),
        shortened=int(gives.sum()),
        problems=tuple(problems),
    )


def _require_overlap(overlap: str) -> None:
    if overlap not in get_args(Overlap):
        raise ValueError(
            f"overlap is one of {', '.join(get_args(Overlap))}; got {overlap!r}"
        )


def _positions(ids: pd.Series, clients: pd.Series) -> NDArray[np.int32]:
    """Row of each id in the table of clients; -1 for whoever is not in it."""
    index = pd.Index(clients)
    if not index.is_unique:
        raise ValueError("clients: an id stands twice; there is one row a client")
    positions: NDArray[np.int32] = index.get_indexer(pd.Index(ids)).astype(np.int32)
    return positions


def _told(table: pd.DataFrame, client: NDArray[np.int32], codes: StateCodes) -> Spells:
    """Every row as it stands, faulty ones too, with half-open ends."""
    last = day_numbers(table["end_date"])
    end = np.where(last == MISSING, OPEN_END, last + np.int32(1)).astype(np.int32)
    state, _ = states_of(table["state_code"], codes)
    return Spells(client, day_numbers(table["start_date"]), end, state)


def _faults(table: pd.DataFrame, told: Spells) -> dict[str, NDArray[np.bool_]]:
    """Which rows each code applies to; the first code of a row is its code."""
    no_start = told.start == MISSING
    no_code = table["state_code"].isna().to_numpy()
    return {
        "E-EMPTY": no_start | no_code,
        "E-CAT": (told.state < 0) & ~no_code & ~no_start,
        "E-DATE-ORDER": (told.end <= told.start) & ~no_start & (told.state >= 0),
    }


COLUMNS = {"E-CAT": "state_code", "E-DATE-ORDER": "end_date"}


def _cell_problems(
    table: pd.DataFrame,
    faults: dict[str, NDArray[np.bool_]],
    among: NDArray[np.bool_],
    place: Place,
) -> list[Problem]:
    rows, no_start = table["row"].to_numpy(), table["start_date"].isna().to_numpy()
    found = []
    for code, applies in faults.items():
        for at in np.flatnonzero(applies & among):
            empty = "start_date" if no_start[at] else "state_code"
            column = COLUMNS.get(code, empty)
            where = replace(place, row=int(rows[at]), column=column)
            found.append(Problem(code, where))
    return found


def _shortened(
    spells: Spells, gives: NDArray[np.bool_]
) -> tuple[Spells, NDArray[np.int64]]:
    """Spells without the days they gave up, and the rows that still have a day."""
    end = spells.end - gives.astype(np.int32)
    left: NDArray[np.int64] = np.flatnonzero(end > spells.start)
    shorter = Spells(spells.client, spells.start, end, spells.state)
    return rows_of(shorter, left), left


def _overlap_problems(
    spells: Spells,
    rows: NDArray[np.int64],
    place: Place,
    *,
    settled: Sequence[State] | None,
) -> list[Problem]:
    """A problem for each row that begins inside another; ``with_row`` is the other."""
    order = order_of(spells)
    sorted_spells = rows_of(spells, order)
    if settled is None:
        later, earlier = overlaps(sorted_spells)
    else:
        later, earlier = clashes(sorted_spells, settled)
    return [
        Problem("E-OVERLAP", replace(place, row=int(row)), {"with_row": int(other)})
        for row, other in zip(rows[order[later]], rows[order[earlier]], strict=True)
    ]
