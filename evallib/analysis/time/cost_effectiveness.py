"""What the pilot cost: per client, per person in work, per additional one in work."""

from __future__ import annotations

import math
from typing import Any

from evallib.analysis.effect.beneath import counts_beneath
from evallib.analysis.effect.counts import COUNTED_OUT_OF, COUNTS
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.estimate import Tally
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
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.costs import (
    AdditionalOutcomeCost,
    NetBenefit,
    PersonCosts,
    acceptability_curve,
    cost_effectiveness,
    cost_per_additional_outcome,
    cost_per_outcome,
)

# Euros that one more person in work may be worth; the reader chooses the value.
WORTHS_EUR = tuple(range(0, 60_001, 2_500))
FEWEST = 10  # persons a side, below which no causal comparison is worded
PERSONS = Column("persons", "persons")


def costs(study: Study) -> Section | None:
    """Unit costs with intervals; no cost per additional job where none is shown."""
    people, plan = study.people, study.project.plan
    at = None if people is None or plan is None else people.point(plan.horizon_months)
    if people is None or plan is None or plan.pilot_cost_eur is None or at is None:
        return None
    clients = int(people.pilot.sum())
    if not clients:
        return None
    per_client = plan.pilot_cost_eur / clients
    pilot = people.tally(at, plan.primary, among=people.pilot)
    control = people.tally(at, plan.primary, among=people.control)
    beneath, refs = counts_beneath(study)
    own = _per_client(plan.pilot_cost_eur, per_client, clients)
    tables = {"per_client": own, **beneath}
    blocks: list[Block] = [_lead(), TableBlock("per_client")]
    blocks += _per_outcome(per_client, pilot, plan, tables)
    if not control.enrolled:
        blocks.append(Sentence("costs.no_controls", tone="caution"))
    elif min(pilot.known, control.known) < FEWEST:
        blocks.append(Sentence("costs.too_few", tone="caution"))
    else:
        found = cost_per_additional_outcome(
            pilot,
            control,
            pilot_cost_eur=per_client,
            control_cost_eur=plan.control_client_eur or 0.0,
        )
        blocks += _additional(found, tables, refs)
        blocks += _acceptability(people, at, plan, per_client, tables)
    return Section("costs", study.scope, blocks, tables)


def _lead() -> Sentence:
    facts: dict[str, Fact] = {
        "total": Ref("per_client", "pilot", "total"),
        "persons": Ref("per_client", "pilot", "persons"),
        "each": Ref("per_client", "pilot", "each"),
    }
    return Sentence("costs.lead", facts, tone="lead")


def _per_client(total: float, each: float, clients: int) -> Table:
    row: dict[str, Value] = {
        "row": "pilot",
        "total": total,
        "persons": clients,
        "each": each,
    }
    columns = (Column("total", "eur"), PERSONS, Column("each", "unit_cost"))
    on = {"each": "persons", "persons": "persons"}
    return Table("per_client", [row], columns, rests_on=on)


def _per_outcome(
    per_client: float, pilot: Tally, plan: Plan, tables: dict[str, Table]
) -> list[Block]:
    """Gross: what was spent for each person in work, whatever brought the work."""
    if not pilot.known:
        return [Sentence("costs.nobody_known", tone="caution")]
    found = cost_per_outcome(per_client, pilot)
    if "too_few_outcomes" in found.notes or math.isinf(found.interval.high):
        return [Sentence("costs.few_outcomes", tone="caution")]
    row: dict[str, Value] = {
        "row": "pilot",
        "outcome": Label(f"costs.{plan.primary}"),
        "each": found.value,
        "limits": Range(found.interval.low, found.interval.high, "confidence"),
        "reached": pilot.reached,
        "persons": pilot.known,
    }
    columns = (
        Column("outcome", "label"),
        Column("each", "unit_cost", limits="limits"),
        Column("limits", "unit_cost"),
        Column("reached", "persons"),
        PERSONS,
    )
    tables["per_outcome"] = Table(
        "per_outcome",
        [row],
        columns,
        rests_on={
            "each": "persons",
            "limits": "persons",
            "reached": "persons",
            "persons": "persons",
        },
    )
    facts: dict[str, Fact] = {
        "months": Constant(plan.horizon_months),
        "each": Ref("per_outcome", "pilot", "each"),
        "limits": Ref("per_outcome", "pilot", "limits"),
    }
    return [
        Sentence("costs.gross", facts, tone="finding"),
        Sentence("costs.gross_means", tone="note"),
        TableBlock("per_outcome"),
    ]


def _additional(
    found: AdditionalOutcomeCost, tables: dict[str, Table], refs: tuple[Ref, ...]
) -> list[Block]:
    """Only where the difference is known to be above nothing is a cost printed."""
    settled = found.interval is not None and found.rate_difference > 0
    if not settled or found.value is None or found.interval is None:
        fewer = "fewer_outcomes" in found.notes and found.interval is not None
        key = "costs.fewer" if fewer else "costs.unreliable"
        return [Sentence(key, tone="finding", rests_on=refs)]
    bounded = found.fieller is not None and found.fieller.kind == "bounded"
    row: dict[str, Value] = {
        "row": "additional",
        "each": found.value,
        "limits": Range(found.interval.low, found.interval.high, "confidence"),
        "fieller": Range(found.fieller.low, found.fieller.high, "confidence")
        if bounded and found.fieller is not None
        else None,
        "persons": min(found.pilot.known, found.control.known),
        **_counts(found.pilot, found.control),
    }
    columns = (
        Column("each", "unit_cost", limits="limits"),
        Column("limits", "unit_cost"),
        Column("fieller", "unit_cost"),
        PERSONS,
    )
    tables["additional"] = _of_counts(
        "additional", [row], columns, "each", "limits", "fieller"
    )
    facts: dict[str, Fact] = {
        "each": Ref("additional", "additional", "each"),
        "limits": Ref("additional", "additional", "limits"),
    }
    blocks: list[Block] = [
        Sentence("costs.additional", facts, tone="finding"),
        TableBlock("additional"),
    ]
    if not bounded:
        blocks.append(Sentence("costs.fieller_open", tone="note", rests_on=refs))
    return blocks


def _counts(pilot: Tally, control: Tally) -> dict[str, Value]:
    """The counts that a comparison of costs is made of; they stand in its row."""
    told = (pilot.reached, pilot.known, control.reached, control.known)
    return dict(zip(COUNTS, told, strict=True))


def _of_counts(
    name: str, rows: list[dict[str, Value]], columns: tuple[Column, ...], *made: str
) -> Table:
    rests = {**dict.fromkeys(made, "persons"), "persons": "persons"}
    made_of = dict.fromkeys(made, COUNTS)
    return Table(name, rows, columns, COUNTED_OUT_OF | rests, made_of=made_of)


def _acceptability(
    people: People, at: int, plan: Plan, per_client: float, tables: dict[str, Table]
) -> list[Block]:
    """How likely the pilot is worth its price, for what one more job may be worth."""
    reached, known = people.reached(at, plan.primary), people.known(at)
    sides = [
        _person_costs(reached[known & mask], euros)
        for mask, euros in (
            (people.pilot, per_client),
            (people.control, plan.control_client_eur or 0.0),
        )
    ]
    curve = acceptability_curve(cost_effectiveness(*sides), WORTHS_EUR)
    tallies = [
        people.tally(at, plan.primary, among=side)
        for side in (people.pilot, people.control)
    ]
    tables["acceptability"] = _worths(curve, *tallies)
    last = str(WORTHS_EUR[-1])
    alt: dict[str, Fact] = {
        "most": Ref("acceptability", last, "worth"),
        "chance": Ref("acceptability", last, "chance"),
    }
    roles = {"x": "worth", "value": "chance", "series": "group"}
    figure = Figure(
        "acceptability", "lines", "acceptability", Sentence("costs.alt", alt), roles
    )
    return [Sentence("costs.acceptability"), figure]


def _person_costs(reached: Any, euros: float) -> PersonCosts:
    effect = reached.astype(float)
    return PersonCosts(effect * 0 + euros, effect)


def _worths(curve: tuple[NetBenefit, ...], pilot: Tally, control: Tally) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": str(round(each.worth_eur)),
            "group": Label("costs.worth_it"),
            "worth": each.worth_eur,
            "chance": each.probability,
            "persons": min(pilot.known, control.known),
            **_counts(pilot, control),
        }
        for each in curve
    ]
    columns = (
        Column("group", "label"),
        Column("worth", "eur"),
        Column("chance", "probability", 2),
        PERSONS,
    )
    return _of_counts("acceptability", rows, columns, "chance")
