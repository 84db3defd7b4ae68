"""The ways of comparing two groups; each gives one estimate or refuses.

A refusal is a ``ValueError`` of the statistics that ``reason_of`` knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from evallib.analysis.adjusting.estimated import (
    ROUNDING,
    Estimated,
    Inference,
    Method,
    Whom,
)
from evallib.analysis.adjusting.influence import augmented_influence, mean_influence
from evallib.analysis.adjusting.sample import Sample
from evallib.analysis.adjusting.served_together import (
    FEW_GROUPS,
    Together,
    influence_error,
    naive_error,
    of_pairs,
)
from evallib.domain.estimate import Interval, Tally
from evallib.domain.plan import Estimand
from evallib.stats.doubly_robust import aipw, g_computation
from evallib.stats.matching import (
    Caliper,
    Matched,
    NearestPlan,
    full_match,
    match_nearest,
    matched_difference,
    subclassify,
)
from evallib.stats.ordinal import mean_difference
from evallib.stats.propensity import Propensity
from evallib.stats.proportions import risk_difference
from evallib.stats.weighting import WeightedContrast, entropy_balance, ipw

CALIPER = Caliper(0.2)  # pooled standard deviations of the log odds (Austin 2011)
CLASSES = 5


@dataclass(frozen=True, slots=True, eq=False)
class Ground:
    """What every adjusted estimate of a comparison stands on."""

    sample: Sample
    groups: Together  # of the complete persons
    propensity: Propensity
    estimand: Estimand
    seed: int

    @property
    def population(self) -> Estimand:
        """The estimand of methods that know no overlap population."""
        return "ate" if self.estimand == "ate" else "att"


def unadjusted(sample: Sample, groups: Together) -> Estimated:
    """Everybody of known outcome as they are."""
    known = sample.known
    pilot, outcome = sample.people.pilot[known], sample.target.values[known]
    found = mean_difference(outcome[pilot], outcome[~pilot])
    told = Estimated(
        method="unadjusted",
        value=found.value,
        standard_error=found.standard_error,
        interval=found.interval,
        pilot_mean=found.means[0],
        control_mean=found.means[1],
        pilot_persons=found.persons[0],
        control_persons=found.persons[1],
        pilot_effective=float(found.persons[0]),
        control_effective=float(found.persons[1]),
        whom="everybody",
        inference="welch",
    )
    if sample.target.yes_no:
        tallies = [_tally(outcome[side]) for side in (pilot, ~pilot)]
        newcombe = risk_difference(*tallies).interval
        told = replace(told, interval=newcombe, inference="newcombe")
    if not groups.counts:
        return told
    return _clustered(told, naive_error(pilot, outcome, groups), sample, groups)


def _tally(outcome: Any) -> Tally:
    return Tally(int(outcome.sum()), len(outcome))


def _clustered(
    told: Estimated, found: tuple[float, Interval], sample: Sample, groups: Together
) -> Estimated:
    """The estimate with its error by groups served together, where they tell one."""
    error, interval = found
    # Everybody of a group alike: the groups tell no error, or only a rounding.
    if not error > ROUNDING * max(1.0, abs(told.value)):
        return replace(told, notes=(*told.notes, "alike_in_groups"))
    if sample.target.yes_no:
        low, high = max(interval.low, -1.0), min(interval.high, 1.0)
        interval = replace(interval, low=low, high=high)
    notes = ("few_groups",) if groups.fewest < FEW_GROUPS else ()
    return replace(
        told,
        standard_error=error,
        interval=interval,
        inference="cr2",
        notes=(*told.notes, *notes),
    )


def matching(ground: Ground) -> Estimated:
    """Nearest control on the log odds, one each, within the caliper."""
    plan = NearestPlan(caliper=CALIPER, seed=ground.seed)
    matched = match_nearest(ground.sample.pilot, ground.propensity.score, plan=plan)
    return _of_match("matching", ground, matched, "pairs")


def subclassification(ground: Ground) -> Estimated:
    """Five classes of similar propensity."""
    matched = subclassify(ground.sample.pilot, ground.propensity.score, classes=CLASSES)
    return _of_match("subclassification", ground, matched, "hc1")


def full_matching(ground: Ground) -> Estimated:
    """Everybody in a set of one pilot client and controls, or the reverse."""
    matched = full_match(ground.sample.pilot, ground.propensity.score)
    return _of_match("full_matching", ground, matched, "pairs")


def _of_match(
    method: Method, ground: Ground, matched: Matched, inference: Inference
) -> Estimated:
    outcome = ground.sample.outcome
    found = matched_difference(matched, outcome)
    everybody = matched.pilot_persons == int(ground.sample.pilot.sum())
    told = _told(method, found, "att" if everybody else "matched", inference)
    told = replace(told, weights=matched.weights, matched=matched)
    if not ground.groups.counts:
        return told
    influence = mean_influence(matched.pilot, outcome, matched.weights)
    groups = of_pairs(ground.groups, matched) if inference == "pairs" else ground.groups
    inside = matched.weights > 0
    error = influence_error(
        told.value, influence, groups, pilot=matched.pilot, inside=inside
    )
    return _clustered(told, error, ground.sample, ground.groups)


def weighting(ground: Ground) -> Estimated:
    """Weights from the propensity."""
    outcome = ground.sample.outcome
    found = ipw(ground.propensity, outcome, estimand=ground.estimand)
    told = _told("weighting", found.contrast, ground.estimand, "m_estimation")
    return _weighted(replace(told, weights=found.weights), ground)


def entropy_balancing(ground: Ground) -> Estimated:
    """Weights of the controls that give them the pilot's means."""
    sample = ground.sample
    found = entropy_balance(sample.pilot, sample.covariates, sample.outcome)
    told = _told("entropy_balance", found.contrast, "att", "m_estimation")
    return _weighted(replace(told, weights=found.weights), ground)


def _weighted(told: Estimated, ground: Ground) -> Estimated:
    if not ground.groups.counts:
        return told
    sample = ground.sample
    influence = mean_influence(sample.pilot, sample.outcome, told.weights)
    return _by_groups(told, influence, ground)


def doubly_robust(ground: Ground) -> Estimated:
    """Weights from the propensity and a model of the outcome."""
    whom: Whom = "ate" if ground.population == "ate" else "att"
    outcome = ground.sample.outcome
    found = aipw(
        ground.propensity,
        outcome,
        estimand="ate" if whom == "ate" else "att",
        error_rule="m_estimation",
    )
    told = _told("doubly_robust", found.contrast, whom, "m_estimation")
    if not ground.groups.counts:
        return told
    influence = augmented_influence(
        ground.propensity, outcome, told.value, everybody=whom == "ate"
    )
    return _by_groups(told, influence, ground)


def _by_groups(told: Estimated, influence: Any, ground: Ground) -> Estimated:
    pilot = ground.sample.pilot
    error = influence_error(
        told.value, influence, ground.groups, pilot=pilot, inside=pilot | ~pilot
    )
    return _clustered(told, error, ground.sample, ground.groups)


def standardisation(ground: Ground) -> Estimated:
    """A model of the outcome in each group, averaged over the same clients."""
    sample = ground.sample
    whom: Whom = "ate" if ground.population == "ate" else "att"
    found = g_computation(
        sample.pilot,
        sample.covariates,
        sample.outcome,
        estimand="ate" if whom == "ate" else "att",
    )
    return _told("g_computation", found.contrast, whom, "m_estimation")


def _told(
    method: Method, found: WeightedContrast, whom: Whom, inference: Inference
) -> Estimated:
    return Estimated(
        method=method,
        value=found.value,
        standard_error=found.standard_error,
        interval=found.interval,
        pilot_mean=found.pilot_mean,
        control_mean=found.control_mean,
        pilot_persons=found.pilot_persons,
        control_persons=found.control_persons,
        pilot_effective=found.pilot_effective,
        control_effective=found.control_effective,
        whom=whom,
        inference=inference,
        notes=found.notes,
    )


Way = Callable[[Ground], Estimated]
SHOWN: Mapping[Method, Way] = {
    "matching": matching,
    "weighting": weighting,
    "entropy_balance": entropy_balancing,
    "doubly_robust": doubly_robust,
}
FURTHER: Mapping[Method, Way] = {
    "g_computation": standardisation,
    "subclassification": subclassification,
    "full_matching": full_matching,
}
