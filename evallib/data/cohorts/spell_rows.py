"""A typed table of spells, with inclusive dates and source codes, as ``Spells``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.cohorts.days import MISSING, OPEN_END, Days, day_numbers
from evallib.data.spells import Spells, clashes, give_up_last_days, overlaps, rows_of
from evallib.data.states import StateCodes, states_of
from evallib.domain.errors import Place, Problem


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
    merge: bool = False,
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
    merge : bool, default False
        Whether the project declares ``spells = "merge"``: overlaps are then no fault.

    Returns
    -------
    SpellReading
        Half-open spells of clients in the order of the file.

    Notes
    -----
    A state that ends and another that begins on one day are not an overlap: that day
    belongs to the new one (``shortened`` counts them). Contents of cells are in no
    problem.

    Raises
    ------
    ValueError
        If two clients have the same id.
    """
    who, start, end = _columns(table, clients)
    state, undeclared = states_of(table["state_code"], codes)
    faults = {
        "E-EMPTY": (start == MISSING) | table["state_code"].isna().to_numpy(),
        "E-CAT": np.isin(np.arange(len(table)), undeclared),
        "E-DATE-ORDER": (start != MISSING) & (end <= start),
    }
    stranger = who < 0
    faulty = np.logical_or.reduce(list(faults.values())) & ~stranger
    good = ~stranger & ~faulty
    taken = Spells(who[good], start[good], end[good], state[good])
    rows = table["row"].to_numpy()
    kept, given, shortened = _give_up(taken)
    problems = _cell_problems(faults, rows, place, among=~stranger)
    if not merge:
        problems += _overlap_problems(rows_of(taken, given), rows[good][given], place)
    return SpellReading(
        kept,
        rows_in=len(table),
        taken=len(kept),
        faulty=int(faulty.sum()),
        strangers=int(stranger.sum()),
        given_up=len(taken) - len(kept),
        shortened=shortened,
        problems=tuple(problems),
    )
