"""Power of Fisher's two-sided test for two groups, summed over every table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import binom, hypergeom

from evallib.stats.arrays import BoolArray

# Tables as likely as the observed one, but for the last bits, count with it.
SAME = 1 + 1e-7


@dataclass(frozen=True, slots=True, eq=False)
class FisherPower:
    """Which tables of two groups Fisher's test rejects, and how likely they are."""

    pilot: int
    control: int
    rejected: BoolArray

    @classmethod
    def of(cls, pilot: int, control: int, alpha: float) -> FisherPower:
        return cls(pilot, control, _rejected(pilot, control, alpha))

    def at(self, pilot_rate: float, control_rate: float) -> float:
        """Chance that the test rejects when these are the true rates."""
        first = binom.pmf(np.arange(self.pilot + 1), self.pilot, pilot_rate)
        other = binom.pmf(np.arange(self.control + 1), self.control, control_rate)
        return float(first @ self.rejected @ other)


def _rejected(pilot: int, control: int, alpha: float) -> BoolArray:
    """Rows are pilot clients who reached the outcome, columns control clients."""
    rejected = np.zeros((pilot + 1, control + 1), dtype=bool)
    for total in range(pilot + control + 1):
        reached = np.arange(max(0, total - control), min(pilot, total) + 1)
        chance = hypergeom.pmf(reached, pilot + control, pilot, total)
        order = np.sort(chance)
        upto = np.searchsorted(order, chance * SAME, side="right")
        p_value = np.cumsum(order)[upto - 1]
        rejected[reached, total - reached] = p_value <= alpha
    return rejected
