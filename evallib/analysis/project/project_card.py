"""The project in facts: who, when, where, under which programme."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.project import Organisation
from evallib.domain.section import Block, Prose, Section, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import Label


def project_card(study: Study) -> Section:
    """Period, programme fields, area and organisations as the project states them."""
    tables = {"card": _card(study)}
    blocks: list[Block] = [TableBlock("card")]
    if study.project.about is not None:
        blocks.insert(0, Prose(study.project.about))
    if area := _area(study):
        tables["area"] = area
        blocks.append(TableBlock("area"))
    if study.project.organisations:
        tables["organisations"] = _organisations(study.project.organisations)
        blocks.append(TableBlock("organisations"))
    return Section("project_card", study.scope, blocks, tables)


def _card(study: Study) -> Table:
    project = study.project
    rows: list[dict[str, Value]] = [
        {"row": "name", "label": Label("project_card.name"), "value": project.name},
    ]
    if project.code is not None:
        code = Label("project_card.code")
        rows.append({"row": "code", "label": code, "value": project.code})
    if project.period is not None:
        for end in ("start", "end"):
            day = getattr(project.period, end)
            label = Label(f"project_card.{end}")
            rows.append({"row": end, "label": label, "value": day})
    rows += [
        {"row": f"fact-{at}", "label": fact.label, "value": fact.value}
        for at, fact in enumerate(project.facts, start=1)
    ]
    columns = (Column("label", "label"), Column("value", "text"))
    return Table("card", rows, columns, layout="facts")


def _area(study: Study) -> Table | None:
    area = study.project.area
    rows = [
        {"level": Label(f"project_card.area.{level}"), "place": place}
        for level in ("regions", "subregions", "municipalities")
        for place in getattr(area, level)
    ]
    if not rows:
        return None
    columns = (Column("level", "label"), Column("place", "text"))
    return Table("area", rows, columns, layout="lists")


def _organisations(organisations: tuple[Organisation, ...]) -> Table:
    rows = [
        {
            "name": each.name,
            "role": Label(f"role.{each.role}"),
            "kind": each.kind,
            "place": each.place,
            "business_id": each.business_id,
        }
        for each in organisations
    ]
    columns = [Column("name", "label"), Column("role", "text")]
    columns += [
        Column(name, "text")
        for name in ("kind", "place", "business_id")
        if any(row[name] is not None for row in rows)
    ]
    return Table("organisations", rows, tuple(columns))
