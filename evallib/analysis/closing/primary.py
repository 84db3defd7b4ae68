"""The first screen of a study with people: its primary outcome, in short."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.analysis.effect.claims import claim, seen, standing, unfinished
from evallib.analysis.effect.compared import Compared, compared_in
from evallib.analysis.effect.contrast import contrast, decimals
from evallib.analysis.effect.counts import (
    COUNTED_OUT_OF,
    COUNTS,
    confidence,
    counts_of,
    groups_table,
    said_table,
)
from evallib.analysis.effect.evidence import NO_CAUSAL_WORDS, evidence
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.study import Study
from evallib.domain.section import Block, Figure, Ref, Sentence
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.costs import unit_cost
from evallib.stats.proportions import rate

RESTS_ON = {
    "served": "served",
    "reached": "known",
    "share": "known",
    "known": "known",
    "difference": "smaller",
    "difference_limits": "smaller",
    **COUNTED_OUT_OF,
    "unit_eur": "persons",
}

MADE_OF = dict.fromkeys(("difference", "difference_limits"), COUNTS)


def people_columns(study: Study) -> tuple[Column, ...]:
    """Columns of the key numbers that come from clients."""
    both = compared_in(study)
    fine = decimals(both.smaller) if both is not None else 0
    return (
        Column("served", "persons"),
        Column("reached", "persons"),
        Column("known", "persons"),
        Column("difference", "points", fine, limits="difference_limits"),
        Column("difference_limits", "points", fine),
    )


def people_numbers(study: Study) -> Iterator[dict[str, Value]]:
    """Served, employed at the horizon, difference to the controls, cost a client."""
    people = study.people
    if people is None or tier(int(people.pilot.sum())) < Tier.THEMES:
        return
    served = int(people.pilot.sum())
    yield {"row": "served", "label": Label("summary.served"), "served": served}
    both = compared_in(study)
    if both is not None and tier(both.pilot.known) >= Tier.COUNTS:
        yield {
            "row": "outcome",
            "label": both.label,
            "reached": both.pilot.reached,
            "share": both.pilot.rate,
            "known": both.pilot.known,
        }
        yield from _difference(study, both)
    plan, spent = study.project.plan, study.pilot_cost_eur
    if plan is not None and spent is not None:
        yield {
            "row": "cost",
            "label": Label("summary.pilot_unit_cost"),
            "unit_eur": unit_cost(spent, served),
            "persons": served,
            "source": plan.cost_source,
        }


def _difference(study: Study, both: Compared) -> Iterator[dict[str, Value]]:
    found = contrast(study, both)
    if found is None or both.tier < Tier.COUNTS:
        return
    yield {
        "row": "difference",
        "label": Label("summary.difference"),
        "difference": found.value,
        "difference_limits": confidence(found.limits),
        "smaller": both.smaller,
        **counts_of(both),
    }


def people_headline(study: Study, tables: dict[str, Table]) -> list[Block]:
    """The primary outcome as the section on the effect words it; none without one."""
    both, people = compared_in(study), study.people
    if people is None or both is None or tier(both.pilot.known) < Tier.COUNTS:
        return []
    open_still: list[Block] = (
        [standing(study, people, both)] if unfinished(study, both) else []
    )
    found = contrast(study, both)
    if found is None or both.tier < Tier.COUNTS:
        tables["groups"] = groups_table(both, {"pilot": both.pilot})
        alone = Sentence("summary.alone", tone="caution")
        return [seen(both, "pilot"), alone, *open_still]
    tables["groups"] = groups_table(both, both.tallies)
    tables["said"] = said_table(found)
    return [
        *(seen(both, side) for side in both.tallies),
        *claim(found, evidence(study).verb),
        *open_still,
    ]


def people_icons(study: Study, tables: dict[str, Table]) -> Figure | None:
    """Of a hundred clients, how many reached the primary outcome."""
    both = compared_in(study)
    if both is None or tier(both.pilot.known) < Tier.COUNTS:
        return None
    row: dict[str, Value] = {
        "row": "outcome",
        "label": both.label,
        "share": both.pilot.rate,
        "interval": confidence(rate(both.pilot).interval),
        "known": both.pilot.known,
    }
    columns = (
        Column("label", "label"),
        Column("share", "share"),
        Column("interval", "share"),
        Column("known", "persons"),
    )
    rests = dict.fromkeys(("share", "interval", "known"), "known")
    tables["icons"] = Table("icons", [row], columns, rests)
    names = ("label", "share", "interval", "known")
    alt = Sentence(
        "summary.icons_clients_alt",
        {name: Ref("icons", "outcome", name) for name in names},
    )
    return Figure("icons", "icons", "icons", alt, {"value": "share", "label": "label"})


def people_can(study: Study) -> list[str]:
    """What the clients' data let the report say."""
    people, both = study.people, compared_in(study)
    if people is None:
        return []
    if tier(int(people.pilot.sum())) < Tier.THEMES:
        return ["took_place"]
    if both is None or tier(both.pilot.known) < Tier.COUNTS:
        return ["served"]
    two = both.control is not None and both.tier >= Tier.COUNTS
    return ["clients", *(["groups"] if two else [])]


def people_cannot(study: Study) -> list[str]:
    """What they do not let it say."""
    people, both = study.people, compared_in(study)
    if people is None:
        return []
    if both is None or tier(both.pilot.known) < Tier.COUNTS:
        return ["few_clients"]
    two = both.control is not None and both.tier >= Tier.COUNTS
    holds = {
        "counterfactual": not two,
        "cause": two and evidence(study).level <= NO_CAUSAL_WORDS + 1,
        "subgroups": both.tier < Tier.EVERYTHING,
        "open": unfinished(study, both),
        "elsewhere": two,
    }
    return [key for key, said in holds.items() if said]
