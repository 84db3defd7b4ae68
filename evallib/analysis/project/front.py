"""Front matter: which project, which round, how far the claims may go."""

from __future__ import annotations

from evallib.analysis.effect.evidence import evidence_sentences
from evallib.data.cohort import PENDING
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Section,
    Sentence,
    TableBlock,
)
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
            *_evidence(study),
            *_cautions(study),
        ],
        tables={"facts": _facts(study)},
    )


def _evidence(study: Study) -> list[Block]:
    """What the design can bear, with its reasons where there are people."""
    if study.people is not None:
        return evidence_sentences(study)
    known = "benchmark" if study.project.comparisons else "none"
    return [Sentence(f"front.evidence.{known}", tone="evidence")]


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
    if study.people is not None:
        return [*cautions, *_open_follow_up(study.people)]
    if not study.project.comparisons:
        cautions.append(Sentence("front.caution_no_outcomes", tone="caution"))
    return cautions


def _open_follow_up(people: People) -> list[Block]:
    """Results are preliminary while anybody's follow-up is open."""
    if not (people.statuses.standing == PENDING).any():
        return []
    day: dict[str, Fact] = {"day": Constant(people.as_of)}
    return [Sentence("front.caution_open", day, tone="caution")]
