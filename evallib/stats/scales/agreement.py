"""Whether persons rank items alike: Kendall's W and Friedman's test."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import friedmanchisquare, rankdata

from evallib.stats.arrays import FloatArray
from evallib.stats.quantiles import chi_squared_p

# Friedman's chi-squared is trusted from about this many persons.
FEW_PERSONS = 10


@dataclass(frozen=True, slots=True)
class RankTest:
    """A test of whether items are ranked alike, with Kendall's W.

    ``agreement`` is 0 when ranks look drawn by lot and 1 when all persons agree.
    """

    agreement: float
    statistic: float
    df: int
    p_value: float
    n: int
    items: int
    incomplete: int
    method: str
    notes: tuple[str, ...]


def kendall_w(scores: ArrayLike, *, corrected: bool = True) -> RankTest:
    """How much persons agree on the order of items, 0 to 1.

    Read ``0.25`` as: the rankings have something in common, but are far nearer to
    drawn by lot (0) than to the same for everybody (1).

    Parameters
    ----------
    scores : array_like, shape (persons, items)
        As in ``mean_ranks``.
    corrected : bool, default True
        Correct for equal ranks.

    Returns
    -------
    RankTest
        ``agreement`` is Kendall's W; the statistic is n (k - 1) W.

    Raises
    ------
    ValueError
        If nobody ranked every item, or everybody put all items level.

    Notes
    -----
    Kendall and Babington Smith's coefficient [1]_. Persons who left an item out are
    left out and counted. A high W is agreement with each other, not with the truth.

    References
    ----------
    .. [1] Kendall MG, Babington Smith B (1939). The problem of m rankings. Annals of
       Mathematical Statistics 10, 275-287. doi:10.1214/aoms/1177732186

    Examples
    --------
    Three persons who agree, and one who disagrees.

    >>> round(kendall_w([[1, 2, 3], [1, 2, 3], [1, 2, 3], [3, 2, 1]]).agreement, 2)
    0.25
    """
    ranks, left_out = complete_ranks(scores)
    agreement = agreement_of(ranks, corrected=corrected)
    if agreement is None:
        raise ValueError(
            f"all {len(ranks)} persons put every item level, so there is no order to "
            "agree on"
        )
    n, items = ranks.shape
    statistic = n * (items - 1) * agreement
    return RankTest(
        agreement=agreement,
        statistic=statistic,
        df=items - 1,
        p_value=chi_squared_p(statistic, items - 1),
        n=n,
        items=items,
        incomplete=left_out,
        method="kendall_w_corrected" if corrected else "kendall_w",
        notes=ranking_notes(n, left_out),
    )


def friedman(scores: ArrayLike) -> RankTest:
    """Whether items are ranked differently, by persons who ranked them all.

    Read a ``p_value`` of ``0.004`` as: if nobody preferred any item, mean ranks as
    far apart as these would come up four times in a thousand.

    Parameters
    ----------
    scores : array_like, shape (persons, items)
        As in ``mean_ranks``, at least three items.

    Returns
    -------
    RankTest
        Chi-squared with k - 1 degrees of freedom, corrected for ties.

    Raises
    ------
    ValueError
        If there are fewer than three items, nobody ranked every item, or everybody
        put all items level.

    Notes
    -----
    Friedman's test [1]_ by the library. It compares items, not persons; which items
    differ it does not say. ``"few_persons"`` is noted below ten persons, where
    chi-squared is a rough guide.

    References
    ----------
    .. [1] Friedman M (1937). The use of ranks to avoid the assumption of normality
       implicit in the analysis of variance. Journal of the American Statistical
       Association 32, 675-701. doi:10.1080/01621459.1937.10503522

    Examples
    --------
    >>> found = friedman([[1, 2, 3], [1, 2, 3], [1, 3, 2], [1, 2, 3], [2, 1, 3]])
    >>> round(found.statistic, 2), found.df, found.notes[-1]
    (6.4, 2, 'few_persons')
    """
    agreed = kendall_w(scores)
    if agreed.items < 3:
        raise ValueError("Friedman's test needs three items; compare two by signs")
    ranks, left_out = complete_ranks(scores)
    found = friedmanchisquare(*ranks.T)
    return RankTest(
        agreement=agreed.agreement,
        statistic=float(found.statistic),
        df=agreed.df,
        p_value=float(found.pvalue),
        n=agreed.n,
        items=agreed.items,
        incomplete=left_out,
        method="friedman",
        notes=agreed.notes,
    )


def complete_ranks(scores: ArrayLike) -> tuple[FloatArray, int]:
    """Ranks within each person who ranked all, and how many did not."""
    given = np.asarray(scores, dtype=float)
    if given.ndim != 2 or given.shape[1] < 2:
        raise ValueError(
            f"scores need a row a person and two columns or more; got {given.shape}"
        )
    whole = ~np.isnan(given).any(axis=1)
    if not whole.any():
        raise ValueError(f"none of {len(given)} persons ranked every item")
    ranks = np.asarray(rankdata(given[whole], axis=1), dtype=float)
    return ranks, int((~whole).sum())


def agreement_of(ranks: FloatArray, *, corrected: bool) -> float | None:
    """Kendall's W; None if everybody put all items level."""
    n, items = ranks.shape
    sums = ranks.sum(axis=0)
    apart = float(((sums - n * (items + 1) / 2) ** 2).sum())
    most = n * n * items * (items**2 - 1) / 12
    if corrected:
        # Ties shrink each person's own sum of squares, which is the most possible.
        own = float(((ranks - (items + 1) / 2) ** 2).sum())
        most = n * own
    return apart / most if most > 0 else None


def ranking_notes(n: int, left_out: int) -> tuple[str, ...]:
    """Keys of what a reader must know about these rankings."""
    facts = {
        "incomplete_rankings_left_out": left_out > 0,
        "few_persons": n < FEW_PERSONS,
    }
    return tuple(note for note, holds in facts.items() if holds)
