"""What respondents put first, and whether the mean ranks can be right."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.data.study import Study
from evallib.domain.project import Survey
from evallib.domain.records import RankedItem
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Heading,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.stats.consistency import rank_sum


def rankings(study: Study) -> Section | None:
    """Mean ranks in order, first is 1, with the check of their sum."""
    if not study.ranked_items:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    surveys = {survey.id: survey for survey in study.project.surveys}
    for survey in dict.fromkeys(item.survey for item in study.ranked_items):
        items = sorted(
            (item for item in study.ranked_items if item.survey == survey),
            key=lambda item: item.mean_rank,
        )
        blocks += _one_ranking(tables, surveys[survey], items)
    blocks.append(Sentence("rankings.no_interval", tone="note"))
    return Section("rankings", study.scope, blocks, tables)


def _one_ranking(
    tables: dict[str, Table], survey: Survey, items: Sequence[RankedItem]
) -> list[Block]:
    name = f"ranks-{survey.id}"
    tables[name] = _ranks(name, items)
    first = {
        "item": Ref(name, items[0].id, "item"),
        "rank": Ref(name, items[0].id, "rank"),
    }
    blocks: list[Block] = [
        Heading(items[0].question, f"rankings-about-{name}"),
        Sentence("rankings.first", first),
        _figure(name, items),
        TableBlock(name),
    ]
    return blocks + _sum_check(tables, survey, items)


def _ranks(name: str, items: Sequence[RankedItem]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": item.id,
            "place": place,
            "item": item.name,
            "rank": item.mean_rank,
            "source": item.source,
        }
        for place, item in enumerate(items, start=1)
    ]
    columns = (
        Column("item", "label"),
        Column("place", "units"),
        Column("rank", "rank", decimals=items[0].decimals),
        Column("source", "source"),
    )
    return Table(name, rows, columns, caption=items[0].question)


def _figure(name: str, items: Sequence[RankedItem]) -> Figure:
    alt = Sentence(
        "rankings.alt",
        {"items": Constant(len(items)), "item": Ref(name, items[0].id, "item")},
    )
    return Figure("ranks", "rank_dots", name, alt, {"label": "item", "value": "rank"})


def _sum_check(
    tables: dict[str, Table], survey: Survey, items: Sequence[RankedItem]
) -> list[Block]:
    if not survey.complete_ranking or len(items) < 2:
        return []
    ranks = [item.mean_rank for item in items]
    checked = rank_sum(ranks, decimals=items[0].decimals)
    if checked.possible:
        return []
    name = f"sum-{survey.id}"
    row: dict[str, Value] = {
        "row": "sum",
        "total": round(sum(ranks), items[0].decimals),
        "expected": len(items) * (len(items) + 1) / 2,
        "items": len(items),
        "source": items[0].source,
    }
    columns = (
        Column("total", "rank", decimals=items[0].decimals),
        Column("expected", "rank"),
        Column("items", "units"),
        Column("source", "source"),
    )
    tables[name] = Table(name, [row], columns)
    facts = {each: Ref(name, "sum", each) for each in ("total", "expected", "items")}
    return [Sentence("rankings.impossible", facts, tone="caution")]
