"""Survey answers person by person: shares with intervals, spread, and who answered."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.data.study import Study
from evallib.data.surveys.answers import Answers, ItemAnswers
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Heading,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label, Text
from evallib.stats.ordinal import mean_score, top_box

TOP = Label("answers.tables.shares")
SPREAD = Label("answers.tables.spread")
TWO_TOP_FROM = 4  # on shorter scales only the highest answer is a top answer
HALF = 0.5
LONGEST = 10  # the highest code for which a column is worded
SMALL = 30


def answers(study: Study) -> Section | None:
    """Each statement's top answers with interval, median, mean and distribution."""
    if not study.answers:
        return None
    tables = {"surveys": _surveys(study.answers)}
    blocks: list[Block] = [TableBlock("surveys"), *_response(study.answers)]
    for survey in study.answers:
        blocks.append(Heading(survey.name, f"answers-{survey.survey}"))
        if not survey.persons:
            blocks.append(Sentence("answers.nobody", tone="caution"))
        if any(item.answered for item in survey.items):
            blocks += _item_blocks(survey, tables)
        if any(choice.answered.any() for choice in survey.choices):
            blocks += _choice_blocks(survey, tables)
    return Section("answers", study.scope, blocks, tables)


def _surveys(surveys: Sequence[Answers]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.survey,
            "survey": each.name,
            "answered": each.persons,
            "invited": each.invited,
            "rate": each.persons / each.invited if each.invited else None,
        }
        for each in surveys
    ]
    columns = (
        Column("survey", "label"),
        Column("answered", "persons"),
        Column("invited", "persons"),
        Column("rate", "share"),
    )
    on = {"answered": "answered", "invited": "invited", "rate": "invited"}
    return Table("surveys", rows, columns, rests_on=on)


def _response(surveys: Sequence[Answers]) -> list[Block]:
    """Who did not answer is said of every survey, or that nobody knows it."""
    blocks: list[Block] = []
    for each in surveys:
        facts: dict[str, Fact] = {"survey": each.name}
        if not each.invited:
            blocks.append(Sentence("answers.no_rate", facts, tone="caution"))
        elif each.persons / each.invited < HALF:
            facts["rate"] = Ref("surveys", each.survey, "rate")
            blocks.append(Sentence("answers.low_rate", facts, tone="caution"))
    return blocks


def _item_blocks(survey: Answers, tables: dict[str, Table]) -> list[Block]:
    items = [item for item in survey.items if item.answered]
    shares, spread = f"shares_{survey.survey}", f"spread_{survey.survey}"
    tables[shares] = _shares(shares, items)
    blocks: list[Block] = [_figure(shares, tables[shares]), TableBlock(shares)]
    if max(item.answered for item in items) < SMALL:
        blocks.append(Sentence("answers.few", tone="note"))
    for number, alike in enumerate(_same_scales(items)):
        name = spread if not number else f"{spread}_{number}"
        tables[name] = _distribution(name, alike)
        blocks += [*_scale_words(alike[0]), TableBlock(name)]
    return blocks


def _shares(name: str, items: Sequence[ItemAnswers]) -> Table:
    rows: list[dict[str, Value]] = []
    for item in items:
        codes = range(item.low, item.high + 1)
        top = codes[-2:] if len(codes) >= TWO_TOP_FROM else codes[-1:]
        count = sum(item.count(code) for code in top)
        found = top_box(count, item.answered)
        score = mean_score(item.given, scale=(item.low, item.high))
        rows.append(
            {
                "row": item.name,
                "item": item.label,
                "count": count,
                "answered": item.answered,
                "share": found.share,
                "interval": Range(
                    found.interval.low, found.interval.high, "confidence"
                ),
                "median": score.median,
                "mean": score.mean,
            }
        )
    columns = (
        Column("item", "label"),
        Column("count", "persons"),
        Column("answered", "persons"),
        Column("share", "share", limits="interval"),
        Column("interval", "share"),
        Column("median", "score", 1),
        Column("mean", "score", 1),
    )
    on = dict.fromkeys(("count", "share", "interval", "median", "mean"), "answered")
    return Table(name, rows, columns, on | {"answered": "answered"}, caption=TOP)


def _figure(name: str, table: Table) -> Figure:
    ordered = sorted(table.rows, key=lambda row: float(str(row["share"])))
    facts: dict[str, Fact] = {
        "items": Constant(len(table.rows)),
        "highest": Ref(name, str(ordered[-1]["row"]), "share"),
        "lowest": Ref(name, str(ordered[0]["row"]), "share"),
    }
    roles = {"label": "item", "value": "share", "limits": "interval"}
    return Figure("shares", "bars", name, Sentence("answers.alt", facts), roles)


def _same_scales(items: Sequence[ItemAnswers]) -> list[list[ItemAnswers]]:
    """Statements with one scale stand in one table; long scales have none."""
    groups: dict[tuple[object, ...], list[ItemAnswers]] = {}
    for item in items:
        if item.low < 0 or item.high > LONGEST:
            continue
        groups.setdefault((item.low, item.high, item.labels), []).append(item)
    return list(groups.values())


def _scale_words(item: ItemAnswers) -> list[Block]:
    if not item.labels:
        return []
    facts: dict[str, Fact] = {
        "low": Constant(item.low),
        "lowest": item.shown.get(item.labels[0], Text(fi=item.labels[0])),
        "high": Constant(item.high),
        "highest": item.shown.get(item.labels[-1], Text(fi=item.labels[-1])),
    }
    return [Sentence("answers.scale", facts, tone="note")]


def _distribution(name: str, items: Sequence[ItemAnswers]) -> Table:
    codes = range(items[0].low, items[0].high + 1)
    rows: list[dict[str, Value]] = [
        {
            "row": item.name,
            "item": item.label,
            **{f"code_{code}": item.count(code) for code in codes},
            "answered": item.answered,
        }
        for item in items
    ]
    names = [f"code_{code}" for code in codes]
    columns = (
        Column("item", "label"),
        *(Column(each, "persons") for each in names),
        Column("answered", "persons"),
    )
    on = dict.fromkeys((*names, "answered"), "answered")
    return Table(name, rows, columns, rests_on=on, caption=SPREAD)


def _choice_blocks(survey: Answers, tables: dict[str, Table]) -> list[Block]:
    """Respondents who ticked an alternative, among those who ticked anything."""
    blocks: list[Block] = []
    for choice in survey.choices:
        answered = int(choice.answered.sum())
        if not answered:
            continue
        rows: list[dict[str, Value]] = []
        for each in choice.alternatives:
            count = int((each.chosen & choice.answered).sum())
            found = top_box(count, answered).interval
            rows.append(
                {
                    "row": each.name,
                    "item": each.label,
                    "count": count,
                    "answered": answered,
                    "share": count / answered,
                    "interval": Range(found.low, found.high, "confidence"),
                }
            )
        name = f"choice_{choice.question}"
        columns = (
            Column("item", "label"),
            Column("count", "persons"),
            Column("answered", "persons"),
            Column("share", "share", limits="interval"),
            Column("interval", "share"),
        )
        on = dict.fromkeys(("count", "share", "interval", "answered"), "answered")
        tables[name] = Table(name, rows, columns, on, caption=choice.label)
        blocks += [TableBlock(name), Sentence("answers.several", tone="note")]
    return blocks
