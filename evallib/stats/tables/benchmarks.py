"""One group's rate against a benchmark that is known without its persons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binom, binomtest

from evallib.domain.estimate import Interval, Tally
from evallib.stats.quantiles import normal_p, require_level
from evallib.stats.tables.guards import (
    cautions,
    normal_caution,
    require_known,
    require_option,
)
from evallib.stats.tables.one_group import RateMethod, rate_limits

BenchmarkTest = Literal["exact", "midp", "score"]
_CONVENTION = {
    "exact": "binomial_minimum_likelihood",
    "midp": "binomial_midp_twice_the_smaller_tail",
    "score": "normal_score",
}


@dataclass(frozen=True, slots=True)
class BenchmarkComparison:
    """A rate, a fixed benchmark, and how far apart they are.

    ``p_greater`` and ``p_less`` ask one direction only; ``statistic`` is the normal
    score of the test ``"score"`` and ``None`` otherwise.
    """

    measure: str
    value: float
    interval: Interval
    group: Tally
    benchmark: float
    p_value: float
    p_greater: float
    p_less: float
    statistic: float | None
    convention: str
    notes: tuple[str, ...] = ()


def against_benchmark(
    group: Tally,
    benchmark: float,
    *,
    level: float = 0.95,
    method: RateMethod = "wilson",
    test: BenchmarkTest = "exact",
) -> BenchmarkComparison:
    """Difference between a rate and a fixed benchmark, rate minus benchmark.

    Read ``+0.44`` as: of one hundred clients of this group, forty-four more reached
    the outcome than the benchmark says.

    Parameters
    ----------
    group : Tally
        Persons counted at one follow-up point.
    benchmark : float
        The rate to compare with, a proportion strictly between 0 and 1, taken as
        known without error.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.
    method : str, default "wilson"
        Interval of the group's rate, as in ``rate_interval``.
    test : {"exact", "midp", "score"}, default "exact"
        Exact binomial test; the same with half the weight of the observed count;
        or the normal score test, for large groups.

    Returns
    -------
    BenchmarkComparison
        ``value`` and ``interval`` in proportion units. ``convention`` names what
        "as extreme" means in ``p_value``. ``notes`` always holds
        ``"benchmark_without_error"``, and may hold those of ``risk_difference``
        and ``"normal_approximation_doubtful"``.

    Raises
    ------
    ValueError
        If nobody's status is known, or an argument is out of range.

    Notes
    -----
    The exact two-sided p-value adds up all counts that are at most as likely as the
    observed one [1]_. Because the benchmark's own persons are unknown, its own error
    is left out: the truth is less certain than this says, and ``envelope`` shows
    by how much. Pending and lost persons are left out.

    References
    ----------
    .. [1] Sterne TE (1954). Some remarks on confidence or fiducial limits.
       Biometrika 41, 275-278. doi:10.1093/biomet/41.1-2.275

    Examples
    --------
    Eleven of twenty in work, where 11 % was said to be usual.

    >>> gap = against_benchmark(Tally(11, 20), 0.11)
    >>> round(gap.value, 2), round(gap.interval.low, 4), round(gap.interval.high, 4)
    (0.44, 0.2321, 0.6318)
    >>> gap.p_value < 0.00001
    True
    """
    require_known("group", group)
    require_level(level)
    require_option("method", method, RateMethod)
    require_option("test", test, BenchmarkTest)
    _require_benchmark(benchmark)
    low, high = rate_limits(group.reached, group.known, level=level, method=method)
    both, greater, less = _TESTS[test](group, benchmark)
    return BenchmarkComparison(
        measure="difference_from_benchmark",
        value=group.rate - benchmark,
        interval=Interval(
            float(low) - benchmark, float(high) - benchmark, level, method
        ),
        group=group,
        benchmark=benchmark,
        p_value=both,
        p_greater=greater,
        p_less=less,
        statistic=_score(group, benchmark) if test == "score" else None,
        convention=_CONVENTION[test],
        notes=(
            "benchmark_without_error",
            *cautions(group),
            *(normal_caution(group) if test == "score" or method == "wald" else ()),
        ),
    )


def _require_benchmark(benchmark: float) -> None:
    if not 0 < benchmark < 1:
        raise ValueError(
            f"benchmark lies strictly between 0 and 1; got {benchmark!r}; "
            "write 11 % as 0.11"
        )


def _exact(group: Tally, benchmark: float) -> tuple[float, float, float]:
    def tail(side: str) -> float:
        test = binomtest(group.reached, group.known, benchmark, alternative=side)
        return float(test.pvalue)

    return tail("two-sided"), tail("greater"), tail("less")


def _midp(group: Tally, benchmark: float) -> tuple[float, float, float]:
    counts = group.reached, group.known, benchmark
    half = float(binom.pmf(*counts)) / 2
    greater, less = float(binom.sf(*counts)) + half, float(binom.cdf(*counts)) - half
    return min(1.0, 2 * min(greater, less)), greater, less


def _normal(group: Tally, benchmark: float) -> tuple[float, float, float]:
    z = _score(group, benchmark)
    both = normal_p(z)
    outer, inner = both / 2, 1 - both / 2
    return (both, outer, inner) if z > 0 else (both, inner, outer)


def _score(group: Tally, benchmark: float) -> float:
    error = np.sqrt(benchmark * (1 - benchmark) / group.known)
    return float((group.rate - benchmark) / error)


_TESTS = {"exact": _exact, "midp": _midp, "score": _normal}
