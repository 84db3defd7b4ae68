"""The chi-squared test of a two-by-two table, in its three forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evallib.domain.estimate import Tally
from evallib.stats.quantiles import chi_squared_p
from evallib.stats.tables.guards import cautions, require_known, require_option

ChiSquaredMethod = Literal["n_minus_1", "pearson", "yates"]
# Campbell (2007): the N-1 form may be used while no expected count is below one.
SMALLEST_EXPECTED = 1.0


@dataclass(frozen=True, slots=True)
class ChiSquaredTest:
    """Statistic and p-value, with the smallest count expected without a difference."""

    statistic: float
    p_value: float
    method: str
    smallest_expected: float
    pilot: Tally
    control: Tally
    notes: tuple[str, ...] = ()


def chi_squared_test(
    pilot: Tally, control: Tally, *, method: ChiSquaredMethod = "n_minus_1"
) -> ChiSquaredTest:
    """Approximate test of no difference between two rates, for larger groups.

    Read a ``p_value`` of ``0.008`` as: if both groups had the same rate, a table as
    uneven as this would come up about eight times in a thousand.

    Parameters
    ----------
    pilot, control : Tally
        Persons counted at the same follow-up point.
    method : {"n_minus_1", "pearson", "yates"}
        With the factor (N-1)/N; without it; or with continuity correction.

    Returns
    -------
    ChiSquaredTest
        ``notes`` may hold those of ``risk_difference`` and
        ``"normal_approximation_doubtful"``, where an expected count is below one.

    Raises
    ------
    ValueError
        If a group has nobody with known status, an option is unknown, or everybody
        or nobody reached the outcome, so that there is nothing to test.

    Notes
    -----
    ``exact_test`` is the test to report for small groups. Pending and lost persons
    are left out.

    References
    ----------
    .. [1] Campbell I (2007). Chi-squared and Fisher-Irwin tests of two-by-two
       tables with small sample recommendations. Statistics in Medicine 26,
       3661-3675. doi:10.1002/sim.2832

    Examples
    --------
    56 of 70 against 48 of 80.

    >>> test = chi_squared_test(Tally(56, 70), Tally(48, 80), method="pearson")
    >>> round(test.statistic, 3), round(test.p_value, 4)
    (7.023, 0.008)
    """
    require_known("pilot group", pilot)
    require_known("control group", control)
    require_option("method", method, ChiSquaredMethod)
    expected = _smallest_expected(pilot, control)
    statistic = _statistic(pilot, control, method)
    doubtful = expected < SMALLEST_EXPECTED
    return ChiSquaredTest(
        statistic=statistic,
        p_value=chi_squared_p(statistic, 1),
        method=method,
        smallest_expected=expected,
        pilot=pilot,
        control=control,
        notes=(
            *cautions(pilot, control),
            *(("normal_approximation_doubtful",) if doubtful else ()),
        ),
    )


def _smallest_expected(pilot: Tally, control: Tally) -> float:
    persons, reached = pilot.known + control.known, pilot.reached + control.reached
    if reached in (0, persons):
        raise ValueError(
            f"{reached} of {persons} persons reached the outcome in the two groups "
            "together, so there is nothing to test; report the two rates"
        )
    smaller_group = min(pilot.known, control.known)
    return smaller_group * min(reached, persons - reached) / persons


def _statistic(pilot: Tally, control: Tally, method: ChiSquaredMethod) -> float:
    n1, n2 = pilot.known, control.known
    persons, reached = n1 + n2, pilot.reached + control.reached
    # Persons by which the pilot's count is away from what is expected of it.
    away = abs(pilot.reached - n1 * reached / persons)
    if method == "yates":
        away = max(away - 0.5, 0.0)
    variance = n1 * n2 * reached * (persons - reached) / persons**3
    factor = (persons - 1) / persons if method == "n_minus_1" else 1.0
    return factor * away**2 / variance
