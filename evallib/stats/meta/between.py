"""Variance of true effects between studies, by eight estimators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.optimize import brentq
from scipy.stats import chi2

from evallib.stats.arrays import FloatArray

TauMethod = Literal["reml", "dl", "pm", "ml", "he", "hs", "sj", "eb"]
MOST_STEPS = 1_000
SMALLEST_STEP = 1e-13  # of the effects' own variance
ROOT = 1e-14


@dataclass(frozen=True, slots=True)
class Centre:
    """Weighted mean of effects, its weights, and the squares around it."""

    weights: FloatArray
    mean: float
    residuals: FloatArray

    @property
    def q(self) -> float:
        return float(self.weights @ self.residuals**2)


def centre(values: FloatArray, variances: FloatArray, tau2: float) -> Centre:
    """Effects around their mean, weighted by both variances."""
    weights = 1 / (variances + tau2)
    mean = float(weights @ values / weights.sum())
    return Centre(weights, mean, values - mean)


def tau_squared(values: FloatArray, variances: FloatArray, method: TauMethod) -> float:
    """Variance between studies, never below zero."""
    if method in _DIRECT:
        return max(_DIRECT[method](values, variances), 0.0)
    if method == "pm":
        return q_root(values, variances, values.size - 1)
    return _stepped(values, variances, _STEPS[method])


def typical_variance(variances: FloatArray) -> float:
    """Higgins and Thompson's variance within a typical study."""
    weights = 1 / variances
    total = weights.sum()
    return float((weights.size - 1) * total / (total**2 - (weights**2).sum()))


def tau_interval(
    values: FloatArray, variances: FloatArray, level: float
) -> tuple[float, float]:
    """Q-profile interval: variances whose Q is neither too large nor too small."""
    df, tail = values.size - 1, (1 - level) / 2
    upper, lower = (float(chi2.ppf(share, df)) for share in (1 - tail, tail))
    return q_root(values, variances, upper), q_root(values, variances, lower)


def q_root(values: FloatArray, variances: FloatArray, target: float) -> float:
    """Variance between studies at which Q, which falls with it, is the target."""

    def excess(tau2: float) -> float:
        return centre(values, variances, tau2).q - target

    if excess(0.0) <= 0:
        return 0.0
    high = float(np.ptp(values)) ** 2 + float(variances.max())
    while excess(high) > 0:
        high *= 2
    return float(brentq(excess, 0.0, high, xtol=ROOT * high, maxiter=MOST_STEPS))


def _dersimonian_laird(values: FloatArray, variances: FloatArray) -> float:
    fixed = centre(values, variances, 0.0)
    total = fixed.weights.sum()
    scale = total - (fixed.weights**2).sum() / total
    return float((fixed.q - (values.size - 1)) / scale)


def _hedges(values: FloatArray, variances: FloatArray) -> float:
    return float(values.var(ddof=1) - variances.mean())


def _hunter_schmidt(values: FloatArray, variances: FloatArray) -> float:
    fixed = centre(values, variances, 0.0)
    return float((fixed.q - values.size) / fixed.weights.sum())


def _sidik_jonkman(values: FloatArray, variances: FloatArray) -> float:
    rough = float(values.var(ddof=0))
    return rough * centre(values, variances, rough).q / (values.size - 1)


def _reml_step(values: FloatArray, around: Centre) -> float:
    w, total = around.weights, around.weights.sum()
    squares = (w**2).sum()
    trace = total - squares / total
    curvature = squares - 2 * (w**3).sum() / total + (squares / total) ** 2
    return float((((w * around.residuals) ** 2).sum() - trace) / curvature)


def _ml_step(values: FloatArray, around: Centre) -> float:
    w = around.weights
    return float((((w * around.residuals) ** 2).sum() - w.sum()) / (w**2).sum())


def _eb_step(values: FloatArray, around: Centre) -> float:
    k = values.size
    return float((around.q * k / (k - 1) - k) / around.weights.sum())


def _stepped(
    values: FloatArray,
    variances: FloatArray,
    step: Callable[[FloatArray, Centre], float],
) -> float:
    """Fisher scoring from Hedges' estimate; a step below zero is halved."""
    tau2 = max(_hedges(values, variances), 0.0)
    close = SMALLEST_STEP * float(values.var() + variances.min())
    for _ in range(MOST_STEPS):
        move = max(step(values, centre(values, variances, tau2)), -tau2)
        if abs(move) <= close:
            return tau2 + move
        tau2 += move if tau2 + move > 0 else move / 2
    raise ValueError(
        f"the variance between {values.size} studies did not settle; use another "
        "estimator, such as pm"
    )


_DIRECT = {
    "dl": _dersimonian_laird,
    "he": _hedges,
    "hs": _hunter_schmidt,
    "sj": _sidik_jonkman,
}
_STEPS = {"reml": _reml_step, "ml": _ml_step, "eb": _eb_step}
