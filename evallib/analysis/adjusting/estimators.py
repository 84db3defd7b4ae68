"""One comparison estimated in every way that its plan and its people allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from evallib.analysis.adjusting.estimated import ADJUSTING, Estimated, Method
from evallib.analysis.adjusting.refusals import Refusal, reason_of
from evallib.analysis.adjusting.sample import (
    Sample,
    amount_target,
    primary_target,
    sample_of,
)
from evallib.analysis.adjusting.served_together import Together, together
from evallib.analysis.adjusting.ways import FURTHER, SHOWN, Ground, Way, unadjusted
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.plan import Plan
from evallib.stats.propensity import Propensity, fit_propensity

MOST_FULLY_MATCHED = 2_000  # persons; full matching needs a table of all distances
Declared = Literal["unadjusted", "matching", "weighting", "doubly_robust"]


@dataclass(frozen=True, slots=True, eq=False)
class Estimates:
    """Every estimate of one comparison, what was refused, and what they rest on.

    Attributes
    ----------
    found : mapping of method to Estimated
    refused : mapping of method to reason
        A message key for each method that gave no number.
    plan : Plan
        Its ``estimator`` is the method that was chosen as primary.
    groups : Together
        Who was served together, of everybody whose outcome is known.
    propensity : Propensity, optional
        None where none could be fitted. Separated groups are fitted with Firth's
        penalty to describe them; no estimate rests on that fit.
    """

    sample: Sample
    plan: Plan
    groups: Together
    found: Mapping[Method, Estimated]
    refused: Mapping[Method, Refusal]
    propensity: Propensity | None = None

    @property
    def declared(self) -> Declared:
        """The method that the plan chose as primary."""
        return self.plan.estimator

    @property
    def primary(self) -> Estimated | None:
        """By the declared method, or unadjusted where that one was refused."""
        return self.found.get(self.declared) or self.found.get("unadjusted")

    @property
    def ground(self) -> Ground | None:
        """What further adjusted estimates would stand on; None if all are refused."""
        if self.propensity is None or not set(self.found) & set(ADJUSTING):
            return None
        return _ground(self.sample, self.plan, self.propensity)


def primary_estimates(study: Study) -> Estimates | None:
    """Estimates of the plan's primary outcome; None without plan or both groups."""
    if study.people is None or study.project.plan is None:
        return None
    return _primary(study.people, study.project.plan)


def amount_estimates(study: Study) -> tuple[Estimates, ...]:
    """Estimates of each secondary outcome of the plan that is an amount."""
    people, plan = study.people, study.project.plan
    if people is None or plan is None or not has_two_groups(people):
        return ()
    named = {(each.amount, each.horizon_months) for each in plan.secondary}
    held = [each.name for each in people.amounts if (each.name, each.months) in named]
    return tuple(_amount(people, plan, name) for name in held)


def every_estimate(study: Study) -> Estimates | None:
    """The primary estimates with the further ones that the annex shows."""
    estimates = primary_estimates(study)
    return None if estimates is None else with_further(estimates)


def has_two_groups(people: People) -> bool:
    """Whether there is anybody to compare with."""
    return bool(people.pilot.any() and people.control.any())


# Estimates, too, are equal only to themselves.
@lru_cache(maxsize=4)
def with_further(estimates: Estimates) -> Estimates:
    """The same estimates with g-computation, subclasses and full matching."""
    if estimates.ground is None:
        return estimates
    ways = dict(FURTHER)
    if estimates.groups.counts:  # its error takes everybody for a person alone
        del ways["g_computation"]
    if int(estimates.sample.complete.sum()) > MOST_FULLY_MATCHED:
        del ways["full_matching"]
    return each_way(estimates, estimates.ground, ways)


# People are equal only to themselves, so a comparison is computed once for a study.
@lru_cache(maxsize=2)
def _primary(people: People, plan: Plan) -> Estimates | None:
    target = primary_target(people, plan)
    if target is None or not has_two_groups(people):
        return None
    return estimate(sample_of(people, target, plan.adjust_for), plan)


@lru_cache(maxsize=4)
def _amount(people: People, plan: Plan, name: str) -> Estimates:
    amount = next(each for each in people.amounts if each.name == name)
    return estimate(sample_of(people, amount_target(amount), plan.adjust_for), plan)


def estimate(
    sample: Sample, plan: Plan, *, ways: Mapping[Method, Way] = SHOWN
) -> Estimates:
    """Some ways on one sample; one that cannot answer says why and stops no other."""
    groups = together(sample.people, sample.known)
    held = Estimates(sample, plan, groups, {}, {})
    if tier(sample.smaller) < Tier.COUNTS:
        return _refused(held, ("unadjusted", *ways), "too_few")
    held = replace(held, found={"unadjusted": unadjusted(sample, groups)})
    reason = _hindrance(sample, plan)
    if reason is not None:
        return _refused(held, tuple(ways), reason)
    propensity, reason = _propensity(sample)
    held = replace(held, propensity=propensity)
    if reason is not None or propensity is None:
        return _refused(held, tuple(ways), reason or "separated")
    return each_way(held, _ground(sample, plan, propensity), ways)


def each_way(held: Estimates, ground: Ground, ways: Mapping[Method, Way]) -> Estimates:
    """The estimates with those of some more ways."""
    found, refused = dict(held.found), dict(held.refused)
    for method, way in ways.items():
        try:
            told = way(ground)
        except ValueError as fault:
            refused[method] = reason_of(fault)
            continue
        if tier(told.persons) < Tier.ADJUSTED:
            refused[method] = "few_matched"
        else:
            found[method] = told
    return replace(held, found=found, refused=refused)


def _ground(sample: Sample, plan: Plan, propensity: Propensity) -> Ground:
    groups = together(sample.people, sample.complete)
    return Ground(sample, groups, propensity, plan.estimand, plan.seed)


def _refused(
    held: Estimates, methods: tuple[Method, ...], reason: Refusal
) -> Estimates:
    return replace(held, refused=dict.fromkeys(methods, reason))


def _hindrance(sample: Sample, plan: Plan) -> Refusal | None:
    """What stands in the way of any adjustment."""
    if not plan.adjust_for:
        return "none_declared"
    if not sample.names:
        return "none_usable"
    if tier(sample.smaller) < Tier.ADJUSTED:
        return "few"
    complete = min(sample.persons(sample.complete))
    if tier(complete) < Tier.ADJUSTED:
        return "few_complete"
    return "same_outcome" if sample.outcome.min() == sample.outcome.max() else None


def _propensity(sample: Sample) -> tuple[Propensity | None, Refusal | None]:
    try:
        found = fit_propensity(sample.pilot, sample.covariates, names=sample.names)
    except ValueError as fault:
        reason = reason_of(fault)
        return (_described(sample) if reason == "separated" else None), reason
    return found, "no_overlap" if found.overlap.support is None else None


def _described(sample: Sample) -> Propensity | None:
    """The propensity of separated groups, to tell of them and for nothing else."""
    try:
        return fit_propensity(
            sample.pilot, sample.covariates, names=sample.names, separation="firth"
        )
    except ValueError as fault:
        reason_of(fault)  # only a known refusal may pass
        return None
