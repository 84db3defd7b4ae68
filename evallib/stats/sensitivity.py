"""How easily a finding falls: to hidden causes, or to another way of analysing."""

from __future__ import annotations

from evallib.stats.doubts.e_values import EValue, RatioMeasure, e_value
from evallib.stats.doubts.hidden_bias import (
    PairTest,
    RosenbaumBounds,
    rosenbaum_bounds,
    rosenbaum_bounds_counts,
)
from evallib.stats.doubts.specifications import (
    Specification,
    SpecificationCurve,
    specification_curve,
)

__all__ = [
    "EValue",
    "PairTest",
    "RatioMeasure",
    "RosenbaumBounds",
    "Specification",
    "SpecificationCurve",
    "e_value",
    "rosenbaum_bounds",
    "rosenbaum_bounds_counts",
    "specification_curve",
]
