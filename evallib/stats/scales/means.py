"""Mean of answers on a scale, with an interval that stays on it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.scales.bounded import largest_sd, mean_interval
from evallib.stats.scales.counting import (
    answer_notes,
    effective_answers,
    scale_ends,
    weights_of,
    worth_of,
)

# Half a unit of one printed decimal.
ROUNDED = 0.05


@dataclass(frozen=True, slots=True)
class MeanScore:
    """Mean answer on a scale, with the answers that it rests on.

    Attributes
    ----------
    mean : float
        In scale points.
    sd, largest_sd : float or None, float
        Standard deviation of the answers, where known, and the largest that answers
        with this mean can have.
    n : int
        Persons who answered.
    interval : Interval
        ``method`` is ``"t"``; ``"t_clipped"`` if it passed an end of the scale;
        ``"largest_sd"`` if no spread is known or seen, or one person answered;
        ``"everybody"`` if the whole population answered.
    scale : tuple of float
        Lowest and highest answer.
    answers : dict of float to int
        Persons by answer; empty where only the mean is known.
    median : float or None
        Middle answer, unweighted.
    population : int or None
        Everybody who could have answered.
    """

    mean: float
    sd: float | None
    largest_sd: float
    n: int
    interval: Interval
    scale: tuple[float, float]
    answers: dict[float, int]
    median: float | None
    population: int | None
    notes: tuple[str, ...]


def mean_score(
    answers: ArrayLike,
    *,
    scale: tuple[float, float],
    weights: ArrayLike | None = None,
    level: float = 0.95,
    population: int | None = None,
) -> MeanScore:
    """Mean of persons' own answers on a scale.

    Read ``4.2`` as: the answers lie at 4.2 points on average; which answers were
    given stands in ``answers`` and says more.

    Parameters
    ----------
    answers : array_like
        One answer a person on the scale, NaN where there is none.
    scale : tuple of float
        Lowest and highest answer.
    weights : array_like, optional
        How many persons each stands for, above 0.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    population : int, optional
        Everybody who could have answered, where the result is about them alone.

    Returns
    -------
    MeanScore
        ``mean`` and ``interval`` in scale points.

    Raises
    ------
    ValueError
        If nobody answered, an answer is off the scale, or an argument is out of
        range.

    Notes
    -----
    Student's interval, cut at the ends of the scale, which ``interval.method`` then
    says. If all answers are the same, the spread seen is zero but the spread there
    is may not be: the interval is then that of the largest possible spread, as in
    ``mean_from_summary``. Weighted answers count as Kish's number of answers [1]_;
    a population narrows the interval by the finite population correction [2]_.

    References
    ----------
    .. [1] Kish L (1965). Survey Sampling, section 11.7. Wiley.
    .. [2] Cochran WG (1977). Sampling Techniques, 3rd edition, section 2.6. Wiley.

    Examples
    --------
    Student's (1908) ten patients as a scale from -2 to 6 hours of extra sleep.

    >>> sleep = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    >>> found = mean_score(sleep, scale=(-2, 6))
    >>> round(found.mean, 2), round(found.sd, 3)
    (2.33, 2.002)
    >>> round(found.interval.low, 2), round(found.interval.high, 2)
    (0.9, 3.76)
    """
    given = np.asarray(answers, dtype=float)
    known = ~np.isnan(given)
    scores, n = given[known], int(known.sum())
    _require_answers(scores, scale)
    share = weights_of(weights, given.size)[known]
    worth = float(n) if weights is None else worth_of(share)
    effective = effective_answers(n, population, worth=worth)
    mean = float(np.average(scores, weights=share))
    spread = float(np.average((scores - mean) ** 2, weights=share))
    sd = math.sqrt(spread * n / (n - 1)) if n > 1 else None
    values, persons = np.unique(scores, return_counts=True)
    return MeanScore(
        mean=mean,
        sd=sd,
        largest_sd=largest_sd(mean, n, scale),
        n=n,
        interval=mean_interval(
            mean, sd, scale=scale, worth=(worth, effective), level=level
        ),
        scale=scale,
        answers=dict(zip(values.tolist(), persons.tolist(), strict=True)),
        median=float(np.median(scores)),
        population=population,
        notes=_notes(n, sd, population, weighted=weights is not None),
    )


def mean_from_summary(
    mean: float,
    n: int,
    *,
    scale: tuple[float, float],
    sd: float | None = None,
    level: float = 0.95,
    population: int | None = None,
) -> MeanScore:
    """Mean of answers of which only the summary is known.

    Read ``largest_sd = 1.5`` as: however the answers were spread, their standard
    deviation was at most one and a half points.

    Parameters
    ----------
    mean : float
        Printed mean in scale points.
    n : int
        Persons who answered, at least 1.
    scale : tuple of float
        Lowest and highest answer.
    sd : float, optional
        Printed standard deviation in scale points, 0 or more.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    population : int, optional
        Everybody who could have answered, where the result is about them alone.

    Returns
    -------
    MeanScore
        Without answers and median. Without ``sd`` the interval rests on the largest
        one.

    Raises
    ------
    ValueError
        If the mean is off the scale, ``sd`` is larger than answers on the scale can
        have, or an argument is out of range.

    Notes
    -----
    Answers vary most when all stand at the two ends; the mean is then a share of the
    way along the scale [1]_, and has Wilson's interval. With a known spread it is
    Student's, cut at the ends. No answers can vary more, so the interval without
    ``sd`` is wide on purpose.

    References
    ----------
    .. [1] Bhatia R, Davis C (2000). A better bound on the variance. American
       Mathematical Monthly 107, 353-357. doi:10.1080/00029890.2000.12005203

    Examples
    --------
    A printed mean of 4.2 on a scale from 1 to 5, of 14 answers.

    >>> found = mean_from_summary(4.2, 14, scale=(1, 5))
    >>> round(found.largest_sd, 2), found.interval.method
    (1.66, 'largest_sd')
    >>> round(found.interval.low, 1), round(found.interval.high, 1)
    (3.2, 4.7)
    """
    _require_summary(mean, n, scale)
    _require_sd(sd, mean, n, scale)
    effective = effective_answers(n, population, worth=n)
    return MeanScore(
        mean=mean,
        sd=sd,
        largest_sd=largest_sd(mean, n, scale),
        n=n,
        interval=mean_interval(
            mean, sd, scale=scale, worth=(float(n), effective), level=level
        ),
        scale=scale,
        answers={},
        median=None,
        population=population,
        notes=_notes(n, sd, population, weighted=False),
    )


def _notes(
    n: int, sd: float | None, population: int | None, *, weighted: bool
) -> tuple[str, ...]:
    spread = {"spread_unknown": sd is None, "all_answers_equal": sd == 0}
    told = tuple(note for note, holds in spread.items() if holds)
    return (*answer_notes(n, population, weighted=weighted), *told)


def _require_answers(scores: FloatArray, scale: tuple[float, float]) -> None:
    low, high = scale_ends(scale)
    if scores.size == 0:
        raise ValueError("nobody answered, so there is no mean")
    off = int(((scores < low) | (scores > high)).sum())
    if off:
        raise ValueError(
            f"{off} of {scores.size} answers lie outside the scale {low:g} to {high:g}"
        )


def _require_summary(mean: float, n: int, scale: tuple[float, float]) -> None:
    low, high = scale_ends(scale)
    if n < 1:
        raise ValueError(f"n counts at least one person who answered; got {n!r}")
    if not low <= mean <= high:
        raise ValueError(
            f"mean must lie on the scale, {low:g} to {high:g}; got {mean!r}"
        )


def _require_sd(
    sd: float | None, mean: float, n: int, scale: tuple[float, float]
) -> None:
    """Refuse a spread that no answers have, with room for both being rounded."""
    near = [min(max(mean + off, scale[0]), scale[1]) for off in (-ROUNDED, 0, ROUNDED)]
    largest = max(largest_sd(each, n, scale) for each in near) + ROUNDED
    if sd is not None and not 0 <= sd <= largest:
        raise ValueError(
            f"sd lies between 0 and {largest:.3g} for this mean; got {sd!r}"
        )
