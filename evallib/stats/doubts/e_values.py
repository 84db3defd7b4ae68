"""How strong an unmeasured cause would have to be to explain a ratio away."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from evallib.stats.tables.guards import require_option

RatioMeasure = Literal[
    "risk_ratio", "odds_ratio_rare", "odds_ratio_common", "hazard_ratio_rare",
    "hazard_ratio_common",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class EValue:
    """Strength of an unmeasured cause that could explain an estimate.

    Attributes
    ----------
    value : float
        Risk ratio, 1 or more, that the cause must have with both the programme and
        the outcome, beyond what was measured.
    limit : float or None
        The same for the interval's limit nearer to no difference; 1 if the interval
        holds it, None without an interval.
    risk_ratio : float
        The ratio used, after turning odds or hazards into risks.
    risk_limits : tuple of float or None
    """

    value: float
    limit: float | None
    risk_ratio: float
    risk_limits: tuple[float, float] | None
    measure: str


def e_value(
    ratio: float,
    *,
    limits: tuple[float, float] | None = None,
    measure: RatioMeasure = "risk_ratio",
) -> EValue:
    """How strong an unmeasured cause must be to explain a ratio away.

    Read ``7.3`` as: something that we did not measure would have to make both taking
    part and the outcome more than seven times as likely to explain it all.

    Parameters
    ----------
    ratio : float
        Pilot over control, above 0.
    limits : tuple of float, optional
        Interval of the ratio, around it.
    measure : str, default "risk_ratio"
        What the ratio is; odds and hazard ratios of common outcomes (15 % or more at
        the end of follow-up) are first turned into approximate risk ratios.

    Returns
    -------
    EValue
        Risk ratios, 1 or more.

    Raises
    ------
    ValueError
        If a ratio is not above 0 or the limits do not enclose it.

    Notes
    -----
    RR + sqrt(RR (RR - 1)) of the ratio turned above 1 [1]_. A large value is no
    proof; what is likely in the field decides. In a pilot that clients chose to join,
    motivation alone may be strong.

    References
    ----------
    .. [1] VanderWeele TJ, Ding P (2017). Sensitivity analysis in observational
       research: introducing the E-value. Annals of Internal Medicine 167, 268-274.
       doi:10.7326/M16-2607

    Examples
    --------
    The example of [1]_:

    >>> found = e_value(3.9, limits=(1.8, 8.7))
    >>> round(found.value, 2), round(found.limit, 2)
    (7.26, 3.0)
    """
    require_option("measure", measure, RatioMeasure)
    _require_ratio("ratio", ratio)
    used = _as_risk_ratio(ratio, measure)
    if limits is None:
        return EValue(_strength(used), None, used, None, measure)
    _require_limits(ratio, limits)
    low, high = (_as_risk_ratio(limit, measure) for limit in limits)
    if low <= 1 <= high:
        return EValue(_strength(used), 1.0, used, (low, high), measure)
    nearer = low if low > 1 else high
    return EValue(_strength(used), _strength(nearer), used, (low, high), measure)


def _strength(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + math.sqrt(above * (above - 1))


def _as_risk_ratio(ratio: float, measure: RatioMeasure) -> float:
    if measure == "odds_ratio_common":
        return math.sqrt(ratio)
    if measure == "hazard_ratio_common":
        root = math.sqrt(ratio)
        return float((1 - 0.5**root) / (1 - 0.5 ** (1 / root)))
    return ratio


def _require_ratio(name: str, ratio: float) -> None:
    if not 0 < ratio < math.inf:
        raise ValueError(
            f"{name} must be above 0 and finite; got {ratio!r}; with an empty cell "
            "there is no finite E-value"
        )


def _require_limits(ratio: float, limits: tuple[float, float]) -> None:
    for limit in limits:
        _require_ratio("limits", limit)
    if not limits[0] <= ratio <= limits[1]:
        raise ValueError(f"limits must enclose the ratio {ratio!r}; got {limits!r}")
