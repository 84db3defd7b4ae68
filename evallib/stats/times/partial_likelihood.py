"""The top of Cox's partial likelihood."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evallib.stats.arrays import BoolArray, FloatArray
from evallib.stats.times.newton import climb, standardise
from evallib.stats.times.risk_sets import (
    Moments,
    RiskSets,
    Ties,
    arrange,
    gradient,
    information,
    moments,
)

# A register is climbed from the top found for every sixteenth person, as long as
# that leaves enough events to be near the real one.
EVERY = 16
ENOUGH_EVENTS = 2_000


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """The top of the likelihood, for covariates of mean zero and spread one."""

    sets: RiskSets
    top: Moments
    beta: FloatArray
    covariance: FloatArray
    null_log_likelihood: float
    score_statistic: float
    spread: FloatArray


def fit_cox(
    durations: FloatArray, happened: BoolArray, covariates: FloatArray, *, ties: Ties
) -> Fit:
    """Fit by Newton's method; covariates stand in rows."""
    if not happened.any():
        raise ValueError("nobody had the event, so no hazard can be compared")
    sets = arrange(durations, happened, covariates, ties=ties)
    spread = standardise(sets.covariates)
    null = moments(sets, np.zeros(spread.size))
    start = _near_the_top(sets, ties)
    begin = moments(sets, start) if start.any() else null
    beta, top, bend = _climb(sets, start, begin)
    slope, level = gradient(sets, null), information(sets, null)
    return Fit(
        sets=sets,
        top=top,
        beta=beta,
        covariance=np.asarray(np.linalg.inv(bend), dtype=np.float64),
        null_log_likelihood=null.log_likelihood,
        score_statistic=float(slope @ np.linalg.solve(level, slope)),
        spread=spread,
    )


def _near_the_top(sets: RiskSets, ties: Ties) -> FloatArray:
    """Zero, or for a register the estimate from a thinned sample."""
    start = np.zeros(sets.covariates.shape[0])
    part = slice(None, None, EVERY)
    if np.count_nonzero(sets.event[part]) < ENOUGH_EVENTS:
        return start
    durations = np.repeat(sets.times, sets.sizes)[part]
    thin = arrange(durations, sets.event[part], sets.covariates[:, part], ties=ties)
    try:
        return _climb(thin, start, moments(thin, start))[0]
    except ValueError:  # a rare covariate that the sample cannot settle
        return start


def _climb(
    sets: RiskSets, start: FloatArray, begin: Moments
) -> tuple[FloatArray, Moments, FloatArray]:
    return climb(
        start,
        begin,
        evaluate=lambda beta: moments(sets, beta),
        derive=lambda at: (gradient(sets, at), information(sets, at)),
    )
