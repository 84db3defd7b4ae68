"""The same question analysed in every defensible way, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import median


@dataclass(frozen=True, slots=True)
class Specification:
    """One way to analyse: its name and choices, and what it gave."""

    name: str
    value: float
    low: float
    high: float
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SpecificationCurve:
    """Results of all analyses in order of size.

    Attributes
    ----------
    points : tuple of Specification
        From the smallest to the largest value.
    median, lowest, highest : float
        Of the values, in their unit.
    above, below : float
        Share of analyses with a value above and below no difference.
    clearly_above, clearly_below : float
        Share whose whole interval lies there.
    null : float
        What no difference is: 0, or 1 for ratios.
    """

    points: tuple[Specification, ...]
    median: float
    lowest: float
    highest: float
    above: float
    below: float
    clearly_above: float
    clearly_below: float
    null: float
    notes: tuple[str, ...]


def specification_curve(
    specifications: Sequence[Specification], *, null: float = 0.0
) -> SpecificationCurve:
    """Every defensible analysis of one question, and what they agree on.

    Read ``above = 0.9`` as: nine in ten ways of analysing put the pilot above the
    control group.

    Parameters
    ----------
    specifications : sequence of Specification
        All that were run, in one unit, with different names.
    null : float, default 0.0
        Value of no difference.

    Returns
    -------
    SpecificationCurve
        Shares from 0 to 1. ``notes`` holds ``"direction_depends_on_analysis"`` when
        values lie on both sides.

    Raises
    ------
    ValueError
        If there is none, two have one name, or an interval does not hold its value.

    Notes
    -----
    A description [1]_: analyses of the same persons are not independent, so no
    p-value is made of their number. It is only as honest as its list is complete.

    References
    ----------
    .. [1] Simonsohn U, Simmons JP, Nelson LD (2020). Specification curve analysis.
       Nature Human Behaviour 4, 1208-1214. doi:10.1038/s41562-020-0912-z

    Examples
    --------
    >>> curve = specification_curve([
    ...     Specification("matched", 0.12, -0.05, 0.29),
    ...     Specification("weighted", 0.15, 0.01, 0.29),
    ...     Specification("crude", 0.20, 0.06, 0.34),
    ... ])
    >>> curve.median, curve.above, round(curve.clearly_above, 2)
    (0.15, 1.0, 0.67)
    """
    _require_sound(specifications)
    points = tuple(sorted(specifications, key=lambda point: (point.value, point.name)))
    count, values = len(points), [point.value for point in points]
    above = sum(value > null for value in values) / count
    below = sum(value < null for value in values) / count
    mixed = above > 0 and below > 0
    return SpecificationCurve(
        points=points,
        median=median(values),
        lowest=values[0],
        highest=values[-1],
        above=above,
        below=below,
        clearly_above=sum(point.low > null for point in points) / count,
        clearly_below=sum(point.high < null for point in points) / count,
        null=null,
        notes=("direction_depends_on_analysis",) if mixed else (),
    )


def _require_sound(specifications: Sequence[Specification]) -> None:
    if not specifications:
        raise ValueError("a curve needs at least one analysis; got none")
    names = [point.name for point in specifications]
    if len(set(names)) < len(names):
        raise ValueError(f"{len(names) - len(set(names))} analyses repeat a name")
    for point in specifications:
        if not (isfinite(point.value) and point.low <= point.value <= point.high):
            raise ValueError(
                f"analysis {point.name!r}: the interval must hold a known value; got "
                f"{point.value!r} in {point.low!r} to {point.high!r}"
            )
