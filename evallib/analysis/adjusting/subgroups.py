"""Whether the difference is the same for everybody: declared subgroups only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evallib.analysis.adjusting.estimators import Estimates, primary_estimates
from evallib.analysis.effect.claims import unfinished
from evallib.analysis.effect.compared import compared_in
from evallib.analysis.effect.tiers import FROM_PERSONS, Tier, tier
from evallib.analysis.people.named import names_within, trait_name
from evallib.data.people import Covariate, People
from evallib.data.study import Study
from evallib.domain.estimate import Estimate, Tally
from evallib.domain.plan import Plan
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Named, Range, Table, Value, Where
from evallib.domain.vocabulary import Text
from evallib.stats.multiplicity import adjust
from evallib.stats.pooling import fixed_effect, study_effects
from evallib.stats.proportions import risk_difference

FEWEST = FROM_PERSONS[Tier.COUNTS]  # persons in each group of one subgroup
ALPHA = 0.05
SIDES = ("pilot", "control")


@dataclass(frozen=True, slots=True)
class Part:
    """One subgroup: pilot and control of known status, and their difference."""

    label: Text
    pilot: Tally
    control: Tally
    difference: Estimate
    who: Mapping[str, Named]


@dataclass(frozen=True, slots=True)
class Division:
    """The people divided by one declared covariate.

    Attributes
    ----------
    parts : tuple of Part
        Subgroups with enough persons in both groups.
    small : int
        Subgroups that have too few.
    hidden : int
        Fewest persons of a side who are in no part, where there are any; a few of
        them could be found by subtracting the parts from everybody.
    interaction : float or None
        P-value of no difference between the parts' differences.
    """

    covariate: Covariate
    parts: tuple[Part, ...]
    small: int
    hidden: int
    interaction: float | None


def subgroups(study: Study) -> Section | None:
    """Differences within the subgroups that the plan declared."""
    estimates, plan = primary_estimates(study), study.project.plan
    if estimates is None or plan is None or not plan.subgroups:
        return None
    if tier(estimates.sample.smaller) < Tier.EVERYTHING:
        facts: dict[str, Fact] = {"fewest": Constant(FROM_PERSONS[Tier.EVERYTHING])}
        nothing = Sentence("subgroups.too_few", facts, tone="caution")
        return Section("subgroups", study.scope, [nothing])
    return _section(study, estimates, plan)


def _section(study: Study, estimates: Estimates, plan: Plan) -> Section:
    people = estimates.sample.people
    named = {name: people.covariate(name) for name in plan.subgroups}
    divided = [
        _division(people, plan, each) for each in named.values() if each and each.labels
    ]
    k = study.scope.disclosure.k
    shown = [each for each in divided if each.parts and not 0 < each.hidden < k]
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if shown:
        tables = {"parts": _parts(shown)}
        blocks = [Sentence("subgroups.lead", tone="lead"), _figure(tables)]
        blocks += [TableBlock("parts"), Sentence("subgroups.unadjusted", tone="note")]
        both = compared_in(study)
        if both and not unfinished(study, both):
            tables["tests"] = _tests(shown)
            blocks[1:1] = _told(shown)
            blocks.append(TableBlock("tests"))
        else:
            blocks.insert(1, Sentence("subgroups.untested", tone="note"))
    blocks += [*_not_shown(named), *_small(divided, shown)]
    blocks.append(Sentence("subgroups.declared_only", tone="note"))
    return Section("subgroups", study.scope, blocks, tables)


def _not_shown(named: dict[str, Covariate | None]) -> list[Block]:
    """Declared covariates that divide nobody."""
    blocks: list[Block] = []
    for name, covariate in named.items():
        key = "absent" if covariate is None else "numbers"
        if covariate is None or not covariate.labels:
            told = Text(fi=name) if covariate is None else covariate.label
            facts: dict[str, Fact] = {"covariate": told}
            blocks.append(Sentence(f"subgroups.{key}", facts, tone="caution"))
    return blocks


def _small(divided: list[Division], shown: list[Division]) -> list[Block]:
    blocks: list[Block] = []
    for each in divided:
        facts: dict[str, Fact] = {"covariate": each.covariate.label}
        if each not in shown:
            blocks.append(Sentence("subgroups.protected", facts, tone="caution"))
        elif each.small:
            facts["fewest"] = Constant(FEWEST)
            blocks.append(Sentence("subgroups.small", facts, tone="note"))
    return blocks


def _told(shown: list[Division]) -> list[Block]:
    """What the interaction tests say, or that one subgroup has nothing beside it."""
    adjusted = _adjusted(shown)
    blocks: list[Block] = []
    for each in shown:
        chance = adjusted.get(each.covariate.name)
        key = "alone" if chance is None else "alike"
        if chance is not None and chance <= ALPHA:
            key = "differs"
        facts: dict[str, Fact] = {"covariate": each.covariate.label}
        on = (Ref("tests", each.covariate.name, "chance"),)
        said = Sentence(f"subgroups.{key}", facts, tone="finding", rests_on=on)
        blocks.append(said)
    return blocks


def _adjusted(shown: list[Division]) -> dict[str, float]:
    """Holm's p-values of the interactions, by covariate."""
    tested = {
        each.covariate.name: each.interaction
        for each in shown
        if each.interaction is not None
    }
    if not tested:
        return {}
    found = adjust(list(tested.values()), method="holm").adjusted
    return dict(zip(tested, found, strict=True))


def _division(people: People, plan: Plan, covariate: Covariate) -> Division:
    at = people.point(plan.horizon_months) or 0
    sides = (people.pilot, people.control)
    rest = [people.tally(at, plan.primary, among=side).known for side in sides]
    parts: list[Part] = []
    small = 0
    for number, label in enumerate(covariate.labels):
        inside = covariate.values == number
        pilot, control = (
            people.tally(at, plan.primary, among=inside & side) for side in sides
        )
        if min(pilot.known, control.known) < FEWEST:
            small += bool(pilot.known + control.known)
            continue
        rest = [rest[0] - pilot.known, rest[1] - control.known]
        told = covariate.shown.get(label, Text(fi=label))
        difference = risk_difference(pilot, control)
        trait = trait_name(covariate.name, number)
        who = names_within(people.as_of, plan, trait)
        parts.append(Part(told, pilot, control, difference, who))
    hidden = min((each for each in rest if each), default=0)
    return Division(covariate, tuple(parts), small, hidden, _interaction(parts))


def _interaction(parts: list[Part]) -> float | None:
    """Cochran's Q of the subgroups' differences; None for a single subgroup."""
    if len(parts) < 2:
        return None
    effects = study_effects([(each.pilot, each.control) for each in parts])
    return fixed_effect(effects).q_p_value


def _parts(shown: list[Division]) -> Table:
    rows: list[dict[str, Value]] = []
    who: dict[Where, Named] = {}
    for division in shown:
        for each in division.parts:
            limits = each.difference.interval
            row = f"{division.covariate.name}-{len(rows)}"
            who |= {(row, column): named for column, named in each.who.items()}
            rows.append(
                {
                    "row": row,
                    "covariate": division.covariate.label,
                    "subgroup": each.label,
                    "pilot_reached": each.pilot.reached,
                    "pilot_persons": each.pilot.known,
                    "control_reached": each.control.reached,
                    "control_persons": each.control.known,
                    "value": each.difference.value,
                    "limits": Range(limits.low, limits.high, "confidence"),
                    "smaller": min(each.pilot.known, each.control.known),
                }
            )
    columns = (
        Column("covariate", "text"),
        Column("subgroup", "text"),
        Column("pilot_reached", "persons"),
        Column("pilot_persons", "persons"),
        Column("control_reached", "persons"),
        Column("control_persons", "persons"),
        Column("value", "points", limits="limits"),
        Column("limits", "points"),
    )
    rests_on = {
        "pilot_reached": "pilot_persons",
        "pilot_persons": "pilot_persons",
        "control_reached": "control_persons",
        "control_persons": "control_persons",
        "value": "smaller",
        "limits": "smaller",
    }
    return Table("parts", rows, columns, rests_on=rests_on, who=who)


def _tests(shown: list[Division]) -> Table:
    adjusted = _adjusted(shown)
    rows: list[dict[str, Value]] = [
        {
            "row": each.covariate.name,
            "covariate": each.covariate.label,
            "chance": each.interaction,
            "corrected": adjusted.get(each.covariate.name),
            "tests": len(adjusted),
            "smaller": min(
                min(part.pilot.known, part.control.known) for part in each.parts
            ),
            **_reached(each),
        }
        for each in shown
    ]
    columns = (
        Column("covariate", "text"),
        Column("chance", "probability", 2),
        Column("corrected", "probability", 2),
        Column("tests", "units"),
    )
    counts = dict(each for row in shown for each in _headcounts(row).items())
    on = {"chance": "smaller", "corrected": "smaller", **counts}
    made_of = dict.fromkeys(("chance", "corrected"), tuple(counts))
    return Table("tests", rows, columns, rests_on=on, made_of=made_of)


def _reached(division: Division) -> dict[str, Value]:
    """The counts that a test is made of; they stand in its row unshown."""
    sides = [(at, side) for at in range(len(division.parts)) for side in SIDES]
    counts: dict[str, Value] = {}
    for at, side in sides:
        tally: Tally = getattr(division.parts[at], side)
        counts[f"{side}_reached_{at}"] = tally.reached
        counts[f"{side}_known_{at}"] = tally.known
    return counts


def _headcounts(division: Division) -> dict[str, str]:
    """Each of these counts and what it is counted out of."""
    return {name: name.replace("reached", "known") for name in _reached(division)}


def _figure(tables: dict[str, Table]) -> Figure:
    rows = tables["parts"].rows
    order = sorted(rows, key=lambda row: _number(row["value"]))
    facts: dict[str, Fact] = {
        "lowest": Ref("parts", str(order[0]["row"]), "value"),
        "highest": Ref("parts", str(order[-1]["row"]), "value"),
    }
    roles = {
        "label": "subgroup",
        "value": "value",
        "limits": "limits",
        "group": "covariate",
    }
    return Figure("parts", "effects", "parts", Sentence("subgroups.alt", facts), roles)


def _number(value: Value) -> float:
    return value if isinstance(value, float) else 0.0
