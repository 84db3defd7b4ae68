"""Matching of pilot clients with controls: the methods and what they return."""

from __future__ import annotations

from evallib.stats.pairs.averaged import nearest_average
from evallib.stats.pairs.difference import matched_difference
from evallib.stats.pairs.matched import Caliper, Matched, NearestPlan
from evallib.stats.pairs.nearest import match_nearest
from evallib.stats.pairs.optimal import full_match, match_optimal
from evallib.stats.pairs.strata import coarsened_exact, match_exact, subclassify

__all__ = [
    "Caliper",
    "Matched",
    "NearestPlan",
    "coarsened_exact",
    "full_match",
    "match_exact",
    "match_nearest",
    "match_optimal",
    "matched_difference",
    "nearest_average",
    "subclassify",
]
