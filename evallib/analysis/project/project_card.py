"""The project in facts: who, when, where, under which programme."""

from __future__ import annotations

from evallib.data.study import Study
from evallib.domain.project import Organisation
from evallib.domain.section import Block, Prose, Section, TableBlock
from evallib.domain.table import Column, Table, Value
from evallib.domain.vocabulary import LANGUAGES, Label, Text


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
    rows: list[dict[str, Value]] = [
        {
            "row": level,
            "label": Label(f"project_card.area.{level}"),
            "value": _joined(getattr(area, level)),
        }
        for level in ("regions", "subregions", "municipalities")
        if getattr(area, level)
    ]
    if not rows:
        return None
    columns = (Column("label", "label"), Column("value", "text"))
    return Table("area", rows, columns, layout="facts")


def _joined(places: tuple[Text, ...]) -> Text:
    """The names in one line, in every language that one of them is written in."""
    written = [each for each in LANGUAGES if any(getattr(p, each) for p in places)]
    return Text(
        **{
            language: ", ".join(place.in_language(language)[0] for place in places)
            for language in written
        }
    )


def _organisations(organisations: tuple[Organisation, ...]) -> Table:
    rows: list[dict[str, Value]] = [
        {
            "role": Label(f"role.{each.role}"),
            "name": each.name,
            "kind": each.kind,
            "place": each.place,
            "business_id": each.business_id,
        }
        for each in organisations
    ]
    names = ("name", "kind", "place", "business_id")
    columns = (Column("role", "label"), *(Column(name, "text") for name in names))
    return Table("organisations", rows, columns, layout="lists")
