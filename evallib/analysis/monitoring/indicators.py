"""Targets and indicators: what was set, what became of it."""

from __future__ import annotations

from itertools import groupby

from evallib.analysis.monitoring.targets import (
    compared_table,
    target_figure,
    target_table,
)
from evallib.data.study import Study
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Table


def indicators(study: Study) -> Section | None:
    """Every indicator in its group; words in a number's place stay words."""
    chosen = [each for each in study.indicators if not each.reach]
    if not chosen:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = [Sentence("indicators.as_written", tone="note")]
    if study.round.kind == "interim" and study.project.period is None:
        blocks.append(Sentence("indicators.no_pace", tone="note"))
    if compared := compared_table("compared", chosen):
        tables["compared"] = compared
        blocks.append(target_figure("indicators", compared))
    unclear = sum(
        each.actual is not None
        and each.actual.number is None
        and not each.actual_number
        for each in chosen
    )
    if unclear:
        facts = {"items": Constant(unclear), "of": Constant(len(chosen))}
        blocks.append(Sentence("indicators.unclear", facts, tone="caution"))
    for at, (group, members) in enumerate(groupby(chosen, key=lambda each: each.group)):
        name = f"group-{at + 1}"
        tables[name] = target_table(name, list(members), study, caption=group)
        blocks.append(TableBlock(name))
    return Section("indicators", study.scope, blocks, tables)
