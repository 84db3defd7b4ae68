"""Where the figures come from."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.section import Block, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label, Text


def sources(study: Study) -> Section:
    """Every document that a figure of the report was taken from."""
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "title": each.title,
            "publisher": each.publisher,
            "published": each.published,
            "url": Text(fi=each.url) if each.url else None,
            "attested": _verbatim(each.attested_by),
            "attested_on": each.attested_on,
            "standing": Label(
                "sources.public" if each.already_public else "sources.own"
            ),
        }
        for each in study.project.documents
    ]
    names = ("publisher", "published", "url")
    columns = [Column("title", "label")]
    columns += [
        Column(name, "text")
        for name in names
        if any(row[name] is not None for row in rows)
    ]
    columns.append(Column("standing", "text"))
    if any(row["attested"] is not None for row in rows):
        columns += [Column("attested", "text"), Column("attested_on", "date")]
    blocks: list[Block] = [
        Sentence("sources.verbatim", tone="note"),
        TableBlock("documents"),
    ]
    tables = {"documents": Table("documents", rows, tuple(columns))}
    return Section("sources", study.scope, blocks, tables)


def _verbatim(name: str | None) -> Text | None:
    return Text(fi=name, sv=name, en=name) if name else None
