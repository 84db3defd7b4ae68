"""Which counts can stand behind a rate that is known only as printed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.domain.estimate import Tally

IntArray = NDArray[np.int64]

# A printed 55 % is kept as 0.55, whose hundredfold misses 55 by a last bit or two.
LAST_BITS = 1e-9
MOST_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Published:
    """A rate as it stands in print, with what is known of the persons behind it.

    Attributes
    ----------
    low : float
        The printed rate, or the lower end of a printed range, as a proportion:
        55 % is ``0.55``.
    high : float, optional
        Upper end of a printed range; left out where one rate is printed.
    n : int, optional
        Persons in the group, pending ones included.
    known : iterable of int, optional
        Possible numbers of persons with known status, where some were still
        pending; none above ``n``. Left out, the status of all ``n`` is known.
    decimals : int, default 0
        Decimals of the printed percentage: 0 for 55 %, 1 for 55.0 %.
    """

    low: float
    high: float | None = None
    n: int | None = None
    known: Iterable[int] | None = None
    decimals: int = 0

    def __post_init__(self) -> None:
        _require_printed(self)
        if self.known is not None:
            object.__setattr__(self, "known", tuple(self.known))
        _require_persons(self)

    @property
    def ends(self) -> tuple[float, float]:
        return self.low, self.low if self.high is None else self.high

    @property
    def sizes(self) -> tuple[int, ...] | None:
        if self.known is not None:
            return tuple(self.known)
        return None if self.n is None else (self.n,)


def feasible_counts(rate: Published, *, sizes: Iterable[int] = ()) -> tuple[Tally, ...]:
    """Every count of persons that prints as the published rate.

    Read ``Tally(11, 20)`` in the answer as: eleven of twenty is one way to get the
    printed figure. An empty answer means that no count does: the figure is wrong,
    or its persons are others than it says.

    Parameters
    ----------
    rate : Published
        The rate in print.
    sizes : iterable of int, optional
        Group sizes to try where neither ``rate.n`` nor ``rate.known`` says them.

    Returns
    -------
    tuple of Tally
        By size, then by count. Persons of ``rate.n`` beyond the known ones are
        ``pending``.

    Raises
    ------
    ValueError
        If no size is known or given, or a size is below one.

    Notes
    -----
    A printed percentage stands for every rate within half a unit of its last digit,
    both ends included, because some round a half up and some to the even digit. A
    range stands for every rate from the lower end's half unit to the upper end's.
    Whole numbers are compared, so no rate is lost to a last bit. For single rates
    this is the test known for means [1]_.

    References
    ----------
    .. [1] Brown NJL, Heathers JAJ (2017). The GRIM test: a simple technique detects
       numerous anomalies in the reporting of results in psychology. Social
       Psychological and Personality Science 8, 363-369.
       doi:10.1177/1948550616673876

    Examples
    --------
    11 % fits one of nine but nothing of ten; 59 % fits ten of seventeen and, up to
    twenty persons, nothing else.

    >>> feasible_counts(Published(0.11), sizes=[9, 10])
    (Tally(reached=1, known=9, pending=0, lost=0),)
    >>> feasible_counts(Published(0.59, n=20, known=range(1, 21)))
    (Tally(reached=10, known=17, pending=3, lost=0),)
    >>> feasible_counts(Published(0.59, n=20))
    ()
    """
    known = _sizes(rate, sizes)
    reached, known = fitting_counts(rate.ends, rate.decimals, known)
    enrolled = known if rate.n is None else np.full_like(known, rate.n)
    return tuple(
        Tally(x, m, pending=n - m)
        for x, m, n in zip(
            reached.tolist(), known.tolist(), enrolled.tolist(), strict=True
        )
    )


def fitting_counts(
    ends: tuple[float, float], decimals: int, sizes: IntArray
) -> tuple[IntArray, IntArray]:
    """Counts and sizes whose rate prints between the ends, in half units."""
    scale = 100 * 10**decimals
    low, high = (round(end * scale) for end in ends)
    fewest = np.maximum(-((-(2 * low - 1) * sizes) // (2 * scale)), 0)
    most = np.minimum(((2 * high + 1) * sizes) // (2 * scale), sizes)
    each = np.maximum(most - fewest + 1, 0)
    known = np.repeat(sizes, each)
    first = np.repeat(np.cumsum(each) - each, each)
    reached = np.repeat(fewest, each) + np.arange(known.size) - first
    return reached, known


def _sizes(rate: Published, sizes: Iterable[int]) -> IntArray:
    chosen = rate.sizes if rate.sizes is not None else tuple(sizes)
    if not chosen or min(chosen) < 1:
        raise ValueError(
            "a printed rate needs at least one possible group size of one person or "
            f"more; got {len(chosen)} sizes"
        )
    return np.unique(np.asarray(chosen, dtype=np.int64))


def _require_printed(rate: Published) -> None:
    low, high = rate.ends
    if not 0 <= low <= high <= 1:
        raise ValueError(
            f"a printed rate is a proportion, 0 <= low <= high <= 1; got {low!r} to "
            f"{high!r}; write 55 % as 0.55"
        )
    if not 0 <= rate.decimals <= MOST_DECIMALS:
        raise ValueError(f"decimals is 0 to {MOST_DECIMALS}; got {rate.decimals!r}")
    for end in (low, high):
        units = end * 100 * 10**rate.decimals
        if abs(units - round(units)) > LAST_BITS * max(units, 1):
            raise ValueError(
                f"{end!r} is not a percentage printed with {rate.decimals} decimals; "
                "raise decimals"
            )


def _require_persons(rate: Published) -> None:
    if rate.n is not None and rate.n < 1:
        raise ValueError(f"n is at least one person; got {rate.n!r}")
    if rate.sizes is not None and (not rate.sizes or min(rate.sizes) < 1):
        raise ValueError(f"known holds sizes of one person or more; got {rate.known!r}")
    if rate.sizes and rate.n is not None and max(rate.sizes) > rate.n:
        raise ValueError(
            f"known cannot pass n={rate.n}; got a size of {max(rate.sizes)}"
        )
