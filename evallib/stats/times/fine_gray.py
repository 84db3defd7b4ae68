"""Fine and Gray's model: covariates and the cumulative incidence of one cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.quantiles import normal_p, normal_quantile
from evallib.stats.times.cox import covariate_rows
from evallib.stats.times.cumulative_incidence import require_causes
from evallib.stats.times.life_table import cautions
from evallib.stats.times.newton import climb, standardise
from evallib.stats.times.subdistribution import (
    derivatives,
    field,
    pull,
    robust_pulls,
)


@dataclass(frozen=True, slots=True)
class IncidenceTerm:
    """One covariate and its subdistribution hazard ratio."""

    name: str
    coefficient: float
    standard_error: float
    hazard_ratio: float
    interval: Interval
    p_value: float


@dataclass(frozen=True, slots=True)
class FineGray:
    """A fitted model of one cause; others compete with it."""

    terms: tuple[IncidenceTerm, ...]
    log_likelihood: float
    cause: int
    persons: int
    events: int
    competing: int
    level: float
    notes: tuple[str, ...] = ()


def fine_gray(
    time: ArrayLike,
    cause: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    of: int = 1,
    level: float = 0.95,
) -> FineGray:
    """How covariates go with the share of persons who leave by one cause.

    Read ``hazard_ratio`` 1.40 for the pilot as: with all ways of leaving counted,
    pilot clients are the likelier to leave by this one. Only its direction can be
    read off; how many more there are stands in the incidence curves.

    Parameters
    ----------
    time : array_like
        Follow-up of each person, zero or more.
    cause : array_like of int
        0 if nothing had happened yet, else the number of the cause.
    covariates : mapping of str to array_like
        One number a person for each name; codes as 0/1 columns, no intercept.
    of : int, default 1
        The cause that is modelled.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    FineGray
        Coefficients on the log scale, ratios above 0. ``notes`` may hold
        ``"small_group"``.

    Raises
    ------
    ValueError
        If nobody left by the cause, or a covariate is missing, constant, a sum of
        others or separates those who did.

    Notes
    -----
    Weights by inverse probability of censoring, one censoring curve for everybody;
    ties as Breslow; standard errors allow for the estimated curve [1]_, as in R's
    ``cmprsk::crr``.

    References
    ----------
    .. [1] Fine JP, Gray RJ (1999). A proportional hazards model for the
       subdistribution of a competing risk. JASA 94, 496-509.
       doi:10.1080/01621459.1999.10474144

    Examples
    --------
    >>> months = [1, 2, 2, 3, 4, 5, 9, 2, 3, 4, 6, 7, 9, 9]
    >>> cause = [1, 1, 1, 1, 2, 1, 1, 2, 2, 1, 2, 1, 0, 0]
    >>> model = fine_gray(months, cause, {"pilot": [1] * 7 + [0] * 7})
    >>> model.terms[0].hazard_ratio > 1
    True
    """
    durations, causes = require_causes(time, cause)
    z = normal_quantile(level)
    if not np.any(causes == of):
        raise ValueError(f"nobody left by cause {of}, so nothing can be modelled")
    rows = covariate_rows(covariates, durations.size)
    spread = standardise(rows)
    there = field(durations, causes, rows, of=of)
    start = np.zeros(spread.size)
    beta, top, bend = climb(
        start,
        pull(there, start),
        evaluate=lambda beta: pull(there, beta),
        derive=lambda at: derivatives(there, at),
    )
    pulls = np.linalg.solve(bend, robust_pulls(there, top)) / spread[:, None]
    errors = np.sqrt(np.sum(pulls**2, axis=1))
    return FineGray(
        terms=tuple(
            _term(name, float(one), float(error), z=z, level=level)
            for name, one, error in zip(covariates, beta / spread, errors, strict=True)
        ),
        log_likelihood=top.log_likelihood,
        cause=of,
        persons=durations.size,
        events=int(there.own.sum()),
        competing=int(there.other.sum()),
        level=level,
        notes=cautions(durations.size, int(there.own.sum())),
    )


def _term(
    name: str, beta: float, error: float, *, z: float, level: float
) -> IncidenceTerm:
    low, high = np.exp(beta - z * error), np.exp(beta + z * error)
    return IncidenceTerm(
        name=name,
        coefficient=beta,
        standard_error=error,
        hazard_ratio=float(np.exp(beta)),
        interval=Interval(float(low), float(high), level, "wald_robust"),
        p_value=normal_p(beta / error),
    )
