"""One effect and one variance for each study, from counts or as they were published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Tally
from evallib.stats.arrays import FloatArray
from evallib.stats.tables.guards import require_known, require_option

EffectMeasure = Literal["risk_difference", "risk_ratio", "odds_ratio"]


@dataclass(frozen=True, slots=True, eq=False)
class StudyEffects:
    """Effects of several studies with their variances.

    Attributes
    ----------
    values, variances : array_like
        One of each a study; ratios as natural logarithms.
    measure : str
        What the values are, such as ``"risk_difference"`` or ``"mean_difference"``.
    corrected : int
        Studies in which 0.5 was added to every count.
    """

    values: ArrayLike
    variances: ArrayLike
    measure: str = "effect"
    corrected: int = 0

    def __post_init__(self) -> None:
        values, variances = self.arrays
        if values.ndim != 1 or values.shape != variances.shape or values.size == 0:
            raise ValueError(
                "each study needs one value and one variance; got shapes "
                f"{values.shape} and {variances.shape}"
            )
        if not np.isfinite([values, variances]).all() or variances.min() <= 0:
            raise ValueError("values must be finite and variances finite and above 0")

    @property
    def arrays(self) -> tuple[FloatArray, FloatArray]:
        return np.asarray(self.values, float), np.asarray(self.variances, float)

    @property
    def studies(self) -> int:
        return self.arrays[0].size


def study_effects(
    studies: Sequence[tuple[Tally, Tally]],
    *,
    measure: EffectMeasure = "risk_difference",
) -> StudyEffects:
    """Effect and variance of each study, pilot against control.

    Read ``-0.89`` of a risk ratio as: the logarithm of pilot rate over control rate,
    which is a ratio of 0.41.

    Parameters
    ----------
    studies : sequence of (Tally, Tally)
        Pilot and control of each study, counted at the same follow-up point.
    measure : {"risk_difference", "risk_ratio", "odds_ratio"}
        Rates subtracted, or the logarithm of rates or odds divided.

    Returns
    -------
    StudyEffects
        In proportion units or logarithms.

    Raises
    ------
    ValueError
        If there are no studies or a group has nobody with known status.

    Notes
    -----
    Large-sample variances. In a table with an empty cell, and only there, 0.5 is
    added to all four, and ``corrected`` counts those tables; with several of them
    prefer ``mantel_haenszel`` or ``pool_rates``, which need no such addition.

    References
    ----------
    .. [1] Colditz GA, Brewer TF, Berkey CS and others (1994). Efficacy of BCG vaccine
       in the prevention of tuberculosis. JAMA 271, 698-702.

    Examples
    --------
    The first trial of [1]_: 4 of 123 vaccinated and 11 of 139 others fell ill.

    >>> first = study_effects([(Tally(4, 123), Tally(11, 139))], measure="risk_ratio")
    >>> [round(float(x), 4) for x in (first.values[0], first.variances[0])]
    [-0.8893, 0.3256]
    """
    require_option("measure", measure, EffectMeasure)
    if not studies:
        raise ValueError("pooling needs at least one study; got none")
    for pilot, control in studies:
        require_known("pilot group", pilot)
        require_known("control group", control)
    cells, corrected = _cells(studies)
    values, variances = _MEASURES[measure](*cells)
    return StudyEffects(values, variances, measure, corrected)


def _cells(studies: Sequence[tuple[Tally, Tally]]) -> tuple[FloatArray, int]:
    counts = np.array(
        [
            (p.reached, p.known - p.reached, c.reached, c.known - c.reached)
            for p, c in studies
        ],
        dtype=float,
    )
    empty = (counts == 0).any(axis=1)
    counts[empty] += 0.5
    return counts.T, int(empty.sum())


def _difference(
    a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray
) -> tuple[FloatArray, FloatArray]:
    pilot, control = a / (a + b), c / (c + d)
    variance = pilot * (1 - pilot) / (a + b) + control * (1 - control) / (c + d)
    return pilot - control, variance


def _log_ratio(
    a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray
) -> tuple[FloatArray, FloatArray]:
    ratio = a / (a + b) / (c / (c + d))
    return np.log(ratio), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _log_odds(
    a: FloatArray, b: FloatArray, c: FloatArray, d: FloatArray
) -> tuple[FloatArray, FloatArray]:
    return np.log(a * d / (b * c)), 1 / a + 1 / b + 1 / c + 1 / d


_MEASURES = {
    "risk_difference": _difference,
    "risk_ratio": _log_ratio,
    "odds_ratio": _log_odds,
}
