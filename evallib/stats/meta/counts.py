"""Average odds, ratios and differences from the counts of several studies."""

from __future__ import annotations

import math
from collections.abc import Sequence

from evallib.domain.estimate import Interval, Tally
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.strata.counts import Strata, comparable, stratum_notes
from evallib.stats.tables.strata.pooled import (
    StratifiedEstimate,
    StratifiedMeasure,
    stratified,
)


def mantel_haenszel(
    studies: Sequence[tuple[Tally, Tally]],
    *,
    measure: StratifiedMeasure = "risk_difference",
    level: float = 0.95,
) -> StratifiedEstimate:
    """Average contrast over studies that are taken to share one, from counts.

    Read a risk difference of ``+0.12`` as: within the same study, twelve more of one
    hundred pilot clients reached the outcome than of one hundred control clients.

    Parameters
    ----------
    studies : sequence of (Tally, Tally)
        Pilot and control of each study, counted at the same follow-up point.
    measure : {"risk_difference", "risk_ratio", "odds_ratio"}
        Rates subtracted, rates divided, or odds divided.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    StratifiedEstimate
        ``standard_error`` is that of the difference or of the logarithm of a ratio.

    Raises
    ------
    ValueError
        As ``stratified``.

    Notes
    -----
    The estimate of ``stratified`` with studies as strata [1]_. Nothing is added to
    empty cells, so studies of three clients may be used. It is a fixed effect: how
    far studies differ is not in its interval.

    References
    ----------
    .. [1] Mantel N, Haenszel W (1959). Statistical aspects of the analysis of data
       from retrospective studies of disease. Journal of the National Cancer
       Institute 22, 719-748. doi:10.1093/jnci/22.4.719

    Examples
    --------
    >>> pilots = [(Tally(2, 3), Tally(2, 18)), (Tally(3, 7), Tally(2, 18))]
    >>> round(mantel_haenszel(pilots).value, 3)
    0.398
    """
    return stratified(studies, measure=measure, level=level)


def peto(
    studies: Sequence[tuple[Tally, Tally]], *, level: float = 0.95
) -> StratifiedEstimate:
    """Average odds ratio over studies by Peto's one step, pilot over control.

    Read ``0.66`` as: the odds of the outcome were about a third lower in the pilot
    groups.

    Parameters
    ----------
    studies : sequence of (Tally, Tally)
        Pilot and control of each study, counted at the same follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    StratifiedEstimate
        ``standard_error`` is that of the logarithm.

    Raises
    ------
    ValueError
        If no study has both groups, some who reached the outcome and some who did
        not.

    Notes
    -----
    Observed less expected counts over their variance [1]_. Works with empty cells.
    It is biased where groups are of very different size or the effect is large;
    then prefer ``mantel_haenszel``.

    References
    ----------
    .. [1] Yusuf S, Peto R, Lewis J, Collins R, Sleight P (1985). Beta blockade during
       and after myocardial infarction: an overview of the randomized trials.
       Progress in Cardiovascular Diseases 27, 335-371.

    Examples
    --------
    >>> found = peto([(Tally(2, 10), Tally(5, 10)), (Tally(1, 12), Tally(4, 12))])
    >>> round(found.value, 3)
    0.26
    """
    require_level(level)
    counts = comparable(studies)
    expected = counts.n1 * counts.reached / counts.persons
    variance = _variance(counts)
    if variance == 0:
        raise ValueError(
            f"in none of {len(studies)} studies did some persons reach the outcome and "
            "others not, so there are no odds to compare; report the rates"
        )
    log_odds = float((counts.x1 - expected).sum()) / variance
    error = 1 / math.sqrt(variance)
    reach = normal_quantile(level) * error
    ends = (math.exp(log_odds - reach), math.exp(log_odds + reach))
    return StratifiedEstimate(
        measure="odds_ratio",
        value=math.exp(log_odds),
        standard_error=error,
        interval=Interval(*ends, level=level, method="peto"),
        crude=_crude(counts),
        strata=tuple(studies),
        notes=stratum_notes(studies),
    )


def _variance(counts: Strata) -> float:
    missed = counts.persons - counts.reached
    known = counts.persons > 1
    n = counts.persons[known]
    parts = counts.n1 * counts.n2 * counts.reached * missed
    return float((parts[known] / (n**2 * (n - 1))).sum())


def _crude(counts: Strata) -> float:
    x1, n1, x2, n2 = (
        float(part.sum()) for part in (counts.x1, counts.n1, counts.x2, counts.n2)
    )
    below = x2 * (n1 - x1)
    return x1 * (n2 - x2) / below if below > 0 else math.inf
