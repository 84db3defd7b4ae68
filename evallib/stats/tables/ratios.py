"""How many times as often the pilot group reached the outcome."""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from evallib.domain.estimate import Estimate, Interval, Tally
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.guards import (
    cautions,
    normal_caution,
    require_known,
    require_option,
)
from evallib.stats.tables.score import score_limits

RatioMethod = Literal["koopman", "miettinen_nurminen", "katz", "katz_half"]


def risk_ratio(
    pilot: Tally,
    control: Tally,
    *,
    level: float = 0.95,
    method: RatioMethod = "koopman",
) -> Estimate:
    """Ratio of two outcome rates, pilot over control.

    Read ``1.33`` as: for every hundred control clients who reached the outcome, one
    hundred and thirty-three of as many pilot clients did.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : {"koopman", "miettinen_nurminen", "katz", "katz_half"}
        Score interval without or with the factor N/(N-1); normal interval of the
        logarithm; the same after adding half a person to each count and total,
        which also moves the value.

    Returns
    -------
    Estimate
        ``value`` and ``interval`` from 0 to infinity. ``notes`` may hold those of
        ``risk_difference``, ``"ratio_infinite"`` (nobody reached it in the control
        group), ``"ratio_undefined"`` (nobody in either; the value is not a number),
        ``"half_person_added"`` and ``"normal_approximation_doubtful"``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, an argument is out of range, or
        ``"katz"`` or ``"katz_half"`` meets counts that leave it without a width.

    Notes
    -----
    Koopman's interval [1]_ needs nothing added where nobody or everybody reached
    the outcome; the library's fails there, and is wrong where a whole group did.
    Pending and lost persons are left out.

    References
    ----------
    .. [1] Koopman PAR (1984). Confidence intervals for the ratio of two binomial
       proportions. Biometrics 40, 513-517. doi:10.2307/2531405
    .. [2] Katz D, Baptista J, Azen SP, Pike MC (1978). Obtaining confidence
       intervals for the risk ratio in cohort studies. Biometrics 34, 469-474.
       doi:10.2307/2530610

    Examples
    --------
    56 of 70 against 48 of 80.

    >>> times = risk_ratio(Tally(56, 70), Tally(48, 80))
    >>> round(times.value, 2)
    1.33
    >>> round(times.interval.low, 4), round(times.interval.high, 4)
    (1.0798, 1.6708)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_level(level)
    require_option("method", method, RatioMethod)
    if method in ("katz", "katz_half"):
        value, low, high = _katz(pilot, control, level, method)
    else:
        value = ratio_of_rates(pilot, control)
        low, high = _score(pilot, control, level, corrected=method != "koopman")
    return Estimate(
        measure="risk_ratio",
        value=value,
        unit="ratio",
        interval=Interval(low, high, level=level, method=method),
        pilot=pilot,
        control=control,
        notes=(*cautions(pilot, control), *_notes(pilot, control, value, method)),
    )


def ratio_of_rates(pilot: Tally, control: Tally) -> float:
    """Pilot's rate over the control group's; infinite or not a number at zero."""
    if control.reached == 0:
        return math.inf if pilot.reached else math.nan
    return pilot.rate / control.rate


def ratio_notes(value: float) -> tuple[str, ...]:
    """Keys for a ratio that is not a positive finite number."""
    if math.isnan(value):
        return ("ratio_undefined",)
    return ("ratio_infinite",) if math.isinf(value) else ()


def _score(
    pilot: Tally, control: Tally, level: float, *, corrected: bool
) -> tuple[float, float]:
    low, high = score_limits(
        (pilot.reached, pilot.known),
        (control.reached, control.known),
        scale="ratio",
        level=level,
        corrected=corrected,
    )
    return float(low), float(high)


def _katz(
    pilot: Tally, control: Tally, level: float, method: RatioMethod
) -> tuple[float, float, float]:
    added = 0.5 if method == "katz_half" else 0.0
    x1, n1 = pilot.reached + added, pilot.known + added
    x2, n2 = control.reached + added, control.known + added
    if min(x1, x2) == 0 or (x1 == n1 and x2 == n2):
        raise ValueError(
            f"method {method!r} has no interval where nobody of a group, or everybody "
            f"of both, reached the outcome; got {pilot.reached} of {pilot.known} and "
            f"{control.reached} of {control.known}; use 'koopman'"
        )
    value = (x1 / n1) / (x2 / n2)
    reach = normal_quantile(level) * np.sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
    return value, float(value * np.exp(-reach)), float(value * np.exp(reach))


def _notes(
    pilot: Tally, control: Tally, value: float, method: RatioMethod
) -> tuple[str, ...]:
    added = ("half_person_added",) if method == "katz_half" else ()
    normal = normal_caution(pilot, control) if method.startswith("katz") else ()
    return (*ratio_notes(value), *added, *normal)
