"""Outcome models, alone and with weights: the methods and what they return."""

from __future__ import annotations

from evallib.stats.weights.augmented import Augmented, aipw
from evallib.stats.weights.standardise import Standardised, g_computation

__all__ = ["Augmented", "Standardised", "aipw", "g_computation"]
