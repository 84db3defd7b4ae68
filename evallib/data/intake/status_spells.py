"""Typed rows of files of spells as the spells of known clients."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

import pandas as pd

from evallib.data.intake.typing import Typed
from evallib.data.persons.states_of_labels import codes_of
from evallib.data.spells import SpellReading, read_spells
from evallib.data.states import STATES, StateCodes
from evallib.domain.errors import Place

OWN_NAMES = StateCodes("states", {each: each for each in STATES})


def spell_reading(files: Sequence[Typed], clients: Sequence[str]) -> SpellReading:
    """The spells of all files together, for clients in a given order.

    Read ``strangers == 3`` as: three rows are of people who are not clients.

    Parameters
    ----------
    files : sequence of Typed
        Files of kind ``spells``; days that two of them tell are settled as if they
        stood in one.
    clients : sequence of str
        Identifiers; their positions number the spells.

    Returns
    -------
    SpellReading
        Rows of its problems are places in the files one after the other, from 0.
    """
    table = pd.concat([_table(each) for each in files], ignore_index=True)
    table["row"] = range(len(table))
    merged = any(each.declared.spells == "merge" for each in files)
    return read_spells(
        table,
        pd.Series(clients, dtype=object),
        OWN_NAMES,
        place=Place(files[0].sheet.file),
        overlap="merge" if merged else "error",
    )


def _table(typed: Typed) -> pd.DataFrame:
    column = typed.column("state")
    states = codes_of(typed.declared.columns[column] if column else None).states
    told = [states.get(str(each)) for each in typed.of_role("state")]
    return pd.DataFrame(
        {
            "client_id": pd.Series(typed.of_role("person_id"), dtype=object),
            "start_date": pd.to_datetime(pd.Series(typed.of_role("spell_start"))),
            "end_date": pd.to_datetime(pd.Series(typed.of_role("spell_end"))),
            "state_code": pd.Series(told, dtype=object),
        }
    )


def check_spells(
    files: Sequence[Typed], clients: Sequence[str], *, repeated: Mapping[str, Set[int]]
) -> None:
    """Days that two spells of one person both claim; both rows are named.

    ``repeated`` are lines that count no second time, by the key of their file.
    """
    for typed in files:
        _tell_strangers(typed, set(clients))
    rows = [(typed, line) for typed in files for line in typed.lines]
    refused = {
        (typed.name, each.place.row)
        for typed in files
        for each in typed.sheet.problems
        if each.stops
    }
    if not rows or any(row is None for _, row in refused):
        return
    refused |= {(name, line) for name, lines in repeated.items() for line in lines}
    for each in spell_reading(files, clients).problems:
        typed, line = rows[each.place.row or 0]
        if each.code != "E-OVERLAP" or (typed.name, line) in refused:
            continue
        other, with_row = rows[int(str(each.facts["with_row"]))]
        facts = {"with_row": with_row} if other is typed else {}
        typed.sheet.fault("E-OVERLAP", line, None, **facts)


def _tell_strangers(typed: Typed, clients: Set[str]) -> None:
    """Registers hold more people than a project; their rows are kept and not used."""
    told = [person for person in typed.of_role("person_id") if person is not None]
    strangers = sum(person not in clients for person in told)
    if strangers:
        typed.sheet.fault("N-NOT-CLIENTS", None, None, count=strangers)
