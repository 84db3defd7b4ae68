"""When a number about persons is unsafe by itself: the primary rules.

The rule ids are those of the disclosure specification. Every rule is a pure
function of counts and limits; none knows where a number came from.
"""

from __future__ import annotations

from typing import Literal

from evallib.domain.project import Disclosure

Rule = Literal["R1", "R2", "R3", "R5", "R6", "R11"]


def unsafe_group(persons: int, limits: Disclosure) -> frozenset[Rule]:
    """Rules that forbid showing a group of this size.

    Read ``{"R2"}`` as: the group is smaller than ``k``, so neither its size nor
    anything about it may be shown.
    """
    return frozenset({"R2"}) if persons < limits.k else frozenset()


def unsafe_count(count: int, out_of: int, limits: Disclosure) -> frozenset[Rule]:
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

    Raises
    ------
    ValueError
        If ``count`` does not lie between 0 and ``out_of``.

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
    rules = set(unsafe_group(out_of, limits))
    if count < limits.k:
        rules.add("R1")
    if out_of - count < limits.k:
        rules.add("R3")
    return frozenset(rules)


def unsafe_share(share: float, out_of: int, limits: Disclosure) -> frozenset[Rule]:
    """Rules that forbid showing a proportion of a group: a percentage is a count.

    ``R5`` is added where the group is too small for any percentage.
    """
    if out_of == 0:
        return frozenset({"R2"})
    rules = set(unsafe_count(round(share * out_of), out_of, limits))
    if out_of < limits.n_percent:
        rules.add("R5")
    return frozenset(rules)


def unsafe_mean(
    out_of: int, limits: Disclosure, *, with_interval: bool
) -> frozenset[Rule]:
    """Rules that forbid showing a mean, or a mean with its interval.

    An interval gives away the spread of the answers, so it needs three times as
    many persons as the mean itself.
    """
    needed = 3 * limits.k if with_interval else limits.k
    return frozenset({"R6"}) if out_of < needed else frozenset()
