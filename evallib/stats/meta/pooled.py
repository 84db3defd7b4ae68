"""The result of pooling studies, and what every such result tells."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evallib.domain.estimate import Interval
from evallib.stats.meta.between import Centre, centre, typical_variance
from evallib.stats.meta.effects import StudyEffects
from evallib.stats.quantiles import chi_squared_p, normal_p, t_p

FEW_STUDIES = 10


@dataclass(frozen=True, slots=True)
class PooledEffect:
    """Average effect over studies, and how far true effects lie apart.

    Attributes
    ----------
    measure, value, standard_error, interval, p_value
        The average; ratios as natural logarithms. ``interval.method`` names the
        error rule.
    tau2 : float
        Variance of true effects between studies, in squared units of ``value``.
    tau2_method : str
    tau2_interval : Interval or None
        Q-profile interval; None for a fixed effect.
    i2, h2 : float
        Share of the variation that is between studies (0 to 1), and total over
        within.
    q, q_df, q_p_value
        Cochran's test of no difference between studies.
    prediction : Interval or None
        Where the effect of a new, similar study would lie; None for a fixed effect.
    weights : tuple of float
        Each study's part in the average, adding up to 1.
    """

    measure: str
    value: float
    standard_error: float
    interval: Interval
    p_value: float
    tau2: float
    tau2_method: str
    tau2_interval: Interval | None
    i2: float
    h2: float
    q: float
    q_df: int
    q_p_value: float
    prediction: Interval | None
    weights: tuple[float, ...]
    studies: int
    notes: tuple[str, ...]


def pooled(
    effects: StudyEffects,
    around: Centre,
    *,
    error: tuple[float, int | None],
    interval: Interval,
    between: tuple[float, str, Interval | None],
    prediction: Interval | None = None,
    notes: tuple[str, ...] = (),
) -> PooledEffect:
    """Gather a result with Cochran's Q and the share of variation between studies."""
    values, variances = effects.arrays
    k, fixed = values.size, centre(values, variances, 0.0)
    within = typical_variance(variances) if k > 1 else math.inf
    applies = {
        "few_studies": k < FEW_STUDIES,
        "zero_cells_corrected": effects.corrected > 0,
    }
    return PooledEffect(
        measure=effects.measure,
        value=around.mean,
        standard_error=error[0],
        interval=interval,
        p_value=_p_value(around.mean / error[0], error[1]),
        tau2=between[0],
        tau2_method=between[1],
        tau2_interval=between[2],
        i2=between[0] / (between[0] + within),
        h2=1 + between[0] / within,
        q=fixed.q,
        q_df=k - 1,
        q_p_value=chi_squared_p(fixed.q, k - 1) if k > 1 else 1.0,
        prediction=prediction,
        weights=tuple((around.weights / around.weights.sum()).tolist()),
        studies=k,
        notes=(*notes, *(note for note, holds in applies.items() if holds)),
    )


def _p_value(statistic: float, df: int | None) -> float:
    return normal_p(statistic) if df is None else t_p(statistic, df)
