"""Outcome models averaged over the same clients: g-computation."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from evallib.domain.estimate import Interval
from evallib.stats.weights.contrast import WeightedContrast, contrast
from evallib.stats.weights.influence import logit_influence, root_of_squares
from evallib.stats.weights.inputs import (
    Floats,
    covariate_matrix,
    pilot_flags,
    require_level,
    require_option,
    values_of,
)
from evallib.stats.weights.logit import standardised
from evallib.stats.weights.models import (
    ModelKind,
    OutcomeModel,
    model_cautions,
    outcome_model,
)

Population = Literal["ate", "att"]
StandardisedError = Literal["m_estimation", "hc2"]


@dataclass(frozen=True, slots=True, eq=False)
class Standardised:
    """A difference of predicted means over the same clients.

    Attributes
    ----------
    contrast : WeightedContrast
        The difference, with both predicted means.
    ratio : float or None
        Ratio of both means for a yes/no outcome, pilot over control.
    ratio_interval : Interval or None
        Its interval, made on the log scale.
    estimand : str
        Whose covariates the means are taken over.
    model : str
        ``"linear"`` or ``"logistic"``, fitted in each group by itself.
    """

    contrast: WeightedContrast
    ratio: float | None
    ratio_interval: Interval | None
    estimand: Population
    model: ModelKind


def g_computation(
    pilot: ArrayLike,
    covariates: ArrayLike,
    outcome: ArrayLike,
    *,
    estimand: Population = "att",
    error_rule: StandardisedError = "m_estimation",
    level: float = 0.95,
) -> Standardised:
    """Predicted mean in the pilot minus predicted mean outside, over the same clients.

    Read ``contrast.value = +0.09`` of a yes/no outcome with ``"ate"`` as: had all
    these clients been in the pilot, nine more of one hundred would be expected to
    reach it than had none been, if the model holds and nothing else divides them.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    covariates : array_like, shape (n, k)
        Facts from before time zero.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    estimand : {"ate", "att"}, default "att"
        Average over everybody or over the pilot's clients.
    error_rule : {"m_estimation", "hc2"}, default "m_estimation"
        Stacked equations; or, for a linear model, the HC2 error of the regression
        with all interactions, which takes the covariates as given (Lin 2013).
    level : float, default 0.95
        Coverage of the two-sided intervals, strictly between 0 and 1.

    Returns
    -------
    Standardised
        Difference in the outcome's unit and, for a yes/no outcome, the ratio.

    Raises
    ------
    ValueError
        If a group is empty or too small for its model, a value is missing, or the
        covariates tell exactly who reached the outcome.

    Notes
    -----
    One model in each group, least squares or logistic for 0 and 1. With
    least squares and ``"ate"`` the difference is that of Lin's regression [2]_.

    References
    ----------
    .. [1] Snowden JM, Rose S, Mortimer KM (2011). Implementation of G-computation on
       a simulated data set. American Journal of Epidemiology 173, 731-738.
    .. [2] Lin W (2013). Agnostic notes on regression adjustments to experimental data.
       Annals of Applied Statistics 7, 295-318.

    Examples
    --------
    Outcomes rise by one per year of age in both groups; the pilot's lie two higher.

    >>> age, pilot = [20, 30, 40, 20, 30, 50], [1, 1, 1, 0, 0, 0]
    >>> found = g_computation(pilot, age, [22, 32, 42, 20, 30, 50])
    >>> round(found.contrast.value, 6), found.model
    (2.0, 'linear')
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(covariates, len(flags))
    column = values_of("outcome", outcome, len(flags))
    require_option("estimand", estimand, get_args(Population))
    require_option("error_rule", error_rule, get_args(StandardisedError))
    require_level(level)
    models = (
        outcome_model(flags, table, column, name="pilot"),
        outcome_model(~flags, table, column, name="control"),
    )
    shares = np.ones(len(flags)) if estimand == "ate" else flags.astype(np.float64)
    shares /= shares.sum()
    kind = models[0].kind
    if error_rule == "hc2":
        _require_linear(kind)
        found_parts = [_fixed_mean(model, table, shares) for model in models]
    else:
        found_parts = [_mean(model, table, shares) for model in models]
    means, parts = zip(*found_parts, strict=True)
    found = contrast(
        f"g_computation_{estimand}",
        (means[0], means[1]),
        standard_error=root_of_squares(parts[0] - parts[1]),
        groups=(np.ones(flags.sum()), np.ones((~flags).sum())),
        error_rule=error_rule,
        level=level,
    )
    ratio, interval = None, None
    if kind == "logistic":
        ratio = means[0] / means[1]
        error = root_of_squares(parts[0] / means[0] - parts[1] / means[1])
        interval = _log_interval(ratio, error, level)
    found = replace(found, notes=found.notes + model_cautions(models))
    return Standardised(found, ratio, interval, estimand, kind)


def _mean(
    model: OutcomeModel, covariates: Floats, shares: Floats
) -> tuple[float, Floats]:
    """Mean prediction and each client's part in it."""
    mean = float(shares @ model.predicted)
    through = logit_influence(
        model.fit, covariates, residuals=model.residuals, pull=shares * model.slope
    )
    return mean, shares * (model.predicted - mean) + through


def _fixed_mean(
    model: OutcomeModel, covariates: Floats, shares: Floats
) -> tuple[float, Floats]:
    """Mean prediction and each client's HC2 part, the covariates taken as given."""
    residuals = model.residuals.copy()
    for rows, block in standardised(covariates, model.fit.centre, model.fit.spread):
        leverage = (model.fit.covariance @ block * block).sum(axis=0)
        # Clients outside the fit have no residual, whatever their leverage.
        residuals[rows] /= np.sqrt(np.where(residuals[rows] == 0, 1.0, 1 - leverage))
    through = logit_influence(
        model.fit, covariates, residuals=residuals, pull=shares * model.slope
    )
    return float(shares @ model.predicted), through


def _require_linear(kind: ModelKind) -> None:
    if kind != "linear":
        raise ValueError(
            'error_rule "hc2" belongs to a linear model; a yes/no outcome has '
            '"m_estimation"'
        )


def _log_interval(ratio: float, error: float, level: float) -> Interval:
    reach = float(norm.ppf((1 + level) / 2)) * error
    low, high = ratio * math.exp(-reach), ratio * math.exp(reach)
    return Interval(low, high, level=level, method="log_normal")
