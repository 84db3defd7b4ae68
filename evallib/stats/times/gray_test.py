"""Gray's test of a difference between groups in the incidence of one cause."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import BoolArray, FloatArray, IntArray
from evallib.stats.labels import Label, grouping, require_two
from evallib.stats.quantiles import chi_squared_p
from evallib.stats.times.cumulative_incidence import require_causes
from evallib.stats.times.life_table import cautions, group_tables


@dataclass(frozen=True, slots=True)
class GrayTest:
    """A test that the groups share one incidence curve of one cause."""

    statistic: float
    df: int
    p_value: float
    cause: int
    groups: tuple[Label, ...]
    persons: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Course:
    """Counts by time and group, and the curves just before and after each time."""

    at_risk: IntArray
    events: IntArray
    competing: IntArray
    free_before: FloatArray
    free_after: FloatArray
    incidence_before: FloatArray
    weight: FloatArray  # at risk, had nobody left by another cause


def gray_test(
    time: ArrayLike, cause: ArrayLike, group: ArrayLike, *, of: int = 1
) -> GrayTest:
    """Test whether groups differ in how many left by one cause, and how soon.

    Read ``p_value`` 0.05 as: were the incidence curves the same, a gap as large as
    this one would come up five times in a hundred. A group with more ``observed``
    than ``expected`` events has the higher incidence.

    Parameters
    ----------
    time : array_like
        Follow-up of each person, zero or more.
    cause : array_like of int
        0 if nothing had happened yet, else the number of the cause.
    group : array_like
        Label of each person's group; two or more groups.
    of : int, default 1
        The cause that is compared; all other causes compete with it.

    Returns
    -------
    GrayTest
        Chi-squared statistic on one degree of freedom less than there are groups.
        ``notes`` may hold ``"small_group"``.

    Raises
    ------
    ValueError
        If there is one group only or nobody left by the cause.

    Notes
    -----
    Weight one at every time (rho = 0), no strata. Unlike a log-rank test with the
    other causes censored it compares incidences, not cause-specific rates: a pilot
    that keeps people from leaving otherwise raises the one and not the other.

    References
    ----------
    .. [1] Gray RJ (1988). A class of K-sample tests for comparing the cumulative
       incidence of a competing risk. Annals of Statistics 16, 1141-1154.
       doi:10.1214/aos/1176350951

    Examples
    --------
    Six of seven in group a start work (cause 1); in group b three move away
    (cause 2), two start work and two are still being followed.

    >>> months = [1, 2, 2, 3, 4, 5, 9, 2, 3, 4, 6, 7, 9, 9]
    >>> cause = [1, 1, 1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 0, 0]
    >>> test = gray_test(months, cause, ["a"] * 7 + ["b"] * 7)
    >>> test.observed
    (6.0, 2.0)
    """
    durations, causes = require_causes(time, cause)
    groups = grouping("group", group, durations.size)
    require_two("group", groups)
    kinds = np.where(causes == of, 1, np.where(causes > 0, 2, 0)).astype(np.int64)
    _require_events(kinds == 1, of)
    course = _course(*group_tables(durations, groups, kinds))
    gap = _gap(course)
    statistic = _quadratic(gap[:-1], _variance(course)[:-1, :-1])
    observed = course.events.sum(axis=0).astype(np.float64)
    df = len(groups.labels) - 1
    return GrayTest(
        statistic=statistic,
        df=df,
        p_value=chi_squared_p(statistic, df),
        cause=of,
        groups=groups.labels,
        persons=groups.persons,
        observed=tuple(observed.tolist()),
        expected=tuple((observed - gap).tolist()),
        notes=cautions(min(groups.persons), int(observed.sum())),
    )


def _course(at_risk: IntArray, exits: IntArray) -> _Course:
    """Curves of each group at the times when anybody left by any cause."""
    events = exits[1]
    competing = exits[2] if exits.shape[0] > 2 else np.zeros_like(events)
    busy = (events + competing).sum(axis=1) > 0
    at_risk, events, competing = at_risk[busy], events[busy], competing[busy]
    risk = np.maximum(at_risk, 1)
    after = np.cumprod(1 - (events + competing) / risk, axis=0)
    before = _shifted(after, 1.0)
    incidence = np.cumsum(before * events / risk, axis=0)
    weight = np.divide(
        at_risk, before, out=np.zeros_like(before), where=(at_risk > 0) & (before > 0)
    )
    return _Course(
        at_risk, events, competing, before, after, _shifted(incidence, 0.0), weight
    )


def _shifted(curves: FloatArray, start: float) -> FloatArray:
    """Values just before each time, from those just after it."""
    return np.vstack((np.full((1, curves.shape[1]), start), curves[:-1]))


def _gap(course: _Course) -> FloatArray:
    """Observed minus expected events of the cause, by group."""
    still_open = course.weight * (1 - course.incidence_before)
    events = course.events.sum(axis=1)
    total = still_open.sum(axis=1)
    rate = np.divide(events, total, out=np.zeros_like(total), where=total > 0)
    gap: FloatArray = course.events.sum(axis=0) - rate @ still_open
    return gap


def _variance(course: _Course) -> FloatArray:
    """Gray's variance: each exit's pull on every group's gap, squared and summed."""
    weight, events = course.weight, course.events.sum(axis=1)
    total = weight.sum(axis=1)
    step = np.divide(events, total, out=np.zeros_like(total), where=total > 0)
    pooled = np.cumsum(step)
    pooled_before = np.concatenate(([0.0], pooled[:-1]))
    spread = weight[:, :, None] * np.eye(weight.shape[1])
    spread -= weight[:, :, None] * weight[:, None, :] / total[:, None, None]
    so_far = np.cumsum(spread * (step / (1 - pooled_before))[:, None, None], axis=0)
    to_come = so_far[-1] - so_far
    after = course.free_after
    left = np.divide(
        1 - pooled[:, None], after, out=np.zeros_like(after), where=after > 0
    )
    own = spread + (1 - left)[:, None, :] * to_come
    other = left[:, None, :] * to_come
    pulls = ((own, _own_jumps(course, total)), (other, _other_jumps(course)))
    return sum(
        (np.einsum("tik,tjk,tk->ij", pull, pull, jump) for pull, jump in pulls),
        start=np.zeros((weight.shape[1],) * 2),
    )


def _own_jumps(course: _Course, total: FloatArray) -> FloatArray:
    """Variance of a group's step by the cause, with the pooled rate, ties drawn."""
    events = course.events.sum(axis=1)[:, None]
    drawn = total[:, None] * course.free_before - 1
    tied = np.divide(
        np.maximum(events - 1, 0), drawn, out=np.zeros_like(drawn), where=drawn > 0
    )
    return _over((1 - tied) * events, total[:, None] * course.weight)


def _other_jumps(course: _Course) -> FloatArray:
    """Variance of a group's step by the other causes."""
    left = np.maximum(course.at_risk - 1, 1)
    tied = np.maximum(course.competing - 1, 0) / left
    return _over((1 - tied) * course.competing, course.weight**2)


def _over(part: FloatArray, whole: FloatArray) -> FloatArray:
    return np.divide(part, whole, out=np.zeros_like(part), where=whole > 0)


def _quadratic(gap: FloatArray, variance: FloatArray) -> float:
    if np.linalg.matrix_rank(variance, hermitian=True) < gap.size:
        raise ValueError(
            "two groups were never at risk together, so their incidence cannot be "
            "compared; look at the counts instead"
        )
    return float(gap @ np.linalg.solve(variance, gap))


def _require_events(happened: BoolArray, of: int) -> None:
    if not happened.any():
        raise ValueError(
            f"nobody left by cause {of}, so its incidence cannot be compared"
        )
