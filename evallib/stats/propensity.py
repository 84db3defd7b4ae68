"""The chance of being in the pilot, given what was known before it began."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit

from evallib.stats.weights.firth import fit_firth
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    column_names,
    covariate_matrix,
    pilot_flags,
    require_option,
)
from evallib.stats.weights.logit import LogitFit, fit_logit, linear_score, raw_scale
from evallib.stats.weights.overlap import Overlap, overlap_of
from evallib.stats.weights.spread import is_binary

Separation = Literal["refuse", "firth"]

# On the scale of one standard deviation no real covariate moves the log odds by 10.
SEPARATED_ABOVE = 10.0
WEAK_OVERLAP_SHARE = 0.1
CLIENTS_PER_COVARIATE = 5  # of the smaller group; below it the fit is mostly noise


@dataclass(frozen=True, slots=True, eq=False)
class Propensity:
    """A fitted propensity: one chance per client, and the model that gave it.

    Attributes
    ----------
    pilot, covariates, names
        What was asked for, one row per client.
    probability, score : numpy.ndarray
        Chance of being in the pilot (0 to 1) and its log odds.
    coefficients, standard_errors : tuple of float
        Log odds per unit, intercept first, then one for each name.
    method : str
        ``"maximum_likelihood"`` or ``"firth"``.
    separated_by : tuple of str
        Covariates of zeros and ones with a value that only one group holds.
    overlap : Overlap
        Where the groups meet.
    fit : LogitFit
        The fit on the standardised scale.
    notes : tuple of str
        ``"separation"``, ``"no_overlap"``, ``"weak_overlap"``, ``"many_covariates"``.
    """

    pilot: Flags
    covariates: Floats
    names: tuple[str, ...]
    probability: Floats
    score: Floats
    coefficients: tuple[float, ...]
    standard_errors: tuple[float, ...]
    method: str
    separated_by: tuple[str, ...]
    overlap: Overlap
    fit: LogitFit
    notes: tuple[str, ...] = ()


def fit_propensity(
    pilot: ArrayLike,
    covariates: ArrayLike,
    *,
    names: tuple[str, ...] = (),
    separation: Separation = "refuse",
) -> Propensity:
    """Chance of being in the pilot given the covariates, by logistic regression.

    Read ``probability[4] = 0.70`` as: of one hundred clients with the covariates of
    the fifth client, seventy are in the pilot.

    Parameters
    ----------
    pilot : array_like of bool, shape (n,)
        True for pilot clients.
    covariates : array_like, shape (n, k)
        Facts from before time zero, in any units; categories as columns of 0 and 1.
    names : tuple of str, default x1, x2, ...
        Names of the covariates, for messages and the result.
    separation : {"refuse", "firth"}, default "refuse"
        What to do when a covariate divides the groups completely: stop with the
        reason, or fit with Firth's penalty and say so.

    Returns
    -------
    Propensity
        One probability per client with the coefficients and the overlap report.

    Raises
    ------
    ValueError
        If a group is empty, a value is missing, a covariate is constant or repeats
        others, or the groups are separated and ``separation`` is ``"refuse"``.

    Notes
    -----
    Newton's method on standardised covariates. The groups count as separated when a
    covariate of zeros and ones leaves a group without clients at one of its values,
    when a standardised coefficient or standard error passes 10, or when Newton does
    not converge: the likelihood then has no maximum, and whatever number a program
    prints is only the place where it stopped. Nothing is clipped.

    References
    ----------
    .. [1] Rosenbaum PR, Rubin DB (1983). The central role of the propensity score in
       observational studies for causal effects. Biometrika 70, 41-55.
    .. [2] Heinze G, Schemper M (2002). A solution to the problem of separation in
       logistic regression. Statistics in Medicine 21, 2409-2419.

    Examples
    --------
    Six of eight young clients and two of eight older ones are in the pilot, so the
    log odds ratio is the logarithm of nine.

    >>> young = [1] * 8 + [0] * 8
    >>> pilot = [1] * 6 + [0] * 2 + [1] * 2 + [0] * 6
    >>> fit = fit_propensity(pilot, young)
    >>> round(float(fit.probability[0]), 6), round(fit.coefficients[1], 4)
    (0.75, 2.1972)
    """
    flags = pilot_flags(pilot)
    table = covariate_matrix(covariates, len(flags))
    labels = column_names(names, table.shape[1])
    require_option("separation", separation, get_args(Separation))
    separated_by = _zero_cells(flags, table, labels)
    fit, method = _fit(flags, table, separated_by=separated_by, separation=separation)
    score = linear_score(fit, table)
    probability = expit(score)
    overlap = overlap_of(flags, probability)
    coefficients, errors = raw_scale(fit)
    return Propensity(
        pilot=flags,
        covariates=table,
        names=labels,
        probability=probability,
        score=score,
        coefficients=tuple(coefficients.tolist()),
        standard_errors=tuple(errors.tolist()),
        method=method,
        separated_by=separated_by,
        overlap=overlap,
        fit=fit,
        notes=_cautions(flags, len(labels), overlap=overlap, method=method),
    )


def _fit(
    pilot: Flags,
    covariates: Floats,
    *,
    separated_by: tuple[str, ...],
    separation: Separation,
) -> tuple[LogitFit, str]:
    outcome = pilot.astype(np.float64)
    if not separated_by:
        fit = fit_logit(covariates, outcome)
        if not _is_separated(fit):
            return fit, "maximum_likelihood"
    if separation == "refuse":
        raise ValueError(_separation_message(separated_by))
    fit = fit_firth(covariates, outcome)
    if not fit.converged:
        raise ValueError(
            f"Firth's fit did not settle in {fit.steps} steps; use fewer covariates"
        )
    return fit, "firth"


def _is_separated(fit: LogitFit) -> bool:
    errors = np.sqrt(np.diag(fit.covariance))
    largest = max(float(np.abs(fit.coefficients).max()), float(errors.max()))
    return not fit.converged or largest > SEPARATED_ABOVE


def _separation_message(separated_by: tuple[str, ...]) -> str:
    where = (
        f"only one group has clients at one value of {', '.join(separated_by)}"
        if separated_by
        else "the covariates together divide the groups"
    )
    return (
        f"pilot and control are separated: {where}, so no propensity exists; leave "
        'out or merge what divides them, or choose separation="firth"'
    )


def _zero_cells(
    pilot: Flags, covariates: Floats, names: tuple[str, ...]
) -> tuple[str, ...]:
    """Covariates of zeros and ones with a value that one group lacks."""
    inside, outside = np.count_nonzero(pilot), np.count_nonzero(~pilot)
    found = []
    for name, column in zip(names, covariates.T, strict=True):
        if not is_binary(column):
            continue
        ones = column.sum()
        ones_inside = column @ pilot
        ones_outside = ones - ones_inside
        zeros = inside - ones_inside, outside - ones_outside
        # A column without any one, or without any zero, is constant: told elsewhere.
        if min(ones_inside, ones_outside, *zeros) == 0 and 0 < ones < len(pilot):
            found.append(name)
    return tuple(found)


def _cautions(
    pilot: Flags, covariates: int, *, overlap: Overlap, method: str
) -> tuple[str, ...]:
    inside = int(np.count_nonzero(pilot))
    smaller = min(inside, len(pilot) - inside)
    weak = overlap.pilot_outside > WEAK_OVERLAP_SHARE * inside
    applies = {
        "separation": method == "firth",
        "no_overlap": overlap.support is None,
        "weak_overlap": overlap.support is not None and weak,
        "many_covariates": smaller < CLIENTS_PER_COVARIATE * covariates,
    }
    return tuple(note for note, holds in applies.items() if holds)
