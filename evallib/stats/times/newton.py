"""Newton's method on a concave likelihood, with refusals where it has no top."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

import numpy as np

from evallib.stats.arrays import FloatArray

# Twice the log-likelihood still to be gained: a millionth of a standard error.
CLOSE_ENOUGH = 1e-12
MOST_STEPS = 40
# A coefficient whose standard error, for a covariate of spread one, is a hundred
# has run away: the likelihood keeps growing with it.
RUN_AWAY = 100.0
# Smallest eigenvalue of the correlation matrix that still tells covariates apart.
COLLINEAR = 1e-10


class Height(Protocol):
    """A likelihood looked at from one set of coefficients."""

    @property
    def log_likelihood(self) -> float: ...


Point = TypeVar("Point", bound=Height)


def climb(
    beta: FloatArray,
    at: Point,
    *,
    evaluate: Callable[[FloatArray], Point],
    derive: Callable[[Point], tuple[FloatArray, FloatArray]],
) -> tuple[FloatArray, Point, FloatArray]:
    """Coefficients at the top, the last point looked from, and its information."""
    for _ in range(MOST_STEPS):
        slope, bend = derive(at)
        _require_risk(bend)
        step = np.asarray(np.linalg.solve(bend, slope), dtype=np.float64)
        if slope @ step < CLOSE_ENOUGH:
            _require_top(bend)
            return beta + step, at, bend
        beta, at = _uphill(beta, step, at, evaluate)
    raise ValueError(
        f"the likelihood has no top within {MOST_STEPS} steps; leave out a covariate "
        "that is nearly the same for everyone with the event"
    )


def standardise(rows: FloatArray) -> FloatArray:
    """Give every row mean zero and spread one, in place; return the spreads."""
    spread = np.empty(rows.shape[0])
    for place, row in enumerate(rows):
        mean = row.mean()
        row -= mean
        spread[place] = np.sqrt(row @ row / row.size)
        if spread[place] <= 1e-12 * max(1, abs(mean)):
            raise ValueError(
                f"covariate {place + 1} of {spread.size} is the same for everyone "
                "still followed when the first event happens; leave it out"
            )
        row /= spread[place]
    if np.linalg.eigvalsh(rows @ rows.T / rows.shape[1])[0] < COLLINEAR:
        raise ValueError(
            "one covariate is a sum of the others, so their hazard ratios cannot be "
            "told apart; leave one out"
        )
    return spread


def _uphill(
    beta: FloatArray,
    step: FloatArray,
    at: Point,
    evaluate: Callable[[FloatArray], Point],
) -> tuple[FloatArray, Point]:
    """Take the step, halved until the likelihood does not fall."""
    floor = at.log_likelihood - 1e-10 * abs(at.log_likelihood)
    new, there = beta, at
    for halving in range(MOST_STEPS):
        new = beta + step / 2**halving
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            there = evaluate(new)
        if there.log_likelihood >= floor:
            break
    return new, there


def _require_risk(bend: FloatArray) -> None:
    if np.linalg.eigvalsh(bend)[0] <= 0:
        raise ValueError(
            "among the persons at risk when events happened a covariate does not "
            "vary, so its hazard ratio is not determined; leave it out"
        )


def _require_top(bend: FloatArray) -> None:
    runaway = np.flatnonzero(np.diag(np.linalg.inv(bend)) > RUN_AWAY**2)
    if runaway.size:
        raise ValueError(
            f"covariate {runaway[0] + 1} of {bend.shape[0]} separates who has the "
            "event first from the others, so its hazard ratio has no finite "
            "estimate; compare the groups by log-rank test or join its categories"
        )
