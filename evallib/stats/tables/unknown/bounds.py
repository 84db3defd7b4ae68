"""What unknown outcomes could change: worst and best case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scipy.optimize import brentq
from scipy.special import ndtr, ndtri

from evallib.domain.estimate import Interval, Tally
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.guards import cautions, require_enrolled, require_option
from evallib.stats.tables.unknown.extremes import (
    Case,
    among_known,
    best_case,
    cautious_interval,
    doubtful,
    unknown_alike,
    worst_case,
)

Unknown = Literal["pending_and_lost", "lost"]


@dataclass(frozen=True, slots=True)
class GroupBounds:
    """Smallest and largest rate of one group once everybody's outcome is known."""

    low: float
    high: float
    known_share: float


@dataclass(frozen=True, slots=True)
class OutcomeBounds:
    """Range of a rate or of a difference over all outcomes of unknown persons.

    Attributes
    ----------
    low, high : float
        Worst and best case, in proportion units.
    interval : Interval
        Imbens and Manski's, for the one true value inside the bounds.
    union : Interval
        From the normal lower limit of the worst to the upper limit of the best case.
    cautious : Interval
        The same made of Wilson or Newcombe intervals: for small groups.
    critical_value : float
        Standard errors by which ``interval`` passes the bounds.
    known_only : float or None
        Rate or difference among persons with known status.
    unknown_as_not_reached, unknown_as_reached : float
        The same if no unknown person, or every one, reached the outcome.
    tipping_rate : float or None
        Rate among the pilot's unknown persons at which the difference would be zero,
        if the control group's unknown persons were like its known ones. Outside 0 to
        1 no outcome of theirs could do it.
    """

    measure: str
    low: float
    high: float
    interval: Interval
    union: Interval
    cautious: Interval
    critical_value: float
    known_only: float | None
    unknown_as_not_reached: float
    unknown_as_reached: float
    tipping_rate: float | None
    groups: tuple[GroupBounds, ...]
    pilot: Tally
    control: Tally | None
    notes: tuple[str, ...] = ()


def outcome_bounds(
    pilot: Tally,
    control: Tally | None = None,
    *,
    level: float = 0.95,
    unknown: Unknown = "pending_and_lost",
) -> OutcomeBounds:
    """Worst and best case of a rate, or of a difference, pilot minus control.

    Read ``-0.10`` to ``+0.50`` as: whatever becomes of the persons whose outcome is
    not known, the difference among these persons ends up in this range.

    Parameters
    ----------
    pilot : Tally
        Persons of the pilot group; all of them count, whatever their status.
    control : Tally, optional
        The control group. Without it the bounds are those of the pilot's rate.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.
    unknown : {"pending_and_lost", "lost"}
        Whether pending persons count among the unknown, or are left out because
        their time has not come.

    Returns
    -------
    OutcomeBounds
        Bounds and intervals in proportion units; a group of which nothing is known
        has the bounds 0 and 1. ``interval`` and ``union`` are normal and may pass
        the ends of the scale; ``cautious`` never does. ``notes`` may hold those of
        ``risk_difference`` and ``"normal_approximation_doubtful"``: then report
        ``cautious``.

    Raises
    ------
    ValueError
        If a group has nobody who counts, or an argument is out of range.

    Notes
    -----
    The worst case gives no unknown pilot person and every unknown control person
    the outcome, the best case the reverse [1]_: nothing is assumed about who goes
    missing. ``interval`` covers the true value, wherever it lies between the bounds,
    with probability ``level`` [2]_; ``union`` covers both bounds and is wider.

    References
    ----------
    .. [1] Horowitz JL, Manski CF (2000). Nonparametric analysis of randomized
       experiments with missing covariate and outcome data. Journal of the American
       Statistical Association 95, 77-84. doi:10.1080/01621459.2000.10473902
    .. [2] Imbens GW, Manski CF (2004). Confidence intervals for partially
       identified parameters. Econometrica 72, 1845-1857.
       doi:10.1111/j.1468-0262.2004.00555.x

    Examples
    --------
    Six of ten pilot clients, and one of the four control clients who could be found
    of ten.

    >>> bounds = outcome_bounds(Tally(6, 10), Tally(1, 4, lost=6))
    >>> round(bounds.low, 2), round(bounds.high, 2)
    (-0.1, 0.5)
    >>> round(bounds.interval.low, 3), round(bounds.interval.high, 3)
    (-0.449, 0.799)
    """
    require_level(level)
    require_option("unknown", unknown, Unknown)
    groups = _counted(pilot, control, unknown)
    worst, best = worst_case(groups), best_case(groups)
    critical = _critical_value(worst, best, level)
    return OutcomeBounds(
        measure="rate" if control is None else "risk_difference",
        low=worst.value,
        high=best.value,
        interval=_interval(worst, best, critical, level, "imbens_manski"),
        union=_interval(worst, best, normal_quantile(level), level, "union_normal"),
        cautious=cautious_interval(worst, best, level),
        critical_value=critical,
        known_only=_known_only(groups),
        unknown_as_not_reached=unknown_alike(groups, reached=False).value,
        unknown_as_reached=unknown_alike(groups, reached=True).value,
        tipping_rate=_tipping_rate(groups),
        groups=tuple(_group_bounds(group) for group in groups),
        pilot=pilot,
        control=control,
        notes=(*cautions(*groups), *doubtful(worst, best)),
    )


def _counted(
    pilot: Tally, control: Tally | None, unknown: Unknown
) -> tuple[Tally, ...]:
    """The groups, with pending persons left out where they do not count."""
    named = {"pilot group": pilot}
    if control is not None:
        named["control group"] = control
    if unknown == "lost":
        named = {
            name: Tally(group.reached, group.known, lost=group.lost)
            for name, group in named.items()
        }
    for name, group in named.items():
        require_enrolled(name, group)
    return tuple(named.values())


def _known_only(groups: tuple[Tally, ...]) -> float | None:
    return among_known(groups).value if all(group.known for group in groups) else None


def _group_bounds(group: Tally) -> GroupBounds:
    unknown = group.enrolled - group.known
    return GroupBounds(
        low=group.reached / group.enrolled,
        high=(group.reached + unknown) / group.enrolled,
        known_share=group.known / group.enrolled,
    )


def _critical_value(worst: Case, best: Case, level: float) -> float:
    """Standard errors beyond the bounds that cover one value between them."""
    error = max(worst.error, best.error)
    both_sides, one_side = normal_quantile(level), float(ndtri(level))
    if best.value == worst.value:
        return both_sides
    if error == 0:
        return one_side
    width = (best.value - worst.value) / error

    def excess(critical: float) -> float:
        return float(ndtr(critical + width) - ndtr(-critical) - level)

    return float(brentq(excess, one_side, both_sides, xtol=1e-13))


def _interval(
    worst: Case, best: Case, critical: float, level: float, method: str
) -> Interval:
    low = worst.value - critical * worst.error
    high = best.value + critical * best.error
    return Interval(low, high, level=level, method=method)


def _tipping_rate(groups: tuple[Tally, ...]) -> float | None:
    if len(groups) == 1:
        return None
    pilot, control = groups
    unknown = pilot.enrolled - pilot.known
    if unknown == 0 or control.known == 0:
        return None
    return (control.rate * pilot.enrolled - pilot.reached) / unknown
