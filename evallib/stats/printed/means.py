"""Whether a printed mean of whole answers can come from whole answers."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
class MeanCheck:
    """A printed mean beside the sums of whole answers that could have given it.

    Attributes
    ----------
    mean : float
        The printed mean, in scale points.
    n, decimals : int
        Persons who answered, and the printed decimals.
    scale : tuple of int
        Lowest and highest answer.
    possible : bool
        Whether any sum of answers prints as the mean.
    sums : tuple of int
        Those sums, in points; empty if there is none.
    nearest : tuple of float
        The mean below and the mean above that answers can have, as printed; the
        same one once where they meet, and an end of the scale beyond it.
    """

    mean: float
    n: int
    decimals: int
    scale: tuple[int, int]
    possible: bool
    sums: tuple[int, ...]
    nearest: tuple[float, ...]


def mean_possible(
    mean: float, n: int, *, scale: tuple[int, int], decimals: int = 1
) -> MeanCheck:
    """Which sums of ``n`` whole answers can have been printed as this mean.

    Read an empty ``sums`` as: no set of answers on the scale has this mean.

    Parameters
    ----------
    mean : float
        The printed mean, in scale points.
    n : int
        Persons who answered, at least 1.
    scale : tuple of int
        Lowest and highest answer.
    decimals : int, default 1
        Decimals of the printed mean, 0 to 6.

    Returns
    -------
    MeanCheck
        Sums of answers in points, and the nearest means that are possible.

    Raises
    ------
    ValueError
        If ``n`` is below 1, the scale is empty, or the mean has more decimals than
        said.

    Notes
    -----
    The GRIM test [1]_: answers are whole, so their sum is, and a mean of few persons
    takes few values. A value halfway between two printed ones fits both. The test
    holds for one question; a mean over several questions takes more values.

    References
    ----------
    .. [1] Brown NJL, Heathers JAJ (2017). The GRIM test: a simple technique detects
       numerous anomalies in the reporting of results in psychology. Social
       Psychological and Personality Science 8, 363-369.
       doi:10.1177/1948550616673876

    Examples
    --------
    Fourteen answers from 1 to 5 can have the mean 4.2, as 59 points. A mean of 5.19
    from 28 answers is the example of [1]_ that cannot be: 145 points are 5.18 and
    146 are 5.21.

    >>> mean_possible(4.2, 14, scale=(1, 5)).sums
    (59,)
    >>> check = mean_possible(5.19, 28, scale=(1, 7), decimals=2)
    >>> check.possible, check.nearest
    (False, (5.18, 5.21))
    """
    require_persons(n)
    low, high = scale
    if low >= high:
        raise ValueError(f"a scale runs from a lower to a higher answer; got {scale!r}")
    total = printed("mean", mean, decimals) * n
    fitting = whole_within(total, half_unit(decimals) * n)
    sums = tuple(points for points in fitting if n * low <= points <= n * high)
    around = (
        min(max(points, n * low), n * high) for points in (floor(total), ceil(total))
    )
    nearest = (nearest_printed(Fraction(points, n), decimals) for points in around)
    return MeanCheck(
        mean, n, decimals, scale, bool(sums), sums, tuple(dict.fromkeys(nearest))
    )
