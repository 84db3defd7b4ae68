"""How an actual stands against its target, in one status word."""

from __future__ import annotations

from datetime import timedelta

from evallib.domain.project import Period, Round
from evallib.domain.records import Indicator
from evallib.domain.vocabulary import Label
from evallib.stats.costs import Pace, pace


def counted(indicator: Indicator) -> float | None:
    """The number that answers to the target; None where nobody can tell."""
    if indicator.actual_number is not None:
        return indicator.actual_number
    return indicator.actual.number if indicator.actual else None


def target(indicator: Indicator) -> float | None:
    """The target as a number; None for ``-``, ``110?`` and a missing one."""
    return indicator.target.number if indicator.target else None


def portion(indicator: Indicator) -> float | None:
    """Actual over target, where both are numbers and the target is not zero."""
    actual, aim = counted(indicator), target(indicator)
    return actual / aim if actual is not None and aim else None


def expected(indicator: Indicator, chosen: Round, period: Period | None) -> Pace | None:
    """What an even pace expects by an interim cut-off; None where it cannot tell."""
    done, aim = counted(indicator), target(indicator)
    if period is None or chosen.kind == "final" or done is None or not aim:
        return None
    day_after = period.end + timedelta(days=1)
    return pace(done, aim, start=period.start, end=day_after, as_of=chosen.as_of)


def status(indicator: Indicator, chosen: Round, period: Period | None = None) -> Label:
    """``reached``, ``short`` (final), the pace or ``under_way`` (interim), or why none.

    An interim status tells the pace (``ahead``, ``on_track``, ``behind``) where the
    project says when it runs.
    """
    if indicator.actual is None:
        return Label("status.no_actual")
    if indicator.target is None or indicator.target.written.strip() in ("-", "–"):
        return Label("status.no_target")
    if indicator.target.number is None:
        return Label("status.unclear_target")
    done = counted(indicator)
    if done is None:
        return Label("status.unclear_actual")
    if done >= indicator.target.number:
        return Label("status.reached")
    if chosen.kind == "final":
        return Label("status.short")
    kept = expected(indicator, chosen, period)
    return Label(f"status.{kept.status}" if kept else "status.under_way")
