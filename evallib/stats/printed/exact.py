"""Printed numbers as exact fractions, so that no binary neighbour decides."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor, isfinite

MOST_DECIMALS = 6


def exact(value: float) -> Fraction:
    """The decimal number that was printed."""
    if not isfinite(value):
        raise ValueError(f"a printed number is finite; got {value!r}")
    return Fraction(str(value))


def half_unit(decimals: int) -> Fraction:
    """Half a unit in the last printed decimal."""
    if not 0 <= decimals <= MOST_DECIMALS:
        raise ValueError(f"decimals is 0 to {MOST_DECIMALS}; got {decimals!r}")
    return Fraction(1, 2 * 10**decimals)


def printed(name: str, value: float, decimals: int) -> Fraction:
    """The printed number; refused if it has more decimals than it is said to have."""
    number = exact(value)
    if (number / (2 * half_unit(decimals))).denominator != 1:
        raise ValueError(
            f"{name} {value!r} does not have {decimals} decimals; raise decimals"
        )
    return number


def whole_within(middle: Fraction, reach: Fraction) -> range:
    """Whole numbers at most ``reach`` from ``middle``, ends included."""
    return range(ceil(middle - reach), floor(middle + reach) + 1)


def nearest_printed(value: Fraction, decimals: int) -> float:
    """The value as it would be printed, a half going up."""
    unit = 2 * half_unit(decimals)
    return float(floor(value / unit + Fraction(1, 2)) * unit)


def require_persons(n: int) -> None:
    """Refuse a share or a mean of nobody."""
    if n < 1:
        raise ValueError(f"n counts at least one person; got {n!r}")
