"""A yes/no answer of the same persons, before and after."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

from evallib.domain.estimate import Interval
from evallib.stats.quantiles import normal_quantile, require_level
from evallib.stats.tables.guards import SMALL_GROUP, require_option

PairedMethod = Literal["newcombe", "agresti_min", "wald"]
PairedTest = Literal["exact", "midp", "chi_squared", "chi_squared_corrected"]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Persons who were asked twice, by both answers.

    ``only_after`` said yes afterwards but not before, ``only_before`` the reverse.
    """

    both: int
    only_after: int
    only_before: int
    neither: int

    def __post_init__(self) -> None:
        counts = (self.both, self.only_after, self.only_before, self.neither)
        if min(counts) < 0 or sum(counts) == 0:
            raise ValueError(
                f"pairs count at least one person, none negative; got {counts}"
            )

    @property
    def persons(self) -> int:
        return self.both + self.only_after + self.only_before + self.neither

    @property
    def changed(self) -> int:
        return self.only_after + self.only_before


@dataclass(frozen=True, slots=True)
class PairedChange:
    """Change of a share in the same persons, after minus before.

    Attributes
    ----------
    value : float
        Difference of the two shares, in proportion units.
    interval : Interval
        Of that difference.
    p_value, statistic : float
        Of the test named in ``test``; the exact tests' statistic is the smaller
        number of changed persons.
    odds_ratio : float or None, odds_interval : Interval or None
        Persons who changed to yes over persons who changed to no, with exact
        limits; None if nobody changed.
    """

    value: float
    interval: Interval
    test: str
    statistic: float
    p_value: float
    odds_ratio: float | None
    odds_interval: Interval | None
    pairs: Pairs
    notes: tuple[str, ...]


def paired_change(
    pairs: Pairs,
    *,
    level: float = 0.95,
    method: PairedMethod = "newcombe",
    test: PairedTest = "exact",
) -> PairedChange:
    """Change of a yes/no share in persons asked twice, after minus before.

    Read ``+0.35`` as: of one hundred persons asked twice, thirty-five more said yes
    afterwards than before.

    Parameters
    ----------
    pairs : Pairs
        Persons by both answers; who answered once only is no pair.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.
    method : {"newcombe", "agresti_min", "wald"}
        Interval of the difference; Wald's only to compare with older reports.
    test : {"exact", "midp", "chi_squared", "chi_squared_corrected"}
        McNemar's test: by binomial probabilities, the same less half of the
        observed one, or by chi-squared without and with continuity correction.

    Returns
    -------
    PairedChange
        Difference and interval in proportion units, from -1 to 1.

    Raises
    ------
    ValueError
        If an argument is out of range.

    Notes
    -----
    Only persons who changed can tell a direction [1]_; if none did, the p-value is 1
    and the interval says how much could have been missed. Newcombe's interval joins
    two Wilson intervals by the likeness of both answers (method 10 of [2]_, its
    correlation shrunk by half of n); Agresti and Min's adds one to each of the
    changed counts [3]_. A change without a comparison group is not an effect.

    References
    ----------
    .. [1] McNemar Q (1947). Note on the sampling error of the difference between
       correlated proportions or percentages. Psychometrika 12, 153-157.
    .. [2] Newcombe RG (1998). Improved confidence intervals for the difference
       between binomial proportions based on paired data. Statistics in Medicine 17,
       2635-2650.
    .. [3] Agresti A, Min Y (2005). Simple improved confidence intervals for comparing
       matched proportions. Statistics in Medicine 24, 729-740. doi:10.1002/sim.1781

    Examples
    --------
    Approval of a head of government in two surveys of the same 1 600 persons
    (Agresti 1990, table 10.1).

    >>> found = paired_change(Pairs(794, 150, 86, 570), test="chi_squared_corrected")
    >>> round(found.value, 2), round(found.statistic, 2)
    (0.04, 16.82)
    """
    require_level(level)
    require_option("method", method, PairedMethod)
    require_option("test", test, PairedTest)
    statistic, p_value = _test(pairs, test)
    facts = {
        "small_group": pairs.persons < SMALL_GROUP,
        "nobody_changed": pairs.changed == 0,
    }
    return PairedChange(
        value=(pairs.only_after - pairs.only_before) / pairs.persons,
        interval=_INTERVALS[method](pairs, level),
        test=test,
        statistic=statistic,
        p_value=p_value,
        odds_ratio=_ratio(pairs),
        odds_interval=_ratio_interval(pairs, level),
        pairs=pairs,
        notes=tuple(note for note, holds in facts.items() if holds),
    )


def _test(pairs: Pairs, test: PairedTest) -> tuple[float, float]:
    fewer, changed = min(pairs.only_after, pairs.only_before), pairs.changed
    if changed == 0:
        return 0.0, 1.0
    table = [[pairs.both, pairs.only_after], [pairs.only_before, pairs.neither]]
    if test in ("exact", "midp"):
        p_value = float(mcnemar(table, exact=True).pvalue)
        if test == "midp":
            p_value = min(p_value - float(binom.pmf(fewer, changed, 0.5)), 1.0)
        return float(fewer), p_value
    corrected = test == "chi_squared_corrected"
    found = mcnemar(table, exact=False, correction=corrected)
    return float(found.statistic), float(found.pvalue)


def _wald(pairs: Pairs, level: float) -> Interval:
    return _around(pairs, level, added=0, method="wald")


def _agresti_min(pairs: Pairs, level: float) -> Interval:
    return _around(pairs, level, added=1, method="agresti_min")


def _around(pairs: Pairs, level: float, *, added: int, method: str) -> Interval:
    up, down = pairs.only_after + added, pairs.only_before + added
    n = pairs.persons + 2 * added
    middle = (up - down) / n
    reach = normal_quantile(level) * math.sqrt(up + down - (up - down) ** 2 / n) / n
    return Interval(max(middle - reach, -1.0), min(middle + reach, 1.0), level, method)


def _newcombe(pairs: Pairs, level: float) -> Interval:
    n = pairs.persons
    yes = np.array([pairs.both + pairs.only_after, pairs.both + pairs.only_before])
    after, before = yes / n
    low, high = proportion_confint(yes, n, alpha=1 - level, method="wilson")
    likeness = _likeness(pairs)
    down, up = (after - low[0], high[1] - before), (before - low[1], high[0] - after)
    below = math.sqrt(max(_joined(*down, likeness), 0.0))
    above = math.sqrt(max(_joined(*up, likeness), 0.0))
    change = float(after - before)
    return Interval(change - below, change + above, level=level, method="newcombe")


def _joined(one: float, other: float, likeness: float) -> float:
    return float(one * one - 2 * likeness * one * other + other * other)


def _likeness(pairs: Pairs) -> float:
    """Correlation of both answers, a positive one shrunk by half of n."""
    a, b, c, d = pairs.both, pairs.only_after, pairs.only_before, pairs.neither
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return 0.0
    cross = float(a * d - b * c)
    if cross > 0:
        cross = max(cross - pairs.persons / 2, 0.0)
    return cross / math.sqrt(margins)


def _ratio(pairs: Pairs) -> float | None:
    if pairs.changed == 0:
        return None
    if pairs.only_before == 0:
        return math.inf
    return pairs.only_after / pairs.only_before


def _ratio_interval(pairs: Pairs, level: float) -> Interval | None:
    if pairs.changed == 0:
        return None
    ends = proportion_confint(
        pairs.only_after, pairs.changed, alpha=1 - level, method="beta"
    )
    low, high = (float(end) / (1 - float(end)) if end < 1 else math.inf for end in ends)
    return Interval(low, high, level=level, method="clopper_pearson")


_INTERVALS = {"newcombe": _newcombe, "agresti_min": _agresti_min, "wald": _wald}
