"""Where there is evidence, how strong it is, and where there is none."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.portfolio.trials import Trial, trials
from evallib.data.portfolio.gathering import OWN, Portfolio
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label

STRONGEST = 5
CAUSAL = 4  # from this level on a report may say that something raised or lowered


def evidence_map(portfolio: Portfolio) -> Section | None:
    """Pilots by level of evidence, and what is known of those of each project."""
    everyone = trials(portfolio)
    if not everyone:
        return None
    real = [each for each in everyone if not each.simulated]
    strong = [each for each in real if each.level is not None and each.level >= CAUSAL]
    facts = {
        "pilots": Constant(len(real)),
        "strong": Constant(len(strong)),
        "without": Constant(sum(each.level is None for each in real)),
    }
    tables = {"levels": _levels(everyone), "projects": _projects(portfolio, everyone)}
    blocks: list[Block] = [
        Sentence("evidence_map.counted", facts, tone="lead"),
        TableBlock("levels"),
        TableBlock("projects"),
        Sentence("evidence_map.scale", tone="note"),
    ]
    return Section("evidence_map", portfolio.scope, blocks, tables)


def _levels(everyone: Sequence[Trial]) -> Table:
    """The strongest first, and last those without any outcome."""
    levels: list[int | None] = [*range(STRONGEST, -1, -1), None]
    rows = [_level(each, everyone) for each in levels]
    columns = (
        Column("meaning", "label"),
        Column("real", "units"),
        Column("persons", "persons"),
        Column("simulated", "units"),
    )
    used = [
        each
        for each in columns
        if each.name != "simulated" or any(trial.simulated for trial in everyone)
    ]
    return Table("levels", rows, tuple(used), source=OWN)


def _level(level: int | None, everyone: Sequence[Trial]) -> dict[str, Value]:
    those = [each for each in everyone if each.level == level]
    real = [each for each in those if not each.simulated]
    name = "none" if level is None else str(level)
    counted = [each.participants for each in real if each.participants is not None]
    return {
        "row": f"level-{name}",
        "meaning": Label(f"evidence_map.level.{name}"),
        "real": len(real),
        "persons": sum(counted) if counted else None,
        "simulated": len(those) - len(real),
    }


def _projects(portfolio: Portfolio, everyone: Sequence[Trial]) -> Table:
    """Of how many pilots of each project something is known."""
    rows: list[dict[str, Value]] = []
    for member in portfolio.members:
        own = [each for each in everyone if each.source == member.id]
        rows.append(
            {
                "row": member.id,
                "project": member.study.project.name,
                "pilots": len(own),
                "participants": sum(each.participants is not None for each in own),
                "outcome": sum(each.has_outcome for each in own),
                "compared": sum(each.difference is not None for each in own),
                "cost": sum(each.unit_eur is not None for each in own),
            }
        )
    names = ("pilots", "participants", "outcome", "compared", "cost")
    columns = (Column("project", "label"), *(Column(each, "units") for each in names))
    return Table("projects", rows, columns)
