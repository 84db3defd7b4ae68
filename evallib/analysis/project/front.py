"""Front matter: which project, which round, how far the claims may go."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def front(study: Study) -> Section:
    """The title page: project, programme, round, cut-off, evaluator, evidence."""
    return Section(
        name="front",
        scope=study.scope,
        heading=study.project.name,
        blocks=[
            Sentence(f"front.{study.round.kind}", tone="lead"),
            TableBlock("facts"),
            Sentence(f"front.evidence.{evidence(study)}", tone="evidence"),
            *_cautions(study),
        ],
        tables={"facts": _facts(study)},
    )


def evidence(study: Study) -> str:
    """What the design can bear: ``benchmark`` (Maryland level 1) or ``none``."""
    return "benchmark" if study.project.comparisons else "none"


def _facts(study: Study) -> Table:
    project = study.project
    rows: list[dict[str, Value]] = [{"row": "code", "value": project.code}]
    rows.append({"row": "programme", "value": project.programme})
    if study.round.title is not None:
        rows.append({"row": "round", "value": study.round.title})
    rows.append({"row": "as_of", "value": study.scope.as_of})
    rows.append({"row": "published", "value": study.round.published})
    rows += [
        {"row": "evaluator", "value": each.name}
        for each in project.organisations
        if each.role == "evaluator"
    ]
    kept = [
        {"label": Label(f"front.facts.{row['row']}"), **row}
        for row in rows
        if row["value"] is not None
    ]
    columns = (Column("label", "label"), Column("value", "text"))
    return Table("facts", kept, columns, layout="facts")


def _cautions(study: Study) -> list[Block]:
    cautions: list[Block] = []
    if study.round.kind == "interim":
        day = {"day": Constant(study.scope.as_of)}
        cautions.append(Sentence("front.caution_interim", day, tone="caution"))
    for each in study.project.comparisons:
        if each.groups and each.groups_pending:
            pending = {
                "pending": Constant(each.groups_pending),
                "groups": Constant(each.groups),
                "months": Constant(each.horizon_months),
            }
            cautions.append(Sentence("front.caution_pending", pending, tone="caution"))
    if not study.project.comparisons:
        cautions.append(Sentence("front.caution_no_outcomes", tone="caution"))
    return cautions
