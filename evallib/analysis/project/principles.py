"""Horizontal principles: how the project scored itself, and gender equality."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.records import EqualityAnswer, Principle
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label

HIGHEST_SCORE = 10


def principles(study: Study) -> Section | None:
    """Direct and indirect effect, 0 to 10, with the project's own reasons.

    The scores are estimates made by the project when it applied; they are shown and
    not analysed.
    """
    if not study.principles and not study.equality:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = [Sentence("principles.own_estimate", tone="note")]
    if study.principles:
        tables["scores"] = _scores(study.principles)
        blocks += [_figure(study.principles), TableBlock("scores")]
    if study.equality:
        tables["equality"] = _equality(study.equality)
        blocks.append(TableBlock("equality"))
    return Section("principles", study.scope, blocks, tables)


def _scores(principles: tuple[Principle, ...]) -> Table:
    rows = [
        {
            "row": each.id,
            "principle": each.name,
            "dimension": each.dimension,
            "direct": each.direct,
            "indirect": each.indirect,
            "reason": each.reason,
            "source": each.source,
        }
        for each in principles
    ]
    columns = (
        Column("principle", "label"),
        Column("dimension", "text"),
        Column("direct", "units"),
        Column("indirect", "units"),
        Column("reason", "text"),
        Column("source", "source"),
    )
    return Table("scores", rows, columns)


def _figure(principles: tuple[Principle, ...]) -> Figure:
    strong = sum((each.direct or 0) >= HIGHEST_SCORE / 2 for each in principles)
    alt = Sentence(
        "principles.alt",
        {"items": Constant(len(principles)), "strong": Constant(strong)},
    )
    roles = {
        "label": "principle",
        "group": "dimension",
        "direct": "direct",
        "indirect": "indirect",
    }
    return Figure("scores", "dumbbell", "scores", alt, roles)


def _equality(answers: tuple[EqualityAnswer, ...]) -> Table:
    rows = [
        {
            "row": each.id,
            "question": each.question,
            "answer": Label(f"answer.{each.answer}"),
            "reason": each.reason,
            "source": each.source,
        }
        for each in answers
    ]
    columns = (
        Column("question", "label"),
        Column("answer", "text"),
        Column("reason", "text"),
        Column("source", "source"),
    )
    return Table("equality", rows, columns)
