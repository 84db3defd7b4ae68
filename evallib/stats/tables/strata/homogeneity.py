"""Tests over strata: is there a difference, and is it the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from statsmodels.stats.contingency_tables import StratifiedTable

from evallib.stats.tables.guards import require_option
from evallib.stats.tables.strata.counts import (
    FloatArray,
    Strata,
    Stratum,
    comparable,
    stratum_notes,
)

HomogeneityMethod = Literal["tarone", "breslow_day"]


@dataclass(frozen=True, slots=True)
class StrataTest:
    """A chi-squared statistic over strata with its degrees of freedom."""

    statistic: float
    p_value: float
    df: int
    method: str
    strata: tuple[Stratum, ...]
    notes: tuple[str, ...] = ()


def association_test(
    strata: Sequence[Stratum], *, corrected: bool = False
) -> StrataTest:
    """Test of no difference between pilot and control within any stratum.

    Read a ``p_value`` of ``0.049`` as: if the groups were alike in every stratum,
    counts as uneven as these would come up about five times in a hundred.

    Parameters
    ----------
    strata : sequence of (Tally, Tally)
        Pilot and control of each stratum, counted at the same follow-up point.
    corrected : bool, default False
        With continuity correction.

    Returns
    -------
    StrataTest
        One degree of freedom; notes as in ``stratified``.

    Raises
    ------
    ValueError
        If no stratum has both groups and both outcomes.

    Notes
    -----
    Cochran, Mantel and Haenszel's test [1]_, by the library. It looks for a
    difference in the same direction everywhere, and can miss opposite ones.

    References
    ----------
    .. [1] Mantel N, Haenszel W (1959). Statistical aspects of the analysis of data
       from retrospective studies of disease. Journal of the National Cancer
       Institute 22, 719-748. doi:10.1093/jnci/22.4.719

    Examples
    --------
    >>> from evallib.domain.estimate import Tally
    >>> without = Tally(26, 92), Tally(36, 93)
    >>> with_some = Tally(22, 124), Tally(30, 123)
    >>> test = association_test([without, with_some])
    >>> round(test.statistic, 3), round(test.p_value, 4)
    (3.865, 0.0493)
    """
    tables = _library_tables(_informative(strata))
    test = tables.test_null_odds(correction=corrected)
    return StrataTest(
        statistic=float(test.statistic),
        p_value=float(test.pvalue),
        df=1,
        method="mantel_haenszel_corrected" if corrected else "mantel_haenszel",
        strata=tuple(strata),
        notes=stratum_notes(strata),
    )


def homogeneity_test(
    strata: Sequence[Stratum], *, method: HomogeneityMethod = "tarone"
) -> StrataTest:
    """Test that the odds ratio is the same in every stratum.

    Read a ``p_value`` of ``0.88`` as: if the odds ratio were the same everywhere,
    strata as different as these would be quite usual. With few persons that is no
    proof of sameness.

    Parameters
    ----------
    strata : sequence of (Tally, Tally)
        Pilot and control of each stratum, counted at the same follow-up point.
    method : {"tarone", "breslow_day"}
        With or without Tarone's correction, which is tiny and makes the test exact
        in the limit.

    Returns
    -------
    StrataTest
        Degrees of freedom are the strata that can tell, less one; notes as in
        ``stratified``.

    Raises
    ------
    ValueError
        If fewer than two strata have both groups and both outcomes, or the strata
        together have no finite odds ratio.

    Notes
    -----
    Counts are compared with those expected under Mantel and Haenszel's common odds
    ratio [1]_, [2]_, by the library. Strata in which everybody or nobody reached the
    outcome say nothing about an odds ratio and are left out.

    References
    ----------
    .. [1] Breslow NE, Day NE (1980). Statistical Methods in Cancer Research, volume
       1, section 4.4. IARC Scientific Publications 32.
    .. [2] Tarone RE (1985). On heterogeneity tests based on efficient scores.
       Biometrika 72, 91-95. doi:10.1093/biomet/72.1.91

    Examples
    --------
    >>> from evallib.domain.estimate import Tally
    >>> without = Tally(26, 92), Tally(36, 93)
    >>> with_some = Tally(22, 124), Tally(30, 123)
    >>> test = homogeneity_test([without, with_some])
    >>> round(test.statistic, 4), round(test.p_value, 3), test.df
    (0.0244, 0.876, 1)
    """
    require_option("method", method, HomogeneityMethod)
    counts = _informative(strata)
    _require_two_strata(counts)
    tables = _library_tables(counts)
    test = tables.test_equal_odds(adjust=method == "tarone")
    return StrataTest(
        statistic=float(test.statistic),
        p_value=float(test.pvalue),
        df=len(counts.x1) - 1,
        method=method,
        strata=tuple(strata),
        notes=stratum_notes(strata),
    )


def _informative(strata: Sequence[Stratum]) -> Strata:
    """Strata in which some, but not all, reached the outcome."""
    counts = comparable(strata)
    mixed = (counts.reached > 0) & (counts.reached < counts.persons)
    if not mixed.any():
        raise ValueError(
            f"in none of {len(strata)} strata did some persons reach the outcome and "
            "others not, so there is nothing to test; report the rates"
        )
    return Strata(*(part[mixed] for part in _parts(counts)))


def _require_two_strata(counts: Strata) -> None:
    x1, n1, x2, n2 = _parts(counts)
    above, below = (x1 * (n2 - x2)).sum(), (x2 * (n1 - x1)).sum()
    if len(x1) < 2 or above == 0 or below == 0:
        raise ValueError(
            "sameness of strata needs two strata in which some persons reached the "
            "outcome and others not, and both groups with both outcomes; "
            f"{len(x1)} such strata"
        )


def _library_tables(counts: Strata) -> StratifiedTable:
    x1, n1, x2, n2 = _parts(counts)
    cells = np.array([[x1, n1 - x1], [x2, n2 - x2]])
    return StratifiedTable(list(np.moveaxis(cells, 2, 0)))


def _parts(counts: Strata) -> tuple[FloatArray, ...]:
    return counts.x1, counts.n1, counts.x2, counts.n2
