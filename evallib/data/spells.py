"""Spells: what state each client was in, from which day to which.

Everything downstream wants one state a day, in order: by client and day, no day twice.
``read_spells`` and ``merge_spells`` bring a supplier's table into that form once;
nothing later sorts.
"""

from __future__ import annotations

from evallib.data.cohorts.columns import Spells, in_order
from evallib.data.cohorts.gaps import fill_gaps
from evallib.data.cohorts.merging import merge_spells
from evallib.data.cohorts.overlaps import clashes, last_days_given_up, overlaps
from evallib.data.cohorts.spell_rows import Overlap, SpellReading, read_spells

__all__ = [
    "Overlap",
    "SpellReading",
    "Spells",
    "clashes",
    "fill_gaps",
    "in_order",
    "last_days_given_up",
    "merge_spells",
    "overlaps",
    "read_spells",
]
