"""What the evaluation was asked to do, and with which methods and data."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Block, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table


def evaluation_plan(study: Study) -> Section | None:
    """Tasks and questions of the evaluation beside their methods and data."""
    if not study.project.inquiries:
        return None
    names = ("question", "method", "data", "goal")
    rows = [
        {name: getattr(inquiry, name) for name in names}
        for inquiry in study.project.inquiries
    ]
    used = [name for name in names if any(row[name] is not None for row in rows)]
    columns = [Column(name, "label" if name == "question" else "text") for name in used]
    blocks: list[Block] = [TableBlock("inquiries")]
    if study.project.plan is None:
        blocks.append(Sentence("evaluation_plan.no_primary_outcome", tone="note"))
    tables = {"inquiries": Table("inquiries", rows, tuple(columns))}
    return Section("evaluation_plan", study.scope, blocks, tables)
