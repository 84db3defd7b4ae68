"""Follow-up points, windows, and who is known, pending or lost at the cut-off.

Only dates exist here: no clock time and no time zone, so summer time cannot move
anything. Every follow-up point is a number of days after the index date, because two
clients who start on different days must be followed for equally long; calendar months
differ by up to three days.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

Anchor = Literal["time_zero", "service_end"]
Standing = Literal["known", "pending", "lost"]

YEAR_DAYS = 365
STATUS_WINDOW_DAYS = 14  # a dated status this far from the due day still counts
EXIT_DAYS = 28  # the four weeks that the social fund gives for results on leaving


@dataclass(frozen=True, slots=True)
class Horizon:
    """One follow-up point: the day it falls due and the statuses that count for it.

    Attributes
    ----------
    id : str
        ``exit``, or ``months_`` and a number.
    days : int
        The due day, counted from the anchor; the anchor itself is day 0.
    first_day, last_day : int
        Days between which a dated status counts, both included. Spells tell the
        state of the due day itself and need no window.
    anchor : str
        Which date the days are counted from. ``exit`` always counts from the end of
        the service, the others from the project's time zero.
    """

    id: str
    days: int
    first_day: int
    last_day: int
    anchor: Anchor = "time_zero"

    def __post_init__(self) -> None:
        if not 0 <= self.first_day <= self.days <= self.last_day:
            raise ValueError(
                "a Horizon needs 0 <= first_day <= days <= last_day; got "
                f"{self.first_day}, {self.days}, {self.last_day}"
            )


def days_of(months: int) -> int:
    """Days in a follow-up of so many months: a twelfth of 365 days each, cut to whole.

    Read ``91`` as: the three-month status is the one of the ninety-first day after
    the index date.

    Parameters
    ----------
    months : int
        Whole months, 0 or more.

    Returns
    -------
    int
        Days: 30 for one month, 91 for three, 182 for six, 365 for twelve and 730 for
        twenty-four.

    Raises
    ------
    ValueError
        If ``months`` is negative.

    Notes
    -----
    The rule gives the days that are customary in Finnish follow-up studies for 3, 6
    and 12 months, and does not depend on the season or on a leap day.

    Examples
    --------
    >>> [days_of(months) for months in (1, 3, 6, 12, 24)]
    [30, 91, 182, 365, 730]
    """
    if months < 0:
        raise ValueError(f"months must be 0 or more; got {months}")
    return months * YEAR_DAYS // 12


def horizon(months: int) -> Horizon:
    """The follow-up point so many months after time zero.

    Read ``horizon(3).days == 91`` as: three months are over on day 91.

    Parameters
    ----------
    months : int
        Whole months, at least 1.

    Returns
    -------
    Horizon
        Due on ``days_of(months)``; a dated status counts from 14 days before to 14
        days after it.

    Raises
    ------
    ValueError
        If ``months`` is below 1.

    Examples
    --------
    >>> horizon(3)
    Horizon(id='months_3', days=91, first_day=77, last_day=105, anchor='time_zero')
    """
    if months < 1:
        raise ValueError(f"months must be at least 1; got {months}")
    due = days_of(months)
    window = STATUS_WINDOW_DAYS
    return Horizon(f"months_{months}", due, due - window, due + window)


EXIT = Horizon("exit", EXIT_DAYS, 0, EXIT_DAYS, "service_end")
HORIZONS = (EXIT, *(horizon(months) for months in (1, 3, 6, 12, 24)))


def due_date(anchor: date, point: Horizon) -> date:
    """The day on which a follow-up point falls due for one client.

    Read ``2024-04-10`` as: the three-month status of a client who started on
    10 January 2024 is the one of that day.

    Parameters
    ----------
    anchor : date
        The client's time zero, or the end of the service for ``exit``.
    point : Horizon
        The follow-up point.

    Returns
    -------
    date
        The anchor plus ``point.days``; 29 February is a day like any other.

    Examples
    --------
    >>> due_date(date(2024, 1, 10), horizon(3))
    datetime.date(2024, 4, 10)
    """
    return anchor + timedelta(days=point.days)


def standing(due: date, *, as_of: date, seen: bool) -> Standing:
    """Whether a status at a due day is known, still open, or lost.

    Read ``pending`` as: nobody could know yet, whatever has been recorded so far.

    Parameters
    ----------
    due : date
        The day on which the follow-up point falls due.
    as_of : date
        The day on which the data were drawn; a point due that very day is due.
    seen : bool
        Whether a status of the due day (or of its window) was found.

    Returns
    -------
    str
        Exactly one of ``known``, ``pending`` and ``lost``.

    Examples
    --------
    >>> standing(date(2024, 4, 10), as_of=date(2024, 4, 10), seen=True)
    'known'
    >>> standing(date(2024, 4, 11), as_of=date(2024, 4, 10), seen=True)
    'pending'
    """
    if due > as_of:
        return "pending"
    return "known" if seen else "lost"


@dataclass(frozen=True, slots=True)
class Window:
    """A range of days, ``[start, end)``: the end is the first day outside."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end < self.start:
            raise ValueError("a Window ends on its start or later")

    @property
    def days(self) -> int:
        return (self.end - self.start).days

    def contains(self, day: date) -> bool:
        """Whether a day lies inside."""
        return self.start <= day < self.end

    def overlap_days(self, other: Window) -> int:
        """How many days two windows share."""
        shared = min(self.end, other.end) - max(self.start, other.start)
        return max(shared.days, 0)


def through(first: date, last: date) -> Window:
    """The window of an inclusive range: from the first day through the last.

    Read ``through(1 October, 31 October).days == 31`` as: both ends are inside.

    Parameters
    ----------
    first, last : date
        Both included; the same day twice is a window of one day.

    Returns
    -------
    Window
        Half-open, as everything inside the package is.

    Raises
    ------
    ValueError
        If ``last`` lies before ``first``.

    Examples
    --------
    >>> through(date(2021, 10, 1), date(2021, 10, 31)).days
    31
    """
    if last < first:
        raise ValueError("the last day lies before the first")
    return Window(first, last + timedelta(days=1))


def months_before(anchor: date, months: int) -> Window:
    """One month of history, counted backwards from the index date.

    Read ``months_before(day, 1)`` as: the thirty days that end on the eve of ``day``.

    Parameters
    ----------
    anchor : date
        Time zero; the day itself belongs to no month of history.
    months : int
        Which month, 1 for the last one before time zero.

    Returns
    -------
    Window
        30 or 31 days; twelve of them are 365 days without gap or overlap.

    Raises
    ------
    ValueError
        If ``months`` is below 1.

    Examples
    --------
    >>> months_before(date(2024, 3, 1), 1)
    Window(start=datetime.date(2024, 1, 31), end=datetime.date(2024, 3, 1))
    """
    if months < 1:
        raise ValueError(f"months must be at least 1; got {months}")
    start, end = days_of(months), days_of(months - 1)
    return Window(anchor - timedelta(days=start), anchor - timedelta(days=end))
