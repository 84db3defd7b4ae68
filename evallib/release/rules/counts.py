"""When a count, a group or a percentage is unsafe by itself: R1 to R5.

Every rule is a pure function of numbers and limits; none knows where a number came
from. An empty answer means that nothing speaks against showing it.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, floor

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.names import NONE, Rule, Rules

TOLERANCE = 1e-9  # of a proportion computed in floating point


def least(limits: Disclosure, *, sensitive: bool = False) -> int:
    """The smallest number of persons shown, and left over.

    Read ``5`` as: fewer than five persons are never told of.
    """
    return max(limits.k, limits.k_sensitive) if sensitive else limits.k


def unsafe_group(persons: int, limits: Disclosure, *, sensitive: bool = False) -> Rules:
    """Rules that forbid showing a group of this size, and anything about it.

    Read ``{"R2"}`` as: the group has members but fewer than ``k``.

    Parameters
    ----------
    persons : int
        Persons in the group; a group of nobody tells of nobody.
    limits : Disclosure
        ``k`` is the smallest number of persons shown.
    sensitive : bool, default False
        Whether ``k_sensitive`` stands for ``k``.

    Examples
    --------
    >>> sorted(unsafe_group(4, Disclosure()))
    ['R2']
    """
    small = 0 < persons < least(limits, sensitive=sensitive)
    return frozenset({"R2"}) if small else NONE


def unsafe_count(
    count: int,
    out_of: int,
    limits: Disclosure,
    *,
    sensitive: bool = False,
    zeros: bool = False,
) -> Rules:
    """Rules that forbid showing ``count`` persons out of a group of ``out_of``.

    Read ``{"R1"}`` as: fewer than ``k`` persons are counted (nobody included: that
    nobody got work tells of everybody); ``{"R3"}`` as: fewer than ``k`` are left
    over, so the rest of the group is told about. ``R2`` is the group itself.

    Parameters
    ----------
    count, out_of : int
        Persons counted and persons in the group, ``0 <= count <= out_of``.
    limits : Disclosure
        ``k`` is the smallest number of persons shown, and left over.
    sensitive : bool, default False
        Whether ``k_sensitive`` stands for ``k``.
    zeros : bool, default False
        Whether nobody and everybody may be told, as of a variable that discloses
        nothing.

    Raises
    ------
    ValueError
        If ``count`` does not lie between 0 and ``out_of``.

    Notes
    -----
    The rule holds for the count in whatever form it is printed: a percentage, odds,
    a bar, a sentence or an interval is the count again.

    References
    ----------
    Hundepool A et al. (2012). Statistical Disclosure Control. Wiley, chapters 2
    and 4 (threshold and group disclosure rules).

    Examples
    --------
    Eleven of twenty may be shown; three of twelve may not.

    >>> sorted(unsafe_count(11, 20, Disclosure()))
    []
    >>> sorted(unsafe_count(3, 12, Disclosure()))
    ['R1']
    """
    if not 0 <= count <= out_of:
        raise ValueError(f"count must lie between 0 and {out_of}; got {count}")
    k = least(limits, sensitive=sensitive)
    rules: set[Rule] = set(unsafe_group(out_of, limits, sensitive=sensitive))
    if _is_few(count, k, zeros=zeros):
        rules.add("R1")
    if _is_few(out_of - count, k, zeros=zeros):
        rules.add("R3")
    return frozenset(rules)


def _is_few(persons: int, k: int, *, zeros: bool) -> bool:
    return persons < k and not (zeros and persons == 0)


def unsafe_classes(
    counts: Sequence[int],
    limits: Disclosure,
    *,
    sensitive: bool = False,
    zeros: bool = False,
) -> Rules:
    """Rules that forbid showing how a whole group spreads over categories.

    Read ``{"R4"}`` as: the largest category leaves fewer than ``k`` persons for all
    the others, so whoever belongs to the group is told about nearly for certain.

    Parameters
    ----------
    counts : sequence of int
        Persons in each category; together the whole group.
    limits : Disclosure
        ``k`` is the smallest number of persons left over.
    sensitive, zeros : bool, default False
        As of a single count.

    Examples
    --------
    Six of seven in work tell about the seventh.

    >>> sorted(unsafe_classes([6, 1], Disclosure()))
    ['R4']
    """
    if not any(counts):
        return NONE
    rest = sum(counts) - max(counts)
    few = _is_few(rest, least(limits, sensitive=sensitive), zeros=zeros)
    return frozenset({"R4"}) if few else NONE


def unsafe_share(
    share: float,
    out_of: int,
    limits: Disclosure,
    *,
    sensitive: bool = False,
    zeros: bool = False,
) -> Rules:
    """Rules that forbid showing a proportion of a group: a percentage is a count.

    Read ``{"R5"}`` as: the group is too small for any percentage; the other rules
    are those of the nearest count.

    Parameters
    ----------
    share : float
        Proportion of the group, 0 to 1.
    out_of : int
        Persons in the group.
    limits : Disclosure
        ``n_percent`` is the smallest denominator.
    sensitive, zeros : bool, default False
        As of a single count.

    Examples
    --------
    >>> sorted(unsafe_share(0.55, 20, Disclosure()))
    []
    >>> sorted(unsafe_share(0.5, 9, Disclosure()))
    ['R1', 'R5']
    """
    if out_of == 0:
        return frozenset({"R2"})
    count = round(share * out_of)
    rules = unsafe_count(count, out_of, limits, sensitive=sensitive, zeros=zeros)
    return rules | unsafe_denominator(out_of, limits)


def unsafe_denominator(out_of: int, limits: Disclosure) -> Rules:
    """``R5`` where a group is too small for any percentage.

    Read ``{"R5"}`` as: one person would move the percentage by more than ten
    points (by default).
    """
    return frozenset({"R5"}) if out_of < limits.n_percent else NONE


def possible_counts(percent: float, out_of: int, *, decimals: int = 0) -> range:
    """The counts that a printed percentage can stand for.

    Read ``range(11, 12)`` as: only 11 of the group round to what is printed, so the
    percentage is that count.

    Parameters
    ----------
    percent : float
        The printed percentage, 0 to 100.
    out_of : int
        Persons in the group, which the reader knows or can infer.
    decimals : int, default 0
        Decimals that are printed.

    Notes
    -----
    A half may have been rounded either way, so both ends count. Rounded to whole
    percent every count is recoverable up to a hundred persons.

    Examples
    --------
    >>> list(possible_counts(55, 20))
    [11]
    >>> list(possible_counts(39, 400))
    [154, 155, 156, 157, 158]
    """
    half = 0.5 * 10**-decimals
    low = ceil((percent - half) / 100 * out_of - TOLERANCE)
    high = floor((percent + half) / 100 * out_of + TOLERANCE)
    return range(max(low, 0), min(high, out_of) + 1)
