"""Panels with unit and period effects: one effect, or one for each period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import FloatArray
from evallib.stats.groups.cluster_robust import ClusterTerm, cluster_cautions, terms
from evallib.stats.groups.sandwich import Clustered, ClusterRule, least_squares
from evallib.stats.labels import Label
from evallib.stats.panels.panel import Panel, by_unit, first_flagged, zero_one

PanelRule = Literal["CR2", "CR1", "CR1_nested", "CR0", "classical"]
# With fewer pilot clusters than this, clustered errors are too small to lean on.
FEW_PILOT_CLUSTERS = 5


@dataclass(frozen=True, slots=True)
class PanelEffects:
    """Effects in a panel; ``rule`` and ``df_rule`` name how their errors are made."""

    terms: tuple[ClusterTerm, ...]
    rule: PanelRule
    df_rule: str
    counted: int
    rows: int
    units: int
    periods: int
    clusters: int
    pilot_clusters: int
    reference: Label | None
    level: float
    notes: tuple[str, ...] = ()


def two_way_fixed_effects(
    rows: Panel,
    exposed: ArrayLike,
    *,
    rule: PanelRule = "CR2",
    level: float = 0.95,
) -> PanelEffects:
    """Effect of being exposed, beside effects of every unit and every period.

    Read ``-0.02`` as: exposed units ended two hundredths below what their own level
    and the common course of the other units would have given.

    Parameters
    ----------
    rows : Panel
        What `panel` returned.
    exposed : array_like
        1 for rows of units while they are exposed, else 0.
    rule : {"CR2", "CR1", "CR1_nested", "CR0", "classical"}, default "CR2"
        Rule of the standard error, see Notes.
    level : float, default 0.95
        Coverage of the interval, strictly between 0 and 1.

    Returns
    -------
    PanelEffects
        One term in units of the outcome. ``notes`` may hold ``"few_clusters"``,
        ``"satterthwaite_below_4"``, ``"one_pilot_cluster"``,
        ``"few_pilot_clusters"`` and ``"staggered_start"``.

    Raises
    ------
    ValueError
        If exposure is missing, never or always on, a sum of unit and period effects,
        or the rule is unknown.

    Notes
    -----
    Least squares after taking out unit means, period dummies kept. CR1 counts every
    coefficient in (n-1)/(n-K), dummies included, as R's ``sandwich`` and Stata's
    ``regress`` do; CR1_nested leaves out units that lie within clusters, as
    ``reghdfe`` and ``fixest`` do; the two differ by up to a quarter. Both use
    clusters minus one degrees of freedom. CR2 is that of `cluster_robust`. With one
    exposed cluster every one of them is far too small: use `placebo`. Where units
    start at different times the single effect may mix up early and late ones [1]_.

    References
    ----------
    .. [1] Goodman-Bacon A (2021). Difference-in-differences with variation in
       treatment timing. Journal of Econometrics 225, 254-277.
       doi:10.1016/j.jeconom.2021.03.014
    .. [2] Kessler JB, Roth AE (2014). Don't take "no" for an answer. NBER working
       paper 20378. doi:10.3386/w20378

    Examples
    --------
    >>> from evallib.stats.panels.panel import panel
    >>> units = [unit for unit in "abcd" for _ in range(2)]
    >>> quarters = panel([3, 8, 5, 9, 2, 3, 4, 6], units, [1, 2] * 4)
    >>> effect = two_way_fixed_effects(quarters, [0, 1, 0, 1, 0, 0, 0, 0])
    >>> round(effect.terms[0].coefficient, 2)
    3.0
    """
    flags = zero_one("exposed", exposed, rows.outcome.size)
    fit = _fit(rows, flags[None, :], rule)
    found = _effects(rows, fit, ("exposed",), flags=flags, rule=rule, level=level)
    late = ("staggered_start",) if np.ptp(first_flagged(flags, rows)) > 0 else ()
    return replace(found, notes=found.notes + late)


def event_study(
    rows: Panel,
    pilot: ArrayLike,
    *,
    reference: Label,
    rule: PanelRule = "CR2",
    level: float = 0.95,
) -> PanelEffects:
    """Pilot units' lead in every period, over their lead in the reference period.

    Read a term ``"5"`` of ``-0.02`` as: in period 5 pilot units stood two hundredths
    further below the others than in the reference period. Terms before the start
    far from 0 tell of trends that were never parallel.

    Parameters
    ----------
    rows : Panel
        What `panel` returned.
    pilot : array_like
        1 for every row of a pilot unit, else 0.
    reference : label of a period
        The period that the others are set against, usually the last before the
        start.
    rule : {"CR2", "CR1", "CR1_nested", "CR0", "classical"}, default "CR2"
        Rule of the standard error, as for `two_way_fixed_effects`.
    level : float, default 0.95
        Coverage of each interval, strictly between 0 and 1.

    Returns
    -------
    PanelEffects
        One term for each period but the reference, in time order. ``notes`` as for
        `two_way_fixed_effects`, and ``"no_earlier_period"`` where the reference is
        the first, so that nothing can be said about trends.

    Raises
    ------
    ValueError
        If the reference is not a period, a unit changes sides, or the rule is
        unknown.

    Notes
    -----
    All pilot units start at the same time; intervals are pointwise.

    References
    ----------
    .. [1] Roth J (2022). Pretest with caution: event-study estimates after testing
       for parallel trends. American Economic Review: Insights 4, 305-322.
       doi:10.1257/aeri.20210236

    Examples
    --------
    >>> from evallib.stats.panels.panel import panel
    >>> units = [unit for unit in "abcd" for _ in range(2)]
    >>> quarters = panel([3, 8, 5, 9, 2, 3, 4, 6], units, [1, 2] * 4)
    >>> study = event_study(quarters, [1, 1, 1, 1, 0, 0, 0, 0], reference=1)
    >>> study.terms[0].name, round(study.terms[0].coefficient, 2)
    ('2', 3.0)
    """
    flags = zero_one("pilot", pilot, rows.outcome.size)
    _ = by_unit("pilot", flags, rows.unit)
    _require_period(rows, reference)
    labels = rows.period.labels
    others = [place for place, label in enumerate(labels) if label != reference]
    leads = np.stack([flags * (rows.period.code == place) for place in others])
    names = tuple(str(labels[place]) for place in others)
    fit = _fit(rows, leads, rule)
    found = _effects(rows, fit, names, flags=flags, rule=rule, level=level)
    first = ("no_earlier_period",) if labels[0] == reference else ()
    return replace(found, reference=reference, notes=found.notes + first)


def _fit(rows: Panel, effects: FloatArray, rule: PanelRule) -> Clustered:
    """Sweep out unit means; unit dummies count unless the rule leaves them out."""
    _require_rule(rule)
    periods = np.arange(1, len(rows.period.labels))[:, None] == rows.period.code
    design = np.vstack((effects, periods.astype(np.float64)))
    swept = np.stack([_within(row, rows) for row in design])
    units = 1 if rule == "CR1_nested" else len(rows.unit.labels)
    kind: ClusterRule = "CR2" if rule == "CR2" else "CR0" if rule == "CR0" else "CR1"
    outcome = _within(rows.outcome, rows)
    fit = least_squares(outcome, swept, rows.cluster.code, rule=kind, absorbed=units)
    if rule != "classical":
        return fit
    spare = np.full(fit.df.size, float(fit.persons - fit.counted))
    return replace(fit, covariance=fit.residual_variance * fit.bread, df=spare)


def _effects(
    rows: Panel,
    fit: Clustered,
    names: tuple[str, ...],
    *,
    flags: FloatArray,
    rule: PanelRule,
    level: float,
) -> PanelEffects:
    pilot = np.unique(rows.cluster.code[flags == 1]).size
    cautions = {
        "one_pilot_cluster": pilot == 1,
        "few_pilot_clusters": 1 < pilot < FEW_PILOT_CLUSTERS,
    }
    return PanelEffects(
        terms=terms(names, fit, rule=rule, level=level),
        rule=rule,
        df_rule=_df_rule(rule),
        counted=fit.counted,
        rows=fit.persons,
        units=len(rows.unit.labels),
        periods=len(rows.period.labels),
        clusters=fit.clusters,
        pilot_clusters=pilot,
        reference=None,
        level=level,
        notes=cluster_cautions(fit, rule)
        + tuple(note for note, holds in cautions.items() if holds),
    )


def _df_rule(rule: PanelRule) -> str:
    rules = {"CR2": "satterthwaite", "classical": "rows_minus_counted"}
    return rules.get(rule, "clusters_minus_1")


def _within(values: FloatArray, rows: Panel) -> FloatArray:
    means = np.bincount(rows.unit.code, values) / np.asarray(rows.unit.persons)
    swept: FloatArray = values - means[rows.unit.code]
    return swept


def _require_period(rows: Panel, reference: Label) -> None:
    if reference not in rows.period.labels:
        allowed = ", ".join(str(label) for label in rows.period.labels)
        raise ValueError(f"reference is one of the periods {allowed}; got {reference}")


def _require_rule(rule: str) -> None:
    allowed = get_args(PanelRule)
    if rule not in allowed:
        raise ValueError(f"rule is one of {', '.join(allowed)}; got {rule!r}")
