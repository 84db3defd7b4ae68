"""Whether a printed percentage can come from a whole number of persons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from evallib.stats.printed.exact import (
    half_unit,
    nearest_printed,
    printed,
    require_persons,
    whole_within,
)

PERCENT = 100
# With more persons than printed percentages, nearly every percentage has a count.
MOST_OTHER_SIZES = 100


@dataclass(frozen=True, slots=True)
class PrintedPercent:
    """A percentage as it would be printed, with the persons that give it."""

    percent: float
    count: int
    n: int


@dataclass(frozen=True, slots=True)
class PercentCheck:
    """A printed percentage beside the counts that its number of persons allows.

    Attributes
    ----------
    percent : float
        The printed percentage, 0 to 100.
    n, decimals : int
        Persons that it is a share of, and its printed decimals.
    possible : bool
        Whether any count prints as the percentage.
    counts : tuple of int
        Every count out of ``n`` that prints as the percentage; empty if none does.
    below, above : int
        Largest count whose share is at most the printed one, and smallest whose
        share is at least it; the same count where they meet.
    nearest : tuple of PrintedPercent
        What those two counts print as.
    other_sizes : tuple of PrintedPercent
        Other numbers of persons for which the percentage is possible, each with the
        count that comes closest; most often those who answered this one question.
    """

    percent: float
    n: int
    decimals: int
    possible: bool
    counts: tuple[int, ...]
    below: int
    above: int
    nearest: tuple[PrintedPercent, ...]
    other_sizes: tuple[PrintedPercent, ...]


@dataclass(frozen=True, slots=True)
class PercentRangeCheck:
    """Both ends of a printed range of percentages, of the same persons.

    ``counts`` are all counts that print as a percentage inside the range.
    """

    low: PercentCheck
    high: PercentCheck
    possible: bool
    counts: tuple[int, ...]


def percent_possible(
    percent: float, n: int, *, decimals: int = 0, sizes: Iterable[int] | None = None
) -> PercentCheck:
    """Which counts out of ``n`` can have been printed as this percentage.

    Read an empty ``counts`` as: no number of persons gives this percentage, so
    either ``n`` or the figure is not what it says.

    Parameters
    ----------
    percent : float
        The printed percentage, 0 to 100.
    n : int
        Persons that it is a share of, at least 1.
    decimals : int, default 0
        Decimals of the printed percentage, 0 to 6.
    sizes : iterable of int, optional
        Other numbers of persons to try, each at least 1. Left out: 1 up to ``n``,
        but not beyond 100.

    Returns
    -------
    PercentCheck
        Counts in persons that fit, the nearest ones on either side, and other
        numbers of persons for which the figure would be right.

    Raises
    ------
    ValueError
        If ``n`` or a size is below 1, ``percent`` is not a percentage, or it has
        more decimals than said.

    Notes
    -----
    The test known for means [1]_, on shares. A value halfway between two printed
    ones fits both: some round a half up, some to the even digit, and a program that
    counts in binary fractions may do either. Only fractions of whole numbers are
    compared. What is impossible is told and never mended.

    References
    ----------
    .. [1] Brown NJL, Heathers JAJ (2017). The GRIM test: a simple technique detects
       numerous anomalies in the reporting of results in psychology. Social
       Psychological and Personality Science 8, 363-369.
       doi:10.1177/1948550616673876

    Examples
    --------
    Of 17 persons, 14 print as 82 %, but no count prints as 77 %: 13 are 76 %.

    >>> percent_possible(82, 17).counts
    (14,)
    >>> check = percent_possible(77, 17)
    >>> check.possible, check.below, check.above
    (False, 13, 14)
    >>> [(each.percent, each.count) for each in check.nearest]
    [(76.0, 13), (82.0, 14)]

    59 % is impossible with 20 persons; up to 20, only ten of 17 print so.

    >>> percent_possible(59, 20).other_sizes
    (PrintedPercent(percent=59.0, count=10, n=17),)
    """
    require_persons(n)
    share = _share(percent, decimals)
    others = range(1, min(n, MOST_OTHER_SIZES) + 1) if sizes is None else sizes
    counts = _counts(share, n, decimals)
    below, above = floor(share * n), ceil(share * n)
    return PercentCheck(
        percent=percent,
        n=n,
        decimals=decimals,
        possible=bool(counts),
        counts=counts,
        below=below,
        above=above,
        nearest=tuple(_print(x, n, decimals) for x in dict.fromkeys((below, above))),
        other_sizes=_other_sizes(share, decimals, (m for m in others if m != n)),
    )


def percent_range_possible(
    low: float, high: float, n: int, *, decimals: int = 0
) -> PercentRangeCheck:
    """Whether both ends of a printed range of percentages fit the same persons.

    Read ``possible`` as False as: at least one end cannot be a share of ``n``.

    Parameters
    ----------
    low, high : float
        The printed ends, ``0 <= low <= high <= 100``.
    n : int
        Persons that they are shares of, at least 1.
    decimals : int, default 0
        Decimals of both ends, 0 to 6.

    Returns
    -------
    PercentRangeCheck
        Each end on its own, and every count in persons that prints inside the range.

    Raises
    ------
    ValueError
        As ``percent_possible``, and if ``low`` is above ``high``.

    Notes
    -----
    A range often comes from two ways of counting, such as with and without those
    whose status is open; then its ends rest on different numbers of persons, which
    ``other_sizes`` of each end suggests.

    References
    ----------
    Brown and Heathers (2017), as in ``percent_possible``.

    Examples
    --------
    "55 to 59 %" of twenty: eleven are 55 %, but 59 % needs another number of persons.

    >>> check = percent_range_possible(55, 59, 20)
    >>> check.possible, check.low.counts, check.high.counts, check.counts
    (False, (11,), (), (11,))
    """
    if low > high:
        raise ValueError(f"a range runs from low to high; got {low!r} to {high!r}")
    first = percent_possible(low, n, decimals=decimals)
    last = percent_possible(high, n, decimals=decimals)
    middle = (_share(low, decimals) + _share(high, decimals)) / 2
    reach = (_share(high, decimals) - _share(low, decimals)) / 2
    reach += half_unit(decimals) / PERCENT
    inside = tuple(x for x in whole_within(middle * n, reach * n) if 0 <= x <= n)
    return PercentRangeCheck(first, last, first.possible and last.possible, inside)


def _share(percent: float, decimals: int) -> Fraction:
    if not 0 <= percent <= PERCENT:
        raise ValueError(f"percent must lie between 0 and 100; got {percent!r}")
    return printed("percent", percent, decimals) / PERCENT


def _counts(share: Fraction, n: int, decimals: int) -> tuple[int, ...]:
    fitting = whole_within(share * n, half_unit(decimals) / PERCENT * n)
    return tuple(count for count in fitting if 0 <= count <= n)


def _print(count: int, n: int, decimals: int) -> PrintedPercent:
    percent = nearest_printed(Fraction(count * PERCENT, n), decimals)
    return PrintedPercent(percent, count, n)


def _other_sizes(
    share: Fraction, decimals: int, sizes: Iterable[int]
) -> tuple[PrintedPercent, ...]:
    found = []
    for size in sizes:
        require_persons(size)
        if counts := _counts(share, size, decimals):
            closest = min(counts, key=lambda count: abs(count - share * size))
            found.append(PrintedPercent(float(share * PERCENT), closest, size))
    return tuple(found)
