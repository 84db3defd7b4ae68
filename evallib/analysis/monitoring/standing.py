"""How an actual stands against its target, in one status word."""

from __future__ import annotations

from evallib.domain.project import Round
from evallib.domain.records import Indicator
from evallib.domain.vocabulary import Label


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


def status(indicator: Indicator, chosen: Round) -> Label:
    """``reached``, ``short`` (final) or ``under_way`` (interim), or why none."""
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
    return Label("status.under_way" if chosen.kind == "interim" else "status.short")
