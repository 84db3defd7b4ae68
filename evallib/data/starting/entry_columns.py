"""Columns of the entry workbook, read off the record classes so they cannot drift."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from evallib.data.aggregates import RECORDS
from evallib.data.starting.answers import NewProject
from evallib.data.starting.project_file import levels
from evallib.data.workbooks import words
from evallib.domain.files import FileKind
from evallib.domain.vocabulary import Language, Text

DEFAULTED = "source"  # an empty cell means the project's own figures
TITLE_LENGTH = 32  # Excel's limits for an input prompt
PROMPT_LENGTH = 255
YEARS_AROUND = timedelta(days=3653)  # ten years before the project and after it
TEXT_FORMAT = "@"
DATE_FORMAT = "d.m.yyyy"
WIDE, MIDDLE, NARROW = 42, 20, 13  # characters


@dataclass(frozen=True, slots=True)
class Column:
    """One column of one sheet as Excel shows and guards it."""

    name: str
    heading: str
    required: bool
    number_format: str
    width: int
    validation: dict[str, Any]


def columns_of(kind: FileKind, project: NewProject) -> list[Column]:
    """The columns of one table in the order of its record class."""
    record = RECORDS[kind]
    return [
        _column(kind, name, hint, project)
        for name, hint in get_type_hints(record).items()
    ]


def day_text(day: date) -> str:
    """A day as the workbook writes it."""
    return f"{day.day}.{day.month}.{day.year}"


def _column(kind: FileKind, name: str, hint: Any, project: NewProject) -> Column:
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    wanted = next(each for each in kinds if each is not type(None))
    heading = words.heading(kind, name, project.language)
    listed = tuple(words.listed(RECORDS[kind], name, project.language).values())
    optional = type(None) in kinds or get_origin(wanted) is tuple or name == DEFAULTED
    return Column(
        name=name,
        heading=heading,
        required=not optional,
        number_format=_format(wanted),
        width=max(_width(wanted, listed), len(max(heading.split(), key=len)) + 2),
        validation={
            **_rule(name, wanted, listed, project),
            **_prompt(kind, name, wanted, not optional, project),
        },
    )


def _format(wanted: Any) -> str:
    """Text stays text: Excel would make a date of ``8-9`` and of ``5/2019``."""
    if wanted is date:
        return DATE_FORMAT
    return "General" if wanted in (int, float) else TEXT_FORMAT


def _width(wanted: Any, listed: tuple[str, ...]) -> int:
    if wanted is Text:
        return WIDE
    if wanted in (int, float, date, bool):
        return NARROW
    return max(MIDDLE, *(len(word) + 3 for word in listed)) if listed else MIDDLE


def _rule(
    name: str, wanted: Any, listed: tuple[str, ...], project: NewProject
) -> dict[str, Any]:
    if listed:
        return {"validate": "list", "source": list(listed)}
    if name == "level":  # others may be declared in the project file
        known = [each["id"] for each in levels(project.language)]
        return {"validate": "list", "source": known, "error_type": "information"}
    if wanted is date:
        first, last = _limits(project)
        limits = {"minimum": first, "maximum": last}
        return {"validate": "date", "criteria": "between", **limits}
    if wanted in (int, float):
        validate = "integer" if wanted is int else "decimal"
        return {"validate": validate, "criteria": ">=", "value": 0}
    return {"validate": "any"}


def _limits(project: NewProject) -> tuple[date, date]:
    return project.start - YEARS_AROUND, project.end + YEARS_AROUND


def _prompt(
    kind: str, name: str, wanted: Any, required: bool, project: NewProject
) -> dict[str, Any]:
    says = words.words(project.language)["help"]
    parts = [words.prompt(kind, name, project.language)]
    if required:
        parts.append(says["required"])
    if wanted is date:
        first, last = map(day_text, _limits(project))
        parts.append(says["limits"].format(start=first, end=last))
    return {
        "input_title": words.heading(kind, name, project.language)[:TITLE_LENGTH],
        "input_message": " ".join(parts)[:PROMPT_LENGTH],
        "error_title": says["not_allowed"],
        "error_message": parts[0][:PROMPT_LENGTH],
    }


def example_row(kind: FileKind, project: NewProject) -> dict[str, str]:
    """A filled row for the help sheet, by column."""
    language: Language = project.language
    row: dict[str, str] = words.words(language)["examples"][kind]
    days = {"start": day_text(project.start), "end": day_text(project.end)}
    return {name: text.format(**days) for name, text in row.items()}
