"""Average effect of several studies, with and without differences between them."""

from __future__ import annotations

import math
from typing import Literal

from evallib.domain.estimate import Interval
from evallib.stats.meta.between import (
    Centre,
    TauMethod,
    centre,
    tau_interval,
    tau_squared,
)
from evallib.stats.meta.effects import StudyEffects
from evallib.stats.meta.pooled import PooledEffect, pooled
from evallib.stats.quantiles import normal_quantile, require_level, t_quantile
from evallib.stats.tables.guards import require_option

ErrorRule = Literal["hartung_knapp", "hartung_knapp_widened", "normal"]
PredictionRule = Literal["k_minus_1", "k_minus_2", "normal"]
FEWEST_STUDIES = 3


def random_effects(
    effects: StudyEffects,
    *,
    tau2: TauMethod = "reml",
    errors: ErrorRule = "hartung_knapp",
    prediction: PredictionRule = "k_minus_1",
    level: float = 0.95,
) -> PooledEffect:
    """Average effect over studies whose true effects differ.

    Read ``value`` as the mean of the studies' effects, and ``prediction`` as where
    the effect of the next such study would lie: the wider of the two is the one to
    plan with.

    Parameters
    ----------
    effects : StudyEffects
        One value and variance a study.
    tau2 : {"reml", "dl", "pm", "ml", "he", "hs", "sj", "eb"}, default "reml"
        Estimator of the variance between studies.
    errors : {"hartung_knapp", "hartung_knapp_widened", "normal"}
        Student's interval with Hartung and Knapp's error; the same never narrower
        than the normal error gives; or the normal one.
    prediction : {"k_minus_1", "k_minus_2", "normal"}
        Degrees of freedom of the prediction interval, or a normal one.
    level : float, default 0.95
        Coverage, strictly between 0 and 1.

    Returns
    -------
    PooledEffect
        In the unit of the values. ``notes`` may hold ``"few_studies"`` (below ten),
        ``"zero_cells_corrected"``, ``"error_below_normal"`` (Hartung and Knapp's
        error is below the normal one) and, below three studies,
        ``"too_few_studies_fixed_effect"``: two studies cannot tell how far effects
        differ, and the result is then that of ``fixed_effect``.

    Raises
    ------
    ValueError
        If an option is unknown or ``level`` out of range.

    Notes
    -----
    Restricted maximum likelihood with Hartung and Knapp's error [1]_ keeps its
    coverage with few studies. The library's DerSimonian-Laird estimate may be
    negative; here none is. Paule and Mandel's is solved to the last digits.

    References
    ----------
    .. [1] Hartung J, Knapp G (2001). A refined method for the meta-analysis of
       controlled clinical trials with binary outcome. Statistics in Medicine 20,
       3875-3889.
    .. [2] Viechtbauer W (2005). Bias and efficiency of meta-analytic variance
       estimators in the random-effects model. Journal of Educational and Behavioral
       Statistics 30, 261-293.
    .. [3] Higgins JPT, Thompson SG, Spiegelhalter DJ (2009). A re-evaluation of
       random-effects meta-analysis. Journal of the Royal Statistical Society A 172,
       137-159.

    Examples
    --------
    >>> found = random_effects(StudyEffects([0.1, 0.3, 0.35, 0.6], [0.01] * 4))
    >>> round(found.value, 4), round(found.tau2, 4)
    (0.3375, 0.0323)
    """
    require_level(level)
    require_option("tau2", tau2, TauMethod)
    require_option("errors", errors, ErrorRule)
    require_option("prediction", prediction, PredictionRule)
    if effects.studies < FEWEST_STUDIES:
        return _fixed(effects, level, ("too_few_studies_fixed_effect",))
    values, variances = effects.arrays
    between = tau_squared(values, variances, tau2)
    around = centre(values, variances, between)
    if around.q == 0:
        errors = "hartung_knapp_widened"  # equal effects would have no error at all
    error, df = _error(around, errors)
    low, high = tau_interval(values, variances, level)
    reach = _quantile(level, df) * error
    ends = (around.mean - reach, around.mean + reach)
    return pooled(
        effects,
        around,
        error=(error, df),
        interval=Interval(*ends, level=level, method=errors),
        between=(between, tau2, Interval(low, high, level, "q_profile")),
        prediction=_prediction(around, error, between, prediction, level),
        notes=_narrow(around, errors),
    )


def fixed_effect(effects: StudyEffects, *, level: float = 0.95) -> PooledEffect:
    """Average effect over studies that are taken to share one effect.

    Read ``value`` as the effect that all studies estimate, each with its own chance
    error; if they do not share it, as their precision-weighted mean.

    Parameters
    ----------
    effects : StudyEffects
        One value and variance a study.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    PooledEffect
        With ``tau2`` zero and without prediction.

    Raises
    ------
    ValueError
        If ``level`` is out of range.

    Notes
    -----
    Weighted by inverse variances [1]_. Pilots differ in clients, place and year, so
    a shared effect is a bold assumption; Cochran's Q tests it, weakly when studies
    are few.

    References
    ----------
    .. [1] Cochran WG (1954). The combination of estimates from different
       experiments. Biometrics 10, 101-129.

    Examples
    --------
    >>> found = fixed_effect(StudyEffects([0.2, 0.4], [0.01, 0.03]))
    >>> round(found.value, 2), round(found.standard_error, 4)
    (0.25, 0.0866)
    """
    require_level(level)
    return _fixed(effects, level, ())


def _fixed(effects: StudyEffects, level: float, notes: tuple[str, ...]) -> PooledEffect:
    around = centre(*effects.arrays, 0.0)
    error = 1 / math.sqrt(float(around.weights.sum()))
    reach = normal_quantile(level) * error
    ends = (around.mean - reach, around.mean + reach)
    return pooled(
        effects,
        around,
        error=(error, None),
        interval=Interval(*ends, level=level, method="normal"),
        between=(0.0, "none", None),
        notes=notes,
    )


def _error(around: Centre, rule: ErrorRule) -> tuple[float, int | None]:
    plain = 1 / math.sqrt(float(around.weights.sum()))
    if rule == "normal":
        return plain, None
    df = around.weights.size - 1
    spread = around.q / df
    factor = max(spread, 1.0) if rule == "hartung_knapp_widened" else spread
    return plain * math.sqrt(factor), df


def _narrow(around: Centre, rule: ErrorRule) -> tuple[str, ...]:
    narrower = rule == "hartung_knapp" and around.q < around.weights.size - 1
    return ("error_below_normal",) if narrower else ()


def _prediction(
    around: Centre, error: float, tau2: float, rule: PredictionRule, level: float
) -> Interval:
    k = around.weights.size
    df = {"k_minus_1": k - 1, "k_minus_2": k - 2, "normal": None}[rule]
    reach = _quantile(level, df) * math.sqrt(error**2 + tau2)
    return Interval(around.mean - reach, around.mean + reach, level, rule)


def _quantile(level: float, df: int | None) -> float:
    return normal_quantile(level) if df is None else t_quantile(level, df)
