"""Survey percentages as printed, and the counts that could have given them."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.domain.estimate import Tally
from evallib.domain.records import SurveyItem
from evallib.domain.table import Range
from evallib.stats.consistency import percent_possible
from evallib.stats.proportions import rate_interval

PERCENT = 100


@dataclass(frozen=True, slots=True)
class PrintedShare:
    """One printed percentage beside what its number of respondents allows.

    ``counts`` are the counts that print as the percentage; where there is none,
    ``below`` and ``above`` are the nearest counts on either side.
    """

    item: SurveyItem
    counts: tuple[int, ...]
    below: int
    above: int

    @property
    def possible(self) -> bool:
        return bool(self.counts)

    @property
    def share(self) -> float:
        return self.item.value / PERCENT

    def interval(self) -> Range:
        """Wilson limits over every count that fits, or over the nearest two."""
        counts = self.counts or (self.below, self.above)
        limits = [rate_interval(Tally(each, self.item.answered)) for each in counts]
        low, high = (min(e.low for e in limits), max(e.high for e in limits))
        return Range(low, high, "confidence" if self.possible else "feasible")


def printed_share(item: SurveyItem) -> PrintedShare:
    """Check one printed percentage against its number of respondents."""
    checked = percent_possible(item.value, item.answered, decimals=item.decimals)
    return PrintedShare(item, checked.counts, checked.below, checked.above)
