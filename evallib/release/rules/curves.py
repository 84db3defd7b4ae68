"""When a curve over time tells of single persons: R12."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.names import NONE, Rules


def unsafe_curve(persons: int, limits: Disclosure) -> Rules:
    """Rules that forbid a survival curve of one group.

    Read ``{"R12"}`` as: the group is too small for a curve; shares at fixed times
    may still be shown as counts are.

    Parameters
    ----------
    persons : int
        Persons who entered the curve.
    limits : Disclosure
        ``n_survival`` persons at least.

    Examples
    --------
    >>> sorted(unsafe_curve(19, Disclosure()))
    ['R12']
    """
    return frozenset({"R12"}) if persons < limits.n_survival else NONE


def merged_points(
    at_risk: Sequence[int],
    steps: Sequence[Sequence[int]],
    limits: Disclosure,
    *,
    persons: int,
) -> frozenset[int]:
    """Points of a curve that cannot be shown beside those before them.

    Read ``{0, 2}`` as: the first and the third point are left out, and each of the
    steps between the others is one of enough persons, or of nobody.

    Parameters
    ----------
    at_risk : sequence of int
        Persons still at risk at each point, in the order of time.
    steps : sequence of sequences of int
        For each kind of exit, the persons who had left by each point.
    limits : Disclosure
        ``k_step`` persons at least in each step; ``at_risk_min`` still at risk, where
        the curve ends.
    persons : int
        Persons who entered the curve.

    Notes
    -----
    Steps are merged from the left, one point at a time.

    Examples
    --------
    >>> sorted(merged_points([97, 80, 9], [[3, 20, 40]], Disclosure(), persons=100))
    [0, 2]
    """
    before = (persons, *(0 for _ in steps))
    merged = set()
    for at, point in enumerate(zip(at_risk, *steps, strict=True)):
        sizes = [abs(new - old) for new, old in zip(point, before, strict=True)]
        few = any(0 < size < limits.k_step for size in sizes)
        if few or point[0] < limits.at_risk_min:
            merged.add(at)
        else:
            before = point
    return frozenset(merged)
