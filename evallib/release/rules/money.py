"""When a sum of euros or a cost tells about one contributor: R10 and R11."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from evallib.domain.disclosure import Disclosure
from evallib.release.rules.counts import least
from evallib.release.rules.names import NONE, Rules

Contributor = Literal["person", "provider"]
LEAST_PROVIDERS = 3


def unsafe_sum(
    contributions: Sequence[float], limits: Disclosure, *, of: Contributor = "person"
) -> Rules:
    """Rules that forbid a sum of euros over persons or providers.

    Read ``{"R10"}`` as: too few contribute, or one can be estimated from the sum by
    somebody who knows the own share; a negative contribution is for a person to judge.

    Parameters
    ----------
    contributions : sequence of float
        Euros of each contributor.
    limits : Disclosure
        ``k`` persons at least; ``p_percent``, how closely the second largest may
        estimate the largest; ``nk``, how many may hold which share at most.
    of : str, default "person"
        ``person`` or ``provider``; of providers three are enough.

    References
    ----------
    Hundepool A et al. (2012). Statistical Disclosure Control. Wiley, section 4.2
    (dominance and p % rules).

    Examples
    --------
    >>> sorted(unsafe_sum([700.0, 100.0, 100.0, 50.0, 50.0], Disclosure()))
    ['R10']
    >>> sorted(unsafe_sum([200.0] * 5, Disclosure()))
    []
    """
    needed = least(limits) if of == "person" else LEAST_PROVIDERS
    largest = sorted(contributions, reverse=True)
    if len(largest) < needed or min(largest) < 0:
        return frozenset({"R10"})
    total = sum(largest)
    rest = total - sum(largest[:2])
    dominated = any(
        100 * sum(largest[:n]) > percent * total for n, percent in limits.nk
    )
    if 100 * rest < limits.p_percent * largest[0] or dominated:
        return frozenset({"R10"})
    return NONE


def unsafe_unit_cost(persons: int, limits: Disclosure) -> Rules:
    """Rules that forbid a cost per person of a project or a budget line.

    Read ``{"R11"}`` as: fewer than ``k`` persons share the cost.

    Parameters
    ----------
    persons : int
        Persons whom the cost is divided by.
    limits : Disclosure
        ``k`` persons at least.

    Notes
    -----
    With the total beside it the ratio gives the number of persons back; where that
    number is hidden, the ratio is hidden too.

    Examples
    --------
    >>> sorted(unsafe_unit_cost(4, Disclosure()))
    ['R11']
    """
    return frozenset({"R11"}) if persons < least(limits) else NONE
