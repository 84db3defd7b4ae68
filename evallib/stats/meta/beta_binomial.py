"""Counts whose true rates follow a beta distribution, by maximum likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import betaln, expit, logit, xlog1py, xlogy
from scipy.stats import chi2

from evallib.stats.arrays import FloatArray

# The likeness is searched on a logit scale: 1e-7 is none, 1 - 1e-6 is complete.
NONE, COMPLETE = logit(1e-7), logit(1 - 1e-6)
GRID = 41
# A gain in log-likelihood below this is no sign of a spread.
NO_GAIN = 1e-7
EDGE = 1e-9
ROOT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Different pairs of reached and known persons, and how many groups have each."""

    reached: FloatArray
    known: FloatArray
    times: FloatArray

    @classmethod
    def of(cls, reached: Sequence[int], known: Sequence[int]) -> Counts:
        pairs, times = np.unique(
            np.array([reached, known], dtype=float), axis=1, return_counts=True
        )
        return cls(pairs[0], pairs[1], times.astype(float))

    @property
    def size(self) -> int:
        return int(self.times.sum())

    @property
    def total(self) -> tuple[float, float]:
        return float(self.times @ self.reached), float(self.times @ self.known)


def fit(counts: Counts) -> tuple[float, float]:
    """Mean of true rates and likeness within groups; likeness 0 if none is seen."""
    reached, known = counts.total
    crude = reached / known
    if reached in (0, known):
        return crude, 0.0
    best = minimize_scalar(
        lambda place: -_best(counts, expit(place))[1],
        bounds=_around(counts),
        method="bounded",
        options={"xatol": ROOT},
    )
    likeness = float(expit(best.x))
    common, value = _best(counts, likeness)
    if value - _common_only(counts, crude) <= NO_GAIN:
        return crude, 0.0
    return common, likeness


def profile_interval(
    counts: Counts, fitted: tuple[float, float], level: float
) -> tuple[float, float]:
    """Mean rates whose best likelihood is not too far below the best of all."""
    common, likeness = fitted
    allowed = _value(counts, common, likeness) - float(chi2.ppf(level, 1)) / 2

    def excess(rate: float) -> float:
        return _best_likeness(counts, rate) - allowed

    low = 0.0 if excess(EDGE) > 0 else brentq(excess, EDGE, common, xtol=ROOT)
    high = 1.0 if excess(1 - EDGE) > 0 else brentq(excess, common, 1 - EDGE, xtol=ROOT)
    return float(low), float(high)


def _value(counts: Counts, common: float, likeness: float) -> float:
    prior = (1 - likeness) / likeness
    yes, no = common * prior, (1 - common) * prior
    missed = counts.known - counts.reached
    each = betaln(yes + counts.reached, no + missed) - betaln(yes, no)
    return float(counts.times @ each)


def _common_only(counts: Counts, rate: float) -> float:
    reached, known = counts.total
    return float(xlogy(reached, rate) + xlog1py(known - reached, -rate))


def _best(counts: Counts, likeness: float) -> tuple[float, float]:
    """Best mean rate for a likeness, and its log-likelihood."""
    found = minimize_scalar(
        lambda place: -_value(counts, float(expit(place)), likeness),
        bounds=(float(logit(EDGE)), float(logit(1 - EDGE))),
        method="bounded",
        options={"xatol": ROOT},
    )
    return float(expit(found.x)), -float(found.fun)


def _best_likeness(counts: Counts, common: float) -> float:
    """Best log-likelihood for a mean rate, over all likenesses and none."""
    places = np.linspace(NONE, COMPLETE, GRID)
    values = [_value(counts, common, float(expit(place))) for place in places]
    top = int(np.argmax(values))
    found = minimize_scalar(
        lambda place: -_value(counts, common, float(expit(place))),
        bounds=(places[max(top - 1, 0)], places[min(top + 1, GRID - 1)]),
        method="bounded",
        options={"xatol": ROOT},
    )
    return max(-float(found.fun), max(values), _common_only(counts, common))


def _around(counts: Counts) -> tuple[float, float]:
    """Neighbours of the best likeness on a grid: the likelihood may have two tops."""
    places = np.linspace(NONE, COMPLETE, GRID)
    values = [_best(counts, float(expit(place)))[1] for place in places]
    top = int(np.argmax(values))
    return float(places[max(top - 1, 0)]), float(places[min(top + 1, GRID - 1)])
