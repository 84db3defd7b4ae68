"""When a mean, a spread or a quantile gives answers back: R6 to R9."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from math import sqrt
from typing import Literal

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.counts import least
from evallib.release.rules.names import NONE, Rule, Rules

Quantile = Literal["median", "quartile", "tail"]
LIMIT: Mapping[Quantile, str] = {
    "median": "n_median",
    "quartile": "n_quartile",
    "tail": "n_p10p90",
}
MOST_LISTED = 20  # persons up to whom every distribution of answers is tried
TOLERANCE = 1e-9


def unsafe_mean(
    persons: int, limits: Disclosure, *, with_interval: bool = False
) -> Rules:
    """Rules that forbid showing a mean, or a mean with its interval.

    Read ``{"R6"}`` as: too few answers for a mean; ``{"R7"}`` as: too few for its
    spread, which an interval gives away.

    Parameters
    ----------
    persons : int
        Persons who answered.
    limits : Disclosure
        ``n_mean`` for the mean alone, ``n_sd`` with its interval.
    with_interval : bool, default False
        Whether an interval or a standard deviation stands beside it.

    Examples
    --------
    >>> sorted(unsafe_mean(14, Disclosure(), with_interval=True))
    ['R7']
    """
    rules: set[Rule] = set()
    if persons < limits.n_mean:
        rules.add("R6")
    if with_interval and persons < limits.n_sd:
        rules.add("R7")
    return frozenset(rules)


def unsafe_extreme_mean(
    total: float, persons: int, limits: Disclosure, *, scale: tuple[int, int]
) -> Rules:
    """Rules that forbid a mean so close to an end of its scale that it tells of all.

    Read ``{"R6"}`` as: fewer than ``k`` answers can differ from the end of the scale.

    Parameters
    ----------
    total : float
        Sum of the answers.
    persons : int
        Persons who answered.
    limits : Disclosure
        ``k`` is the smallest distance of the sum from either end.
    scale : tuple of int
        Lowest and highest answer.

    Examples
    --------
    Ten persons, all but two of whom gave a five:

    >>> sorted(unsafe_extreme_mean(48, 10, Disclosure(), scale=(1, 5)))
    ['R6']
    """
    low, high = scale
    near = min(persons * high - total, total - persons * low) < least(limits)
    return frozenset({"R6"}) if near else NONE


def unsafe_sameness(spreads: Collection[object]) -> Rules:
    """Rules that forbid to tell a number that everybody of a group has.

    Read ``{"R4"}`` as: the spread is nothing at all, so that the mean is the number of
    each single person.

    Examples
    --------
    >>> sorted(unsafe_sameness([0.0]))
    ['R4']
    >>> sorted(unsafe_sameness([None, 1.2]))
    []
    """
    return frozenset({"R4"}) if 0 in spreads else NONE


def unsafe_spread(
    answers: Sequence[int], limits: Disclosure, *, decimals: int = 1
) -> Rules:
    """Rules that forbid printing N, mean and standard deviation together.

    Read ``{"R7"}`` as: every way of answering that fits what is printed gives one
    category the same small count, so the reader knows it.

    Parameters
    ----------
    answers : sequence of int
        Persons who gave each answer of the scale, from its lowest to its highest.
    limits : Disclosure
        ``n_sd`` persons at least; ``k`` is the smallest count that may be known.
    decimals : int, default 1
        Printed decimals of mean and standard deviation.

    Notes
    -----
    Up to twenty persons every distribution is tried: 10 626 on a scale of five. Of
    more persons the two numbers leave too many for any small count to be certain.

    Examples
    --------
    >>> sorted(unsafe_spread([0, 0, 0, 1, 15], Disclosure(), decimals=2))
    ['R7']
    """
    persons = sum(answers)
    if persons < limits.n_sd:
        return frozenset({"R7"})
    if persons > MOST_LISTED:
        return NONE
    printed = _summary(answers)
    half = 0.5 * 10**-decimals + TOLERANCE
    fitting = [
        each
        for each in spreads(persons, len(answers))
        if all(abs(a - b) <= half for a, b in zip(_summary(each), printed, strict=True))
    ]
    pinned = any(
        0 < min(column) == max(column) < least(limits)
        for column in zip(*fitting, strict=True)
    )
    return frozenset({"R7"}) if pinned else NONE


def spreads(persons: int, categories: int) -> Iterator[tuple[int, ...]]:
    """Every way in which so many persons can spread over so many categories.

    Read ``(0, 2)`` as: nobody in the first category, two in the second.

    Examples
    --------
    >>> list(spreads(2, 2))
    [(0, 2), (1, 1), (2, 0)]
    """
    if categories == 1:
        yield (persons,)
        return
    for first in range(persons + 1):
        for rest in spreads(persons - first, categories - 1):
            yield (first, *rest)


def _summary(answers: Sequence[int]) -> tuple[float, float]:
    """Mean and standard deviation of answers that are coded from 0 on."""
    persons = sum(answers)
    mean = sum(value * count for value, count in enumerate(answers)) / persons
    squares = sum(count * (value - mean) ** 2 for value, count in enumerate(answers))
    return mean, sqrt(squares / (persons - 1))


def unsafe_quantile(persons: int, which: Quantile, limits: Disclosure) -> Rules:
    """Rules that forbid a median, a quartile, or a 10th or 90th percentile.

    Read ``{"R8"}`` as: fewer than ``k`` persons lie on one side of it.

    Parameters
    ----------
    persons : int
        Persons with a value.
    which : str
        ``median``, ``quartile`` or ``tail`` (the 10th and the 90th percentile).
    limits : Disclosure
        ``k`` persons at least on each side.

    Examples
    --------
    >>> sorted(unsafe_quantile(9, "median", Disclosure()))
    ['R8']
    """
    needed: int = getattr(limits, LIMIT[which])
    return frozenset({"R8"}) if persons < needed else NONE


def unsafe_extreme(
    value: float,
    reached_by: int,
    limits: Disclosure,
    *,
    scale: tuple[int, int] | None = None,
) -> Rules:
    """Rules that forbid a smallest or largest value: it is somebody's own.

    Read an empty answer as: the value is an end of the scale, and at least ``k``
    persons gave it.

    Parameters
    ----------
    value : float
        The smallest or largest value.
    reached_by : int
        Persons who have it.
    limits : Disclosure
        ``k`` persons at least.
    scale : tuple of int, optional
        Lowest and highest possible answer.

    Examples
    --------
    >>> sorted(unsafe_extreme(5, 12, Disclosure(), scale=(1, 5)))
    []
    >>> sorted(unsafe_extreme(63, 12, Disclosure()))
    ['R9']
    """
    bound = scale is not None and value in scale and reached_by >= least(limits)
    return NONE if bound else frozenset({"R9"})
