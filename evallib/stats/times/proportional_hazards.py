"""Does one hazard ratio fit all times? The score test on Schoenfeld residuals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray
from evallib.stats.quantiles import chi_squared_p
from evallib.stats.times.cox import ChiSquared, covariate_rows
from evallib.stats.times.life_table import follow_up
from evallib.stats.times.partial_likelihood import Fit, fit_cox
from evallib.stats.times.risk_sets import Ties, information, score_steps

TimeScale = Literal["km", "identity", "log", "rank"]


@dataclass(frozen=True, slots=True)
class ProportionalHazards:
    """A test for each covariate and one for all; ``transform`` is the time scale."""

    by_covariate: dict[str, ChiSquared]
    together: ChiSquared
    transform: TimeScale
    ties: Ties
    persons: int
    events: int


def proportional_hazards_test(
    time: ArrayLike,
    event: ArrayLike,
    covariates: Mapping[str, ArrayLike],
    *,
    transform: TimeScale = "km",
    ties: Ties = "efron",
) -> ProportionalHazards:
    """Test whether the hazard ratios of a Cox model stay the same over time.

    Read ``p_value`` 0.01 of a covariate as: were its hazard ratio constant, a drift
    this large would come up once in a hundred. A small one asks for restricted
    means or separate periods; a large one does not prove that the ratio is constant.

    Parameters
    ----------
    time, event, covariates
        As for `cox`.
    transform : {"km", "identity", "log", "rank"}, default "km"
        Time scale along which the log hazard ratio may drift: one minus the
        Kaplan-Meier curve just before the event, the time, its logarithm or rank.
    ties : {"efron", "breslow"}, default "efron"
        Rule for events on the same day.

    Returns
    -------
    ProportionalHazards
        Chi-squared statistics, one degree of freedom for each covariate.

    Raises
    ------
    ValueError
        As `cox`; also if all events share one time, or a time is 0 with ``"log"``.

    Notes
    -----
    Score test for a coefficient that changes linearly in the chosen scale [1]_, with
    the information computed at each event time, as ``cox.zph`` of R's survival 3
    does. Older programs correlate scaled residuals and differ a little.

    References
    ----------
    .. [1] Grambsch PM, Therneau TM (1994). Proportional hazards tests and
       diagnostics based on weighted residuals. Biometrika 81, 515-526.
       doi:10.1093/biomet/81.3.515

    Examples
    --------
    >>> months = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
    >>> pilot = [1, 1, 1, 0, 0, 0, 0, 1, 0, 1]
    >>> test = proportional_hazards_test(months, [1] * 10, {"pilot": pilot})
    >>> test.together.df, test.transform
    (1, 'km')
    """
    durations, happened = follow_up(time, event)
    _require_transform(transform)
    table = covariate_rows(covariates, durations.size)
    fit = fit_cox(durations, happened, table, ties=ties)
    scale = _scale(fit, durations, transform)
    drift, bend = _drift(fit, scale)
    single = drift**2 / np.diag(bend)
    whole = float(drift @ np.linalg.solve(bend, drift))
    return ProportionalHazards(
        by_covariate={
            name: ChiSquared(float(value), 1, chi_squared_p(float(value), 1))
            for name, value in zip(covariates, single, strict=True)
        },
        together=ChiSquared(whole, drift.size, chi_squared_p(whole, drift.size)),
        transform=transform,
        ties=ties,
        persons=durations.size,
        events=int(happened.sum()),
    )


def _drift(fit: Fit, scale: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Score of the drift at no drift, and its information given the coefficients."""
    sets, at = fit.sets, fit.top
    drift = score_steps(sets, at) @ scale
    level = information(sets, at)
    cross = information(sets, at, scale)
    inner = information(sets, at, scale**2)
    return drift, inner - cross @ np.linalg.solve(level, cross)


def _scale(fit: Fit, durations: FloatArray, transform: TimeScale) -> FloatArray:
    """The chosen time scale at the event times, centred over the events."""
    times, deaths = fit.sets.times, fit.sets.deaths
    if times.size < 2:
        raise ValueError("all events share one time, so no drift can be seen")
    if transform == "log" and times[0] <= 0:
        raise ValueError("transform 'log' needs event times above 0; choose another")
    if transform == "km":
        at_risk = durations.size - np.searchsorted(np.sort(durations), times)
        after = np.cumprod(1 - deaths / at_risk)
        scale = 1 - np.concatenate(([1.0], after[:-1]))
    elif transform == "rank":
        scale = np.cumsum(deaths) - (deaths - 1) / 2
    else:
        scale = np.log(times) if transform == "log" else times
    centred: FloatArray = scale - np.average(scale, weights=deaths)
    return centred


def _require_transform(transform: str) -> None:
    allowed = get_args(TimeScale)
    if transform not in allowed:
        raise ValueError(f"transform is one of {', '.join(allowed)}; got {transform!r}")
