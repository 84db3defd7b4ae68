"""How many answers an answer is worth: weights and finite populations."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray

SMALL_GROUP = 30


def effective_answers(n: int, population: int | None, *, worth: float) -> float:
    """Answers from an endless population that would tell as much.

    Read ``62.3`` as: these answers of a small group tell as much of that group as
    sixty-two answers would tell of an endless one.

    Parameters
    ----------
    n : int
        Persons who answered.
    population : int or None
        Everybody who could have been asked, at least ``n``; None for no end.
    worth : float
        Equally weighted answers that would tell as much as the ``n`` with their
        weights; ``n`` itself without weights.

    Returns
    -------
    float
        Answers, at least ``worth``; infinite when everybody answered.

    Raises
    ------
    ValueError
        If fewer persons were asked than answered.

    Notes
    -----
    The variance of a share or mean shrinks by (N - n) / (N - 1) when n of N answer.

    References
    ----------
    .. [1] Cochran WG (1977). Sampling Techniques, third edition, chapter 2. Wiley.

    Examples
    --------
    Seventeen of the twenty-three clients of a pilot answered.

    >>> round(effective_answers(17, 23, worth=17.0), 2)
    62.33
    >>> effective_answers(17, 17, worth=17.0)
    inf
    """
    if population is None:
        return worth
    if population < n:
        raise ValueError(
            f"population counts everybody asked, at least the {n} who answered; got "
            f"{population}"
        )
    left = population - n
    return worth * (population - 1) / left if left else math.inf


def weights_of(weights: ArrayLike | None, answers: int) -> FloatArray:
    """One weight an answer, positive; equal ones when none are given."""
    if weights is None:
        return np.ones(answers)
    given = np.asarray(weights, dtype=float)
    if given.shape != (answers,) or not np.isfinite(given).all() or given.min() <= 0:
        raise ValueError(
            f"weights needs one finite number above 0 for each of {answers} answers"
        )
    return given


def worth_of(weights: FloatArray) -> float:
    """Kish's number of equally weighted answers that would tell as much."""
    return float(weights.sum() ** 2 / (weights**2).sum())


def scale_ends(scale: tuple[float, float]) -> tuple[float, float]:
    """Lowest and highest answer."""
    low, high = scale
    if not low < high:
        raise ValueError(f"a scale runs from a lower to a higher answer; got {scale!r}")
    return low, high


def answer_notes(n: int, population: int | None, *, weighted: bool) -> tuple[str, ...]:
    """Keys of what a reader must know about these answers."""
    applies = {
        "small_group": n < SMALL_GROUP,
        "finite_population": population is not None,
        "everybody_answered": population == n,
        "weighted": weighted,
    }
    return tuple(note for note, holds in applies.items() if holds)
