"""How often intervals hold the truth and tests err, by weighing every count.

Nothing is drawn at random: each count's probability is known, so the answers are exact
and have no Monte Carlo error. Sizes are those of pilots: 7, 12, 20 and 40.
"""

import numpy as np
from scipy.stats import binom

from evallib.domain.estimate import Tally
from evallib.stats.proportions import exact_test
from evallib.stats.tables.differences import difference_limits
from evallib.stats.tables.exact.unconditional import largest_probability
from evallib.stats.tables.one_group import rate_limits

SIZES = [7, 12, 20, 40]
RATES = np.linspace(0.1, 0.9, 9)
CLOSE_RATES = np.linspace(0.1, 0.9, 161)  # the worst rates lie between the tenths
# A limit that equals the truth counts as holding it, whatever its last bits say.
LAST_BITS = 1e-12


def chances(known, rates=RATES):
    """A row per rate, a column per count."""
    return binom.pmf(np.arange(known + 1)[None, :], known, rates[:, None])


def coverage_of_a_rate(known, method, rates=RATES):
    low, high = rate_limits(np.arange(known + 1), known, level=0.95, method=method)
    truth = rates[:, None]
    holds = (low <= truth + LAST_BITS) & (truth - LAST_BITS <= high)
    return (chances(known, rates) * holds).sum(axis=1)


def coverage_of_a_difference(known, method, rates=RATES):
    first, second = np.meshgrid(
        np.arange(known + 1), np.arange(known + 1), indexing="ij"
    )
    low, high = difference_limits(
        (first, known), (second, known), level=0.95, method=method
    )
    covered = np.empty((len(rates), len(rates)))
    weights = chances(known, rates)
    for i, p1 in enumerate(rates):
        for j, p2 in enumerate(rates):
            holds = (low <= p1 - p2 + LAST_BITS) & (p1 - p2 - LAST_BITS <= high)
            covered[i, j] = weights[i] @ holds @ weights[j]
    return covered


def type_one_error(known, method, *, level=0.05):
    """Largest chance, over all common rates, that two like groups are called unlike."""
    return largest_probability(rejected(known, method, level=level))


def rejected(known, method, *, level=0.05):
    """Which tables of two groups of equal size a test calls unlike.

    A table further from equality is never less extreme, and swapping the groups
    changes nothing, so one staircase of tables is tested instead of all.
    """
    region = np.zeros((known + 1, known + 1), dtype=bool)
    first = 0
    for control in range(known + 1):
        while first <= known and not _is_unlike(first, control, known, method, level):
            first += 1
        region[first:, control] = True
    return region | region.T


def _is_unlike(reached, control, known, method, level):
    if reached <= control:
        return False
    groups = Tally(reached, known), Tally(control, known)
    return exact_test(*groups, method=method).p_value <= level
