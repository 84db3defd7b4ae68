"""Weighting of controls to resemble the pilot: the methods and what they return."""

from __future__ import annotations

from evallib.stats.weights.contrast import WeightedContrast, weighted_difference
from evallib.stats.weights.entropy import EntropyWeights, entropy_balance
from evallib.stats.weights.inverse import InverseWeights, ipw, propensity_weights

__all__ = [
    "EntropyWeights",
    "InverseWeights",
    "WeightedContrast",
    "entropy_balance",
    "ipw",
    "propensity_weights",
    "weighted_difference",
]
