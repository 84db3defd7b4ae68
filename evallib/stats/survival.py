"""Time until an event: curves, competing exits, tests, restricted means, Cox."""

from __future__ import annotations

from evallib.stats.times.cox import Cox, CoxTerm, cox
from evallib.stats.times.cumulative_incidence import (
    IncidenceCurve,
    cumulative_incidence,
    incidence_at,
)
from evallib.stats.times.curve_points import (
    CurvePoints,
    SurvivalGap,
    survival_at,
    survival_difference,
)
from evallib.stats.times.fine_gray import FineGray, IncidenceTerm, fine_gray
from evallib.stats.times.gray_test import GrayTest, gray_test
from evallib.stats.times.kaplan_meier import Median, SurvivalCurve, kaplan_meier
from evallib.stats.times.log_rank import LogRank, log_rank
from evallib.stats.times.proportional_hazards import (
    ProportionalHazards,
    proportional_hazards_test,
)
from evallib.stats.times.restricted_mean import (
    RestrictedMean,
    RestrictedMeanContrast,
    restricted_mean,
    restricted_mean_difference,
    restricted_mean_ratio,
)

__all__ = [
    "Cox",
    "CoxTerm",
    "CurvePoints",
    "FineGray",
    "GrayTest",
    "IncidenceCurve",
    "IncidenceTerm",
    "LogRank",
    "Median",
    "ProportionalHazards",
    "RestrictedMean",
    "RestrictedMeanContrast",
    "SurvivalCurve",
    "SurvivalGap",
    "cox",
    "cumulative_incidence",
    "fine_gray",
    "gray_test",
    "incidence_at",
    "kaplan_meier",
    "log_rank",
    "proportional_hazards_test",
    "restricted_mean",
    "restricted_mean_difference",
    "restricted_mean_ratio",
    "survival_at",
    "survival_difference",
]
