"""Euros per client, use of a budget, and whether work keeps pace with time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import isfinite
from typing import Literal

from evallib.stats.printed.exact import exact

PaceStatus = Literal["ahead", "on_track", "behind"]
TOLERANCE = 0.1


@dataclass(frozen=True, slots=True)
class Pace:
    """What was done beside the time that has gone.

    Attributes
    ----------
    actual, planned : float
        What was done and what was planned for the whole period, in one unit.
    share : float
        Part of the plan that was done, 0 or more; above 1 the plan was passed.
    elapsed : float
        Part of the period that has gone, 0 to 1.
    expected : float
        What an even pace would have done by now, in the unit of the plan.
    status : {"ahead", "on_track", "behind"}
        Whether ``share`` is farther than ``tolerance`` from ``elapsed``.
    tolerance : float
        As a part of the whole plan.
    notes : tuple of str
        ``"not_started"`` or ``"period_ended"``.
    """

    actual: float
    planned: float
    share: float
    elapsed: float
    expected: float
    status: PaceStatus
    tolerance: float
    notes: tuple[str, ...] = ()


def unit_cost(total_eur: float, persons: int) -> float:
    """Euros per client.

    Read ``740.29`` as: each client cost 740 euros and 29 cents on average.

    Parameters
    ----------
    total_eur : float
        Euros in all, 0 or more.
    persons : int
        Clients served with them, at least 1.

    Returns
    -------
    float
        Euros per client, not rounded.

    Raises
    ------
    ValueError
        If there are no persons or the total is not an amount.

    Notes
    -----
    An average over all who were served: one division, with no other source. It says
    nothing of what became of them; a missing number of clients is no zero and must
    not be given as one.

    Examples
    --------
    >>> round(unit_cost(20728, 28), 2)
    740.29
    """
    if persons < 1:
        raise ValueError(f"persons counts at least one client; got {persons!r}")
    _require_amount("total_eur", total_eur)
    return total_eur / persons


def share_of_budget(actual_eur: float, planned_eur: float) -> float:
    """Part of the planned euros that was used.

    Read ``0.933`` as: 93.3 % of the budget was used; above 1 it was passed.

    Parameters
    ----------
    actual_eur : float
        Euros used, 0 or more.
    planned_eur : float
        Euros planned or granted, above 0.

    Returns
    -------
    float
        Proportion, 0 or more, not rounded.

    Raises
    ------
    ValueError
        If nothing was planned or an argument is not an amount.

    Notes
    -----
    One division, with no other source. Whether a low share is thrift or delay is not
    in the number.

    Examples
    --------
    >>> round(share_of_budget(853804, 915000), 3)
    0.933
    """
    _require_amount("actual_eur", actual_eur)
    _require_plan("planned_eur", planned_eur)
    return actual_eur / planned_eur


def pace(
    actual: float,
    planned: float,
    *,
    start: date,
    end: date,
    as_of: date,
    tolerance: float = TOLERANCE,
) -> Pace:
    """What was done of a plan, beside the part of its time that has gone.

    Read ``share = 0.27`` with ``elapsed = 0.5`` as: half of the time has gone, and 27
    % of what was planned is done; that is behind an even pace.

    Parameters
    ----------
    actual, planned : float
        Done so far and planned for the whole period, in the same unit (persons,
        companies, euros); ``planned`` above 0.
    start, end : date
        First day of the period, and the day after its last one.
    as_of : date
        Cut-off day of the data.
    tolerance : float, default 0.1
        How far the two parts may lie apart and still be ``"on_track"``, as a part
        of the whole plan, 0 to 1.

    Returns
    -------
    Pace
        Proportions, the amount that an even pace expects, and a status key.

    Raises
    ------
    ValueError
        If nothing was planned, the period has no days, or an argument is out of
        range.

    Notes
    -----
    An even pace is a yardstick of ours, not a plan and not a standard of any
    programme: most projects begin slowly. The comparison is exact, so a difference of
    just the tolerance is on track.

    Examples
    --------
    27 of 83 companies after a year of two:

    >>> seen = pace(27, 83, start=date(2023, 1, 1), end=date(2025, 1, 1),
    ...             as_of=date(2024, 1, 1))
    >>> round(seen.share, 3), round(seen.elapsed, 3), seen.status
    (0.325, 0.499, 'behind')
    """
    _require_amount("actual", actual)
    _require_plan("planned", planned)
    _require_period(start, end, tolerance)
    days, gone = (end - start).days, (as_of - start).days
    elapsed = Fraction(min(max(gone, 0), days), days)
    share = exact(actual) / exact(planned)
    notes = {"not_started": gone < 0, "period_ended": gone >= days}
    return Pace(
        actual=actual,
        planned=planned,
        share=float(share),
        elapsed=float(elapsed),
        expected=float(elapsed * exact(planned)),
        status=_status(share - elapsed, exact(tolerance)),
        tolerance=tolerance,
        notes=tuple(note for note, holds in notes.items() if holds),
    )


def _status(lead: Fraction, tolerance: Fraction) -> PaceStatus:
    if abs(lead) <= tolerance:
        return "on_track"
    return "ahead" if lead > 0 else "behind"


def _require_amount(name: str, value: float) -> None:
    if not (isfinite(value) and value >= 0):
        raise ValueError(f"{name} is an amount of 0 or more; got {value!r}")


def _require_plan(name: str, value: float) -> None:
    if not (isfinite(value) and value > 0):
        raise ValueError(
            f"{name} must be above 0, or nothing can be a part of it; got {value!r}"
        )


def _require_period(start: date, end: date, tolerance: float) -> None:
    if start >= end:
        raise ValueError(f"start must come before end; got {start} to {end}")
    if not 0 <= tolerance <= 1:
        raise ValueError(f"tolerance must lie between 0 and 1; got {tolerance!r}")
