"""Every pilot in one table, with figures of outcomes and of effects."""

from __future__ import annotations

from collections.abc import Sequence

from evallib.analysis.effect.compared import months_label
from evallib.analysis.portfolio.trials import Trial, trials
from evallib.data.portfolio.gathering import Portfolio
from evallib.data.portfolio.published import Number
from evallib.domain.section import (
    Block,
    Constant,
    Figure,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Layout, Range, Table, Value
from evallib.domain.vocabulary import Label

PILOT, STANDING = Column("pilot", "label"), Column("standing", "text")
OUTCOME, POINT = Column("outcome", "text"), Column("point", "text")
SHARE, INTERVAL = (
    Column("share", "share", limits="interval"),
    Column("interval", "share"),
)
LEVEL, SOURCE = Column("level", "text"), Column("source", "source")
OVERVIEW = (
    PILOT,
    Column("project", "text"),
    STANDING,
    Column("participants", "persons"),
    OUTCOME,
    POINT,
    SHARE,
    INTERVAL,
    LEVEL,
    Column("unit_eur", "unit_cost"),
    SOURCE,
)
SHARES = (
    PILOT,
    Column("group", "text"),
    OUTCOME,
    Column("reached", "persons"),
    Column("of", "persons"),
    SHARE,
    INTERVAL,
    SOURCE,
)
DIFFERENCES = (
    PILOT,
    STANDING,
    Column("design", "text"),
    OUTCOME,
    POINT,
    Column("difference", "points", limits="limits"),
    Column("limits", "points"),
    LEVEL,
    SOURCE,
)
LESSONS = (PILOT, Column("lesson", "text"), SOURCE)


def all_pilots(portfolio: Portfolio) -> Section | None:
    """Persons, outcome, evidence, cost and lesson of each pilot, side by side."""
    everyone = trials(portfolio)
    if not everyone:
        return None
    tables = {"overview": _table("overview", everyone, OVERVIEW)}
    blocks: list[Block] = [_count(portfolio, everyone)]
    if any(each.simulated for each in everyone):
        blocks.append(Sentence("all_pilots.simulated", tone="caution"))
    blocks += _outcomes(everyone, tables)
    blocks.append(TableBlock("overview"))
    blocks.append(Sentence("all_pilots.only_published", tone="note"))
    blocks += _effects(everyone, tables)
    if taught := [each for each in everyone if each.lesson]:
        tables["lessons"] = _table("lessons", taught, LESSONS)
        blocks.append(TableBlock("lessons"))
    return Section("all_pilots", portfolio.scope, blocks, tables)


def standing(trial: Trial) -> Label:
    """Whether real people are behind the figures."""
    return Label("trial.simulated" if trial.simulated else "trial.real")


def _count(portfolio: Portfolio, everyone: Sequence[Trial]) -> Sentence:
    facts = {
        "projects": Constant(len(portfolio.members)),
        "pilots": Constant(len(everyone)),
        "outcomes": Constant(sum(each.has_outcome for each in everyone)),
    }
    return Sentence("all_pilots.count", facts, tone="lead")


def _outcomes(everyone: Sequence[Trial], tables: dict[str, Table]) -> list[Block]:
    """A figure of the pilots whose share is one number, real ones first."""
    drawn = [each for each in everyone if each.share and each.share.value is not None]
    if not drawn:
        return []
    tables["shares"] = _table("shares", _real_first(drawn), SHARES)
    alt = Sentence("all_pilots.alt", {"pilots": Constant(len(drawn))})
    roles = {"label": "pilot", "value": "share", "limits": "interval"}
    roles |= {"count": "reached", "of": "of", "group": "group"}
    return [
        Figure("shares", "forest", "shares", alt, roles),
        Sentence("all_pilots.not_ranked", tone="caution"),
    ]


def _effects(everyone: Sequence[Trial], tables: dict[str, Table]) -> list[Block]:
    """The differences that the reports word, each with the strength of its design."""
    drawn = [each for each in everyone if each.difference]
    if not drawn:
        return []
    tables["differences"] = _table("differences", _real_first(drawn), DIFFERENCES)
    alt = Sentence("all_pilots.effects_alt", {"pilots": Constant(len(drawn))})
    roles = {"label": "pilot", "value": "difference", "limits": "limits"}
    return [Figure("differences", "effects", "differences", alt, roles)]


def _real_first(drawn: Sequence[Trial]) -> list[Trial]:
    return sorted(drawn, key=lambda each: each.simulated)


def _table(name: str, everyone: Sequence[Trial], columns: tuple[Column, ...]) -> Table:
    """Some of what is known of pilots; a column that nobody fills is left out."""
    rows = [_row(each) for each in everyone]
    used = tuple(
        each for each in columns if any(row[each.name] is not None for row in rows)
    )
    layout: Layout = "facts" if name == "lessons" else "grid"
    return Table(name, rows, used, layout=layout)


def _row(each: Trial) -> dict[str, Value]:
    tally, difference = each.tally, each.difference
    level = each.level if each.level is not None else "none"
    return {
        "row": each.id,
        "pilot": each.name,
        "project": each.source,  # its id: full names would fill the page
        "standing": standing(each),
        "group": Label("trial.simulated_ones" if each.simulated else "trial.real_ones"),
        "participants": each.participants,
        "outcome": each.outcome,
        "point": None if each.months is None else months_label(each.months),
        "reached": tally.reached if tally else None,
        "of": tally.known if tally else None,
        "share": _share(each.share),
        "interval": _limits(each.limits),
        "design": Label(f"trial.design.{each.design}") if each.design else None,
        "difference": difference.value if difference else None,
        "limits": _limits(difference),
        "level": Label(f"trial.level_{level}"),
        "unit_eur": each.unit_eur,
        "lesson": each.lesson,
        "source": each.source,
    }


def _share(told: Number | None) -> Value:
    """One number, or the range that the source printed."""
    if told is None or told.value is not None:
        return told.value if told else None
    if told.low is None or told.high is None:
        return None
    return Range(told.low, told.high, "published")


def _limits(told: Number | None) -> Range | None:
    if told is None or told.low is None or told.high is None:
        return None
    return Range(told.low, told.high, "confidence")
