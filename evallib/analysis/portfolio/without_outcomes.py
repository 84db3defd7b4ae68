"""Pilots of which nobody can read what became of the participants."""

from __future__ import annotations

from evallib.analysis.portfolio.trials import Trial, trials
from evallib.data.portfolio.gathering import Portfolio
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def without_outcomes(portfolio: Portfolio) -> Section | None:
    """Pilots and projects without a reported outcome, by what is known of them."""
    everyone = trials(portfolio)
    silent = [each for each in everyone if not each.has_outcome]
    told = {each.source for each in everyone}
    nothing = [each for each in portfolio.members if each.id not in told]
    if not silent and not nothing:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if silent:
        facts = {"pilots": Constant(len(silent)), "all": Constant(len(everyone))}
        blocks += [Sentence("without_outcomes.count", facts, tone="lead")]
        blocks += [Sentence("without_outcomes.no_news", tone="caution")]
        blocks += [TableBlock("pilots")]
        tables["pilots"] = _pilots(silent)
    if nothing:
        rows: list[dict[str, Value]] = [
            {"row": each.id, "project": each.study.project.name} for each in nothing
        ]
        columns = (Column("project", "label"),)
        tables["projects"] = Table("projects", rows, columns)
        blocks.append(TableBlock("projects"))
    return Section("without_outcomes", portfolio.scope, blocks, tables)


def _pilots(silent: list[Trial]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "pilot": each.name,
            "project": each.source,
            "participants": each.participants,
            "known": _known(each),
            "source": each.source,
        }
        for each in sorted(silent, key=lambda each: each.participants is None)
    ]
    columns = (
        Column("pilot", "label"),
        Column("project", "text"),
        Column("participants", "persons"),
        Column("known", "text"),
        Column("source", "source"),
    )
    return Table("pilots", rows, columns)


def _known(trial: Trial) -> Label:
    if trial.participants is None:
        return Label("without_outcomes.known.nothing")
    known = "participants" if trial.unit_eur is None else "cost"
    return Label(f"without_outcomes.known.{known}")
