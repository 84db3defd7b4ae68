"""Money: granted and used, purchases planned and realised, cost per client."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.records import BudgetLine
from evallib.domain.section import Block, Constant, Figure, Ref, Section, Sentence
from evallib.domain.section import TableBlock as Show
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label
from evallib.stats.consistency import parts_and_total, unit_cost_matches
from evallib.stats.costs import share_of_budget, unit_cost

FUNDING = (
    Column("line", "label"),
    Column("planned_eur", "eur"),
    Column("actual_eur", "eur"),
    Column("portion", "portion", decimals=1),
    Column("source", "source"),
)
PURCHASES = (
    *FUNDING[:-1],
    Column("planned_clients", "persons"),
    Column("actual_clients", "persons"),
    Column("planned_unit_eur", "unit_cost"),
    Column("actual_unit_eur", "unit_cost"),
    Column("check", "status"),
    Column("note", "text"),
    Column("source", "source"),
)
TOLD = (
    "line",
    "actual_eur",
    "portion",
    "actual_clients",
    "planned_clients",
    "actual_unit_eur",
    "planned_unit_eur",
)


def budget(study: Study) -> Section | None:
    """Plan beside realisation, and euros per client where clients are counted."""
    if not study.project.funding and not study.budget_lines:
        return None
    tables: dict[str, Table] = {}
    blocks: list[Block] = []
    if study.project.funding:
        tables["funding"] = _funding(study)
        blocks += _funding_blocks(tables["funding"])
    if study.budget_lines:
        tables["purchases"] = _purchases(study.budget_lines)
        blocks += _purchase_blocks(study.budget_lines, tables["purchases"])
    if parts := _parts(study.budget_lines):
        tables["parts"] = parts
        blocks.append(Show("parts"))
    return Section("budget", study.scope, blocks, tables)


def _funding(study: Study) -> Table:
    rows = [
        {
            "row": each.id,
            "line": Label(f"budget.line.{each.id}"),
            "planned_eur": each.planned_eur,
            "actual_eur": each.realised_eur,
            "portion": _portion(each.realised_eur, each.planned_eur),
            "source": each.source,
        }
        for each in study.project.funding
    ]
    return Table("funding", rows, FUNDING)


def _funding_blocks(table: Table) -> list[Block]:
    row = table.rows[0]
    if row["actual_eur"] is None:
        return [Show("funding")]
    names = ("planned_eur", "actual_eur", "portion")
    facts = {name: Ref("funding", table.row_id(0), name) for name in names}
    return [Sentence("budget.funding_used", facts), Show("funding")]


def _portion(actual: float | None, planned: float | None) -> float | None:
    if actual is None or not planned:
        return None
    return share_of_budget(actual, planned)


def _purchases(lines: tuple[BudgetLine, ...]) -> Table:
    rows = [
        {
            "row": each.id,
            "line": each.name,
            "planned_eur": each.planned_eur,
            "actual_eur": each.actual_eur,
            "portion": _portion(each.actual_eur, each.planned_eur),
            "planned_clients": each.planned_clients,
            "actual_clients": each.actual_clients,
            "planned_unit_eur": _unit_cost(each.planned_eur, each.planned_clients),
            "actual_unit_eur": _unit_cost(each.actual_eur, each.actual_clients),
            "check": Label("check.matches" if adds_up(each) else "check.differs"),
            "note": each.note,
            "source": each.source,
        }
        for each in lines
    ]
    columns = tuple(
        column
        for column in PURCHASES
        if column.name != "note" or any(row["note"] for row in rows)
    )
    return Table("purchases", rows, columns)


def _parts(lines: tuple[BudgetLine, ...]) -> Table | None:
    rows: list[dict[str, Value]] = [
        {
            "row": f"{line.id}-{at}",
            "line": line.name,
            "part_eur": part,
            "source": line.source,
        }
        for line in lines
        for at, part in enumerate(line.planned_parts_eur, start=1)
    ]
    columns = (Column("line", "label"), Column("part_eur", "eur"), FUNDING[-1])
    return Table("parts", rows, columns) if rows else None


def _unit_cost(total: float | None, clients: int | None) -> float | None:
    if total is None or not clients:
        return None
    return unit_cost(total, clients)


def adds_up(line: BudgetLine) -> bool:
    """Whether printed unit costs and parts agree with the totals they come from."""
    checks = [
        unit_cost_matches(total, clients, printed).possible
        for total, clients, printed in (
            (line.planned_eur, line.planned_clients, line.printed_planned_unit_eur),
            (line.actual_eur, line.actual_clients, line.printed_actual_unit_eur),
        )
        if total is not None and clients and printed is not None
    ]
    if line.planned_parts_eur and line.planned_eur is not None:
        checks.append(
            parts_and_total(line.planned_parts_eur, line.planned_eur).possible
        )
    return all(checks)


def _purchase_blocks(lines: tuple[BudgetLine, ...], table: Table) -> list[Block]:
    blocks: list[Block] = []
    for position, row in enumerate(table.rows):
        row_id = table.row_id(position)
        if row["actual_unit_eur"] is None or row["planned_unit_eur"] is None:
            continue
        facts = {name: Ref("purchases", row_id, name) for name in TOLD}
        blocks.append(Sentence("budget.unit_cost", facts))
    spent = sum(each.actual_eur is not None for each in lines)
    alt = Sentence(
        "budget.alt", {"lines": Constant(len(lines)), "spent": Constant(spent)}
    )
    roles = {"label": "line", "actual": "actual_eur", "target": "planned_eur"}
    blocks.append(Figure("purchases", "bullet", "purchases", alt, roles))
    blocks.append(Sentence("budget.gross", tone="note"))
    return [*blocks, Show("purchases")]
