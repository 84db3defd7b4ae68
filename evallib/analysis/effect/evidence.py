"""How strong the design of the comparison is: the Maryland scale, with reasons."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.adjusting.sample import Sample, primary_target, sample_of
from evallib.analysis.effect.compared import Compared, compared
from evallib.analysis.effect.guards import guards
from evallib.analysis.effect.tiers import Tier
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.plan import Plan
from evallib.domain.section import Block, Sentence
from evallib.stats.balance import (
    IMBALANCE,
    SERIOUS_IMBALANCE,
    BalanceTable,
    balance_table,
)

Likeness = Literal["alike", "close", "unlike", "unknown"]

MOST_LOST = 0.2  # of a group; beyond it randomised groups are no longer intact
FEWEST = 2  # persons of known covariates that a group needs to be described
NO_CAUSAL_WORDS = 2


@dataclass(frozen=True, slots=True)
class Evidence:
    """Level of the Maryland Scientific Methods Scale, and why it is that one.

    Attributes
    ----------
    level : int
        0 (nothing is compared) to 5 (randomised and intact).
    reasons : tuple of str
        Message keys: the rule of the design first, then what lowered it.
    verb : int
        Level that the words may use: ``level``, but below 3 in small groups.
    """

    level: int
    reasons: tuple[str, ...]
    verb: int = 0


def evidence(study: Study) -> Evidence:
    """Level of evidence of a study's primary comparison.

    The scale of Sherman et al. asks how well a comparison rules out that something
    else made the difference. Its definitions, and what stands for them here:

    1. Outcome and programme seen together at one time. Here: the pilot's rate alone,
       or beside a benchmark rate whose persons nobody knows.
    2. The programme came before the outcome, or a comparison group that was not shown
       to be comparable. Here: ``before_after``; or controls whose covariates are not
       known, or lie more than 0.25 standard deviations apart.
    3. Comparable units with and without the programme. Here: controls whose every
       covariate lies within 0.25 standard deviations after the adjustment that the
       plan declares. Matching on what is known goes no higher, as in the guide of the
       What Works Centre: motivation may still differ.
    4. Units with and without the programme, other things controlled or differing only
       slightly; in the guide, entry as good as random. Here: a waiting list (within
       0.1, or within what chance alone makes, and never above 0.25), or a randomised
       comparison that is no longer intact.
    5. Random assignment of comparable units. Here: ``randomised``, no serious
       imbalance beyond chance, at most a fifth of either group lost.

    Each guard that lowers takes a level off, never below 1, as the guide marks down
    faulty execution. With 10 to 29 persons in the smaller group the level stays and
    ``verb`` does not pass 2: no causal words.

    References
    ----------
    .. [1] Sherman LW, Gottfredson D, MacKenzie D, Eck J, Reuter P, Bushway S (1997).
       Preventing Crime: What Works, What Doesn't, What's Promising. US Department of
       Justice, chapter 2.
    .. [2] What Works Centre for Local Economic Growth (2016). Guide to scoring
       evidence using the Maryland Scientific Methods Scale.
    """
    people, plan = study.people, study.project.plan
    if people is None:
        return Evidence(0, ("evidence.no_outcome",))
    if plan is None:
        return Evidence(0, ("evidence.no_plan",))
    both = compared(people, plan)
    if both is None:
        return Evidence(0, ("evidence.no_outcome",))
    if both.smaller == 0:
        return Evidence(0, ("evidence.nobody_known",))
    if both.tier < Tier.COUNTS:
        return Evidence(0, ("evidence.too_few",))
    level, reason = _of_design(study, people, plan, both=both)
    lowering = [each.key for each in guards(study) if each.severity == "lowers"]
    level = max(level - len(lowering), 1)
    small = both.tier < Tier.ADJUSTED and level > NO_CAUSAL_WORDS
    reasons = (reason, *lowering, *(("evidence.small_group",) if small else ()))
    return Evidence(level, reasons, NO_CAUSAL_WORDS if small else level)


def evidence_sentences(study: Study) -> list[Block]:
    """The badge and its reasons; reasons that are guards are told as cautions."""
    found = evidence(study)
    own = [each for each in found.reasons if each.startswith("evidence.")]
    return [
        Sentence(f"evidence.level_{found.level}", tone="evidence"),
        *(Sentence(each, tone="note") for each in own),
        *([Sentence("evidence.lowered", tone="note")] if _lowered(found) else []),
    ]


def _lowered(found: Evidence) -> bool:
    return any(each.startswith("guard.") for each in found.reasons)


def _of_design(
    study: Study, people: People, plan: Plan, *, both: Compared
) -> tuple[int, str]:
    if both.control is None:
        return _without_controls(people, plan)
    alike = likeness(study)
    if plan.design == "randomised":
        return _randomised(both, alike)
    if plan.design == "waiting_list":
        level = {"alike": 4, "close": 3, "unknown": 3, "unlike": 2}[alike]
        return level, f"evidence.waiting_list_{alike}"
    level = 3 if alike in ("alike", "close") else 2
    return level, f"evidence.group_{alike}"


def _without_controls(people: People, plan: Plan) -> tuple[int, str]:
    before = people.history is not None or any(a.months < 0 for a in people.amounts)
    if plan.design == "before_after" and before:
        return 2, "evidence.before_after"
    if plan.benchmark is not None:
        return 1, "evidence.benchmark"
    return 1, "evidence.no_comparison_group"


def _randomised(both: Compared, alike: Likeness) -> tuple[int, str]:
    lost = max(each.lost / each.enrolled for each in both.tallies.values())
    if lost > MOST_LOST:
        return 4, "evidence.randomised_lost"
    if alike == "unlike":
        return 4, "evidence.randomised_unlike"
    return 5, "evidence.randomised"


def likeness(study: Study) -> Likeness:
    """How alike the groups are on what is known, after the declared adjustment."""
    table = balance(study)
    if table is None:
        return "unknown"
    chance = "imbalance_within_chance" in table.notes
    if study.project.plan is not None and study.project.plan.design == "randomised":
        return "unlike" if table.largest > SERIOUS_IMBALANCE and not chance else "alike"
    if table.largest > SERIOUS_IMBALANCE:
        return "unlike"
    return "alike" if table.largest <= IMBALANCE or chance else "close"


def balance(study: Study) -> BalanceTable | None:
    """Balance of the primary comparison; None where no covariate can tell of it."""
    people, plan = study.people, study.project.plan
    if people is None or plan is None:
        return None
    estimates = primary_estimates(study) if plan.adjust_for else None
    return _balance(people, plan, estimates)


@lru_cache(maxsize=4)
def _balance(
    people: People, plan: Plan, estimates: Estimates | None
) -> BalanceTable | None:
    sample = estimates.sample if estimates else _sample(people, plan)
    if sample is None or not sample.names:
        return None
    if min(sample.persons(sample.complete)) < FEWEST:
        return None
    return balance_table(
        sample.pilot,
        sample.covariates,
        weights=_weights(estimates),
        estimand=plan.estimand,
        names=sample.names,
    )


def _sample(people: People, plan: Plan) -> Sample | None:
    """Everybody of known outcome with every covariate that there is."""
    target = primary_target(people, plan)
    if target is None:
        return None
    names = tuple(each.name for each in people.covariates)
    return sample_of(people, target, names)


def _weights(estimates: Estimates | None) -> Any:
    """Of the estimate that is reported; those of weighting for doubly robust ones."""
    if estimates is None or estimates.primary is None:
        return None
    used = estimates.primary
    if used.method == "doubly_robust" and "weighting" in estimates.found:
        used = estimates.found["weighting"]
    return used.weights
