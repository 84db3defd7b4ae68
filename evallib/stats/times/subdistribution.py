"""Sums behind the Fine-Gray model: who is at risk, and by how much.

A person who left by another cause stays in the risk set with the weight that is left
of the follow-up: the share not yet censored by now, over that share when the person
left. All sums run once over the distinct times.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evallib.stats.arrays import BoolArray, FloatArray, IntArray
from evallib.stats.times.life_table import count_by, distinct_times, remaining


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """Persons by the place of their time among the distinct times."""

    covariates: FloatArray  # covariates × persons
    code: IntArray
    own: BoolArray
    other: BoolArray
    deaths: IntArray  # by time, of the cause of interest
    censored: IntArray
    at_risk: IntArray
    followed: FloatArray  # share not censored just before each time


@dataclass(frozen=True, slots=True, eq=False)
class Pull:
    """The weighted risk set at each time, for one set of coefficients."""

    log_likelihood: float
    weight: FloatArray
    kept: FloatArray  # weight of those who left otherwise, over their follow-up
    rate: FloatArray  # events over the risk set, by time
    mean: FloatArray  # covariates × times
    lived: FloatArray  # hazard that each person has been exposed to


def field(
    durations: FloatArray, causes: IntArray, covariates: FloatArray, *, of: int
) -> Field:
    """Count events, exits and censorings at each distinct time."""
    times, code = distinct_times(durations)
    at_risk = remaining(count_by(code, times.size))
    censored = count_by(code[causes == 0], times.size)
    followed = np.cumprod(1 - censored / at_risk)
    return Field(
        covariates=covariates,
        code=code,
        own=causes == of,
        other=(causes != 0) & (causes != of),
        deaths=count_by(code[causes == of], times.size),
        censored=censored,
        at_risk=at_risk,
        followed=np.concatenate(([1.0], followed[:-1])),
    )


def pull(there: Field, beta: FloatArray) -> Pull:
    """Log pseudo-likelihood and the sums that its derivatives need."""
    score = beta @ there.covariates
    weight = np.exp(score)
    kept = np.where(there.other, weight / there.followed[there.code], 0.0)
    total = _risk_set(there, weight, kept)
    rate = np.divide(
        there.deaths, total, out=np.zeros_like(total), where=there.deaths > 0
    )
    mean = np.stack(
        [_risk_set(there, row * weight, row * kept) for row in there.covariates]
    )
    mean /= np.where(total > 0, total, 1.0)
    lost = there.deaths @ np.log(np.where(there.deaths > 0, total, 1.0))
    return Pull(
        log_likelihood=float(score[there.own].sum() - lost),
        weight=weight,
        kept=kept,
        rate=rate,
        mean=mean,
        lived=weight * np.cumsum(rate)[there.code]
        + kept * later(there.followed * rate)[there.code],
    )


def derivatives(there: Field, at: Pull) -> tuple[FloatArray, FloatArray]:
    """Slope and information of the pseudo-likelihood."""
    slope = there.covariates @ (there.own - at.lived)
    inner = (there.covariates * at.lived) @ there.covariates.T
    return slope, inner - (at.mean * there.deaths) @ at.mean.T


def robust_pulls(there: Field, at: Pull) -> FloatArray:
    """Each person's pull on the slope, the estimated censoring share included."""
    rows = []
    for row, mean in zip(there.covariates, at.mean, strict=True):
        lived_mean = at.weight * np.cumsum(mean * at.rate)[there.code]
        lived_mean += at.kept * later(mean * there.followed * at.rate)[there.code]
        own = there.own * (row - mean[there.code])
        rows.append(
            own - row * at.lived + lived_mean + _censoring(there, at, row, mean)
        )
    return np.stack(rows)


def later(steps: FloatArray) -> FloatArray:
    """Sum of the steps after each time."""
    sums: FloatArray = np.cumsum(steps[::-1])[::-1] - steps
    return sums


def _risk_set(there: Field, present: FloatArray, kept: FloatArray) -> FloatArray:
    """Sum over those still there, and over those kept from earlier times."""
    size = there.deaths.size
    leaving = np.bincount(there.code, present, size)
    stays = np.bincount(there.code, kept, size)
    still = np.cumsum(leaving[::-1])[::-1]
    sums = still + there.followed * (np.cumsum(stays) - stays)
    return np.asarray(sums, dtype=np.float64)


def _censoring(there: Field, at: Pull, row: FloatArray, mean: FloatArray) -> FloatArray:
    """What a person adds by being censored, or by being there to be."""
    size = there.deaths.size
    stays = np.cumsum(np.bincount(there.code, at.kept, size))
    moved = np.cumsum(np.bincount(there.code, row * at.kept, size))
    weighted = there.followed * at.rate
    gap = (moved * later(weighted) - stays * later(mean * weighted)) / there.at_risk
    drift = np.cumsum(gap * there.censored / there.at_risk)
    own: FloatArray = (~there.own & ~there.other) * gap[there.code]
    return own - drift[there.code]
