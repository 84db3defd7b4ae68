"""Surveys that the entry workbook tells of, beside those of the project file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from evallib.domain.errors import Place, Problem
from evallib.domain.files import FileKind
from evallib.domain.project import Project, Survey
from evallib.domain.records import SurveyRow


def with_surveys(
    project: Project, tables: Mapping[FileKind, tuple[Any, ...]]
) -> tuple[Project, list[Problem]]:
    """The project with the surveys of its tables, and ids that are used twice.

    Parameters
    ----------
    project : Project
        As its file declares it.
    tables : mapping
        Its tables; those of kind ``surveys`` count.

    Returns
    -------
    tuple
        The project to go on with, and an ``E-CFG-ID`` for each survey that the
        project file declares too.
    """
    rows: tuple[SurveyRow, ...] = tables.get("surveys", ())
    if not rows:
        return project, []
    known = {survey.id for survey in project.surveys}
    shown = f"projects/{project.id}/project.toml"
    twice = [
        Problem(
            "E-CFG-ID", Place(shown, column=f"surveys[{row.id}]"), {"case": "repeated"}
        )
        for row in rows
        if row.id in known
    ]
    surveys = (*project.surveys, *(_survey(row) for row in rows if row.id not in known))
    return project.model_copy(update={"surveys": surveys}), twice


def _survey(row: SurveyRow) -> Survey:
    return Survey(**{each.name: getattr(row, each.name) for each in fields(row)})
