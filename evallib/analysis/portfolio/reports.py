"""Which public reports the figures come from, and which projects are left out."""

from __future__ import annotations

from evallib.data.portfolio.gathering import LeftOut, Portfolio
from evallib.domain.project import Source
from evallib.domain.section import Block, Constant, Section, Sentence, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def reports(portfolio: Portfolio) -> Section:
    """The reports by number, as the tables refer to them; then what is missing."""
    tables = {"documents": _documents(portfolio)}
    facts = {"reports": Constant(len(portfolio.members))}
    blocks: list[Block] = [
        Sentence("portfolio_reports.only_these", facts),
        TableBlock("documents"),
    ]
    if portfolio.left_out:
        tables["left_out"] = _left_out(portfolio.left_out)
        blocks.append(Sentence("portfolio_reports.left_out", tone="caution"))
        blocks.append(TableBlock("left_out"))
    heading = Label("portfolio_reports.title")
    return Section("sources", portfolio.scope, blocks, tables, heading)


def _documents(portfolio: Portfolio) -> Table:
    """In the order of the scope's sources, because readers know them by number."""
    rows = [_document(each) for each in portfolio.scope.sources.values()]
    columns = (Column("title", "label"), Column("published", "text"))
    caption = Label("portfolio_reports.documents")
    return Table("documents", rows, columns, caption=caption)


def _document(source: Source) -> dict[str, Value]:
    published = source.published
    return {"row": source.id, "title": source.title, "published": published}


def _left_out(missing: tuple[LeftOut, ...]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.project,
            "title": each.name,
            "reason": Label(f"portfolio_reports.reason.{each.reason}"),
        }
        for each in missing
    ]
    columns = (Column("title", "label"), Column("reason", "text"))
    caption = Label("portfolio_reports.without_report")
    return Table("left_out", rows, columns, caption=caption)
