"""Linear regression whose errors allow for persons who came in groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

import numpy as np
from numpy.typing import ArrayLike

from evallib.domain.estimate import Interval
from evallib.stats.arrays import FloatArray
from evallib.stats.groups.arms import known_numbers
from evallib.stats.groups.sandwich import Clustered, ClusterRule, least_squares
from evallib.stats.labels import grouping
from evallib.stats.quantiles import t_p, t_quantile

FEW_CLUSTERS = 40
# Below four degrees of freedom Satterthwaite's t is itself unreliable (Tipton 2015).
SHAKY_DF = 4


@dataclass(frozen=True, slots=True)
class ClusterTerm:
    """One coefficient with its cluster-robust error and degrees of freedom."""

    name: str
    coefficient: float
    standard_error: float
    df: float
    interval: Interval
    p_value: float


@dataclass(frozen=True, slots=True)
class ClusterRobust:
    """A fitted regression; ``rule`` names the correction of its errors."""

    terms: tuple[ClusterTerm, ...]
    rule: ClusterRule
    df_rule: str
    clusters: int
    persons: int
    level: float
    notes: tuple[str, ...] = ()


def cluster_robust(
    outcome: ArrayLike,
    design: Mapping[str, ArrayLike],
    clusters: ArrayLike,
    *,
    rule: ClusterRule = "CR2",
    level: float = 0.95,
) -> ClusterRobust:
    """Regression coefficients with errors that hold when groups stick together.

    Read a ``coefficient`` of ``+0.12`` for the pilot, on a yes/no outcome, as: of one
    hundred pilot clients twelve more reached it than of otherwise like controls.

    Parameters
    ----------
    outcome : array_like
        One number a person.
    design : mapping of str to array_like
        One number a person for each name; an intercept is added in front.
    clusters : array_like
        Label of each person's group.
    rule : {"CR2", "CR1", "CR0"}, default "CR2"
        Correction for few groups, see Notes.
    level : float, default 0.95
        Coverage of the intervals, strictly between 0 and 1.

    Returns
    -------
    ClusterRobust
        Coefficients in units of the outcome. ``notes`` may hold ``"few_clusters"``
        and ``"satterthwaite_below_4"``, when the interval is a rough guide.

    Raises
    ------
    ValueError
        If a value is missing, there is one cluster, columns are not independent, or
        an option is out of range.

    Notes
    -----
    CR1 multiplies the sandwich by G/(G-1) × (n-1)/(n-K), K counting the intercept, and
    uses G - 1 degrees of freedom. CR2 [1]_ corrects each group's residuals for the
    pull they have on the fit, with independent errors of one size as working model,
    and Satterthwaite's degrees of freedom for each coefficient [2]_; the library has
    CR1 only, which is too narrow with four groups. CR0 has no correction.

    References
    ----------
    .. [1] Bell RM, McCaffrey DF (2002). Bias reduction in standard errors for linear
       regression with multi-stage samples. Survey Methodology 28, 169-181.
    .. [2] Pustejovsky JE, Tipton E (2018). Small-sample methods for cluster-robust
       variance estimation in fixed effects models. Journal of Business & Economic
       Statistics 36, 672-683. doi:10.1080/07350015.2016.1247004

    Examples
    --------
    Two pilot and two control sites of two persons: the error is that of a comparison
    of four site means, and so are its two degrees of freedom.

    >>> answers = [4.0, 6.0, 7.0, 9.0, 2.0, 4.0, 3.0, 5.0]
    >>> pilot = {"pilot": [1, 1, 1, 1, 0, 0, 0, 0]}
    >>> fit = cluster_robust(answers, pilot, list("aabbccdd"))
    >>> term = fit.terms[1]
    >>> term.coefficient, round(term.standard_error, 3), round(term.df, 1)
    (3.0, 1.581, 2.0)
    """
    _require_rule(rule)
    values = known_numbers("outcome", outcome)
    coded = grouping("clusters", clusters, values.size)
    rows = np.vstack(
        [np.ones(values.size)]
        + [_column(name, column, values.size) for name, column in design.items()]
    )
    fit = least_squares(values, rows, coded.code, rule=rule)
    return ClusterRobust(
        terms=terms(("intercept", *design), fit, rule=rule, level=level),
        rule=rule,
        df_rule="satterthwaite" if rule == "CR2" else "clusters_minus_1",
        clusters=fit.clusters,
        persons=fit.persons,
        level=level,
        notes=cluster_cautions(fit, rule),
    )


def terms(
    names: tuple[str, ...], fit: Clustered, *, rule: str, level: float
) -> tuple[ClusterTerm, ...]:
    """Coefficients with their intervals, in the order of ``names``."""
    errors = np.sqrt(np.diag(fit.covariance))
    numbers = zip(names, fit.coefficients, errors, fit.df, strict=False)
    return tuple(
        _term(name, (float(beta), float(error), float(df)), rule, level=level)
        for name, beta, error, df in numbers
    )


def cluster_cautions(fit: Clustered, rule: str) -> tuple[str, ...]:
    """Note keys of a fit in few clusters."""
    applies = {
        "few_clusters": rule != "classical" and fit.clusters < FEW_CLUSTERS,
        "satterthwaite_below_4": rule == "CR2" and not np.all(fit.df >= SHAKY_DF),
    }
    return tuple(note for note, holds in applies.items() if holds)


def _term(
    name: str, numbers: tuple[float, float, float], rule: str, *, level: float
) -> ClusterTerm:
    beta, error, df = numbers
    reach = t_quantile(level, df) * error
    return ClusterTerm(
        name=name,
        coefficient=beta,
        standard_error=error,
        df=df,
        interval=Interval(beta - reach, beta + reach, level, f"t_{rule}"),
        p_value=t_p(beta / error, df) if error > 0 else float("nan"),
    )


def _column(name: str, values: ArrayLike, persons: int) -> FloatArray:
    column = known_numbers(name, values)
    if column.size != persons:
        raise ValueError(
            f"{name} needs one number a person ({persons}); got {column.size}"
        )
    return column


def _require_rule(rule: str) -> None:
    allowed = get_args(ClusterRule)
    if rule not in allowed:
        raise ValueError(f"rule is one of {', '.join(allowed)}; got {rule!r}")
