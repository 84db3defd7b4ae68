"""One contrast over several strata, by Mantel and Haenszel."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from evallib.domain.estimate import Interval
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.guards import require_option
from evallib.stats.tables.strata.counts import (
    Strata,
    Stratum,
    comparable,
    stratum_notes,
)

StratifiedMeasure = Literal["risk_difference", "risk_ratio", "odds_ratio"]
Target = Literal["all", "pilot"]


@dataclass(frozen=True, slots=True)
class StratifiedEstimate:
    """One contrast of pilot against control, made within strata.

    ``standard_error`` is that of the difference, or of the logarithm of a ratio.
    ``crude`` is the same contrast with the strata ignored.
    """

    measure: str
    value: float
    standard_error: float
    interval: Interval
    crude: float
    strata: tuple[Stratum, ...]
    notes: tuple[str, ...] = ()


def stratified(
    strata: Sequence[Stratum],
    *,
    measure: StratifiedMeasure = "risk_difference",
    level: float = 0.95,
) -> StratifiedEstimate:
    """Contrast of pilot against control within strata, made into one number.

    Read a risk difference of ``-0.08`` as: within the same stratum, eight fewer of
    one hundred pilot clients reached the outcome than of one hundred control clients.

    Parameters
    ----------
    strata : sequence of (Tally, Tally)
        Pilot and control of each stratum, counted at the same follow-up point.
    measure : {"risk_difference", "risk_ratio", "odds_ratio"}
        Rates subtracted, rates divided, or odds divided.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    StratifiedEstimate
        ``value`` and ``interval`` in proportion units, or from 0 to infinity.
        ``notes`` may hold those of ``risk_difference`` and
        ``"strata_without_contrast"``, for strata in which one group has nobody.

    Raises
    ------
    ValueError
        If no stratum has both groups, or a ratio is 0, infinite or undefined in all
        strata together.

    Notes
    -----
    Mantel and Haenszel's weights, so that strata of a few persons may be used. The
    standard errors hold for many small strata as for few large ones: Sato's for the
    difference [1]_, Greenland and Robins' for the ratio [2]_, Robins, Breslow and
    Greenland's for the odds ratio [3]_. One number is a fair summary only if the
    strata agree; ``homogeneity_test`` asks that.

    References
    ----------
    .. [1] Sato T (1989). On the variance estimator for the Mantel-Haenszel risk
       difference. Biometrics 45, 1323-1324.
    .. [2] Greenland S, Robins JM (1985). Estimation of a common effect parameter
       from sparse follow-up data. Biometrics 41, 55-68. doi:10.2307/2530643
    .. [3] Robins J, Breslow N, Greenland S (1986). Estimators of the Mantel-Haenszel
       variance consistent in both sparse data and large-strata limiting models.
       Biometrics 42, 311-323. doi:10.2307/2531052

    Examples
    --------
    Released prisoners with and without financial aid, arrested again within a year,
    by earlier work experience.

    >>> from evallib.domain.estimate import Tally
    >>> without = Tally(26, 92), Tally(36, 93)
    >>> with_some = Tally(22, 124), Tally(30, 123)
    >>> gap = stratified([without, with_some])
    >>> round(gap.value, 4), round(gap.interval.low, 4), round(gap.interval.high, 4)
    (-0.0828, -0.1647, -0.0008)
    """
    require_level(level)
    require_option("measure", measure, StratifiedMeasure)
    value, error = _MEASURES[measure](comparable(strata))
    reach = normal_quantile(level) * error
    low, high = value - reach, value + reach
    if measure != "risk_difference":
        low, high = value * math.exp(-reach), value * math.exp(reach)
    return StratifiedEstimate(
        measure=measure,
        value=value,
        standard_error=error,
        interval=Interval(low, high, level=level, method="mantel_haenszel"),
        crude=_crude(strata, measure),
        strata=tuple(strata),
        notes=stratum_notes(strata),
    )


def standardised(
    strata: Sequence[Stratum], *, target: Target = "all", level: float = 0.95
) -> StratifiedEstimate:
    """Difference of two rates with both groups given the same mix of strata.

    Read ``-0.08`` as: had both groups been made up of the strata as the target
    group is, eight fewer of one hundred pilot clients would have reached the
    outcome than of one hundred control clients.

    Parameters
    ----------
    strata : sequence of (Tally, Tally)
        Pilot and control of each stratum, counted at the same follow-up point.
    target : {"all", "pilot"}
        Whose mix of strata: everybody's, or the pilot group's.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    StratifiedEstimate
        In proportion units; notes as in ``stratified``, and always
        ``"normal_approximation"``.

    Raises
    ------
    ValueError
        If no stratum has both groups, or an argument is out of range.

    Notes
    -----
    Direct standardisation [1]_: the differences within strata, weighted by the
    target's persons of known status. The interval is normal and needs strata that
    are not small; strata without one of the groups are left out and noted.

    References
    ----------
    .. [1] Rothman KJ, Greenland S, Lash TL (2008). Modern Epidemiology, 3rd
       edition, chapter 15. Lippincott Williams & Wilkins.

    Examples
    --------
    >>> from evallib.domain.estimate import Tally
    >>> without = Tally(26, 92), Tally(36, 93)
    >>> with_some = Tally(22, 124), Tally(30, 123)
    >>> gap = standardised([without, with_some], target="pilot")
    >>> round(gap.value, 4), round(gap.standard_error, 4)
    (-0.0827, 0.0418)
    """
    require_level(level)
    require_option("target", target, Target)
    counts = comparable(strata)
    weights = counts.persons if target == "all" else counts.n1
    weights = weights / weights.sum()
    p1, p2 = counts.x1 / counts.n1, counts.x2 / counts.n2
    variances = p1 * (1 - p1) / counts.n1 + p2 * (1 - p2) / counts.n2
    value, error = float(weights @ (p1 - p2)), math.sqrt(weights**2 @ variances)
    reach = normal_quantile(level) * error
    return StratifiedEstimate(
        measure="risk_difference",
        value=value,
        standard_error=error,
        interval=Interval(
            value - reach, value + reach, level=level, method=f"standardised_{target}"
        ),
        crude=_crude(strata, "risk_difference"),
        strata=tuple(strata),
        notes=(*stratum_notes(strata), "normal_approximation"),
    )


def _difference(counts: Strata) -> tuple[float, float]:
    """Mantel-Haenszel difference with Sato's standard error."""
    x1, n1, x2, n2 = counts.x1, counts.n1, counts.x2, counts.n2
    total = counts.persons
    weight = (n1 * n2 / total).sum()
    value = ((x1 * n2 - x2 * n1) / total).sum() / weight
    p = (n1**2 * x2 - n2**2 * x1 + n1 * n2 * (n2 - n1) / 2) / total**2
    q = (x1 * (n2 - x2) + x2 * (n1 - x1)) / (2 * total)
    variance = (value * p.sum() + q.sum()) / weight**2
    return float(value), math.sqrt(max(variance, 0.0))


def _ratio(counts: Strata) -> tuple[float, float]:
    """Mantel-Haenszel ratio with Greenland and Robins' standard error of its log."""
    x1, n1, x2, n2 = counts.x1, counts.n1, counts.x2, counts.n2
    total, reached = counts.persons, counts.reached
    above, below = (x1 * n2 / total).sum(), (x2 * n1 / total).sum()
    _require_ratio("risk_ratio", above, below)
    spread = ((n1 * n2 * reached - x1 * x2 * total) / total**2).sum()
    return float(above / below), math.sqrt(spread / (above * below))


def _odds(counts: Strata) -> tuple[float, float]:
    """Mantel-Haenszel odds ratio with the standard error of its logarithm."""
    a, b, c, d = counts.x1, counts.n1 - counts.x1, counts.x2, counts.n2 - counts.x2
    total = counts.persons
    r, s = a * d / total, b * c / total
    above, below = r.sum(), s.sum()
    _require_ratio("odds_ratio", above, below)
    p, q = (a + d) / total, (b + c) / total
    variance = (
        (p @ r) / (2 * above**2)
        + (p @ s + q @ r) / (2 * above * below)
        + (q @ s) / (2 * below**2)
    )
    return float(above / below), math.sqrt(variance)


def _require_ratio(measure: str, above: float, below: float) -> None:
    if above == 0 or below == 0:
        raise ValueError(
            f"the strata together have no {measure} with an interval, because a group "
            "has nobody, or only persons, who reached the outcome; use "
            "'risk_difference'"
        )


def _crude(strata: Sequence[Stratum], measure: StratifiedMeasure) -> float:
    """The contrast with strata ignored; finite wherever the pooled ratio is."""
    x1, n1, x2, n2 = (
        float(sum(getattr(group, field) for group in side))
        for side in zip(*strata, strict=True)
        for field in ("reached", "known")
    )
    if measure == "risk_difference":
        return x1 / n1 - x2 / n2
    above, below = x1 * n2, x2 * n1
    if measure == "odds_ratio":
        above, below = x1 * (n2 - x2), x2 * (n1 - x1)
    return above / below


_MEASURES = {"risk_difference": _difference, "risk_ratio": _ratio, "odds_ratio": _odds}
