"""Mean of an outcome that only some persons have, bounded by trimming."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evallib.stats.tables.guards import require_option

FloatArray = NDArray[np.float64]
TrimmingRule = Literal["count", "quantile"]


@dataclass(frozen=True, slots=True)
class TrimmedBounds:
    """Range of a difference of means among persons who have the outcome anyway.

    ``trimmed_share`` and ``trimmed_persons`` tell how much of which group was left
    out to make the groups alike; ``naive`` is the difference without doing so.
    """

    low: float
    high: float
    naive: float
    trimmed_group: Literal["pilot", "control", "neither"]
    trimmed_share: float
    trimmed_persons: int
    pilot_share: float
    control_share: float
    pilot_persons: int
    control_persons: int
    method: str


def trimmed_bounds(
    pilot: ArrayLike, control: ArrayLike, *, rule: TrimmingRule = "count"
) -> TrimmedBounds:
    """Bounds of a difference of means, pilot minus control, for an outcome some lack.

    Read ``-2.5`` to ``-1.6`` (thousand euros of earnings) as: among persons who would
    earn with and without the pilot, the pilot changed mean earnings by this much,
    if it moved people into earning in one direction only.

    Parameters
    ----------
    pilot, control : array_like
        The outcome of every person, in its own unit; not a number where the person
        has none (nobody earns from work, so no wage).
    rule : {"count", "quantile"}
        Leave out the whole part of share times persons; or keep every value at or
        beyond the quantile, ties included.

    Returns
    -------
    TrimmedBounds
        In the unit of the outcome.

    Raises
    ------
    ValueError
        If a group has nobody with the outcome, or nobody would be left.

    Notes
    -----
    The group in which more persons have the outcome holds some who have it only
    because of the group they are in. Leaving out its lowest or its highest values,
    as many as that share, gives the two extremes [1]_. It rests on random groups and
    on a pilot that does not move some into and others out of the outcome.

    References
    ----------
    .. [1] Lee DS (2009). Training, wages, and sample selection: estimating sharp
       bounds on treatment effects. Review of Economic Studies 76, 1071-1102.
       doi:10.1111/j.1467-937X.2009.00536.x

    Examples
    --------
    All four pilot clients earn, two of four control clients do.

    >>> nobody = float("nan")
    >>> bounds = trimmed_bounds([1, 2, 3, 4], [2, 2, nobody, nobody])
    >>> bounds.low, bounds.high, bounds.naive
    (-0.5, 1.5, 0.5)
    """
    require_option("rule", rule, TrimmingRule)
    first, second = _sorted("pilot group", pilot), _sorted("control group", control)
    shares = first[1], second[1]
    share = 1 - min(shares) / max(shares)
    name: Literal["pilot", "control", "neither"] = "neither"
    if share > 0:
        name = "pilot" if shares[0] > shares[1] else "control"
    trimmed = first[0] if name == "pilot" else second[0]
    without_low, without_high = _RULES[rule](trimmed, share)
    means = sorted((float(without_low.mean()), float(without_high.mean())))
    if name == "pilot":
        low, high = (mean - float(second[0].mean()) for mean in means)
    else:
        high, low = (float(first[0].mean()) - mean for mean in means)
    return TrimmedBounds(
        low=low,
        high=high,
        naive=float(first[0].mean() - second[0].mean()),
        trimmed_group=name,
        trimmed_share=share,
        trimmed_persons=trimmed.size - without_low.size,
        pilot_share=shares[0],
        control_share=shares[1],
        pilot_persons=first[0].size,
        control_persons=second[0].size,
        method=f"lee_{rule}",
    )


def _sorted(name: str, outcome: ArrayLike) -> tuple[FloatArray, float]:
    """Values in ascending order, and the share of persons who have one."""
    values = np.asarray(outcome, dtype=float)
    has = ~np.isnan(values)
    if not has.any():
        raise ValueError(
            f"{name}: none of {values.size} persons has the outcome, so it has no mean"
        )
    return np.sort(values[has]), float(has.mean())


def _by_count(values: FloatArray, share: float) -> tuple[FloatArray, FloatArray]:
    # A share of 0.3 of ten is three persons, whatever its last bits say.
    away = math.floor(share * values.size + 1e-9)
    return values[away:], values[: values.size - away]


def _by_quantile(values: FloatArray, share: float) -> tuple[FloatArray, FloatArray]:
    low, high = np.quantile(values, [share, 1 - share], method="inverted_cdf")
    return values[values >= low], values[values <= high]


_RULES = {"count": _by_count, "quantile": _by_quantile}
