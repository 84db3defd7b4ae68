"""Pilots that counted the same, in one rate and one effect; and why others are not."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.effect.compared import months_label
from evallib.analysis.portfolio.alike import (
    FEWEST,
    Alike,
    effects_alike,
    rates_alike,
    reason_apart,
)
from evallib.analysis.portfolio.all_pilots import standing
from evallib.analysis.portfolio.pooled_effects import effect_blocks
from evallib.analysis.portfolio.trials import Trial, trials
from evallib.data.portfolio.gathering import OWN, Portfolio
from evallib.domain.estimate import Interval
from evallib.domain.section import (
    Block,
    Constant,
    Fact,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.pooling import next_rate, pool_rates

RATES = (
    Column("outcome", "label"),
    Column("point", "text"),
    Column("standing", "text"),
    Column("pilots", "units"),
    Column("persons", "persons"),
    Column("share", "share", limits="interval"),
    Column("interval", "share"),
    Column("prediction", "share"),
    Column("source", "source"),
)
DRAWN = (
    Column("pilot", "label"),
    Column("outcome", "text"),
    Column("own", "share"),
    Column("reached", "persons"),
    Column("of", "persons"),
    Column("weight", "portion"),
    Column("share", "share", limits="interval"),
    Column("interval", "share"),
    Column("source", "source"),
)
APART = (
    Column("pilot", "label"),
    Column("outcome", "text"),
    Column("point", "text"),
    Column("reason", "text"),
)


def pooled(portfolio: Portfolio) -> Section | None:
    """Common rates and effects of alike pilots; None where no outcome is known."""
    everyone = [each for each in trials(portfolio) if each.has_outcome]
    if not everyone:
        return None
    groups, tables = rates_alike(everyone), dict[str, Table]()
    fewest = {"fewest": Constant(FEWEST)}
    blocks: list[Block] = [Sentence("pooled.rule", fewest)]
    if groups:
        tables |= {"rates": _rates(groups), "drawn": _drawn(groups)}
        blocks += [block for each in groups for block in _told(each)]
        blocks += [TableBlock("rates"), _figure(), TableBlock("drawn")]
        blocks.append(Sentence("pooled.drawn", tone="note"))
        blocks.append(Sentence("pooled.predicted", tone="note"))
    else:
        blocks.append(Sentence("pooled.no_rates", fewest, tone="finding"))
    blocks += effect_blocks(effects_alike(everyone), tables)
    inside = {trial.id for each in groups for trial in each.trials}
    if apart := [each for each in everyone if each.id not in inside]:
        tables["apart"] = _apart(apart)
        blocks.append(TableBlock("apart"))
    return Section("pooled", portfolio.scope, blocks, tables)


def _rates(groups: Sequence[Alike]) -> Table:
    return Table("rates", [_rate(each) for each in groups], RATES)


def _rate(group: Alike) -> dict[str, Value]:
    tallies = [each.tally for each in group.trials if each.tally is not None]
    found = pool_rates(tallies)
    return {
        "row": group.id,
        "outcome": group.outcome,
        "point": months_label(group.months),
        "standing": standing(group.trials[0]),
        "pilots": len(tallies),
        "persons": sum(each.known for each in tallies),
        "share": found.rate,
        "interval": _range(found.interval),
        "prediction": _range(next_rate(tallies)),
        "source": OWN,
    }


def _drawn(groups: Sequence[Alike]) -> Table:
    return Table("drawn", [row for each in groups for row in _pilots(each)], DRAWN)


def _pilots(group: Alike) -> list[dict[str, Value]]:
    counted = [each for each in group.trials if each.tally is not None]
    found = pool_rates([each.tally for each in counted if each.tally is not None])
    return [
        {
            "row": each.id,
            "pilot": each.name,
            "outcome": each.outcome,
            "own": drawn.own,
            "reached": drawn.tally.reached,
            "of": drawn.tally.known,
            "weight": drawn.own_weight,
            "share": drawn.value,
            "interval": _range(drawn.interval),
            "source": OWN,
        }
        for each, drawn in zip(counted, found.groups, strict=True)
    ]


def _told(group: Alike) -> list[Block]:
    names = ("outcome", "pilots", "persons", "share", "interval", "prediction")
    facts: dict[str, Fact] = {each: Ref("rates", group.id, each) for each in names}
    facts["point"] = months_label(group.months)
    key = "pooled.simulated_rate" if group.simulated else "pooled.rate"
    return [Sentence(key, facts, tone="finding")]


def _figure() -> Figure:
    roles = {"label": "pilot", "value": "share", "limits": "interval"}
    roles |= {"count": "reached", "of": "of", "group": "outcome"}
    return Figure("drawn", "forest", "drawn", Sentence("pooled.alt"), roles)


def _apart(apart: Sequence[Trial]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "row": each.id,
            "pilot": each.name,
            "outcome": each.outcome,
            "point": None if each.months is None else months_label(each.months),
            "reason": Label(f"pooled.apart.{reason_apart(each)}"),
        }
        for each in apart
    ]
    return Table("apart", rows, APART)


def _range(interval: Interval) -> Range:
    return Range(interval.low, interval.high, "confidence")
