"""Several pilots or projects in one number, and how far apart they lie."""

from __future__ import annotations

from evallib.stats.meta.asymmetry import (
    AsymmetryTest,
    begg_test,
    egger_test,
    leave_one_out,
)
from evallib.stats.meta.averages import (
    ErrorRule,
    PredictionRule,
    fixed_effect,
    random_effects,
)
from evallib.stats.meta.between import TauMethod
from evallib.stats.meta.counts import mantel_haenszel, peto
from evallib.stats.meta.effects import EffectMeasure, StudyEffects, study_effects
from evallib.stats.meta.pooled import PooledEffect
from evallib.stats.meta.prediction import next_rate
from evallib.stats.meta.rates import PooledRate, PooledRates, pool_rates

__all__ = [
    "AsymmetryTest",
    "EffectMeasure",
    "ErrorRule",
    "PooledEffect",
    "PooledRate",
    "PooledRates",
    "PredictionRule",
    "StudyEffects",
    "TauMethod",
    "begg_test",
    "egger_test",
    "fixed_effect",
    "leave_one_out",
    "mantel_haenszel",
    "next_rate",
    "peto",
    "pool_rates",
    "random_effects",
    "study_effects",
]
