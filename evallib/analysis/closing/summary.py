"""The first screen: a headline, key numbers, what can and cannot be said."""

from __future__ import annotations

from collections.abc import Iterator

from evallib.analysis.closing.primary import (
    MADE_OF,
    RESTS_ON,
    people_can,
    people_cannot,
    people_columns,
    people_headline,
    people_icons,
    people_numbers,
)
from evallib.analysis.monitoring.standing import counted, portion, target
from evallib.data.study import Study
from evallib.domain.section import (
    Block,
    Figure,
    Ref,
    Section,
    Sentence,
    TableBlock,
)
from evallib.domain.table import Column, Range, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.costs import share_of_budget, unit_cost

MOST_NUMBERS = 4
MOST_WITH_PEOPLE = 5
FEWEST_NUMBERS = 3
REACH_NUMBERS = 2
PERCENT = 100
COLUMNS = (
    Column("label", "label"),
    Column("value", "units"),
    Column("share", "share"),
    Column("portion", "portion"),
    Column("unit_eur", "unit_cost"),
    Column("target", "units"),
    Column("planned_unit_eur", "unit_cost"),
    Column("benchmark", "share"),
    Column("answered", "persons"),
    Column("source", "source"),
)


def summary(study: Study) -> Section:
    """One screen for a steering group; the headline follows the best evidence."""
    own = list(people_numbers(study))
    most = MOST_WITH_PEOPLE if own else MOST_NUMBERS
    rows = [*own, *_key_numbers(study)][:most]
    if len(rows) < FEWEST_NUMBERS:
        rows += list(_outputs(study))[: FEWEST_NUMBERS - len(rows)]
    name, *others = COLUMNS
    columns = (name, *people_columns(study), *others)
    used = tuple(
        column
        for column in columns
        if any(row.get(column.name) is not None for row in rows)
    )
    tables = {
        "key_numbers": Table(
            "key_numbers",
            rows,
            used,
            _rests_on(rows),
            layout="cards",
            made_of=MADE_OF,
        ),
        "can": _claims("can", _can(study)),
        "cannot": _claims("cannot", _cannot(study)),
    }
    headline = people_headline(study, tables) or [_headline(study, rows)]
    blocks: list[Block] = [*headline, *([TableBlock("key_numbers")] if rows else [])]
    if icons := people_icons(study, tables) or _icons(study, tables):
        blocks.append(icons)
    blocks += [TableBlock("can"), TableBlock("cannot")]
    if study.conclusions is not None:
        blocks.append(Sentence("summary.recommendations", tone="note"))
    return Section("summary", study.scope, blocks, tables)


def _rests_on(rows: list[dict[str, Value]]) -> dict[str, str]:
    """Headcounts of the numbers that come from clients; others name a source."""
    held = {name for row in rows for name in row}
    return {name: on for name, on in RESTS_ON.items() if {name, on} <= held}


def _key_numbers(study: Study) -> Iterator[dict[str, Value]]:
    for compared in study.project.comparisons:
        yield {
            "row": compared.id,
            "label": compared.outcome,
            "share": _printed(compared.pilot_rate.low, compared.pilot_rate.high),
            "benchmark": _printed(compared.benchmark.low, compared.benchmark.high),
            "source": compared.source,
        }
    reached = [each for each in study.indicators if each.reach and counted(each)]
    planned = sorted(reached, key=lambda each: target(each) is None)
    for each in planned[:REACH_NUMBERS]:
        yield {
            "row": each.id,
            "label": each.name,
            "value": counted(each),
            "target": target(each),
            "source": each.source,
        }
    yield from _survey_numbers(study)
    yield from _money_numbers(study)


def _outputs(study: Study) -> Iterator[dict[str, Value]]:
    """What was produced, where little else is counted."""
    for each in study.indicators:
        if not each.reach and counted(each) is not None:
            yield {
                "row": each.id,
                "label": each.name,
                "value": counted(each),
                "source": each.source,
            }


def _printed(low: float, high: float) -> Value:
    return low if low == high else Range(low, high, "published")


def _survey_numbers(study: Study) -> Iterator[dict[str, Value]]:
    for survey in study.project.surveys:
        shares = [
            item.value / PERCENT
            for item in study.survey_items
            if item.survey == survey.id and item.statistic == "top2_percent"
        ]
        if shares:
            yield {
                "row": survey.id,
                "label": Label(f"summary.satisfied.{survey.respondents}"),
                "share": _printed(min(shares), max(shares)),
                "answered": survey.answered,
                "source": survey.source,
            }


def _money_numbers(study: Study) -> Iterator[dict[str, Value]]:
    for line in study.budget_lines:
        if line.actual_eur and line.actual_clients:
            planned = line.planned_eur and line.planned_clients
            yield {
                "row": line.id,
                "label": Label("summary.unit_cost"),
                "unit_eur": unit_cost(line.actual_eur, line.actual_clients),
                "planned_unit_eur": unit_cost(line.planned_eur, line.planned_clients)
                if planned and line.planned_eur and line.planned_clients
                else None,
                "source": line.source,
            }
    for funding in study.project.funding[:1]:
        if funding.realised_eur is not None:
            used = share_of_budget(funding.realised_eur, funding.planned_eur)
            yield {
                "row": funding.id,
                "label": Label("summary.funding_used"),
                "portion": used,
                "source": funding.source,
            }


def _headline(study: Study, rows: list[dict[str, Value]]) -> Sentence:
    for compared in study.project.comparisons:
        names = {"outcome": "label", "pilot": "share", "benchmark": "benchmark"}
        facts = {
            name: Ref("key_numbers", compared.id, column)
            for name, column in names.items()
        }
        return Sentence("summary.headline.benchmark", facts, tone="lead")
    for each in study.indicators:
        shown = any(row["row"] == each.id for row in rows)
        if each.reach and each.counted == "persons" and portion(each) and shown:
            facts = {
                name: Ref("key_numbers", each.id, name) for name in ("value", "target")
            }
            key = f"summary.headline.reach_{study.round.kind}"
            return Sentence(key, facts, tone="lead")
    if study.people is not None:
        return Sentence("summary.few_clients", tone="lead")
    return Sentence("summary.headline.no_outcomes", tone="lead")


def _icons(study: Study, tables: dict[str, Table]) -> Figure | None:
    roles = {"value": "share", "limits": "interval", "label": "label"}
    for compared in study.project.comparisons[:1]:
        rate = compared.pilot_rate
        row: dict[str, Value] = {
            "row": compared.id,
            "label": compared.outcome,
            "share": rate.low,
            "interval": Range(rate.low, rate.high, "published"),
            "source": compared.source,
        }
        alt = "summary.icons_range_alt" if rate.low < rate.high else "summary.icons_alt"
        return _icon_figure(tables, row, alt, roles)
    for each in study.indicators:
        done, aim = portion(each), target(each)
        if each.reach and each.counted == "persons" and done and aim == PERCENT:
            row = {"row": each.id, "label": each.name, "share": min(done, 1.0)}
            row |= {"interval": None, "source": each.source}
            return _icon_figure(tables, row, "summary.icons_alt", roles)
    return None


def _icon_figure(
    tables: dict[str, Table], row: dict[str, Value], alt: str, roles: dict[str, str]
) -> Figure:
    columns = (
        Column("label", "label"),
        Column("share", "share", limits="interval"),
        Column("interval", "share"),
        Column("source", "source"),
    )
    tables["icons"] = Table("icons", [row], columns)
    shown = "interval" if row["interval"] is not None else "share"
    facts = {
        "label": Ref("icons", str(row["row"]), "label"),
        "share": Ref("icons", str(row["row"]), shown),
    }
    return Figure("icons", "icons", "icons", Sentence(alt, facts), roles)


def _claims(name: str, keys: list[str]) -> Table:
    rows = [
        {"side": Label(f"summary.{name}"), "claim": Label(f"summary.{name}_{key}")}
        for key in keys
    ]
    columns = (Column("side", "label"), Column("claim", "text"))
    return Table(name, rows, columns, layout="lists")


def _can(study: Study) -> list[str]:
    holds = {
        "benchmark": bool(study.project.comparisons),
        "reach": any(portion(each) for each in study.indicators if each.reach),
        "targets": any(portion(each) for each in study.indicators if not each.reach),
        "opinions": bool(study.survey_items),
        "costs": bool(study.budget_lines),
        "funding": bool(study.project.funding),
        "activities": bool(study.pilots),
    }
    return people_can(study) + [key for key, said in holds.items() if said]


def _cannot(study: Study) -> list[str]:
    missing = any(each.reach and each.actual is None for each in study.indicators)
    holds = {
        "effect": bool(study.project.comparisons),
        "follow_up": any(each.groups_pending for each in study.project.comparisons),
        "outcomes": not study.project.comparisons and study.people is None,
        "persons": missing,
        "generalise": bool(study.survey_items),
        "costs_per_job": bool(study.budget_lines),
    }
    return people_cannot(study) + [key for key, said in holds.items() if said]
