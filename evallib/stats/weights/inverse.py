"""Weights from the propensity, and the difference they give."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.propensity import Propensity
from evallib.stats.weights.contrast import WeightedContrast, contrast
from evallib.stats.weights.influence import (
    difference_influence,
    logit_influence,
    root_of_squares,
    weighted_means,
)
from evallib.stats.weights.inputs import (
    Flags,
    Floats,
    require_level,
    require_option,
    values_of,
)

Weighting = Literal["ate", "att", "atc", "overlap"]

LARGE_SHARE = 0.1  # of a group's weight on one client


@dataclass(frozen=True, slots=True, eq=False)
class InverseWeights:
    """A weighted difference with the weights and what was trimmed.

    Attributes
    ----------
    contrast : WeightedContrast
        The difference; its error knows that the propensity was estimated.
    weights : numpy.ndarray
        One per client; 0 for whoever was trimmed.
    estimand : str
        Whom the difference is about.
    standard_error_weights_known : float
        The error that takes the weights as given, as most programs print it.
    stabilised : bool
        Whether the weights are scaled by the groups' shares.
    trim : float or None
        Propensities below this, or above one minus this, were left out.
    pilot_trimmed, control_trimmed : int
        Persons left out by trimming.
    largest_share : float
        Largest weight over the sum of its group's weights, 0 to 1.
    """

    contrast: WeightedContrast
    weights: Floats
    estimand: Weighting
    standard_error_weights_known: float
    stabilised: bool
    trim: float | None
    pilot_trimmed: int
    control_trimmed: int
    largest_share: float


def ipw(
    propensity: Propensity,
    outcome: ArrayLike,
    *,
    estimand: Weighting = "att",
    stabilised: bool = False,
    trim: float | None = None,
    level: float = 0.95,
) -> InverseWeights:
    """Difference of means weighted by the propensity, pilot minus control.

    Read ``contrast.value = +0.06`` of a yes/no outcome with ``"att"`` as: of one
    hundred pilot clients, six more reached it than of one hundred others weighted to
    resemble them.

    Parameters
    ----------
    propensity : Propensity
        The fitted propensity of every client.
    outcome : array_like, shape (n,)
        Outcome in its own unit, or 0 and 1.
    estimand : {"ate", "att", "atc", "overlap"}, default "att"
        Everybody, the pilot's clients, the others, or those who could be in either.
    stabilised : bool, default False
        Scale each group's weights by its share. The difference stays the same, as
        each group's weights are normalised; the printed weights are smaller.
    trim : float, optional
        Leave out propensities below ``trim`` or above ``1 - trim``; from 0 to 0.5.
        Nothing is left out or clipped unless asked for.
    level : float, default 0.95
        Coverage of the two-sided interval, strictly between 0 and 1.

    Returns
    -------
    InverseWeights
        Difference in the outcome's unit, weights, and the persons trimmed. Notes are
        those of the propensity, ``"small_group"``, ``"trimmed"`` and
        ``"large_weights"`` (one client holds a tenth of a group's weight).

    Raises
    ------
    ValueError
        If a value is missing, ``trim`` leaves a group empty, or an option is unknown.

    Notes
    -----
    Weights are 1/e and 1/(1-e) for ``"ate"``, 1 and e/(1-e) for ``"att"``, (1-e)/e
    and 1 for ``"atc"``, 1-e and e for ``"overlap"``; each group's weights are divided
    by their sum (Hajek). The standard error stacks the propensity's equations with
    those of the means, so it counts that the propensity was estimated from the same
    clients; with trimming, the propensity of everybody is kept and whom to leave out
    is taken as given. Firth's penalty is left out of the error.

    References
    ----------
    .. [1] Lunceford JK, Davidian M (2004). Stratification and weighting via the
       propensity score in estimation of causal treatment effects. Statistics in
       Medicine 23, 2937-2960.
    .. [2] Li F, Morgan KL, Zaslavsky AM (2018). Balancing covariates via propensity
       score weighting. Journal of the American Statistical Association 113, 390-400.

    Examples
    --------
    Six of eight young clients and two of eight older ones are in the pilot; within
    each age the pilot's outcome is one higher.

    >>> from evallib.stats.propensity import fit_propensity
    >>> young = [1] * 8 + [0] * 8
    >>> pilot = [1] * 6 + [0] * 2 + [1] * 2 + [0] * 6
    >>> outcome = [3] * 6 + [2] * 2 + [1] * 2 + [0] * 6
    >>> found = ipw(fit_propensity(pilot, young), outcome, estimand="ate")
    >>> round(found.contrast.value, 6)
    1.0
    """
    pilot, chance = propensity.pilot, propensity.probability
    column = values_of("outcome", outcome, len(pilot))
    require_option("estimand", estimand, get_args(Weighting))
    require_level(level)
    kept = _kept(pilot, chance, trim)
    weights = propensity_weights(pilot, chance, estimand) * kept
    fixed = difference_influence(pilot, column, weights)
    slopes = _weight_slopes(pilot, chance, estimand) * kept
    influence = fixed + logit_influence(
        propensity.fit,
        propensity.covariates,
        residuals=pilot - chance,
        pull=difference_influence(pilot, column, weights, terms=slopes),
    )
    found = contrast(
        f"ipw_{estimand}",
        weighted_means(pilot, column, weights),
        standard_error=root_of_squares(influence),
        groups=(weights[pilot], weights[~pilot]),
        error_rule="m_estimation",
        level=level,
    )
    share = max(_largest_share(weights[pilot]), _largest_share(weights[~pilot]))
    notes = _cautions(found.notes + propensity.notes, kept, share)
    return InverseWeights(
        contrast=replace(found, notes=notes),
        weights=_stabilised(pilot, weights, estimand) if stabilised else weights,
        estimand=estimand,
        standard_error_weights_known=root_of_squares(fixed),
        stabilised=stabilised,
        trim=trim,
        pilot_trimmed=int(np.count_nonzero(pilot & ~kept)),
        control_trimmed=int(np.count_nonzero(~pilot & ~kept)),
        largest_share=share,
    )


def propensity_weights(pilot: Flags, chance: Floats, estimand: Weighting) -> Floats:
    """Weight of each client for the people whom ``estimand`` names.

    Read ``2.5`` of a control with ``"att"`` as: this control stands for two and a
    half pilot clients.

    Parameters
    ----------
    pilot : ndarray of bool, shape (n,)
        True for pilot clients.
    chance : ndarray, shape (n,)
        Propensity, 0 to 1: each client's chance of being in the pilot.
    estimand : {"ate", "att", "atc", "overlap"}
        Everybody, the pilot's clients, the controls, or those who could have been in
        either group.

    Returns
    -------
    ndarray
        Weights without a unit, 0 or more; neither scaled nor trimmed.

    Raises
    ------
    ValueError
        If a client has no chance of being in the own group.

    Notes
    -----
    One over the chance of the own group, times the propensity for ``"att"``, its
    complement for ``"atc"`` and the product of both for ``"overlap"``.

    References
    ----------
    .. [1] Li F, Morgan KL, Zaslavsky AM (2018). Balancing covariates via propensity
       score weighting. Journal of the American Statistical Association 113, 390-400.

    Examples
    --------
    A control who was as likely as not, and one who was in the pilot three times of
    four, stand for one and for three of the pilot's clients.

    >>> flags, chance = np.array([True, False, False]), np.array([0.5, 0.5, 0.75])
    >>> propensity_weights(flags, chance, "att").tolist()
    [1.0, 1.0, 3.0]
    """
    own = np.where(pilot, chance, 1 - chance)
    if own.min() == 0:
        raise ValueError(
            "a client has no chance at all of being in the own group, so its weight is "
            "infinite; leave out or merge the covariate that decides the group"
        )
    tilt: dict[Weighting, Floats | float] = {
        "ate": 1.0,
        "att": chance,
        "atc": 1 - chance,
        "overlap": chance * (1 - chance),
    }
    return np.asarray(tilt[estimand] / own, np.float64)


def _weight_slopes(pilot: Flags, chance: Floats, estimand: Weighting) -> Floats:
    """How each weight changes with the client's log odds."""
    odds = chance / (1 - chance)
    spread = chance * (1 - chance)
    zero = np.zeros_like(chance)
    inside, outside = {
        "ate": (-1 / odds, odds),
        "att": (zero, odds),
        "atc": (-1 / odds, zero),
        "overlap": (-spread, spread),
    }[estimand]
    return np.where(pilot, inside, outside)


def _stabilised(pilot: Flags, weights: Floats, estimand: Weighting) -> Floats:
    """Weights times the share that their group has of the clients weighted to."""
    share = float(pilot[weights > 0].mean())
    inside, outside = {
        "ate": (share, 1 - share),
        "att": (1.0, (1 - share) / share),
        "atc": (share / (1 - share), 1.0),
        "overlap": (1 / (1 - share), 1 / share),
    }[estimand]
    return weights * np.where(pilot, inside, outside)


def _kept(pilot: Flags, chance: Floats, trim: float | None) -> Flags:
    if trim is None:
        return np.ones(len(pilot), np.bool_)
    if not 0 < trim < 0.5:
        raise ValueError(f"trim lies strictly between 0 and 0.5; got {trim!r}")
    kept: Flags = (chance >= trim) & (chance <= 1 - trim)
    if not kept[pilot].any() or not kept[~pilot].any():
        raise ValueError(f"trim={trim!r} leaves nobody in one of the groups; trim less")
    return kept


def _largest_share(weights: Floats) -> float:
    return float(weights.max() / weights.sum())


def _cautions(notes: tuple[str, ...], kept: Flags, share: float) -> tuple[str, ...]:
    applies = {"trimmed": not kept.all(), "large_weights": share > LARGE_SHARE}
    return notes + tuple(note for note, holds in applies.items() if holds)
