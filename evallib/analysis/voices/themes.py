"""What open answers speak of, and quotes that may be published."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from evallib.data.study import Study
from evallib.domain.records import PublishedQuote, Theme
from evallib.domain.section import (
    Block,
    Heading,
    Quote,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table
from evallib.domain.vocabulary import Label


def themes(study: Study) -> Section | None:
    """Themes by question, counted by respondents where the source counts them."""
    if not study.themes and not study.quotes:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if study.themes and not any(each.mentions for each in study.themes):
        blocks.append(Sentence("themes.uncounted", tone="note"))
    questions = groupby(study.themes, key=lambda each: (each.survey, each.question))
    for at, ((_, question), members) in enumerate(questions, start=1):
        name = f"question-{at}"
        tables[name] = _table(name, list(members))
        blocks += [Heading(question, f"themes-about-{name}"), TableBlock(name)]
    blocks += _quotes(study.quotes)
    return Section("themes", study.scope, blocks, tables)


def _table(name: str, members: Sequence[Theme]) -> Table:
    rows = [
        {
            "row": each.id,
            "kind": Label(f"theme.{each.kind}"),
            "theme": each.name,
            "mentions": each.mentions,
            "source": each.source,
        }
        for each in members
    ]
    counted = any(each.mentions for each in members)
    columns = [Column("kind", "label"), Column("theme", "text")]
    if counted:
        columns.append(Column("mentions", "persons"))
    columns.append(Column("source", "source"))
    caption = Label("themes.tables.question")
    return Table(name, rows, tuple(columns), layout="lists", caption=caption)


def _quotes(quotes: Sequence[PublishedQuote]) -> list[Block]:
    if not quotes:
        return []
    blocks: list[Block] = [Heading(Label("themes.quotes"), "themes-quotes")]
    blocks += [Quote(each.text, each.speaker, each.source) for each in quotes]
    return blocks
