"""What two rates known only in print can and cannot say about each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from evallib.domain.estimate import Tally
from evallib.stats.quantiles import require_level
from evallib.stats.tables.differences import DifferenceMethod, difference_limits
from evallib.stats.tables.guards import cautions, require_option
from evallib.stats.tables.printed.feasible import (
    Published,
    feasible_counts,
    fitting_counts,
)
from evallib.stats.tables.printed.spans import (
    Conclusion,
    FloatArray,
    SizeResult,
    Span,
    by_size,
    conclusion,
    holds_from,
    span,
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """All results that the printed rates allow.

    Attributes
    ----------
    value : Span
        Smallest and largest difference, pilot minus control, in proportion units.
    lower_limit, upper_limit : Span
        Smallest and largest lower and upper limit of the interval.
    conclusion : {"higher", "lower", "unclear"}
        What the intervals of all combinations agree on: all above zero, all below
        zero, or neither.
    holds_from : int or None
        Smallest control size from which, at it and at every larger possible size
        that was tried, all intervals lie on the same side of zero.
    impossible_ends : tuple
        Printed ends that no count gives, as ``("pilot", 0.59)``.
    by_size : tuple of SizeResult
        The same for each possible control size, in ascending order.
    """

    measure: str
    value: Span
    lower_limit: Span
    upper_limit: Span
    level: float
    method: str
    conclusion: Conclusion
    holds_from: int | None
    combinations: int
    pilot: Published
    control: Published
    pilot_counts: tuple[Tally, ...]
    control_counts: tuple[Tally, ...]
    impossible_ends: tuple[tuple[str, float], ...]
    by_size: tuple[SizeResult, ...]
    notes: tuple[str, ...] = ()

    @property
    def holds_for_all(self) -> bool:
        return self.conclusion != "unclear"


def envelope(
    pilot: Published,
    control: Published,
    *,
    control_sizes: Iterable[int] = range(9, 201),
    level: float = 0.95,
    method: DifferenceMethod = "newcombe",
) -> Envelope:
    """Difference of two rates known only in print, over all counts that fit them.

    Read ``value`` from ``+0.43`` to ``+0.48`` and ``holds_from=9`` as: whatever
    counts stand behind the two percentages, forty-three to forty-eight more of one
    hundred pilot clients reached the outcome; and with a control group of nine
    persons or more, every interval lies on the same side of zero.

    Parameters
    ----------
    pilot, control : Published
        The printed rates, with their group sizes as far as these are known.
    control_sizes : iterable of int, default range(9, 201)
        Sizes to try for a control group of unknown size; not used if ``control``
        says its own.
    level : float, default 0.95
        Coverage of each two-sided interval, strictly between 0 and 1.
    method : str, default "newcombe"
        Interval of the difference, as in ``risk_difference``.

    Returns
    -------
    Envelope
        Smallest and largest difference and limits, the size from which the
        conclusion holds, and the same for each possible control size. ``notes``
        always holds ``"known_from_print"`` and may hold ``"control_size_unknown"``,
        ``"printed_end_impossible"``, ``"small_group"`` and
        ``"follow_up_incomplete"``.

    Raises
    ------
    ValueError
        If no count fits a printed rate, if the pilot's size is unknown, or an
        argument is out of range.

    Notes
    -----
    Every pair of a feasible pilot count and a feasible control count is treated as
    if it were the data, and the least and the most favourable answer are kept. The
    envelope is therefore not an interval with a coverage of its own: it shows what
    the missing numbers could change, and each limit inside it still carries the
    uncertainty of its own groups. Nothing is said about sizes that were not tried.

    Where follow-up was still open, ``pilot.known`` lists how many persons could
    have been due; the others are pending and in no rate.

    References
    ----------
    .. [1] Manski CF (2003). Partial Identification of Probability Distributions.
       Springer: what data leave open is told as a range, not guessed.
    .. [2] Brown NJL, Heathers JAJ (2017). The GRIM test. Social Psychological and
       Personality Science 8, 363-369: whole persons behind printed figures.

    Examples
    --------
    A paid job-search trial had 20 clients in four groups. In print, 55–59 % of them
    moved into work, though the follow-up of two groups was still open; against 11 %
    of a comparison group of untold size. Of twenty persons only eleven give a
    figure in that range, 55 %, and no count gives 59 %.

    >>> trial = Published(0.55, 0.59, n=20)
    >>> usual = Published(0.11)
    >>> told = envelope(trial, usual)
    >>> [(group.reached, group.known) for group in told.pilot_counts]
    [(11, 20)]
    >>> told.impossible_ends
    (('pilot', 0.59),)

    If between ten and twenty persons were due, 59 % is ten of seventeen.

    >>> due = Published(0.55, 0.59, n=20, known=range(10, 21))
    >>> result = envelope(due, usual)
    >>> [(group.reached, group.known) for group in result.pilot_counts]
    [(6, 11), (7, 12), (8, 14), (9, 16), (10, 17), (10, 18), (11, 19), (11, 20)]
    >>> [(group.reached, group.known) for group in result.control_counts[:5]]
    [(1, 9), (2, 18), (2, 19), (3, 27), (3, 28)]
    >>> round(result.value.low, 2), round(result.value.high, 2)
    (0.43, 0.48)
    >>> round(result.lower_limit.low, 3), round(result.upper_limit.high, 3)
    (0.016, 0.714)
    >>> result.conclusion, result.holds_from, result.combinations
    ('higher', 9, 1616)
    """
    require_level(level)
    require_option("method", method, DifferenceMethod)
    pilots = _feasible("pilot", pilot, ())
    controls = _feasible("control", control, tuple(control_sizes))
    gap, low, high = _all_combinations(pilots, controls, level, method)
    sizes = by_size(controls, gap, low, high)
    impossible = (
        *_impossible_ends("pilot", pilot, pilots),
        *_impossible_ends("control", control, controls),
    )
    return Envelope(
        measure="risk_difference",
        value=span(gap),
        lower_limit=span(low),
        upper_limit=span(high),
        level=level,
        method=method,
        conclusion=conclusion(low, high),
        holds_from=holds_from(sizes),
        combinations=gap.size,
        pilot=pilot,
        control=control,
        pilot_counts=pilots,
        control_counts=controls,
        impossible_ends=impossible,
        by_size=sizes,
        notes=_notes(control, (*pilots, *controls), impossible=bool(impossible)),
    )


def _feasible(name: str, rate: Published, sizes: tuple[int, ...]) -> tuple[Tally, ...]:
    if rate.sizes is None and not sizes:
        raise ValueError(
            f"{name}: the printed rate needs its number of persons; give n, or known "
            "where follow-up was open"
        )
    counts = feasible_counts(rate, sizes=sizes)
    if not counts:
        tried = rate.sizes or sizes
        raise ValueError(
            f"{name}: no count of {min(tried)} to {max(tried)} persons is printed as "
            f"{rate.ends[0]} to {rate.ends[1]}; check the figure or its persons"
        )
    return counts


def _all_combinations(
    pilots: tuple[Tally, ...],
    controls: tuple[Tally, ...],
    level: float,
    method: DifferenceMethod,
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Difference and limits with a row per pilot and a column per control count."""
    x1, n1 = (column[:, None] for column in _columns(pilots))
    x2, n2 = (row[None, :] for row in _columns(controls))
    everywhere = np.broadcast_arrays(x1, n1, x2, n2)
    a, b, c, d = (part.ravel() for part in everywhere)
    low, high = difference_limits((a, b), (c, d), level=level, method=method)
    shape = len(pilots), len(controls)
    return x1 / n1 - x2 / n2, low.reshape(shape), high.reshape(shape)


def _columns(groups: tuple[Tally, ...]) -> tuple[FloatArray, FloatArray]:
    counts = np.array([(group.reached, group.known) for group in groups], dtype=float)
    return counts[:, 0], counts[:, 1]


def _impossible_ends(
    name: str, rate: Published, groups: tuple[Tally, ...]
) -> tuple[tuple[str, float], ...]:
    sizes = np.unique([group.known for group in groups])
    return tuple(
        (name, end)
        for end in dict.fromkeys(rate.ends)
        if not fitting_counts((end, end), rate.decimals, sizes)[0].size
    )


def _notes(
    control: Published, groups: tuple[Tally, ...], *, impossible: bool
) -> tuple[str, ...]:
    applies = {
        "control_size_unknown": control.sizes is None,
        "printed_end_impossible": impossible,
    }
    told = tuple(note for note, holds in applies.items() if holds)
    return ("known_from_print", *told, *cautions(*groups))
