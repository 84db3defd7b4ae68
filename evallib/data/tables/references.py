"""Ids in a project's tables that must name something declared elsewhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from evallib.data.workbooks.words import heading
from evallib.domain.errors import Place, Problem
from evallib.domain.files import FileKind
from evallib.domain.project import Project


def broken_references(
    project: Project, tables: Mapping[FileKind, tuple[Any, ...]]
) -> list[Problem]:
    """Every id in the tables that names nothing: sources, surveys, goals, pilots."""
    known = {
        "source": [source.id for source in project.sources],
        "survey": [survey.id for survey in project.surveys],
        "level": [level.id for level in project.levels],
        "indicator": _ids(tables, "indicators"),
        "goal": _ids(tables, "goals"),
        "leads_to": _ids(tables, "goals"),
        "parent": _ids(tables, "pilots"),
    }
    problems = [
        _problem(project, kind, record.id, field, name, known[field])
        for kind, records in tables.items()
        for record in records
        for field in known
        for name in _named(record, field)
        if name not in known[field]
    ]
    problems += _too_precise(project, tables)
    pilots = _ids(tables, "pilots")
    problems += [
        Problem(
            "E-CFG-KEY",
            Place(f"projects/{project.id}/project.toml", column="comparisons.pilot"),
            {"near": get_close_matches(each.pilot, pilots, n=1), "allowed": pilots},
        )
        for each in project.comparisons
        if each.pilot not in pilots
    ]
    return problems


def _too_precise(
    project: Project, tables: Mapping[FileKind, tuple[Any, ...]]
) -> list[Problem]:
    """Printed figures with more decimals than the row says the source prints."""
    printed: tuple[tuple[FileKind, str], ...] = (
        ("survey_summary", "value"),
        ("rankings", "mean_rank"),
    )
    return [
        Problem("E-RANGE", place_of(project, kind, "decimals"))
        for kind, field in printed
        for record in tables.get(kind, ())
        if round(getattr(record, field), record.decimals) != getattr(record, field)
    ]


def _ids(tables: Mapping[FileKind, tuple[Any, ...]], kind: FileKind) -> list[str]:
    return [record.id for record in tables.get(kind, ())]


def _named(record: Any, field: str) -> Iterable[str]:
    value = getattr(record, field, None)
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def _problem(
    project: Project, kind: FileKind, row: str, field: str, name: str, known: list[str]
) -> Problem:
    return Problem(
        "E-CAT",
        place_of(project, kind, field),
        {
            "id": row,
            "near": get_close_matches(name, known, n=1),
            "allowed": ", ".join(known[:20]),
        },
    )


def place_of(project: Project, kind: FileKind, column: str) -> Place:
    """A column of a kind of file as its reader knows it."""
    file = next((each for each in project.files.values() if each.kind == kind), None)
    shown = f"data/raw/{project.id}/{file.path if file else kind}"
    if file is None or file.sheet is None:
        return Place(shown, column=column)
    return Place(
        shown, sheet=file.sheet, column=heading(kind, column, project.language)
    )
