"""The odds of reaching the outcome, pilot over control."""

from __future__ import annotations

import math
from typing import Literal

from evallib.domain.estimate import Estimate, Interval, Tally
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.conditional import (
    conditional_estimate,
    conditional_limits,
    given_margins,
)
from evallib.stats.tables.guards import (
    cautions,
    normal_caution,
    require_known,
    require_option,
)
from evallib.stats.tables.ratios import ratio_notes
from evallib.stats.tables.score import score_limits

OddsMethod = Literal[
    "conditional_exact",
    "conditional_midp",
    "miettinen_nurminen",
    "woolf",
    "haldane_anscombe",
]


def odds_ratio(
    pilot: Tally,
    control: Tally,
    *,
    level: float = 0.95,
    method: OddsMethod = "conditional_exact",
) -> Estimate:
    """Ratio of the odds of reaching the outcome, pilot over control.

    Read ``2.65`` as: persons reached against not reached stand 2.65 times as high
    in the pilot group. It is no ratio of rates unless the outcome is rare.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str, default "conditional_exact"
        ``"conditional_exact"`` and ``"conditional_midp"`` give the most likely
        odds ratio given both margins; ``"miettinen_nurminen"`` (score) and
        ``"woolf"`` (normal interval of the logarithm) that of the four counts;
        ``"haldane_anscombe"`` Woolf's after adding half a person to each cell.

    Returns
    -------
    Estimate
        ``value`` and ``interval`` from 0 to infinity. ``notes`` as in
        ``risk_ratio``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, an argument is out of range, or
        ``"woolf"`` meets an empty cell.

    Notes
    -----
    The exact interval leaves at most half of 1 - level in each tail of the
    distribution given the margins [1]_; mid-p counts the observed table half. The
    conditional value lies nearer to 1 than the ratio of the counts. Pending and
    lost persons are left out.

    References
    ----------
    .. [1] Cornfield J (1956). A statistical problem arising from retrospective
       studies. Proceedings of the Third Berkeley Symposium on Mathematical
       Statistics and Probability 4, 135-148.
    .. [2] Woolf B (1955). On estimating the relation between blood group and
       disease. Annals of Human Genetics 19, 251-253.
       doi:10.1111/j.1469-1809.1955.tb01348.x

    Examples
    --------
    56 of 70 against 48 of 80: 2.67 from the counts, 2.65 given the margins.

    >>> odds = odds_ratio(Tally(56, 70), Tally(48, 80))
    >>> round(odds.value, 2)
    2.65
    >>> round(odds.interval.low, 3), round(odds.interval.high, 3)
    (1.209, 6.04)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_level(level)
    require_option("method", method, OddsMethod)
    value, low, high = _estimate(pilot, control, level, method)
    return Estimate(
        measure="odds_ratio",
        value=value,
        unit="ratio",
        interval=Interval(low, high, level=level, method=method),
        pilot=pilot,
        control=control,
        notes=(*cautions(pilot, control), *_notes(pilot, control, value, method)),
    )


def _estimate(
    pilot: Tally, control: Tally, level: float, method: OddsMethod
) -> tuple[float, float, float]:
    if method in ("woolf", "haldane_anscombe"):
        return _woolf(pilot, control, level, 0.5 * (method != "woolf"))
    if method == "miettinen_nurminen":
        return _odds_of_counts(pilot, control), *_score(pilot, control, level)
    table = given_margins(pilot, control)
    observed = 0.5 if method == "conditional_midp" else 1.0
    low, high = conditional_limits(table, level, observed=observed)
    return conditional_estimate(table), low, high


def _score(pilot: Tally, control: Tally, level: float) -> tuple[float, float]:
    low, high = score_limits(
        (pilot.reached, pilot.known),
        (control.reached, control.known),
        scale="odds",
        level=level,
    )
    return float(low), float(high)


def _cells(pilot: Tally, control: Tally) -> tuple[int, int, int, int]:
    return (
        pilot.reached,
        pilot.known - pilot.reached,
        control.reached,
        control.known - control.reached,
    )


def _odds_of_counts(pilot: Tally, control: Tally) -> float:
    a, b, c, d = _cells(pilot, control)
    if b * c == 0:
        return math.inf if a * d else math.nan
    return a * d / (b * c)


def _woolf(
    pilot: Tally, control: Tally, level: float, added: float
) -> tuple[float, float, float]:
    cells = [cell + added for cell in _cells(pilot, control)]
    if min(cells) == 0:
        raise ValueError(
            "method 'woolf' has no interval with an empty cell; got "
            f"{pilot.reached} of {pilot.known} and {control.reached} of "
            f"{control.known}; use 'conditional_exact'"
        )
    a, b, c, d = cells
    value = a * d / (b * c)
    reach = normal_quantile(level) * math.sqrt(sum(1 / cell for cell in cells))
    return value, value * math.exp(-reach), value * math.exp(reach)


def _notes(
    pilot: Tally, control: Tally, value: float, method: OddsMethod
) -> tuple[str, ...]:
    added = ("half_person_added",) if method == "haldane_anscombe" else ()
    by_normal = method in ("woolf", "haldane_anscombe")
    normal = normal_caution(pilot, control) if by_normal else ()
    return (*ratio_notes(value), *added, *normal)
