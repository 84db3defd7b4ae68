"""What the pilot cost: per client, per person in work, per additional one in work."""

from __future__ import annotations

import math
from typing import Any

from evallib.analysis.effect.beneath import counts_beneath
from evallib.analysis.effect.compared import compared
from evallib.analysis.effect.contrast import contrast
from evallib.analysis.time.additional_costs import (
    acceptability,
    counted_cost,
    declared_cost,
)
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.estimate import Tally
from evallib.domain.plan import Plan
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.costs import (
    PersonCosts,
    cost_effectiveness,
    cost_effectiveness_of,
    cost_per_additional_outcome,
    cost_per_outcome,
)

FEWEST = 10  # persons a side, below which no causal comparison is worded
PERSONS = Column("persons", "persons")


def costs(study: Study) -> Section | None:
    """Unit costs with intervals; no cost per additional job where none is shown."""
    people, plan = study.people, study.project.plan
    at = None if people is None or plan is None else people.point(plan.horizon_months)
    spent = study.pilot_cost_eur
    if people is None or plan is None or spent is None or at is None:
        return None
    clients = int(people.pilot.sum())
    if not clients:
        return None
    per_client = spent / clients
    pilot = people.tally(at, plan.primary, among=people.pilot)
    control = people.tally(at, plan.primary, among=people.control)
    beneath, refs = counts_beneath(study)
    own = _per_client(spent, per_client, clients)
    tables = {"per_client": own, **beneath}
    blocks: list[Block] = [_lead(), TableBlock("per_client")]
    blocks += _per_outcome(per_client, pilot, plan, tables)
    if not control.enrolled:
        blocks.append(Sentence("costs.no_controls", tone="caution"))
    elif min(pilot.known, control.known) < FEWEST:
        blocks.append(Sentence("costs.too_few", tone="caution"))
    else:
        blocks += _additional(study, people, (pilot, control), tables, refs)
        if plan.control_client_eur and "additional" in tables:
            usual: dict[str, Fact] = {"euros": Constant(round(plan.control_client_eur))}
            blocks.append(Sentence("costs.usual", usual, tone="note"))
    return Section("costs", study.scope, blocks, tables)


def _additional(
    study: Study,
    people: People,
    tallies: tuple[Tally, Tally],
    tables: dict[str, Table],
    refs: tuple[Ref, ...],
) -> list[Block]:
    """By the difference that the report speaks of, whichever way it was made."""
    plan = study.project.plan
    if plan is None or study.pilot_cost_eur is None:
        return []
    per_client = study.pilot_cost_eur / int(people.pilot.sum())
    usual = plan.control_client_eur or 0.0
    both = compared(people, plan)
    main = contrast(study, both) if both is not None else None
    if main is not None and main.declared is not None and per_client > usual:
        persons = tallies[0].known, tallies[1].known
        found = cost_effectiveness_of(
            main.value, main.limits, extra_eur=per_client - usual, persons=persons
        )
        blocks = declared_cost(found, *tallies, tables=tables, refs=refs)
        return [*blocks, *acceptability(found, *tallies, tables=tables)]
    counted = cost_per_additional_outcome(
        *tallies, pilot_cost_eur=per_client, control_cost_eur=usual
    )
    sides = [
        _person_costs(people, mask, plan, euros)
        for mask, euros in ((people.pilot, per_client), (people.control, usual))
    ]
    return [
        *counted_cost(counted, tables, refs),
        *acceptability(cost_effectiveness(*sides), *tallies, tables=tables),
    ]


def _person_costs(people: People, side: Any, plan: Plan, euros: float) -> PersonCosts:
    at = people.point(plan.horizon_months)
    if at is None:
        raise ValueError("costs need the follow-up point of the plan")
    effect = people.reached(at, plan.primary)[people.known(at) & side].astype(float)
    return PersonCosts(effect * 0 + euros, effect)


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
