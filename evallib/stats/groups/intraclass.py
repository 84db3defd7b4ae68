"""How alike persons of one group are, and how many persons that costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.groups.arms import known_numbers
from evallib.stats.labels import grouping, require_two
from evallib.stats.quantiles import require_level

FEW_GROUPS = 10


@dataclass(frozen=True, slots=True)
class Icc:
    """Intraclass correlation of an outcome in groups."""

    value: float
    interval: Interval
    groups: int
    persons: int
    typical_size: float
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DesignEffect:
    """How much wider an estimate is because persons came in groups."""

    value: float
    icc: float
    persons: int
    effective_persons: float
    notes: tuple[str, ...] = ()


def icc(outcome: ArrayLike, groups: ArrayLike, *, level: float = 0.95) -> Icc:
    """Share of an outcome's variance that lies between groups.

    Read ``0.05`` as: five per cent of the differences between persons go with the
    group they belong to. 0 means groups are alike, 1 that only the group counts.

    Parameters
    ----------
    outcome : array_like
        One number a person; zeros and ones for a yes/no outcome.
    groups : array_like
        Label of each person's group.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    Icc
        A proportion; a little below 0 when groups differ less than chance would
        have it. ``notes`` may hold ``"few_groups"`` and ``"negative_icc"``.

    Raises
    ------
    ValueError
        If there is one group, every group has one person, nobody differs from
        anybody, or a value is missing.

    Notes
    -----
    Analysis of variance estimator with Searle's interval [1]_; exact for normal
    outcomes in groups of one size, else with the usual typical size in its place.
    For a yes/no outcome the interval is a rough guide.

    References
    ----------
    .. [1] Searle SR (1971). Linear models, section 9.9.
    .. [2] Shrout PE, Fleiss JL (1979). Intraclass correlations: uses in assessing
       rater reliability. Psychological Bulletin 86, 420-428.
       doi:10.1037/0033-2909.86.2.420

    Examples
    --------
    Four judges rate six targets; Table 4 of [2]_ prints 0.17 for ICC(1,1).

    >>> ratings = [9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8]
    >>> ratings += [7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7]
    >>> targets = [target for target in range(6) for _ in range(4)]
    >>> round(icc(ratings, targets).value, 2)
    0.17
    """
    require_level(level)
    values = known_numbers("outcome", outcome)
    coded = grouping("groups", groups, values.size)
    require_two("groups", coded)
    sizes = np.asarray(coded.persons, dtype=np.float64)
    _require_repeats(values, sizes)
    means = np.bincount(coded.code, values) / sizes
    centre = values.mean()
    between = float(sizes @ (means - centre) ** 2) / (sizes.size - 1)
    within = float(np.sum((values - means[coded.code]) ** 2))
    within /= values.size - sizes.size
    typical = float((sizes.sum() - (sizes @ sizes) / sizes.sum()) / (sizes.size - 1))
    value = (between - within) / (between + (typical - 1) * within)
    low, high = _searle(between, within, sizes, typical=typical, level=level)
    applies = {"few_groups": sizes.size < FEW_GROUPS, "negative_icc": value < 0}
    return Icc(
        value=value,
        interval=Interval(low, high, level, "searle"),
        groups=sizes.size,
        persons=values.size,
        typical_size=typical,
        notes=tuple(note for note, holds in applies.items() if holds),
    )


def design_effect(sizes: ArrayLike, *, icc: float) -> DesignEffect:
    """Factor by which grouping widens the variance of a mean.

    Read ``1.9`` as: persons in these groups tell as much as if there were about
    half as many of them chosen one by one.

    Parameters
    ----------
    sizes : array_like of int
        Persons in each group, at least one.
    icc : float
        Intraclass correlation, from -1 to 1.

    Returns
    -------
    DesignEffect
        A factor of 1 or more. ``notes`` holds ``"negative_icc_as_zero"`` where a
        negative correlation was not counted as a gain.

    Raises
    ------
    ValueError
        If a size is below one or the correlation out of range.

    Notes
    -----
    Kish's formula with the size of the group that a person meets, the sum of squared
    sizes over the sum of sizes, so that unequal groups cost more.

    References
    ----------
    .. [1] Kish L (1965). Survey sampling, section 5.4.
    .. [2] Kerry SM, Bland JM (2001). Unequal cluster sizes for trials in English and
       Welsh general practice. Statistics in Medicine 20, 377-390.

    Examples
    --------
    Ten groups of nineteen persons and a correlation of 0.05.

    >>> effect = design_effect([19] * 10, icc=0.05)
    >>> effect.value, effect.effective_persons
    (1.9, 100.0)
    """
    persons = np.asarray(sizes, dtype=np.float64)
    if persons.ndim != 1 or persons.size == 0 or not np.all(persons >= 1):
        raise ValueError("sizes must hold at least one group, each of one person up")
    if not -1 <= icc <= 1:
        raise ValueError(f"icc must lie between -1 and 1; got {icc!r}")
    met = float(persons @ persons / persons.sum())
    value = 1 + (met - 1) * max(icc, 0.0)
    return DesignEffect(
        value=value,
        icc=icc,
        persons=int(persons.sum()),
        effective_persons=float(persons.sum()) / value,
        notes=("negative_icc_as_zero",) if icc < 0 else (),
    )


def _searle(
    between: float,
    within: float,
    sizes: FloatArray,
    *,
    typical: float,
    level: float,
) -> tuple[float, float]:
    if within == 0:
        return 1.0, 1.0
    ratio, tail = between / within, (1 - level) / 2
    dfs = sizes.size - 1, float(sizes.sum()) - sizes.size
    limits = [ratio / fdtri(*dfs, share) for share in (1 - tail, tail)]
    low, high = [float((f - 1) / (f + typical - 1)) for f in limits]
    return low, high


def _require_repeats(values: FloatArray, sizes: FloatArray) -> None:
    if sizes.max() == 1:
        raise ValueError(
            "every group has one person, so likeness within groups cannot be seen"
        )
    if np.all(values == values[0]):
        raise ValueError(
            "everybody has the same outcome, so there is no variance to share out"
        )
