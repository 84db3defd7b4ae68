"""Coverage and type I error by adding up every possible outcome."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.stats import binom

from evallib.domain.estimate import Tally
from evallib.stats.proportions import exact_test, rate_interval

SIZES = (7, 12, 20, 40)
RATES = np.arange(0.1, 0.95, 0.1)
NULL_RATES = np.arange(0.05, 0.96, 0.05)
PAIRS = ((7, 7), (7, 12), (12, 12), (20, 18))
METHODS = ("wilson", "clopper_pearson")
TESTS = ("fisher", "boschloo")
LEVEL = 0.05


def coverage_rows() -> Iterator[tuple[int, str, float, float]]:
    """Persons, interval, smallest and mean coverage over the rates."""
    for known in SIZES:
        for method in METHODS:
            limits = [
                rate_interval(Tally(reached, known), method=method)
                for reached in range(known + 1)
            ]
            low = np.array([each.low for each in limits])[:, None]
            high = np.array([each.high for each in limits])[:, None]
            chance = binom.pmf(np.arange(known + 1)[:, None], known, RATES)
            held = (chance * ((low <= RATES) & (high >= RATES))).sum(axis=0)
            yield known, method, float(held.min()), float(held.mean())


def error_rows() -> Iterator[tuple[int, int, str, float]]:
    """Sizes of both groups, test, and its largest chance of a false finding."""
    for pilot, control in PAIRS:
        for method in TESTS:
            found = np.array(
                [
                    [
                        exact_test(Tally(a, pilot), Tally(b, control), method=method)
                        for b in range(control + 1)
                    ]
                    for a in range(pilot + 1)
                ]
            )
            rejected = np.vectorize(lambda each: each.p_value <= LEVEL)(found)
            errors = [_chance(rejected, pilot, control, rate) for rate in NULL_RATES]
            yield pilot, control, method, max(errors)


def _chance(rejected: np.ndarray, pilot: int, control: int, rate: float) -> float:
    first = binom.pmf(np.arange(pilot + 1), pilot, rate)
    second = binom.pmf(np.arange(control + 1), control, rate)
    return float((np.outer(first, second) * rejected).sum())
