"""Survey statements: share of the two top answers, means, and what cannot be."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.voices.printed_shares import PrintedShare, printed_share
from evallib.data.study import Study
from evallib.domain.records import SurveyItem
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def survey_items(study: Study) -> Section | None:
    """Printed percentages with the counts that fit them, and their intervals."""
    if not study.survey_items:
        return None
    shares = [
        printed_share(item)
        for item in study.survey_items
        if item.statistic == "top2_percent"
    ]
    means = [item for item in study.survey_items if item.statistic == "mean"]
    tables = {"surveys": _surveys(study)}
    blocks: list[Block] = _respondents(study)
    if shares:
        tables["shares"] = _shares(study, shares)
        blocks += [_small_n(tables, shares), _figure(shares)]
        blocks.append(TableBlock("shares"))
    if impossible := [each for each in shares if not each.possible]:
        tables["checks"] = _checks(impossible)
        blocks += [_impossible(each) for each in impossible]
    if means:
        tables["means"] = _means(study, means)
        blocks += [*(_mean(each) for each in means), TableBlock("means")]
    return Section("survey_items", study.scope, blocks, tables)


def _surveys(study: Study) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": survey.id,
            "survey": survey.name,
            "scale": survey.scale,
            "answered": survey.answered,
            "invited": survey.invited,
            "source": survey.source,
        }
        for survey in study.project.surveys
    ]
    columns = (
        Column("survey", "label"),
        Column("scale", "text"),
        Column("answered", "persons"),
        Column("invited", "persons"),
        Column("source", "source"),
    )
    return Table("surveys", rows, columns)


def _respondents(study: Study) -> list[Block]:
    blocks: list[Block] = [TableBlock("surveys")]
    if any(each.invited is None for each in study.project.surveys):
        blocks.append(Sentence("survey_items.no_rate", tone="caution"))
    return blocks


def _shares(study: Study, shares: Sequence[PrintedShare]) -> Table:
    names = {survey.id: survey.name for survey in study.project.surveys}
    rows: list[dict[str, Value]] = [
        {
            "row": each.item.id,
            "item": each.item.name,
            "survey": names[each.item.survey],
            "printed": each.share,
            "count": each.counts[0] if len(each.counts) == 1 else None,
            "answered": each.item.answered,
            "interval": each.interval(),
            "check": Label("check.possible" if each.possible else "check.impossible"),
            "source": each.item.source,
        }
        for each in shares
    ]
    columns = (
        Column("item", "label"),
        Column("count", "persons"),
        Column("answered", "persons"),
        Column("printed", "share", limits="interval"),
        Column("interval", "share"),
        Column("check", "status"),
        Column("source", "source"),
    )
    headcounts = dict.fromkeys(("printed", "count", "answered", "interval"), "answered")
    return Table("shares", rows, columns, headcounts)


def _small_n(tables: dict[str, Table], shares: Sequence[PrintedShare]) -> Sentence:
    answered = min(each.item.answered for each in shares)
    row: dict[str, Value] = {"row": "smallest", "step": 1 / answered}
    source = shares[0].item.source
    tables["steps"] = Table("steps", [row], (Column("step", "points"),), source=source)
    step = {"step": Ref("steps", "smallest", "step")}
    return Sentence("survey_items.small_n", step, tone="note")


def _figure(shares: Sequence[PrintedShare]) -> Figure:
    ordered = sorted(shares, key=lambda each: each.share)
    alt = Sentence(
        "survey_items.alt",
        {
            "items": Constant(len(shares)),
            "highest": Ref("shares", ordered[-1].item.id, "printed"),
            "lowest": Ref("shares", ordered[0].item.id, "printed"),
        },
    )
    roles = {"label": "item", "value": "printed", "limits": "interval"}
    return Figure("shares", "bars", "shares", alt, roles | {"note": "check"})


def _checks(impossible: Sequence[PrintedShare]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.item.id,
            "item": each.item.name,
            "printed": each.share,
            "answered": each.item.answered,
            "below_count": each.below,
            "below": each.below / each.item.answered,
            "above_count": each.above,
            "above": each.above / each.item.answered,
            "source": each.item.source,
        }
        for each in impossible
    ]
    columns = (
        Column("item", "label"),
        Column("printed", "share"),
        Column("answered", "persons"),
        Column("below_count", "persons"),
        Column("below", "share"),
        Column("above_count", "persons"),
        Column("above", "share"),
        Column("source", "source"),
    )
    return Table("checks", rows, columns)


def _impossible(share: PrintedShare) -> Sentence:
    names = ("item", "printed", "answered", "below_count", "below", "above_count")
    facts = {name: Ref("checks", share.item.id, name) for name in (*names, "above")}
    return Sentence("survey_items.impossible", facts, tone="caution")


def _means(study: Study, means: Sequence[SurveyItem]) -> Table:
    surveys = {survey.id: survey for survey in study.project.surveys}
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "item": each.name,
            "mean": each.value,
            "low": surveys[each.survey].scale_low,
            "high": surveys[each.survey].scale_high,
            "answered": each.answered,
            "source": each.source,
        }
        for each in means
    ]
    columns = (
        Column("item", "label"),
        Column("mean", "score", decimals=means[0].decimals),
        Column("low", "units"),
        Column("high", "units"),
        Column("answered", "persons"),
        Column("source", "source"),
    )
    return Table("means", rows, columns)


def _mean(item: SurveyItem) -> Sentence:
    names = ("item", "mean", "low", "high", "answered")
    return Sentence(
        "survey_items.mean", {name: Ref("means", item.id, name) for name in names}
    )
