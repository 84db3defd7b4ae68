"""Several tests at once: p-values that allow for their number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from statsmodels.stats.multitest import multipletests

from evallib.stats.arrays import FloatArray
from evallib.stats.quantiles import require_level
from evallib.stats.tables.guards import require_option

Adjustment = Literal[
    "holm",
    "bh",
    "bonferroni",
    "hochberg",
    "hommel",
    "by",
    "holm_sidak",
    "sidak",
    "bky",
]
_LIBRARY = {
    "bh": "fdr_bh",
    "bonferroni": "bonferroni",
    "hochberg": "simes-hochberg",
    "hommel": "hommel",
    "by": "fdr_by",
    "holm_sidak": "holm-sidak",
    "sidak": "sidak",
    "bky": "fdr_tsbky",
}


@dataclass(frozen=True, slots=True)
class AdjustedTests:
    """P-values beside those that allow for the number of tests.

    Attributes
    ----------
    p_values, adjusted : tuple of float
        In the order given; adjusted ones from 0 to 1.
    rejected : tuple of bool
        Whether the adjusted value is at most ``alpha``.
    method : str
    alpha : float
        Rate of false findings that is allowed, among all tests or, for ``"bh"``,
        ``"by"`` and ``"bky"``, among the findings.
    """

    p_values: tuple[float, ...]
    adjusted: tuple[float, ...]
    rejected: tuple[bool, ...]
    method: str
    alpha: float

    @property
    def tests(self) -> int:
        return len(self.p_values)


def adjust(
    p_values: Sequence[float], *, method: Adjustment = "holm", alpha: float = 0.05
) -> AdjustedTests:
    """P-values that allow for how many tests were made.

    Read an adjusted value of ``0.04`` under Holm as: with no difference anywhere, a
    value this small would come up among all these tests at most four times in a
    hundred.

    Parameters
    ----------
    p_values : sequence of float
        Of every test that was made, not of the promising ones; 0 to 1.
    method : str, default "holm"
        Against any false finding: ``"holm"``, ``"bonferroni"``, ``"hochberg"``,
        ``"hommel"``, ``"holm_sidak"``, ``"sidak"``. Against too large a share of
        false findings: ``"bh"``, ``"by"``, ``"bky"``.
    alpha : float, default 0.05
        Allowed rate, strictly between 0 and 1.

    Returns
    -------
    AdjustedTests
        With the number of tests.

    Raises
    ------
    ValueError
        If there is no p-value, one is missing or out of range, or an option is
        unknown.

    Notes
    -----
    Holm's [1]_ holds whatever the tests share; Benjamini and Hochberg's [2]_ if they
    are independent or hang together positively. The values of ``"bky"`` depend on
    ``alpha``. All but Holm's are by the library, which stops for a quarter of a second
    to collect garbage in each call of that one.

    References
    ----------
    .. [1] Holm S (1979). A simple sequentially rejective multiple test procedure.
       Scandinavian Journal of Statistics 6, 65-70.
    .. [2] Benjamini Y, Hochberg Y (1995). Controlling the false discovery rate: a
       practical and powerful approach to multiple testing. Journal of the Royal
       Statistical Society B 57, 289-300.

    Examples
    --------
    The fifteen comparisons of [2]_, section 3.2: four findings, against three by
    Bonferroni.

    >>> trial = [.0001, .0004, .0019, .0095, .0201, .0278, .0298, .0344, .0459, .3240,
    ...          .4262, .5719, .6528, .7590, 1.000]
    >>> sum(adjust(trial, method="bh").rejected)
    4
    >>> sum(adjust(trial, method="bonferroni").rejected)
    3
    """
    given = np.asarray(p_values, dtype=float)
    _require_p_values(given)
    require_option("method", method, Adjustment)
    require_level(1 - alpha)
    if method == "holm":
        adjusted = _holm(given)
        rejected = adjusted <= alpha
    else:
        with np.errstate(divide="ignore"):  # Sidak's logarithm of a p-value of one
            rejected, adjusted, *_ = multipletests(
                given, alpha=alpha, method=_LIBRARY[method]
            )
    return AdjustedTests(
        p_values=tuple(given.tolist()),
        adjusted=tuple(float(p) for p in adjusted),
        rejected=tuple(bool(each) for each in rejected),
        method=method,
        alpha=alpha,
    )


def _holm(given: FloatArray) -> FloatArray:
    """The smallest times their number, the next times one less, never falling."""
    order = np.argsort(given, kind="stable")
    raised = given[order] * np.arange(given.size, 0, -1)
    adjusted = np.empty_like(given)
    adjusted[order] = np.minimum(np.maximum.accumulate(raised), 1.0)
    return adjusted


def _require_p_values(given: FloatArray) -> None:
    if given.ndim != 1 or given.size == 0:
        raise ValueError(f"p_values needs at least one; got shape {given.shape}")
    wrong = int((~((given >= 0) & (given <= 1))).sum())
    if wrong:
        raise ValueError(
            f"p_values lie between 0 and 1; {wrong} of {given.size} do not or are "
            "missing"
        )
