"""How a project's own columns are called in processed tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

OWN = "own_"  # no column of a project can be mistaken for one of ours


def stored_names(columns: Iterable[str]) -> dict[str, str]:
    """A plain name for each column, always the same for the same columns.

    Read ``{"Työttömyys kk": "own_tyottomyys_kk"}`` as: that column is called so in
    ``clients.parquet``.

    Parameters
    ----------
    columns : iterable of str
        Names as the project declares them.

    Returns
    -------
    dict of str to str
        Letters a to z, digits and ``_``; two columns never share a name.
    """
    found: dict[str, str] = {}
    for column in columns:
        name = OWN + plain(column)
        while name in found.values():
            name += "_"
        found[column] = name
    return found


def plain(text: str) -> str:
    """Letters a to z, digits and ``_`` of a text."""
    ascii_only = unicodedata.normalize("NFKD", text.casefold())
    kept = ascii_only.encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", kept).strip("_") or "column"
