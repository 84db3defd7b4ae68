"""What every comparison is warned of, as message keys with their weight."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from evallib.analysis.effect.compared import Compared, compared, detectable
from evallib.analysis.effect.tiers import Tier
from evallib.data.people import NO_CLUSTER, People
from evallib.data.study import Study
from evallib.domain.plan import Plan
from evallib.domain.section import Block, Sentence

Severity = Literal["note", "caution", "lowers"]

UNEQUAL = 0.1  # shares pending or lost that lie further apart can move a comparison
FEW_GROUPS = 6  # below so many groups no interval is more than a rough guide
FEW_MONTHS = 0.5  # share of clients who started while controls did, too
MONTH = 31  # days
EARLY, LATE = slice(6, 12), slice(0, 3)  # months before time zero
DIP = 0.05  # share of days in work that was lost just before time zero
OUTSIDE = ("comparison_group", "earlier_clients")  # controls who did not ask to join


@dataclass(frozen=True, slots=True)
class Guard:
    """One warning: ``lowers`` takes a level off the evidence, ``caution`` is told.

    ``key`` is a sentence of the catalogue that stands by itself.
    """

    key: str
    severity: Severity


def guards(study: Study) -> tuple[Guard, ...]:
    """Every guard that fires, those that lower the evidence first."""
    people, plan = study.people, study.project.plan
    if people is None or plan is None:
        return ()
    found = [one for rule in RULES for one in rule(people, plan)]
    found += both_groups(study)
    weights = ("lowers", "caution", "note")
    return tuple(sorted(found, key=lambda each: weights.index(each.severity)))


def guard_sentences(study: Study, *, told: tuple[str, ...] = ()) -> list[Block]:
    """The same as sentences for a section, but for what it has told already."""
    return [
        Sentence(each.key, tone="note" if each.severity == "note" else "caution")
        for each in guards(study)
        if each.key not in told
    ]


def unequal_follow_up(people: People, plan: Plan) -> Iterator[Guard]:
    """One group is followed for longer, or lost from sight more often (ST02, ST18)."""
    both = _two_groups(people, plan)
    if both is None or both.control is None:
        return
    for part, severity in FOLLOW_UP.items():
        gap = getattr(both.pilot, part) / both.pilot.enrolled
        gap -= getattr(both.control, part) / both.control.enrolled
        if abs(gap) > UNEQUAL:
            yield Guard(f"guard.unequal_{part}", severity)


def other_time(people: People, plan: Plan) -> Iterator[Guard]:
    """The groups began at different times of the calendar (ST10)."""
    if _two_groups(people, plan) is None:
        return
    share = _share_within(
        people.time_zero[people.pilot], people.time_zero[people.control]
    )
    if plan.design == "earlier_clients" or share == 0:
        yield Guard("guard.other_time", "lowers")
    elif share < FEW_MONTHS:
        yield Guard("guard.partly_other_time", "caution")


def both_groups(study: Study) -> Iterator[Guard]:
    """The project allows one person to be in both groups."""
    if any(file.crossover for file in study.project.files.values()):
        yield Guard("guard.both_groups", "lowers")


def small_group(people: People, plan: Plan) -> Iterator[Guard]:
    """The smaller group is below a claim tier; words are bounded by ``evidence``."""
    both = compared(people, plan)
    if both is None or both.smaller == 0:
        return
    if both.tier < Tier.COUNTS:
        yield Guard("guard.too_few", "caution")
    elif both.tier < Tier.ADJUSTED:
        yield Guard("guard.small_group", "caution")


def few_clusters(people: People, plan: Plan) -> Iterator[Guard]:
    """Clients were served in few groups, whose members are alike (ST03)."""
    if _two_groups(people, plan) is not None and in_few_groups(people):
        yield Guard("guard.few_clusters", "caution")


def selection(people: People, plan: Plan) -> Iterator[Guard]:
    """Clients chose to join, and the controls had no such choice (ST09)."""
    if plan.entry != "volunteered":
        return
    if people.control.any() and plan.design not in OUTSIDE:
        return
    lowers = people.control.any() and plan.design in OUTSIDE
    yield Guard("guard.volunteered", "lowers" if lowers else "caution")


def regression_to_the_mean(people: People, plan: Plan) -> Iterator[Guard]:
    """Clients came at their worst, and nobody shows what time alone does (ST08).

    Without a work history it cannot be ruled out.
    """
    if people.control.any():
        return
    change = _fall(people, people.pilot)
    if change is None or change > DIP:
        lowers = plan.design == "before_after"
        yield Guard("guard.regression", "lowers" if lowers else "caution")


def dip_before(people: People, plan: Plan) -> Iterator[Guard]:
    """Work fell just before the service in the pilot only (Ashenfelter's dip, ST08)."""
    if _two_groups(people, plan) is None:
        return
    pilot, control = _fall(people, people.pilot), _fall(people, people.control)
    if pilot is None or control is None or pilot <= DIP:
        return
    shared = pilot - control <= DIP
    yield Guard("guard.dip_shared" if shared else "guard.dip", SHARED[shared])


def subsidised(people: People, plan: Plan) -> Iterator[Guard]:
    """Subsidised jobs are counted as the outcome."""
    at = people.point(plan.horizon_months)
    if at is None or plan.primary == "open_market_work":
        return
    if people.count(at, ("subsidised_work",), among=people.pilot).reached:
        yield Guard("guard.subsidised", "caution")


def multiplicity(people: People, plan: Plan) -> Iterator[Guard]:
    """Several outcomes or subgroups are tested, so some differ by chance (ST07)."""
    if people.control.any() and len(plan.secondary) + len(plan.subgroups) > 0:
        yield Guard("guard.multiplicity", "note")


def underpowered(people: People, plan: Plan) -> Iterator[Guard]:
    """Only a larger difference than the one seen would probably be found (ST23)."""
    both = _two_groups(people, plan)
    if both is None or both.control is None or not both.both_known:
        return
    if both.tier < Tier.COUNTS or both.together:
        return
    found, seen = detectable(both), abs(both.pilot.rate - both.control.rate)
    if found is None:
        yield Guard("guard.nothing_detectable", "caution")
    elif found > seen:
        yield Guard("guard.underpowered", "caution")


FOLLOW_UP: dict[str, Severity] = {"pending": "caution", "lost": "lowers"}
SHARED: dict[bool, Severity] = {True: "note", False: "lowers"}
RULES: tuple[Callable[[People, Plan], Iterator[Guard]], ...] = (
    unequal_follow_up,
    other_time,
    small_group,
    few_clusters,
    selection,
    regression_to_the_mean,
    dip_before,
    subsidised,
    multiplicity,
    underpowered,
)


def in_few_groups(people: People) -> bool:
    """Whether a side was served in groups, and in fewer than six of them."""
    sides = (people.pilot, people.control)
    groups = [set(people.cluster[side].tolist()) - {NO_CLUSTER} for side in sides]
    return any(0 < len(each) < FEW_GROUPS for each in groups)


def _two_groups(people: People, plan: Plan) -> Compared | None:
    both = compared(people, plan)
    return both if both is not None and both.control is not None else None


def _share_within(pilot: Any, control: Any) -> float:
    """Share of pilot clients who began within a month of the controls' period."""
    first, last = control.min() - MONTH, control.max() + MONTH
    return float(((pilot >= first) & (pilot <= last)).mean())


def _fall(people: People, side: Any) -> float | None:
    """Share of days in work half a year earlier, less that just before time zero."""
    history = people.history
    if history is None or len(history.told) < EARLY.stop:
        return None
    early, late = (_worked(people, side, months) for months in (EARLY, LATE))
    return None if early is None or late is None else early - late


def _worked(people: People, side: Any, months: slice) -> float | None:
    if people.history is None:
        return None
    told = int(people.history.told[months][:, side].sum(dtype="int64"))
    days = int(people.history.in_state[months][:, side].sum(dtype="int64"))
    return days / told if told else None
