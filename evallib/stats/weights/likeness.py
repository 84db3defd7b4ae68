"""How alike one covariate is in two groups."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.stats.weights.inputs import Floats
from evallib.stats.weights.spread import ks_distance, mean_and_variance


@dataclass(frozen=True, slots=True)
class Likeness:
    """One covariate in both groups at one stage.

    Attributes
    ----------
    pilot_mean, control_mean : float
        Means, in the covariate's unit.
    smd : float or None
        Standardised mean difference, pilot minus control; ``None`` if the group that
        lends its standard deviation has none.
    variance_ratio : float or None
        Pilot variance over control variance; ``None`` for a yes/no covariate.
    ks : float
        Largest distance between the two cumulative distributions, 0 to 1.
    """

    pilot_mean: float
    control_mean: float
    smd: float | None
    variance_ratio: float | None
    ks: float


def likeness(
    values: tuple[Floats, Floats],
    weights: tuple[Floats | None, Floats | None],
    *,
    unit: float,
    binary: bool,
) -> Likeness:
    """Compare one column of both groups, in units of ``unit``."""
    mean, variance = mean_and_variance(values[0], weights[0], binary=binary)
    other, spread = mean_and_variance(values[1], weights[1], binary=binary)
    gap = mean - other
    ks = abs(gap)
    if not binary:
        ks = ks_distance(*values, pilot_weights=weights[0], control_weights=weights[1])
    return Likeness(
        pilot_mean=mean,
        control_mean=other,
        smd=gap / unit if unit > 0 else (0.0 if gap == 0 else None),
        variance_ratio=None if binary or spread == 0 else variance / spread,
        ks=ks,
    )
