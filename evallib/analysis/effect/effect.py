"""How the pilot's outcome compares: the primary effect first, with all its limits."""

from __future__ import annotations

from evallib.analysis.effect.benchmark import benchmark_blocks
from evallib.analysis.effect.claims import (
    claim,
    naming,
    press,
    relative,
    seen,
    standing,
    tested,
    unfinished,
    verdict,
)
from evallib.analysis.effect.compared import Compared, compared
from evallib.analysis.effect.contrast import Contrast, contrast, exact_or_fisher
from evallib.analysis.effect.counts import (
    bounds_table,
    counts_of,
    difference_table,
    groups_table,
    of_counts,
    said_table,
    tested_table,
)
from evallib.analysis.effect.evidence import evidence, evidence_sentences
from evallib.analysis.effect.guards import guard_sentences
from evallib.analysis.effect.secondary import secondary_blocks
from evallib.analysis.effect.tiers import Tier, tier
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.plan import Plan
from evallib.domain.section import (
    Block,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def effect(study: Study) -> Section | None:
    """The primary outcome of both groups, their difference and what bounds it."""
    people, plan = study.people, study.project.plan
    if people is None or plan is None or not people.pilot.any():
        return None
    tables: dict[str, Table] = {}
    blocks = _blocks(study, people, plan, tables=tables)
    return Section("effect", study.scope, blocks, tables)


def _blocks(
    study: Study, people: People, plan: Plan, *, tables: dict[str, Table]
) -> list[Block]:
    both = compared(people, plan)
    if both is None:
        return [Sentence("effect.no_point", tone="caution")]
    if tier(both.pilot.known) < Tier.COUNTS:
        return _too_few(study, people, both)
    found = contrast(study, both)
    if found is None or both.tier < Tier.COUNTS:
        return _one_group(study, people, both, tables=tables)
    return [
        *_compared(study, people, found, tables=tables),
        *guard_sentences(study),
        *secondary_blocks(
            people, plan, final=not unfinished(study, both), tables=tables
        ),
        *benchmark_blocks(study, both, tables),
    ]


def _too_few(study: Study, people: People, both: Compared) -> list[Block]:
    """Below ten persons of known status nothing is said of what became of them."""
    if both.pilot.known == 0:
        key = "nobody_yet" if both.pilot.pending else "nobody_found"
        facts = naming(both)
        blocks: list[Block] = [Sentence(f"effect.{key}", facts, tone="lead")]
        if both.pending:
            blocks.append(standing(study, people, both))
        return blocks
    if tier(both.pilot.enrolled) < Tier.COUNTS:
        return [Sentence("effect.few_clients", tone="lead")]
    return [
        Sentence("effect.few_known", naming(both), tone="lead"),
        *([standing(study, people, both)] if both.pending else []),
    ]


def _one_group(
    study: Study, people: People, both: Compared, *, tables: dict[str, Table]
) -> list[Block]:
    """The pilot alone: no control group, or one of which too little is known."""
    key = "no_comparison_group" if both.control is None else "control_too_small"
    tables["groups"] = groups_table(both, {"pilot": both.pilot})
    tables["evidence"] = _level(study)
    return [
        seen(both, "pilot"),
        Sentence(f"effect.{key}", tone="caution"),
        *([standing(study, people, both)] if unfinished(study, both) else []),
        TableBlock("groups"),
        *evidence_sentences(study),
        *guard_sentences(study, told=("guard.too_few",)),
        *benchmark_blocks(study, both, tables),
    ]


def _compared(
    study: Study, people: People, found: Contrast, *, tables: dict[str, Table]
) -> list[Block]:
    both, verb = found.both, evidence(study).verb
    untested = unfinished(study, both) or found.adjusted
    test = None if untested else exact_or_fisher(found)
    tables["groups"] = groups_table(both, both.tallies)
    tables["difference"] = difference_table(found)
    tables["said"] = said_table(found)
    tables["test"] = tested_table(found, test)
    tables["outcomes"] = _outcomes(found)
    tables["evidence"] = _level(study)
    return [
        *(seen(both, side) for side in both.tallies),
        *claim(found, verb),
        *verdict(study, people, found, test=test),
        *_method(found),
        *evidence_sentences(study),
        _figure(),
        *([relative(tables["difference"])] if found.declared is None else []),
        *tested(found, tables["test"]),
        press(study, both, found, tables=tables, verb=verb),
        TableBlock("groups"),
        TableBlock("difference"),
        TableBlock("test"),
        *_bounds(found, tables),
    ]


def _level(study: Study) -> Table:
    """The level of evidence for whoever reads the numbers and not the page."""
    row: dict[str, Value] = {"row": "primary", "level": evidence(study).level}
    return Table("evidence", [row], (Column("level", "units"),))


def _method(found: Contrast) -> list[Block]:
    if found.refused:
        return [Sentence("effect.declared_refused", tone="caution")]
    if found.declared is None:
        return []
    facts: dict[str, Fact] = {"method": Ref("difference", "declared", "method")}
    key = "by_method" if found.adjusted else "by_groups"
    return [Sentence(f"effect.{key}", facts if found.adjusted else {}, tone="note")]


def _bounds(found: Contrast, tables: dict[str, Table]) -> list[Block]:
    table = bounds_table(found)
    if table is None:
        return []
    tables["bounds"] = table
    names = ("unknown", "persons", "bounds", "cautious")
    facts: dict[str, Fact] = {n: Ref("bounds", "difference", n) for n in names}
    return [Sentence("effect.bounds", facts, tone="caution"), TableBlock("bounds")]


def _outcomes(found: Contrast) -> Table:
    """The effect as drawn: as counted, and by the declared method."""
    table = difference_table(found)
    rows: list[dict[str, Value]] = [
        {
            "row": row["row"],
            "method": row["method"],
            "difference": row["difference"],
            "limits": row["limits"],
            "primary": Label("effect.primary") if row["row"] == found.main else None,
            "smaller": row["smaller"],
            **counts_of(found.both),
        }
        for row in table.rows
    ]
    columns = (
        Column("method", "label"),
        Column("difference", "points", found.decimals, limits="limits"),
        Column("limits", "points", found.decimals),
        Column("primary", "text"),
    )
    return of_counts("outcomes", rows, columns)


def _figure() -> Figure:
    facts: dict[str, Fact] = {
        "difference": Ref("outcomes", "counted", "difference"),
        "limits": Ref("outcomes", "counted", "limits"),
    }
    roles = {"label": "method", "value": "difference", "limits": "limits"}
    return Figure(
        "effect",
        "effects",
        "outcomes",
        Sentence("effect.alt", facts),
        roles | {"primary": "primary"},
    )
