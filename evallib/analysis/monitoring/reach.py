"""Who was reached, against what was planned."""

from __future__ import annotations

from evallib.analysis.monitoring.targets import (
    compared_table,
    pace_note,
    target_figure,
    target_table,
)
from evallib.data.study import Study
from evallib.domain.records import Indicator
from evallib.domain.section import Block, Ref, Section, Sentence, TableBlock


def reach(study: Study) -> Section | None:
    """Persons and companies reached beside the plan; a missing actual stays missing."""
    chosen = [each for each in study.indicators if each.reach]
    if not chosen:
        return None
    tables = {"targets": target_table("targets", chosen, study)}
    blocks: list[Block] = [_sentence(each) for each in chosen if _is_told(each)]
    if compared := compared_table("compared", chosen):
        tables["compared"] = compared
        blocks.append(target_figure("reach", compared))
    blocks.append(TableBlock("targets"))
    blocks += pace_note(tables["targets"])
    return Section("reach", study.scope, blocks, tables)


def _is_told(indicator: Indicator) -> bool:
    return indicator.target is not None and indicator.target.number is not None


def _sentence(indicator: Indicator) -> Sentence:
    facts = {
        name: Ref("targets", indicator.id, name) for name in ("indicator", "target")
    }
    if indicator.actual is None:
        return Sentence("reach.no_actual", facts, tone="caution")
    facts["actual"] = Ref("targets", indicator.id, "actual")
    return Sentence("reach.actual_of_target", facts)
