"""Exact tests of no difference between two rates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import fisher_exact, hypergeom

from evallib.domain.estimate import Tally
from evallib.stats.tables.exact.unconditional import (
    TIE,
    count_grid,
    fisher_both_tails,
    fisher_upper_tails,
    largest_probability,
    require_enumerable,
)
from evallib.stats.tables.guards import cautions, require_known, require_option

FloatArray = NDArray[np.float64]

ExactMethod = Literal[
    "boschloo", "boschloo_fisher_order", "barnard", "fisher", "fisher_midp"
]
Alternative = Literal["two_sided", "greater", "less"]
_CONVENTION = {
    "boschloo": "twice_the_smaller_one_sided",
    "boschloo_fisher_order": "ordered_by_two_sided_fisher",
    "barnard": "ordered_by_pooled_z",
    "fisher": "sum_of_probabilities_not_above_observed",
    "fisher_midp": "twice_the_smaller_one_sided",
}


@dataclass(frozen=True, slots=True)
class ExactTest:
    """A p-value with what "as extreme" means in it, and Fisher's beside it."""

    p_value: float
    fisher_p_value: float
    method: str
    alternative: str
    convention: str
    pilot: Tally
    control: Tally
    notes: tuple[str, ...] = ()


def exact_test(
    pilot: Tally,
    control: Tally,
    *,
    method: ExactMethod = "boschloo",
    alternative: Alternative = "two_sided",
) -> ExactTest:
    """How often chance alone would set two groups at least this far apart.

    Read ``0.008`` as: if both groups had the same rate, tables at least as extreme
    as this one would come up at most eight times in a thousand. It says nothing of
    how large the difference is, nor of why.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    method : str, default "boschloo"
        ``"boschloo"``: tables ordered by Fisher's one-sided p-value, at the least
        favourable common rate. ``"boschloo_fisher_order"``: ordered by his
        two-sided one. ``"barnard"``: ordered by the pooled z statistic.
        ``"fisher"``: given both margins; ``"fisher_midp"``: the observed table
        counts half, which can pass the level slightly.
    alternative : {"two_sided", "greater", "less"}
        Whether the pilot's rate is other, larger or smaller.

    Returns
    -------
    ExactTest
        ``p_value`` from 0 to 1, ``fisher_p_value`` of the same alternative, and
        ``convention``, which names the two-sided rule or ``"one_sided"``. Notes as
        in ``risk_difference``.

    Raises
    ------
    ValueError
        If a group has nobody with known status, an option is unknown, a method has
        no such alternative, or the groups are too large to look at every table.

    Notes
    -----
    Boschloo's one-sided p-value is never above Fisher's, and keeps its level at any
    common rate [1]_; the two-sided one is twice the smaller. All tables are listed
    and the common rate is searched closely. The library's Boschloo agrees but is
    slow with hundreds of persons; its Barnard misses ties [2]_, so that one differs
    on purpose. Pending and lost persons are left out.

    References
    ----------
    .. [1] Boschloo RD (1970). Raised conditional level of significance for the
       2 x 2-table when testing the equality of two probabilities. Statistica
       Neerlandica 24, 1-9. doi:10.1111/j.1467-9574.1970.tb00104.x
    .. [2] Barnard GA (1945). A new test for 2 x 2 tables. Nature 156, 177.
       doi:10.1038/156177a0

    Examples
    --------
    Nine of ten against three of ten.

    >>> test = exact_test(Tally(9, 10), Tally(3, 10))
    >>> round(test.p_value, 4), round(test.fisher_p_value, 4)
    (0.008, 0.0198)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_option("method", method, ExactMethod)
    require_option("alternative", alternative, Alternative)
    fisher = _fisher(pilot, control, alternative)
    p_value = (
        fisher if method == "fisher" else _TESTS[method](pilot, control, alternative)
    )
    two_sided = alternative == "two_sided"
    return ExactTest(
        p_value=p_value,
        fisher_p_value=fisher,
        method=method,
        alternative=alternative,
        convention=_CONVENTION[method] if two_sided else "one_sided",
        pilot=pilot,
        control=control,
        notes=cautions(pilot, control),
    )


def _fisher(pilot: Tally, control: Tally, alternative: Alternative) -> float:
    table = [
        [pilot.reached, control.reached],
        [pilot.known - pilot.reached, control.known - control.reached],
    ]
    result = fisher_exact(table, alternative=alternative.replace("_", "-"))
    return float(result.pvalue)


def _midp(pilot: Tally, control: Tally, alternative: Alternative) -> float:
    persons, reached = pilot.known + control.known, pilot.reached + control.reached
    margins = hypergeom(persons, reached, pilot.known)
    half = float(margins.pmf(pilot.reached)) / 2
    greater = float(margins.sf(pilot.reached)) + half
    less = float(margins.cdf(pilot.reached)) - half
    return _of_two_tails(greater, less, alternative)


def _boschloo(pilot: Tally, control: Tally, alternative: Alternative) -> float:
    require_enumerable(pilot, control)
    greater = less = 1.0
    if alternative != "less":
        greater = _by_upper_tail(pilot, control)
    if alternative != "greater":
        less = _by_upper_tail(control, pilot)
    return _of_two_tails(greater, less, alternative)


def _by_upper_tail(first: Tally, second: Tally) -> float:
    """Chance, at the worst rate, of tables no likelier than this in Fisher's tail."""
    tails = fisher_upper_tails(first.known, second.known)
    return _no_larger(tails, tails[first.reached, second.reached])


def _boschloo_fisher_order(
    pilot: Tally, control: Tally, alternative: Alternative
) -> float:
    if alternative != "two_sided":
        raise ValueError(
            "method 'boschloo_fisher_order' orders tables by a two-sided p-value; "
            f"got alternative {alternative!r}; use 'boschloo'"
        )
    require_enumerable(pilot, control)
    both = fisher_both_tails(pilot.known, control.known)
    return _no_larger(both, both[pilot.reached, control.reached])


def _no_larger(p_values: FloatArray, observed: float) -> float:
    return largest_probability(p_values <= observed * (1 + TIE))


def _barnard(pilot: Tally, control: Tally, alternative: Alternative) -> float:
    require_enumerable(pilot, control)
    z = _pooled_z(pilot.known, control.known)
    extreme = {"two_sided": np.abs(z), "greater": z, "less": -z}[alternative]
    return largest_probability(extreme >= extreme[pilot.reached, control.reached] - TIE)


def _pooled_z(n1: int, n2: int) -> FloatArray:
    x1, x2 = count_grid(n1, n2)
    common = (x1 + x2) / (n1 + n2)
    error = np.sqrt(common * (1 - common) * (1 / n1 + 1 / n2))
    gap = x1 / n1 - x2 / n2
    return np.divide(gap, error, out=np.zeros_like(gap), where=error > 0)


def _of_two_tails(greater: float, less: float, alternative: Alternative) -> float:
    tails = {"greater": greater, "less": less}
    return tails.get(alternative, min(1.0, 2 * min(greater, less)))


_TESTS = {
    "boschloo": _boschloo,
    "boschloo_fisher_order": _boschloo_fisher_order,
    "barnard": _barnard,
    "fisher_midp": _midp,
}
