"""Outcome models fitted in one group and read for everybody."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import expit

from evallib.stats.weights.inputs import Flags, Floats
from evallib.stats.weights.logit import (
    LogitFit,
    fit_logit,
    linear_score,
    standard_scale,
    standardised,
)
from evallib.stats.weights.spread import is_binary

ModelKind = Literal["linear", "logistic"]
Group: TypeAlias = Literal["pilot", "control"]

SEPARATED_ABOVE = 10.0  # standardised coefficient or error, as for the propensity
PERFECT_FIT = 1e-4


@dataclass(frozen=True, slots=True, eq=False)
class OutcomeModel:
    """What a group's model predicts for everybody, and how it was fitted.

    ``predicted`` is in the outcome's unit; ``slope`` is how fast it moves with the
    linear score (1 for a linear model); ``residuals`` are zero outside the group;
    ``fit.covariance`` is the inverse of the fit's own second derivative. With
    ``separated`` some clients are predicted to reach the outcome surely or never:
    the coefficients have no limit, the predictions do.
    """

    kind: ModelKind
    fit: LogitFit
    predicted: Floats
    slope: Floats
    residuals: Floats
    separated: bool


def outcome_model(
    group: Flags, covariates: Floats, outcome: Floats, *, name: Group
) -> OutcomeModel:
    """Least squares, or logistic regression for an outcome of zeros and ones."""
    own = outcome[group]
    kind: ModelKind = "logistic" if is_binary(outcome) else "linear"
    if kind == "logistic" and own.min() == own.max():
        raise ValueError(
            f"{name} group: every client has the same outcome, so a logistic model has "
            "no finite fit; use ipw or entropy_balance"
        )
    try:
        fit = (fit_logit if kind == "logistic" else _least_squares)(
            covariates[group], own
        )
    except ValueError as fault:
        raise ValueError(f"outcome model of the {name} group: {fault}") from fault
    score = linear_score(fit, covariates)
    predicted = expit(score) if kind == "logistic" else score
    slope = predicted * (1 - predicted) if kind == "logistic" else np.ones_like(score)
    residuals = np.where(group, outcome - predicted, 0.0)
    if kind == "logistic":
        _require_misses(residuals, name)
    separated = kind == "logistic" and _is_separated(fit)
    return OutcomeModel(kind, fit, predicted, slope, residuals, separated)


def model_cautions(models: tuple[OutcomeModel, OutcomeModel]) -> tuple[str, ...]:
    """What a reader has to know about two outcome models."""
    return ("outcome_separated",) if any(model.separated for model in models) else ()


def _least_squares(covariates: Floats, outcome: Floats) -> LogitFit:
    """Ordinary least squares in the same form as a logistic fit."""
    persons, columns = covariates.shape
    if persons <= columns:
        raise ValueError(
            f"{persons} clients cannot carry {columns} covariates; use fewer"
        )
    centre, spread = standard_scale(covariates)
    information = np.zeros((columns + 1, columns + 1))
    moment = np.zeros(columns + 1)
    for rows, block in standardised(covariates, centre, spread):
        information += block @ block.T
        moment += block @ outcome[rows]
    inverse = np.asarray(np.linalg.inv(information), np.float64)
    return LogitFit(inverse @ moment, inverse, centre, spread, 1, True)


def _is_separated(fit: LogitFit) -> bool:
    errors = np.sqrt(np.diag(fit.covariance))
    largest = max(float(np.abs(fit.coefficients).max()), float(errors.max()))
    return not fit.converged or largest > SEPARATED_ABOVE


def _require_misses(residuals: Floats, name: Group) -> None:
    if np.abs(residuals).max() < PERFECT_FIT:
        raise ValueError(
            f"{name} group: the covariates tell exactly who reached the outcome, so a "
            "logistic model has no finite fit; use fewer covariates, ipw or "
            "entropy_balance"
        )
