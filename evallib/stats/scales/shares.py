"""Share of the top answers, from counts or from a printed percentage."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.proportion import proportion_confint

from evallib.domain.estimate import Interval
from evallib.stats.printed.percentages import PERCENT, percent_possible
from evallib.stats.quantiles import require_level
from evallib.stats.scales.counting import (
    answer_notes,
    effective_answers,
    weights_of,
    worth_of,
)


@dataclass(frozen=True, slots=True)
class TopBox:
    """Share of persons who gave one of the top answers.

    Attributes
    ----------
    share : float
        Proportion, 0 to 1; of a printed percentage, as it was printed.
    counts : tuple of int
        Persons that it may stand for: one if counted, those that fit if printed, and
        the nearest two if the printed percentage is impossible.
    n : int
        Persons who answered.
    interval : Interval
        From the lowest to the highest limit over ``counts``.
    possible : bool
        False if no count out of ``n`` prints as the percentage.
    population : int or None
        Everybody who could have answered.
    notes : tuple of str
        ``"small_group"``, ``"finite_population"``, ``"everybody_answered"``,
        ``"weighted"``, ``"printed_percent_impossible"``.
    """

    share: float
    counts: tuple[int, ...]
    n: int
    interval: Interval
    possible: bool
    population: int | None
    notes: tuple[str, ...]


def top_box(
    count: int, n: int, *, level: float = 0.95, population: int | None = None
) -> TopBox:
    """Share of the persons who gave one of the top answers.

    Read ``0.82`` as: eighty-two of one hundred who answered gave one of the top
    answers.

    Parameters
    ----------
    count : int
        Persons who gave a top answer.
    n : int
        Persons who gave a valid answer, at least 1; no answer is no answer.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    population : int, optional
        Everybody who could have answered, where the result is about them alone; the
        interval is then narrower, by the finite population correction.

    Returns
    -------
    TopBox
        In proportion units.

    Raises
    ------
    ValueError
        If a count is impossible or an argument is out of range.

    Notes
    -----
    Wilson's interval [1]_. With a population, its n is the number of answers from an
    endless one that would tell as much [2]_; who answered everybody leaves no
    interval but the share. The correction does not mend that some did not answer.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and
       statistical inference. Journal of the American Statistical Association 22,
       209-212. doi:10.1080/01621459.1927.10502953
    .. [2] Cochran WG (1977). Sampling Techniques, 3rd edition, section 3.5. Wiley.

    Examples
    --------
    In the trial of streptomycin, 38 of 55 treated patients were in the two best
    classes.

    >>> found = top_box(38, 55)
    >>> round(found.share, 3), round(found.interval.low, 3), round(
    ...     found.interval.high, 3)
    (0.691, 0.56, 0.797)
    """
    _require_count(count, n)
    return TopBox(
        share=count / n,
        counts=(count,),
        n=n,
        interval=_interval(
            (count / n,), effective_answers(n, population, worth=n), population, level
        ),
        possible=True,
        population=population,
        notes=answer_notes(n, population, weighted=False),
    )


def top_box_printed(
    percent: float,
    n: int,
    *,
    decimals: int = 0,
    level: float = 0.95,
    population: int | None = None,
) -> TopBox:
    """Share of top answers of which only a rounded percentage is known.

    Read ``possible`` as False as: nobody can have counted this percentage among ``n``
    persons; the interval is then that of the nearest counts.

    Parameters
    ----------
    percent : float
        The printed percentage, 0 to 100.
    n : int
        Persons who answered, at least 1.
    decimals : int, default 0
        Decimals of the printed percentage.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    population : int, optional
        As in ``top_box``.

    Returns
    -------
    TopBox
        ``share`` is the printed one. ``interval`` covers every count in ``counts``.

    Raises
    ------
    ValueError
        As ``percent_possible`` and ``top_box``.

    Notes
    -----
    A percentage of few persons usually has one count; of many, several, and the
    interval runs from the lowest limit to the highest.

    References
    ----------
    As in ``top_box`` and ``percent_possible``.

    Examples
    --------
    82 % of 17 are 14 persons; 77 % of 17 cannot be, and lies between 13 and 14.

    >>> top_box_printed(82, 17).counts
    (14,)
    >>> found = top_box_printed(77, 17)
    >>> found.counts, found.possible, found.notes
    ((13, 14), False, ('small_group', 'printed_percent_impossible'))
    """
    check = percent_possible(percent, n, decimals=decimals, sizes=())
    counts = check.counts or tuple(dict.fromkeys((check.below, check.above)))
    ends = (counts[0] / n, counts[-1] / n)
    effective = effective_answers(n, population, worth=n)
    impossible = () if check.possible else ("printed_percent_impossible",)
    return TopBox(
        share=percent / PERCENT,
        counts=counts,
        n=n,
        interval=_interval(ends, effective, population, level),
        possible=check.possible,
        population=population,
        notes=(*answer_notes(n, population, weighted=False), *impossible),
    )


def top_box_of(
    answers: ArrayLike,
    top: Sequence[float],
    *,
    weights: ArrayLike | None = None,
    level: float = 0.95,
    population: int | None = None,
) -> TopBox:
    """Share of the top answers among persons' own answers, weighted or not.

    Read ``0.65`` as: sixty-five of one hundred persons, counted by their weights,
    gave one of the top answers.

    Parameters
    ----------
    answers : array_like
        One answer a person, NaN where there is none.
    top : sequence of float
        Answers that count as top ones, such as ``(4, 5)``.
    weights : array_like, optional
        How many persons each stands for, above 0.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    population : int, optional
        As in ``top_box``.

    Returns
    -------
    TopBox
        ``counts`` and ``n`` are persons, never weights.

    Raises
    ------
    ValueError
        If nobody answered or an argument is out of range.

    Notes
    -----
    Missing answers are left out. With weights the interval is Wilson's at Kish's
    number of answers [1]_, which is smaller than the number of persons.

    References
    ----------
    .. [1] Kish L (1965). Survey Sampling, section 11.7. Wiley.

    Examples
    --------
    >>> found = top_box_of([5, 4, 2, 5, float("nan")], (4, 5))
    >>> found.share, found.counts, found.n
    (0.75, (3,), 4)
    """
    given = np.asarray(answers, dtype=float)
    known = ~np.isnan(given)
    _require_count(0, int(known.sum()))
    share_of = weights_of(weights, given.size)[known]
    reached = np.isin(given[known], np.asarray(top, dtype=float))
    share = float(share_of @ reached / share_of.sum())
    n, weighted = int(known.sum()), weights is not None
    worth = worth_of(share_of) if weighted else float(n)
    effective = effective_answers(n, population, worth=worth)
    return TopBox(
        share=share,
        counts=(int(reached.sum()),),
        n=n,
        interval=_interval((share,), effective, population, level),
        possible=True,
        population=population,
        notes=answer_notes(n, population, weighted=weighted),
    )


def _interval(
    shares: tuple[float, ...], worth: float, population: int | None, level: float
) -> Interval:
    require_level(level)
    method = "wilson" if population is None else "wilson_finite_population"
    if math.isinf(worth):
        return Interval(min(shares), max(shares), level=level, method=method)
    limits = [
        proportion_confint(share * worth, worth, alpha=1 - level, method="wilson")
        for share in shares
    ]
    # Wilson's limit at 0 and at 1 is the end itself, but for the last bit.
    low = 0.0 if min(shares) == 0 else min(low for low, _ in limits)
    high = 1.0 if max(shares) == 1 else max(high for _, high in limits)
    return Interval(float(low), float(high), level=level, method=method)


def _require_count(count: int, n: int) -> None:
    if not (n >= 1 and 0 <= count <= n):
        raise ValueError(
            "a share needs at least one person who answered and a count among them; "
            f"got {count} of {n}"
        )
