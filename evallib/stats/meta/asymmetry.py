"""Whether one study, or the small ones, make the average."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import kendalltau

from evallib.stats.meta.averages import random_effects
from evallib.stats.meta.between import TauMethod, centre
from evallib.stats.meta.effects import StudyEffects
from evallib.stats.meta.pooled import FEW_STUDIES, PooledEffect
from evallib.stats.quantiles import t_p


@dataclass(frozen=True, slots=True)
class AsymmetryTest:
    """A test of whether small studies show other effects than large ones.

    ``statistic`` is Egger's t or Kendall's tau; above zero, studies with larger
    errors show larger values.
    """

    statistic: float
    p_value: float
    studies: int
    method: str
    notes: tuple[str, ...]


def leave_one_out(
    effects: StudyEffects, *, tau2: TauMethod = "reml", level: float = 0.95
) -> tuple[PooledEffect, ...]:
    """Average effect without each study in turn.

    Read the smallest and the largest as: no single study moves the average further.

    Parameters
    ----------
    effects : StudyEffects
        At least two studies.
    tau2 : str, default "reml"
        As in ``random_effects``.
    level : float, default 0.95
        Coverage, strictly between 0 and 1.

    Returns
    -------
    tuple of PooledEffect
        In the order of the studies left out.

    Raises
    ------
    ValueError
        If there is one study only, or an argument is out of range.

    Notes
    -----
    With fewer than four studies the rest is pooled as a fixed effect and noted.

    References
    ----------
    .. [1] Viechtbauer W, Cheung MWL (2010). Outlier and influence diagnostics for
       meta-analysis. Research Synthesis Methods 1, 112-125.

    Examples
    --------
    >>> rest = leave_one_out(StudyEffects([0.1, 0.3, 0.35, 0.6], [0.01] * 4))
    >>> [round(each.value, 2) for each in rest]
    [0.42, 0.35, 0.33, 0.25]
    """
    if effects.studies < 2:
        raise ValueError("leaving one study out needs two; got one")
    values, variances = effects.arrays
    found = []
    for left in range(effects.studies):
        kept = np.delete(values, left), np.delete(variances, left)
        rest = StudyEffects(*kept, effects.measure)
        found.append(random_effects(rest, tau2=tau2, level=level))
    return tuple(found)


def egger_test(effects: StudyEffects) -> AsymmetryTest:
    """Whether effects change with their standard errors, by regression.

    Read a ``p_value`` of ``0.005`` as: if small and large studies told the same, a
    slope as steep as this would come up five times in a thousand.

    Parameters
    ----------
    effects : StudyEffects
        At least three studies whose errors are not all the same.

    Returns
    -------
    AsymmetryTest
        Student's t of the slope with k - 2 degrees of freedom.

    Raises
    ------
    ValueError
        If there are fewer than three studies or all errors are the same.

    Notes
    -----
    Egger's regression [1]_ of values on standard errors, weighted by inverse
    variance. ``"few_studies"`` is noted below ten, where the test tells little. An
    asymmetry has many causes; unpublished studies are one.

    References
    ----------
    .. [1] Egger M, Davey Smith G, Schneider M, Minder C (1997). Bias in
       meta-analysis detected by a simple, graphical test. BMJ 315, 629-634.

    Examples
    --------
    >>> effects = StudyEffects([0.1, 0.3, 0.35, 0.6], [0.01, 0.02, 0.03, 0.09])
    >>> found = egger_test(effects)
    >>> round(found.statistic, 2)
    4.68
    """
    values, variances = effects.arrays
    errors = np.sqrt(variances)
    if values.size < 3 or np.ptp(errors) == 0:
        raise ValueError(
            "asymmetry needs three studies with different standard errors; got "
            f"{values.size} studies"
        )
    weights = 1 / variances
    around = errors - weights @ errors / weights.sum()
    spread = float(weights @ around**2)
    slope = float(weights @ (around * values)) / spread
    residuals = values - weights @ values / weights.sum() - slope * around
    df = values.size - 2
    error = float(np.sqrt(weights @ residuals**2 / df / spread))
    # A perfect line has no error, and its slope, if there is one, is certain.
    certain = np.copysign(np.inf, slope) if slope else 0.0
    statistic = slope / error if error > 0 else float(certain)
    return AsymmetryTest(
        statistic, t_p(statistic, df), values.size, "egger", _notes(values.size)
    )


def begg_test(effects: StudyEffects) -> AsymmetryTest:
    """Whether effects change with their variances, by ranks.

    Read ``statistic = -0.46`` as: the larger a study's variance, the lower its
    effect tends to be.

    Parameters
    ----------
    effects : StudyEffects
        At least three studies.

    Returns
    -------
    AsymmetryTest
        Kendall's tau from -1 to 1; exact p-value without ties.

    Raises
    ------
    ValueError
        If there are fewer than three studies.

    Notes
    -----
    Begg and Mazumdar's test [1]_ of effects, standardised around the fixed effect,
    against variances, with the library's rank correlation.

    References
    ----------
    .. [1] Begg CB, Mazumdar M (1994). Operating characteristics of a rank
       correlation test for publication bias. Biometrics 50, 1088-1101.

    Examples
    --------
    >>> effects = StudyEffects([0.1, 0.3, 0.35, 0.6], [0.01, 0.02, 0.03, 0.09])
    >>> begg_test(effects).statistic
    1.0
    """
    values, variances = effects.arrays
    if values.size < 3:
        raise ValueError(f"asymmetry needs three studies; got {values.size}")
    fixed = centre(values, variances, 0.0)
    own = variances - 1 / fixed.weights.sum()
    found = kendalltau(fixed.residuals / np.sqrt(own), variances)
    # All variances alike have no order, and nothing speaks for asymmetry.
    known = bool(np.isfinite(found.statistic))
    return AsymmetryTest(
        float(found.statistic) if known else 0.0,
        float(found.pvalue) if known else 1.0,
        values.size,
        "begg_mazumdar",
        _notes(values.size),
    )


def _notes(studies: int) -> tuple[str, ...]:
    return ("few_studies",) if studies < FEW_STUDIES else ()
