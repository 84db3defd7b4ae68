"""Rates of a yes/no outcome, sized for groups of ten to two hundred."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.domain.estimate import Estimate, Interval, Tally
from evallib.stats.quantiles import require_level
from evallib.stats.tables.benchmarks import BenchmarkComparison, against_benchmark
from evallib.stats.tables.chi_squared import ChiSquaredTest, chi_squared_test
from evallib.stats.tables.differences import (
    DifferenceMethod,
    NumberNeeded,
    difference_limits,
    number_needed,
)
from evallib.stats.tables.exact.interval import exact_difference
from evallib.stats.tables.exact.no_difference import ExactTest, exact_test
from evallib.stats.tables.guards import (
    SMALL_GROUP,
    cautions,
    normal_caution,
    require_known,
    require_option,
)
from evallib.stats.tables.odds import odds_ratio
from evallib.stats.tables.one_group import RateMethod, rate_limits
from evallib.stats.tables.printed.envelope import Envelope, envelope
from evallib.stats.tables.printed.feasible import Published, feasible_counts
from evallib.stats.tables.printed.spans import SizeResult, Span
from evallib.stats.tables.ratios import risk_ratio
from evallib.stats.tables.score import score_limits
from evallib.stats.tables.strata.homogeneity import (
    StrataTest,
    association_test,
    homogeneity_test,
)
from evallib.stats.tables.strata.pooled import (
    StratifiedEstimate,
    standardised,
    stratified,
)
from evallib.stats.tables.unknown.bounds import (
    GroupBounds,
    OutcomeBounds,
    outcome_bounds,
)
from evallib.stats.tables.unknown.trimming import TrimmedBounds, trimmed_bounds

__all__ = [
    "SMALL_GROUP",
    "BenchmarkComparison",
    "ChiSquaredTest",
    "DifferenceMethod",
    "Envelope",
    "ExactTest",
    "GroupBounds",
    "NumberNeeded",
    "OutcomeBounds",
    "Published",
    "Rate",
    "RateMethod",
    "SizeResult",
    "Span",
    "StrataTest",
    "StratifiedEstimate",
    "TrimmedBounds",
    "against_benchmark",
    "association_test",
    "chi_squared_test",
    "difference_limits",
    "envelope",
    "exact_difference",
    "exact_test",
    "feasible_counts",
    "homogeneity_test",
    "number_needed",
    "odds_ratio",
    "outcome_bounds",
    "rate",
    "rate_interval",
    "risk_difference",
    "risk_ratio",
    "score_limits",
    "standardised",
    "stratified",
    "trimmed_bounds",
]


@dataclass(frozen=True, slots=True)
class Rate:
    """One group's rate with its interval and its persons."""

    value: float
    interval: Interval
    tally: Tally
    notes: tuple[str, ...] = ()


def rate(tally: Tally, *, level: float = 0.95, method: RateMethod = "wilson") -> Rate:
    """Share of the persons with known status who reached the outcome.

    Read ``0.55`` as: fifty-five of one hundred persons whose status is known
    reached the outcome.

    Parameters
    ----------
    tally : Tally
        Persons counted at one follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str, default "wilson"
        Interval, as in ``rate_interval``.

    Returns
    -------
    Rate
        ``value`` and ``interval`` in proportion units, from 0 to 1. ``notes`` may
        hold ``"small_group"``, ``"follow_up_incomplete"``, ``"lost_to_follow_up"``
        and, for ``"wald"``, ``"normal_approximation_doubtful"``.

    Raises
    ------
    ValueError
        If nobody's status is known, or an argument is out of range.

    Notes
    -----
    Pending persons are left out because nobody could know their status yet, lost
    persons because nobody does; ``outcome_bounds`` shows what they could change.

    References
    ----------
    .. [1] Brown LD, Cai TT, DasGupta A (2001). Interval estimation for a binomial
       proportion. Statistical Science 16, 101-133. doi:10.1214/ss/1009213286

    Examples
    --------
    Eleven of twenty clients of a job-search trial were in work.

    >>> share = rate(Tally(11, 20))
    >>> share.value, round(share.interval.low, 4), round(share.interval.high, 4)
    (0.55, 0.3421, 0.7418)
    >>> share.notes
    ('small_group',)
    """
    interval = rate_interval(tally, level=level, method=method)
    doubtful = normal_caution(tally) if method == "wald" else ()
    return Rate(tally.rate, interval, tally, (*cautions(tally), *doubtful))


def rate_interval(
    tally: Tally, *, level: float = 0.95, method: RateMethod = "wilson"
) -> Interval:
    """Wilson interval for one group's rate, or another by name.

    Read ``0.34`` to ``0.74`` as: rates in this range fit what was seen in this
    group. Proportion units, inside 0 to 1; not of zero width at 0 % or 100 %.

    Parameters
    ----------
    tally : Tally
        Persons counted at one follow-up point; pending and lost ones are left out.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str, default "wilson"
        ``"wilson"`` keeps its coverage on average over rates; ``"clopper_pearson"``
        never falls below it and is wider; ``"midp"`` lies between them. Also
        ``"wilson_cc"``, ``"jeffreys"``, ``"agresti_coull"`` and, only to compare
        with older reports, ``"wald"``, which has no width at 0 % and 100 %.

    Returns
    -------
    Interval
        In proportion units, cut to 0 and 1 where a method passes them.

    Raises
    ------
    ValueError
        If nobody's status is known, or an argument is out of range.

    References
    ----------
    .. [1] Wilson EB (1927). Probable inference, the law of succession, and
       statistical inference. Journal of the American Statistical Association 22,
       209-212. doi:10.1080/01621459.1927.10502953

    Examples
    --------
    >>> share = rate_interval(Tally(11, 20))
    >>> round(share.low, 4), round(share.high, 4)
    (0.3421, 0.7418)
    """
    require_known("group", tally)
    require_level(level)
    require_option("method", method, RateMethod)
    low, high = rate_limits(tally.reached, tally.known, level=level, method=method)
    return Interval(float(low), float(high), level=level, method=method)


def risk_difference(
    pilot: Tally,
    control: Tally,
    *,
    level: float = 0.95,
    method: DifferenceMethod = "newcombe",
) -> Estimate:
    """Difference between two outcome rates, pilot minus control.

    Read ``+0.12`` as: of one hundred pilot clients, twelve more reached the
    outcome than of one hundred control clients. Why is for the design to say.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str, default "newcombe"
        Interval: ``"newcombe"``, ``"newcombe_cc"`` (with continuity correction),
        ``"miettinen_nurminen"``, ``"mee"``, ``"agresti_caffo"`` or, only to compare
        with older reports, ``"wald"``.

    Returns
    -------
    Estimate
        ``value`` and ``interval`` in proportion units, from -1 to 1.
        ``notes`` may hold ``"small_group"``, ``"follow_up_incomplete"``,
        ``"lost_to_follow_up"`` and, for ``"wald"``,
        ``"normal_approximation_doubtful"``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, or an argument is out of range.

    Notes
    -----
    The interval is Newcombe's, made of two Wilson intervals (method 10 of [1]_).
    It keeps a sensible width at 0 % and 100 %, where the Wald interval has none.
    Miettinen and Nurminen's and Mee's are score intervals, solved here because the
    library's are wrong for most tables.

    Pending persons are left out because nobody could know their status yet. Lost
    persons are left out too, which is harmless only if loss is unrelated to the
    outcome. The report shows bounds beside the estimate when either note is set.

    References
    ----------
    .. [1] Newcombe RG (1998). Interval estimation for the difference between
       independent proportions. Statistics in Medicine 17, 873-890.

    Examples
    --------
    Nine of ten pilot clients and three of ten control clients were in work after
    a year; two pilot clients have not been followed for a year yet.

    >>> gap = risk_difference(Tally(9, 10, pending=2), Tally(3, 10))
    >>> round(gap.value, 2)
    0.6
    >>> round(gap.interval.low, 4), round(gap.interval.high, 4)
    (0.1705, 0.809)
    >>> gap.notes
    ('small_group', 'follow_up_incomplete')
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_level(level)
    require_option("method", method, DifferenceMethod)
    low, high = difference_limits(
        (pilot.reached, pilot.known),
        (control.reached, control.known),
        level=level,
        method=method,
    )
    doubtful = normal_caution(pilot, control) if method == "wald" else ()
    return Estimate(
        measure="risk_difference",
        value=pilot.rate - control.rate,
        unit="proportion",
        interval=Interval(float(low), float(high), level=level, method=method),
        pilot=pilot,
        control=control,
        notes=(*cautions(pilot, control), *doubtful),
    )
