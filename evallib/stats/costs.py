"""What it cost: per client, per outcome, and per outcome beyond the control's."""

from __future__ import annotations

from evallib.stats.money.budget import (
    Pace,
    PaceStatus,
    pace,
    share_of_budget,
    unit_cost,
)
from evallib.stats.money.effectiveness import (
    CostEffectiveness,
    NetBenefit,
    PersonCosts,
    acceptability_curve,
    cost_effectiveness,
    cost_effectiveness_of,
)
from evallib.stats.money.fieller import Differences, FiellerKind, FiellerSet
from evallib.stats.money.outcomes import (
    AdditionalOutcomeCost,
    OutcomeCost,
    cost_per_additional_outcome,
    cost_per_outcome,
)
from evallib.stats.money.redrawn import ResampledCosts, bootstrap_cost_effectiveness

__all__ = [
    "AdditionalOutcomeCost",
    "CostEffectiveness",
    "Differences",
    "FiellerKind",
    "FiellerSet",
    "NetBenefit",
    "OutcomeCost",
    "Pace",
    "PaceStatus",
    "PersonCosts",
    "ResampledCosts",
    "acceptability_curve",
    "bootstrap_cost_effectiveness",
    "cost_effectiveness",
    "cost_effectiveness_of",
    "cost_per_additional_outcome",
    "cost_per_outcome",
    "pace",
    "share_of_budget",
    "unit_cost",
]
