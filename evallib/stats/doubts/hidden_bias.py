"""Rosenbaum's bounds: how much hidden bias a matched finding can bear."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtr
from scipy.stats import binom, rankdata

from evallib.stats.arrays import FloatArray
from evallib.stats.tables.guards import require_option

PairTest = Literal["signed_rank", "sign"]
GAMMAS = (1.0, 1.5, 2.0, 3.0)
# Up to so many pairs the distribution of the signed ranks is summed exactly.
MOST_EXACT = 200
# Walsh averages of more pairs would not fit in memory.
MOST_AVERAGED = 3_000
LARGEST_GAMMA = 1e6
ROOT = 1e-12


@dataclass(frozen=True, slots=True)
class RosenbaumBounds:
    """Largest and smallest p-values under hidden bias of given strengths.

    Attributes
    ----------
    gammas : tuple of float
        How many times as likely, at most, one of two matched persons was to take
        part as the other, for reasons that were not measured; 1 is no hidden bias.
    p_upper, p_lower : tuple of float
        One-sided, in the direction of what was seen.
    critical_gamma : float
        Largest bias at which the finding stays below ``alpha``; 1 if it is not
        below even without bias.
    statistic : float
        Larger number of pairs, or sum of ranks, in the direction seen.
    pairs : int
        Pairs that differ.
    shift : float or None
        Median of averages of two differences; None for counts.
    """

    gammas: tuple[float, ...]
    p_upper: tuple[float, ...]
    p_lower: tuple[float, ...]
    critical_gamma: float
    statistic: float
    pairs: int
    shift: float | None
    alpha: float
    method: str


def rosenbaum_bounds(
    differences: ArrayLike,
    *,
    test: PairTest = "signed_rank",
    gammas: Sequence[float] = GAMMAS,
    alpha: float = 0.05,
    approximate: bool = False,
) -> RosenbaumBounds:
    """How much hidden bias a finding in matched pairs can bear, from differences.

    Read ``critical_gamma = 4.4`` as: only if one of two matched persons was more than
    4.4 times as likely to take part, for reasons not measured, could chance explain
    the finding.

    Parameters
    ----------
    differences : array_like
        Pilot minus control of each pair, none missing.
    test : {"signed_rank", "sign"}, default "signed_rank"
        Wilcoxon's test, or the test of signs alone.
    gammas : sequence of float
        Strengths of hidden bias to show, 1 or more.
    alpha : float, default 0.05
        One-sided level of the critical strength, strictly between 0 and 1.
    approximate : bool, default False
        Normal approximation of signed ranks, as other packages print it; always used
        beyond 200 pairs.

    Returns
    -------
    RosenbaumBounds
        ``method`` names the test and whether it is exact.

    Raises
    ------
    ValueError
        If no pair differs, a value is missing, or an option is out of range.

    Notes
    -----
    Pairs that do not differ are left out; tied differences share their ranks. The
    bound says nothing about whether such bias exists.

    References
    ----------
    .. [1] Rosenbaum PR (2002). Observational Studies, 2nd edition, chapter 4.
       Springer.

    Examples
    --------
    Seven pairs, all but one in favour of the pilot:

    >>> found = rosenbaum_bounds([3, 5, 2, 6, 4, 7, -1], gammas=[1, 2])
    >>> [round(p, 4) for p in found.p_upper]
    [0.0156, 0.0878]
    """
    require_option("test", test, PairTest)
    _require_options(gammas, alpha)
    known = _differing(differences)
    above = int((known > 0).sum())
    if test == "sign":
        tail = _sign_tail(max(above, known.size - above), known.size)
        most, method = float(max(above, known.size - above)), "sign_exact"
    else:
        most, tail, method = _signed_ranks(known, approximate=approximate)
    return _bounds(
        tail, gammas, alpha, statistic=most, found=(known.size, _shift(known), method)
    )


def rosenbaum_bounds_counts(
    pilot_only: int,
    control_only: int,
    *,
    gammas: Sequence[float] = GAMMAS,
    alpha: float = 0.05,
) -> RosenbaumBounds:
    """How much hidden bias a yes/no finding in matched pairs can bear.

    Read ``critical_gamma = 5.5`` as: only a reason that made one of two matched
    persons more than 5.5 times as likely to take part could explain the finding.

    Parameters
    ----------
    pilot_only, control_only : int
        Pairs in which only the pilot or only the control client reached the outcome.
    gammas : sequence of float
        Strengths of hidden bias to show, 1 or more.
    alpha : float, default 0.05
        One-sided level of the critical strength, strictly between 0 and 1.

    Returns
    -------
    RosenbaumBounds
        Exact one-sided McNemar bounds.

    Raises
    ------
    ValueError
        If no pair differs or an option is out of range.

    Notes
    -----
    The chance of the observed number of pairs or more, itself included.

    References
    ----------
    .. [1] Rosenbaum PR (2002). Observational Studies, 2nd edition, section 4.3.2.
       Springer.

    Examples
    --------
    Deaths from lung cancer in pairs of a smoker and a non-smoker: 110 and 12 ([1]_).

    >>> found = rosenbaum_bounds_counts(110, 12, gammas=[5, 6])
    >>> [round(p, 2) for p in found.p_upper], round(found.critical_gamma, 2)
    ([0.02, 0.1], 5.47)
    """
    _require_options(gammas, alpha)
    if min(pilot_only, control_only) < 0 or pilot_only + control_only == 0:
        raise ValueError(
            "at least one pair must differ, and no count is negative; got "
            f"{pilot_only} and {control_only}"
        )
    pairs, most = pilot_only + control_only, max(pilot_only, control_only)
    found = (pairs, None, "mcnemar_exact")
    return _bounds(_sign_tail(most, pairs), gammas, alpha, statistic=most, found=found)


def _bounds(
    tail: Callable[[float], float],
    gammas: Sequence[float],
    alpha: float,
    *,
    statistic: float,
    found: tuple[int, float | None, str],
) -> RosenbaumBounds:
    pairs, shift, method = found
    return RosenbaumBounds(
        gammas=tuple(gammas),
        p_upper=tuple(tail(gamma / (1 + gamma)) for gamma in gammas),
        p_lower=tuple(tail(1 / (1 + gamma)) for gamma in gammas),
        critical_gamma=_critical(tail, alpha),
        statistic=statistic,
        pairs=pairs,
        shift=shift,
        alpha=alpha,
        method=method,
    )


def _critical(tail: Callable[[float], float], alpha: float) -> float:
    if tail(0.5) >= alpha:
        return 1.0

    def excess(log_gamma: float) -> float:
        gamma = math.exp(log_gamma)
        return tail(gamma / (1 + gamma)) - alpha

    return math.exp(brentq(excess, 0.0, math.log(LARGEST_GAMMA), xtol=ROOT))


def _sign_tail(most: int, pairs: int) -> Callable[[float], float]:
    return lambda chance: float(binom.sf(most - 1, pairs, chance))


def _signed_ranks(
    known: FloatArray, *, approximate: bool
) -> tuple[float, Callable[[float], float], str]:
    """Sum of ranks in the direction seen, its tail area, and the method's name."""
    ranks = np.asarray(rankdata(np.abs(known)), dtype=float)
    above = float(ranks[known > 0].sum())
    most = max(above, float(ranks.sum()) - above)
    if approximate or known.size > MOST_EXACT:
        return most, _normal_tail(ranks, most), "signed_rank_normal"
    return most, _exact_tail(ranks, most), "signed_rank_exact"


def _normal_tail(ranks: FloatArray, most: float) -> Callable[[float], float]:
    total, squares = float(ranks.sum()), float((ranks**2).sum())

    def tail(chance: float) -> float:
        spread = math.sqrt(chance * (1 - chance) * squares)
        return float(ndtr((chance * total - most) / spread))

    return tail


def _exact_tail(ranks: FloatArray, most: float) -> Callable[[float], float]:
    """Tail of a sum of ranks that each count with the same chance."""
    doubled = np.rint(2 * ranks).astype(int)  # shared ranks end in a half
    target = round(2 * most)

    def tail(chance: float) -> float:
        chances = np.zeros(int(doubled.sum()) + 1)
        chances[0] = 1.0
        for rank in doubled:
            moved = np.zeros_like(chances)
            moved[rank:] = chances[:-rank]
            chances = (1 - chance) * chances + chance * moved
        return float(min(chances[target:].sum(), 1.0))

    return tail


def _shift(known: FloatArray) -> float | None:
    if known.size > MOST_AVERAGED:
        return None
    first, second = np.triu_indices(known.size)
    return float(np.median((known[first] + known[second]) / 2))


def _differing(differences: ArrayLike) -> FloatArray:
    given = np.asarray(differences, dtype=float)
    if given.ndim != 1 or not np.isfinite(given).all():
        raise ValueError("differences need one known number for each pair")
    known: FloatArray = given[given != 0]
    if known.size == 0:
        raise ValueError(f"none of {given.size} pairs differ, so nothing can be borne")
    return known


def _require_options(gammas: Sequence[float], alpha: float) -> None:
    if not gammas or min(gammas) < 1:
        raise ValueError(f"gammas are 1 or more, at least one; got {tuple(gammas)!r}")
    if not 0 < alpha < 1:
        raise ValueError(f"alpha must lie strictly between 0 and 1; got {alpha!r}")
