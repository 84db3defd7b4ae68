"""What persons put first, from their rankings or from printed mean ranks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray
from evallib.stats.printed.totals import SumCheck, rank_sum
from evallib.stats.scales.agreement import (
    agreement_of,
    complete_ranks,
    ranking_notes,
)


@dataclass(frozen=True, slots=True)
class MeanRanks:
    """Mean rank of each item, 1 being first.

    Attributes
    ----------
    mean_ranks : tuple of float
        In the order of the items given.
    order : tuple of int
        Positions of the items from the first to the last rank.
    n, incomplete : int
        Persons who ranked every item, and persons left out because they did not.
    check : SumCheck or None
        Whether the mean ranks add up; None where a ranking need not be complete.
    agreement : float or None
        Kendall's W, 0 to 1; None where nothing can be said.
    """

    mean_ranks: tuple[float, ...]
    order: tuple[int, ...]
    n: int
    incomplete: int
    check: SumCheck | None
    agreement: float | None
    notes: tuple[str, ...]


def mean_ranks(scores: ArrayLike) -> MeanRanks:
    """Mean rank of each item over persons who ranked or rated them all.

    Read ``1.5`` as: on average the item stood between first and second place.

    Parameters
    ----------
    scores : array_like, shape (persons, items)
        Ranks, or values of which the smallest is put first; NaN where missing. At
        least two items.

    Returns
    -------
    MeanRanks
        Ranks from 1 to the number of items; equal values share theirs.

    Raises
    ------
    ValueError
        If nobody ranked every item.

    Notes
    -----
    A person who left an item out has given other ranks than one who ranked all, so
    the person is left out and counted. Mean ranks have no interval here: what can be
    tested is whether the items differ at all, see ``friedman``.

    References
    ----------
    .. [1] Kendall MG, Babington Smith B (1939). The problem of m rankings. Annals of
       Mathematical Statistics 10, 275-287. doi:10.1214/aoms/1177732186

    Examples
    --------
    >>> found = mean_ranks([[1, 2, 3], [1, 3, 2], [2, 1, 3]])
    >>> [round(rank, 2) for rank in found.mean_ranks], found.order
    ([1.33, 2.0, 2.67], (0, 1, 2))
    """
    ranks, left_out = complete_ranks(scores)
    means = ranks.mean(axis=0)
    return MeanRanks(
        mean_ranks=tuple(means.tolist()),
        order=_order(means),
        n=len(ranks),
        incomplete=left_out,
        check=rank_sum(means.round(6).tolist(), decimals=6),
        agreement=agreement_of(ranks, corrected=True),
        notes=ranking_notes(len(ranks), left_out),
    )


def mean_ranks_printed(
    means: Sequence[float], n: int, *, complete: bool, decimals: int = 1
) -> MeanRanks:
    """Order of items of which only printed mean ranks are known.

    Read ``order`` as the items from first to last; ``agreement`` is None where the
    printed ranks cannot bear it.

    Parameters
    ----------
    means : sequence of float
        Printed mean rank of each item, 1 being first; at least two items.
    n : int
        Persons who ranked, at least 1.
    complete : bool
        Whether everybody ranked every item.
    decimals : int, default 1
        Decimals of the printed ranks.

    Returns
    -------
    MeanRanks
        ``notes`` may hold ``"ranking_incomplete"``, ``"rank_sum_impossible"`` and
        ``"from_rounded_means"``.

    Raises
    ------
    ValueError
        If there are fewer than two items or nobody ranked.

    Notes
    -----
    Kendall's W follows from the means alone if everybody ranked every item without
    ties; where the sum of the means is impossible, that did not happen, and only
    their order is left. How far one person's ranks lie from another's is not known
    from means, so they have no interval.

    References
    ----------
    As in ``mean_ranks`` and ``rank_sum``.

    Examples
    --------
    >>> found = mean_ranks_printed([3.1, 2.5, 4.4, 3.6, 4.8, 4.4], 17, complete=True)
    >>> found.order, found.agreement, found.notes[-1]
    ((1, 0, 3, 2, 5, 4), None, 'rank_sum_impossible')
    """
    if n < 1:
        raise ValueError(f"n counts at least one person who ranked; got {n!r}")
    check = rank_sum(means, decimals=decimals)
    values = np.asarray(means, dtype=float)
    sound = complete and check.possible
    facts = {
        "from_rounded_means": True,
        "ranking_incomplete": not complete,
        "rank_sum_impossible": complete and not check.possible,
    }
    told = tuple(note for note, holds in facts.items() if holds)
    return MeanRanks(
        mean_ranks=tuple(values.tolist()),
        order=_order(values),
        n=n,
        incomplete=0,
        check=check if complete else None,
        agreement=_untied(values) if sound else None,
        notes=(*ranking_notes(n, 0), *told),
    )


def _order(means: FloatArray) -> tuple[int, ...]:
    return tuple(np.argsort(means, kind="stable").tolist())


def _untied(means: FloatArray) -> float:
    items = means.size
    apart = float(((means - (items + 1) / 2) ** 2).sum())
    return min(12 * apart / (items * (items**2 - 1)), 1.0)
