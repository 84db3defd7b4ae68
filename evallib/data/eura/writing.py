"""The files that an ESF project sheet becomes: the shape of every other project."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence

from evallib.data import values
from evallib.data.eura import form
from evallib.data.eura.passages import is_subheading
from evallib.data.eura.project_file import SOURCE, project_toml
from evallib.data.eura.sheet import ProjectSheet, Reach
from evallib.data.starting.files import project_path, raw_path

Row = Mapping[str, object]


def project_files(sheet: ProjectSheet, project: str) -> dict[str, bytes]:
    """Content by path under the root, the project file last.

    Parameters
    ----------
    sheet : ProjectSheet
        What the sheet says.
    project : str
        Id of the new project.

    Returns
    -------
    dict
        Three tables, the description in Finnish, and ``project.toml``.
    """
    tables = {
        "indicators": _indicators(sheet),
        "principles": _principles(sheet),
        "equality": _equality(sheet),
    }
    files = {
        raw_path(project, f"{name}.csv"): _csv(rows)
        for name, rows in tables.items()
        if rows
    }
    kinds = [name for name, rows in tables.items() if rows]
    files[project_path(project, "description.fi.md")] = _description(sheet).encode()
    files[project_path(project, "project.toml")] = project_toml(
        sheet, project, kinds
    ).encode()
    return files


def _named(column: str, term: Mapping[str, str]) -> dict[str, str]:
    return {column: term["fi"], f"{column}_sv": term["sv"], f"{column}_en": term["en"]}


def _indicators(sheet: ProjectSheet) -> list[Row]:
    terms = form.terms()
    by_id = {each["id"]: each for each in terms["indicators"]}
    return [_indicator(each, by_id[each.id], terms) for each in sheet.reach]


def _indicator(
    reach: Reach, term: Mapping[str, str], terms: Mapping[str, dict[str, str]]
) -> Row:
    number = values.entry(reach.realised).number if reach.realised else None
    note = terms["no_actual"] if reach.realised is None else {}
    return {
        "id": reach.id,
        **_named("group", terms["indicator_group"]),
        **_named("name", term),
        "counted": term["counted"],
        "target": reach.planned,
        "actual": reach.realised,
        "actual_number": reach.realised if number is not None else None,
        "reach": "yes",
        "goal": None,
        **_named("note", note or dict.fromkeys(("fi", "sv", "en"), "")),
        "source": SOURCE,
    }


def _principles(sheet: ProjectSheet) -> list[Row]:
    scores = {each.id: each for each in sheet.principles}
    return [
        {
            "id": each["id"],
            **_named("dimension", dimension),
            **_named("name", each),
            "direct": scores[each["id"]].direct,
            "indirect": scores[each["id"]].indirect,
            "reason": scores[each["id"]].reason,
            "source": SOURCE,
        }
        for dimension in form.terms()["dimensions"]
        for each in dimension["principles"]
    ]


def _equality(sheet: ProjectSheet) -> list[Row]:
    questions = {each["id"]: each for each in form.terms()["equality"]}
    return [
        {
            "id": each.id,
            **_named("question", questions[each.id]),
            "answer": each.answer,
            "reason": each.reason,
            "source": SOURCE,
        }
        for each in sheet.equality
    ]


def _csv(rows: Sequence[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=";", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def _description(sheet: ProjectSheet) -> str:
    parts = ["## Suunnitelman mukainen tiivistelmä toteutuksesta", *sheet.summary]
    parts += ["## Hankkeen kohderyhmät"]
    parts += ["### Varsinaiset kohderyhmät", *sheet.direct_groups]
    parts += ["### Välilliset kohderyhmät", *sheet.indirect_groups]
    if sheet.final_report:
        parts.append("## Loppuraportin tiivistelmä")
        parts += map(_paragraph, sheet.final_report)
    return "\n\n".join(parts) + "\n"


def _paragraph(text: str) -> str:
    return f"### {text.partition(' ')[2]}" if is_subheading(text) else text
