"""Typed rows of a file of spells as the spells of known clients."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from evallib.data.intake.typing import Typed
from evallib.data.persons.states_of_labels import codes_of
from evallib.data.spells import SpellReading, read_spells
from evallib.domain.errors import Place


def spell_reading(typed: Typed, clients: Sequence[str]) -> SpellReading:
    """The spells of one file for clients in a given order.

    Read ``strangers == 3`` as: three rows are of people who are not clients.
    """
    column = typed.column("state")
    table = pd.DataFrame(
        {
            "client_id": typed.of_role("person_id"),
            "start_date": pd.to_datetime(pd.Series(typed.of_role("spell_start"))),
            "end_date": pd.to_datetime(pd.Series(typed.of_role("spell_end"))),
            "state_code": pd.Series(typed.of_role("state"), dtype=object),
            "row": typed.lines,
        }
    )
    entry = typed.declared.columns[column] if column else None
    return read_spells(
        table,
        pd.Series(clients, dtype=object),
        codes_of(entry),
        place=Place(typed.sheet.file, typed.sheet.tab),
        overlap=typed.declared.spells,
    )


def check_spells(typed: Typed, clients: Sequence[str]) -> None:
    """Days that two spells of one person both claim; both rows are named."""
    refused = {each.place.row for each in typed.sheet.problems if each.stops}
    if None in refused or not typed.lines:
        return
    reading = spell_reading(typed, clients)
    for each in reading.problems:
        if each.code == "E-OVERLAP" and each.place.row not in refused:
            typed.sheet.problems.append(each)
