"""Whether printed parts, ranks and unit costs agree with their totals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from evallib.stats.printed.exact import exact, half_unit, require_persons


@dataclass(frozen=True, slots=True)
class SumCheck:
    """A printed total beside what its parts or its rule make of it.

    Attributes
    ----------
    printed, expected : float
        The number in print, and what it should be, in the same unit.
    slack : float
        How far rounding alone can put them apart.
    possible : bool
        Whether they are no farther apart than that, decided exactly.
    """

    printed: float
    expected: float
    slack: float
    possible: bool


def rank_sum(mean_ranks: Sequence[float], *, decimals: int = 1) -> SumCheck:
    """Whether mean ranks of a complete ranking add up to k(k + 1)/2.

    Read ``possible`` as False as: not everybody ranked every item, or a figure is
    wrong. The order may still be read; the values may not.

    Parameters
    ----------
    mean_ranks : sequence of float
        One printed mean rank an item, at least two items.
    decimals : int, default 1
        Decimals of the printed ranks, 0 to 6; each may be off by half a unit.

    Returns
    -------
    SumCheck
        ``printed`` is the sum of the mean ranks, ``expected`` that of the ranks.

    Raises
    ------
    ValueError
        If there are fewer than two items.

    Notes
    -----
    Everybody who ranks k items hands out 1 + 2 + ... + k, ties included if they
    share their ranks, so the means must add up to that [1]_.

    References
    ----------
    .. [1] Kendall MG, Babington Smith B (1939). The problem of m rankings. Annals of
       Mathematical Statistics 10, 275-287. doi:10.1214/aoms/1177732186

    Examples
    --------
    Six mean ranks that add up to 22.8 are not from full rankings, which give 21.

    >>> check = rank_sum([2.5, 3.1, 3.6, 4.4, 4.4, 4.8])
    >>> check.printed, check.expected, check.slack, check.possible
    (22.8, 21.0, 0.3, False)
    """
    items = len(mean_ranks)
    if items < 2:
        raise ValueError(f"a ranking has at least two items; got {items}")
    total = _sum(mean_ranks)
    return _check(total, Fraction(items * (items + 1), 2), items * half_unit(decimals))


def parts_and_total(
    parts: Sequence[float], total: float, *, decimals: int | None = None
) -> SumCheck:
    """Whether printed parts add up to their printed total.

    Read ``possible`` False as: these parts cannot make this total, whatever was
    rounded; ``expected`` is what they give together.

    Parameters
    ----------
    parts : sequence of float
        At least one part, in the unit of the total.
    total : float
        The printed total.
    decimals : int, optional
        Decimals that parts and total were rounded to, 0 to 6. Left out, nothing was
        rounded, as with persons, and they must agree to the last digit.

    Returns
    -------
    SumCheck
        In the unit of the total.

    Raises
    ------
    ValueError
        If there are no parts or ``decimals`` is out of range.

    Notes
    -----
    Where numbers were rounded, each part and the total may be off by half a unit.
    Sums of fractions, exact; the arithmetic has no other source.

    Examples
    --------
    >>> parts_and_total([9000, 5000], 14000).possible
    True
    >>> parts_and_total([33, 33, 33], 100).possible
    False
    >>> parts_and_total([33, 33, 33], 100, decimals=0).possible
    True
    """
    if not parts:
        raise ValueError("a total needs at least one part; got none")
    off = Fraction(0) if decimals is None else half_unit(decimals)
    return _check(exact(total), _sum(parts), (len(parts) + 1) * off)


def unit_cost_matches(
    total: float, n: int, printed: float, *, decimals: int = 0
) -> SumCheck:
    """Whether a printed cost per client is the total divided by the clients.

    Read ``possible`` False as: this total and this number of clients cannot give the
    printed cost; ``expected`` is the exact cost per client, in euros.

    Parameters
    ----------
    total : float
        Euros in all.
    n : int
        Clients, at least 1.
    printed : float
        Euros per client as printed.
    decimals : int, default 0
        Decimals of the printed cost, 0 to 6.

    Returns
    -------
    SumCheck
        In euros per client.

    Raises
    ------
    ValueError
        If ``n`` is below 1 or ``decimals`` is out of range.

    Notes
    -----
    Printed half a unit up or down is accepted; the total is taken as it stands. One
    division of whole numbers, exact; the arithmetic has no other source.

    Examples
    --------
    20 728 euros for 28 clients are 740.29 euros each, printed as 740.

    >>> check = unit_cost_matches(20728, 28, 740)
    >>> round(check.expected, 2), check.possible
    (740.29, True)
    >>> unit_cost_matches(90000, 60, 1500).possible
    True
    """
    require_persons(n)
    return _check(exact(printed), exact(total) / n, half_unit(decimals))


def _sum(values: Iterable[float]) -> Fraction:
    return sum((exact(value) for value in values), Fraction(0))


def _check(printed: Fraction, expected: Fraction, slack: Fraction) -> SumCheck:
    fits = abs(printed - expected) <= slack
    return SumCheck(float(printed), float(expected), float(slack), fits)
