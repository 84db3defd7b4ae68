"""Fieller's set: every ratio of two uncertain differences that fits the data."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from evallib.stats.quantiles import normal_quantile

FiellerKind = Literal["bounded", "exclusive", "half_line", "unbounded"]


@dataclass(frozen=True, slots=True)
class Differences:
    """A difference of costs and one of effects, with what is known of their errors.

    Pilot minus control; ``covariance`` is that of the two differences.
    """

    cost: float
    effect: float
    cost_variance: float = 0.0
    effect_variance: float = 0.0
    covariance: float = 0.0


@dataclass(frozen=True, slots=True)
class FiellerSet:
    """Ratios that fit the data, whose shape depends on the effect's uncertainty.

    Attributes
    ----------
    kind : {"bounded", "exclusive", "half_line", "unbounded"}
        ``"bounded"``: from ``low`` to ``high``. ``"exclusive"``: up to ``low``, and
        from ``high`` on, but nothing between; the effect may be zero. ``"half_line"``:
        from ``low`` to ``high``, one of which is infinite. ``"unbounded"``: every
        ratio fits.
    low, high : float
        Limits in the unit of the cost per unit of effect.
    level : float
        Coverage of the set.
    """

    kind: FiellerKind
    low: float
    high: float
    level: float
    method: str = "fieller"


def fieller_set(differences: Differences, *, level: float) -> FiellerSet | None:
    """Every ratio R for which cost - R times effect may be zero; None if none can.

    The limits solve A R^2 - 2 B R + C = 0; the set is where the curve is not above 0.
    """
    z2 = normal_quantile(level) ** 2
    d = differences
    a = d.effect**2 - z2 * d.effect_variance
    b = d.effect * d.cost - z2 * d.covariance
    c = d.cost**2 - z2 * d.cost_variance
    if a == 0:
        return _straight(b, c, level)
    inside = b * b - a * c
    if inside <= 0:
        # With A above 0 the estimate itself is the set; with A below 0, everything.
        ends = (b / a, b / a) if a > 0 else (-math.inf, math.inf)
        return FiellerSet("bounded" if a > 0 else "unbounded", *ends, level)
    low, high = sorted(_roots(a, b, c, math.sqrt(inside)))
    return FiellerSet("bounded" if a > 0 else "exclusive", low, high, level)


def _roots(a: float, b: float, c: float, root: float) -> tuple[float, float]:
    """Both roots without the loss of digits of subtracting near equals."""
    larger = b + math.copysign(root, b)
    return larger / a, c / larger


def _straight(b: float, c: float, level: float) -> FiellerSet | None:
    if b == 0:
        everything = FiellerSet("unbounded", -math.inf, math.inf, level)
        return everything if c <= 0 else None
    end = c / (2 * b)
    ends = (end, math.inf) if b > 0 else (-math.inf, end)
    return FiellerSet("half_line", *ends, level)
