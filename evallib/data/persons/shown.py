"""Stored columns as what readers see of people: covariates and measured amounts."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from evallib.data.intake.categories import stored_labels
from evallib.data.intake.typing import too_many
from evallib.data.people import Amount, Covariate
from evallib.data.persons.stored_names import stored_names
from evallib.domain.files import ColumnEntry
from evallib.domain.vocabulary import Text

AGE = Text(fi="Ikä, vuotta", sv="Ålder, år", en="Age, years")
YES_NO = ("no", "yes")
ANSWERS = {
    "no": Text(fi="ei", sv="nej", en="no"),
    "yes": Text(fi="kyllä", sv="ja", en="yes"),
}
Entries = Mapping[str, ColumnEntry]


def covariates_of(clients: pd.DataFrame, entries: Entries) -> tuple[Covariate, ...]:
    """What was known of everybody beforehand; age first, where a code tells it."""
    found = []
    if clients["age"].notna().any():
        found.append(Covariate("age", AGE, numbers_of(clients["age"])))
    names = stored_names(entries)
    for column, entry in entries.items():
        stored = clients[names[column]] if entry.role == "covariate" else None
        if stored is not None and not _tells_singles(entry, stored):
            found.append(_covariate(column, entry, stored))
    return tuple(found)


def amounts_of(clients: pd.DataFrame, entries: Entries) -> tuple[Amount, ...]:
    """Numbers measured after time zero, or before it as history."""
    names, found = stored_names(entries), []
    for column, entry in entries.items():
        if entry.type not in ("integer", "number", "percent"):
            continue
        months = _months(entry)
        if months is not None:
            label = entry.label or Text(fi=column)
            values = numbers_of(clients[names[column]])
            found.append(Amount(column, label, entry.unit or "", months, values))
    return tuple(found)


def _months(entry: ColumnEntry) -> int | None:
    if entry.role == "history" and entry.months_before:
        return -entry.months_before
    return entry.horizon_months if entry.role == "outcome" else None


def _tells_singles(entry: ColumnEntry, stored: pd.Series) -> bool:
    """A column of so many categories is used in no table (``W-CARDINALITY``)."""
    if entry.type != "category" or entry.collapse:
        return False
    return too_many(stored.nunique(), int(stored.notna().sum()))


def _covariate(column: str, entry: ColumnEntry, stored: pd.Series) -> Covariate:
    label = entry.label or Text(fi=column)
    if entry.type == "boolean":
        return Covariate(column, label, numbers_of(stored), YES_NO, ANSWERS)
    if entry.type != "category":
        return Covariate(column, label, numbers_of(stored))
    labels = stored_labels(entry)
    place = {each: at for at, each in enumerate(labels)}
    return Covariate(column, label, numbers_of(stored.map(place)), labels, entry.shown)


def numbers_of(stored: pd.Series) -> NDArray[np.float64]:
    """A stored column as numbers; NaN where it is missing."""
    numbers = stored.astype("Float64").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.asarray(numbers, dtype=np.float64)
