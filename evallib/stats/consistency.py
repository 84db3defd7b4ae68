"""Whether a printed number can be right, by exact arithmetic.

A check never mends a number. It says whether whole persons could have been printed
so, and what would come nearest.
"""

from __future__ import annotations

from evallib.stats.printed.means import MeanCheck, mean_possible
from evallib.stats.printed.percentages import (
    PercentCheck,
    PercentRangeCheck,
    PrintedPercent,
    percent_possible,
    percent_range_possible,
)
from evallib.stats.printed.totals import (
    SumCheck,
    parts_and_total,
    rank_sum,
    unit_cost_matches,
)

__all__ = [
    "MeanCheck",
    "PercentCheck",
    "PercentRangeCheck",
    "PrintedPercent",
    "SumCheck",
    "mean_possible",
    "parts_and_total",
    "percent_possible",
    "percent_range_possible",
    "rank_sum",
    "unit_cost_matches",
]
