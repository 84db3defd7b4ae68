"""A difference before the pilot, what the lost could change, and likeness."""

from __future__ import annotations

from typing import Any

from evallib.analysis.adjusting.checks.checked import Check, Checked, same_side
from evallib.analysis.adjusting.estimate_table import label_of
from evallib.analysis.adjusting.estimators import Estimates, estimate
from evallib.analysis.adjusting.likeness import balance_of
from evallib.analysis.adjusting.sample import Target, sample_of
from evallib.analysis.adjusting.ways import SHOWN
from evallib.data.people import People
from evallib.domain.section import Fact, Ref, Sentence, Tone
from evallib.domain.table import Column, Kind, Range, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.proportions import outcome_bounds

EARLY = slice(6, 12)  # months before time zero that lie before any dip
SHARE_OF_DAYS = "days"


def placebo(estimates: Estimates) -> Checked | None:
    """The same comparison of something from before the pilot; None without history."""
    target = _before(estimates)
    if target is None:
        return None
    plan, people = estimates.plan, estimates.sample.people
    sample = sample_of(people, target, plan.adjust_for, without=target.name)
    ways = {name: way for name, way in SHOWN.items() if name == str(plan.estimator)}
    found = estimate(sample, plan, ways=ways).primary
    if found is None:
        told = Sentence("robustness.no_placebo", tone="note")
        return Checked("placebo", "not_done", (told,))
    gap: Kind = "points" if target.unit == SHARE_OF_DAYS else "index"
    row: dict[str, Value] = {
        "row": "placebo",
        "measure": target.label,
        "method": label_of(found.method),
        "value": found.value,
        "limits": Range(found.interval.low, found.interval.high, "confidence"),
        "persons": found.persons,
    }
    columns = (
        Column("measure", "label"),
        Column("method", "label"),
        Column("value", gap, limits="limits"),
        Column("limits", gap),
    )
    on = {"value": "persons", "limits": "persons"}
    tables = {"placebo": Table("placebo", [row], columns, rests_on=on)}
    facts: dict[str, Fact] = {
        "measure": target.label,
        "unit": _unit(target),
        "value": Ref("placebo", "placebo", "value"),
        "limits": Ref("placebo", "placebo", "limits"),
    }
    key = "placebo_differs" if found.settled else "placebo_alike"
    tone: Tone = "caution" if found.settled else "plain"
    told = Sentence(f"robustness.{key}", facts, tone=tone)
    return Checked("placebo", "shakes" if found.settled else "holds", (told,), tables)


def _unit(target: Target) -> Label | Text:
    if target.unit is None or target.unit == SHARE_OF_DAYS:
        return Label("robustness.points")
    return Text(fi=target.unit, sv=target.unit, en=target.unit)


def _before(estimates: Estimates) -> Target | None:
    """The latest amount from before, or days in work half a year before."""
    people, known = estimates.sample.people, estimates.sample.known
    before = [each for each in people.amounts if each.months < 0]
    if before:
        last = max(before, key=lambda each: each.months)
        told = known & (last.values == last.values)
        return Target(last.name, last.label, last.values, told, last.unit)
    return _days_in_work(people, known)


def _days_in_work(people: People, known: Any) -> Target | None:
    history = people.history
    if history is None or len(history.told) < EARLY.stop:
        return None
    told = history.told[EARLY].sum(axis=0)
    worked = history.in_state[EARLY].sum(axis=0)
    share = worked / told.clip(1)
    label = Label("robustness.days_before")
    return Target("history", label, share, known & (told > 0), SHARE_OF_DAYS)


def unknown(estimates: Estimates) -> Checked | None:
    """Worst and best case for those who are due and could not be found."""
    sample, plan = estimates.sample, estimates.plan
    people, at = sample.people, sample.people.point(plan.horizon_months)
    if at is None or not sample.target.yes_no or estimates.primary is None:
        return None
    tallies = [
        people.tally(at, plan.primary, among=side)
        for side in (people.pilot, people.control)
    ]
    lost = sum(each.lost for each in tallies)
    if not lost:
        told = Sentence("robustness.nobody_lost", tone="plain")
        return Checked("unknown", "holds", (told,))
    found = outcome_bounds(*tallies, unknown="lost")
    row: dict[str, Value] = {
        "row": "unknown",
        "bounds": Range(found.low, found.high, "bounds"),
        "lost": lost,
        "persons": min(each.known + each.lost for each in tallies),
        "everybody": sum(each.known + each.lost for each in tallies),
    }
    columns = (Column("bounds", "points"), Column("lost", "persons"))
    on = {"bounds": "persons", "lost": "everybody"}
    tables = {"unknown": Table("unknown", [row], columns, rests_on=on, layout="facts")}
    holds = same_side(estimates.primary.value, found.low, found.high)
    facts: dict[str, Fact] = {
        name: Ref("unknown", "unknown", name) for name in ("bounds", "lost")
    }
    key = "robustness.unknown_holds" if holds else "robustness.unknown_shakes"
    told = Sentence(key, facts, tone="plain" if holds else "caution")
    return Checked("unknown", "holds" if holds else "shakes", (told,), tables)


def alike(estimates: Estimates) -> Checked | None:
    """Whether the groups that the primary method compares are alike; None untold."""
    found, primary = balance_of(estimates), estimates.primary
    if found is None or primary is None:
        return None
    # What lots left different is no fault of the comparison if adjustment mends it.
    drawn = estimates.plan.design == "randomised"
    adjusted = found.adjusted and (drawn or primary.method != "unadjusted")
    shaken = found.level("after" if adjusted else "before") in ("serious", "no_spread")
    check: Check = "balance_drawn" if drawn and adjusted else "balance"
    return Checked(check, "shakes" if shaken else "holds")
