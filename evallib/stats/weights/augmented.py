"""Weights and outcome models together: right if either of them is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.propensity import Propensity
from evallib.stats.weights.contrast import WeightedContrast, contrast
from evallib.stats.weights.influence import logit_influence, root_of_squares
from evallib.stats.weights.inputs import (
    Floats,
    require_level,
    require_option,
    values_of,
)
from evallib.stats.weights.inverse import propensity_weights
from evallib.stats.weights.models import (
    ModelKind,
    OutcomeModel,
    model_cautions,
    outcome_model,
)

Population = Literal["ate", "att"]
AugmentedError = Literal["influence", "m_estimation"]


@dataclass(frozen=True, slots=True, eq=False)
class Augmented:
    """A doubly robust difference.

    Attributes
    ----------
    contrast : WeightedContrast
        The difference with its standard error.
    estimand : str
        ``"ate"`` or ``"att"``.
    model : str
        ``"linear"`` or ``"logistic"`` outcome models.
    """

    contrast: WeightedContrast
    estimand: Population
    model: ModelKind


def aipw(
    propensity: Propensity,
    outcome: ArrayLike,
    *,
    estimand: Population = "att",
    error_rule: AugmentedError = "influence",
    level: float = 0.95,
) -> Augmented:
    """Doubly robust difference, pilot minus control.

    Read ``contrast.value = +0.02`` of a yes/no outcome with ``"att"`` as: of one
    hundred pilot clients, two more reached it than would have been expected outside
    the pilot, by outcome model and weights together.

    Parameters
    ----------
    propensity : Propensity
        The fitted propensity; its covariates serve the outcome models too.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    estimand : {"ate", "att"}, default "att"
        Everybody or the pilot's clients.
    error_rule : {"influence", "m_estimation"}, default "influence"
        Standard deviation of the influence values over the root of n, right when
        both models are; or the stacked sandwich, right when either is.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    Augmented
        Difference in the outcome's unit.

    Raises
    ------
    ValueError
        If a value is missing, a group is too small for its outcome model, or the
        covariates tell exactly who reached the outcome.

    Notes
    -----
    Predictions of each group's outcome model, corrected by the weighted residuals of
    the clients whose outcome was seen. Weights are not normalised, clipped or
    trimmed, and the models are fitted on the clients they are used for.

    References
    ----------
    .. [1] Robins JM, Rotnitzky A, Zhao LP (1994). Estimation of regression coefficients
       when some regressors are not always observed. Journal of the American
       Statistical Association 89, 846-866.
    .. [2] Moodie EEM, Saarela O, Stephens DA (2018). A doubly robust weighting
       estimator of the average treatment effect on the treated. Stat 7, e205.

    Examples
    --------
    >>> from evallib.stats.propensity import fit_propensity
    >>> age, pilot = [20, 30, 40, 25, 20, 30, 50, 45], [1, 1, 1, 0, 0, 0, 0, 1]
    >>> outcome = [22, 32, 42, 25, 20, 30, 50, 47]
    >>> found = aipw(fit_propensity(pilot, age), outcome)
    >>> round(found.contrast.value, 6)
    2.0
    """
    column = values_of("outcome", outcome, len(propensity.pilot))
    require_option("estimand", estimand, get_args(Population))
    require_option("error_rule", error_rule, get_args(AugmentedError))
    require_level(level)
    pilot, table = propensity.pilot, propensity.covariates
    models = (
        outcome_model(pilot, table, column, name="pilot"),
        outcome_model(~pilot, table, column, name="control"),
    )
    compute = _everybody if estimand == "ate" else _pilots
    means, influence, through = compute(propensity, column, models)
    if error_rule == "m_estimation":
        influence = influence + through
    weights = propensity_weights(pilot, propensity.probability, estimand)
    found = contrast(
        f"aipw_{estimand}",
        means,
        standard_error=root_of_squares(influence),
        groups=(weights[pilot], weights[~pilot]),
        error_rule=error_rule,
        level=level,
    )
    notes = found.notes + propensity.notes + model_cautions(models)
    return Augmented(replace(found, notes=notes), estimand, models[0].kind)


Models = tuple[OutcomeModel, OutcomeModel]
Parts = tuple[tuple[float, float], Floats, Floats]


def _everybody(propensity: Propensity, outcome: Floats, models: Models) -> Parts:
    """Means over everybody, and the clients' direct and indirect parts."""
    pilot, chance, count = propensity.pilot, propensity.probability, len(outcome)
    inside, outside = pilot / chance, ~pilot / (1 - chance)
    high = models[0].predicted + inside * (outcome - models[0].predicted)
    low = models[1].predicted + outside * (outcome - models[1].predicted)
    means = float(high.mean()), float(low.mean())
    own = (high - low - (means[0] - means[1])) / count
    odds = chance / (1 - chance)
    pull = -models[0].residuals / odds - models[1].residuals * odds
    through = _through(propensity, pull / count)
    for model, rest in ((models[0], 1 - inside), (models[1], outside - 1)):
        through += _model_part(model, propensity.covariates, rest / count)
    return means, own, through


def _pilots(propensity: Propensity, outcome: Floats, models: Models) -> Parts:
    """Means over the pilot's clients, and the clients' parts."""
    pilot, chance = propensity.pilot, propensity.probability
    model, persons = models[1], int(np.count_nonzero(pilot))
    odds = np.where(pilot, 0.0, chance / (1 - chance))
    rest = np.where(pilot, 1.0, -odds) * (outcome - model.predicted)
    value = float(rest.sum() / persons)
    mean = float(outcome[pilot].mean())
    own = (rest - pilot * value) / persons
    through = _through(propensity, -odds * model.residuals / persons)
    pull = (odds - pilot) / persons
    through += _model_part(model, propensity.covariates, pull)
    return (mean, mean - value), own, through


def _through(propensity: Propensity, pull: Floats) -> Floats:
    residuals = propensity.pilot - propensity.probability
    return logit_influence(
        propensity.fit, propensity.covariates, residuals=residuals, pull=pull
    )


def _model_part(model: OutcomeModel, covariates: Floats, factor: Floats) -> Floats:
    return logit_influence(
        model.fit, covariates, residuals=model.residuals, pull=factor * model.slope
    )
