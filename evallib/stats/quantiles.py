"""Quantiles and tail areas that the estimators share; scipy.special only."""

from __future__ import annotations

from scipy.special import chdtrc, ndtr, ndtri, stdtr, stdtrit


def require_level(level: float) -> None:
    """Refuse a coverage outside 0 to 1."""
    if not 0 < level < 1:
        raise ValueError(f"level must lie strictly between 0 and 1; got {level!r}")


def normal_quantile(level: float) -> float:
    """Half-width, in standard errors, of a two-sided normal interval."""
    require_level(level)
    return float(ndtri(0.5 + level / 2))


def t_quantile(level: float, df: float) -> float:
    """Half-width, in standard errors, of a two-sided interval of Student's t."""
    require_level(level)
    return float(stdtrit(df, 0.5 + level / 2))


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal statistic."""
    return float(2 * ndtr(-abs(z)))


def t_p(t: float, df: float) -> float:
    """Two-sided p-value of a t statistic."""
    return float(2 * stdtr(df, -abs(t)))


def chi_squared_p(statistic: float, df: int) -> float:
    """Upper tail area of a chi-squared statistic."""
    return float(chdtrc(df, max(statistic, 0.0)))
