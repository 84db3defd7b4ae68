"""How far each person moves an estimate, where groups served together need it.

Propensity and weights are taken as given, which makes errors a little too wide for
weighting and leaves those of doubly robust estimates as they are.
"""

from __future__ import annotations

from typing import Any

from evallib.stats.propensity import Propensity
from evallib.stats.weights.models import outcome_model


def mean_influence(pilot: Any, outcome: Any, weights: Any) -> Any:
    """Each person's part in a difference of weighted means."""
    inside, outside = weights * pilot, weights * ~pilot
    first, other = inside / inside.sum(), outside / outside.sum()
    means = float(first @ outcome), float(other @ outcome)
    return first * (outcome - means[0]) - other * (outcome - means[1])


def augmented_influence(
    propensity: Propensity, outcome: Any, value: float, *, everybody: bool
) -> Any:
    """Each person's part in a doubly robust difference."""
    pilot, chance = propensity.pilot, propensity.probability
    low = outcome_model(~pilot, propensity.covariates, outcome, name="control")
    rest = outcome - low.predicted
    if not everybody:
        odds = ~pilot * chance / (1 - chance)
        return (pilot * (rest - value) - odds * rest) / int(pilot.sum())
    high = outcome_model(pilot, propensity.covariates, outcome, name="pilot")
    inside = pilot * (outcome - high.predicted) / chance
    outside = ~pilot * rest / (1 - chance)
    gap = high.predicted - low.predicted
    return (gap + inside - outside - value) / len(outcome)
