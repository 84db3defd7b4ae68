"""docs/project-file.md names every key that a project file may hold, and no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from evallib.domain.disclosure import Disclosure
from evallib.domain.files import CLIENT_KINDS, ColumnType, FileKind, Role
from evallib.domain.project import Project

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "project-file.md"
ROW = re.compile(r"^\| (`.*?) \|", re.MULTILINE)
QUOTED = re.compile(r"(?<!`)`([^`\n]+)`")
WRITTEN = re.compile(r"^(\w+) *=|^\[+([\w.]+)\]+$", re.MULTILINE)


def _named() -> set[str]:
    """Words in backticks, and keys of the TOML examples."""
    page = PAGE.read_text(encoding="utf-8")
    pieces = [*QUOTED.findall(page), *(a or b for a, b in WRITTEN.findall(page))]
    return {word for piece in pieces for word in re.findall(r"\w+", piece)}


def _parts(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    """A model and all models that its fields hold."""
    yield model
    waiting: list[object] = [field.annotation for field in model.model_fields.values()]
    while waiting:
        annotation = waiting.pop()
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            yield from _parts(annotation)
        waiting += get_args(annotation)


def _keys(model: type[BaseModel]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


PARTS = {part.__name__: part for part in _parts(Project)}


@pytest.mark.parametrize("part", PARTS.values(), ids=PARTS)
def test_every_accepted_key_is_named(part):
    assert _keys(part) - _named() == set()


def test_no_row_names_a_key_that_is_refused():
    accepted = {key for part in PARTS.values() for key in _keys(part)}
    rows = ROW.findall(PAGE.read_text(encoding="utf-8"))
    named = {key for row in rows for key in QUOTED.findall(row) if "[" not in key}

    assert named - accepted == set()


def test_every_limit_has_its_default_in_its_row():
    page = PAGE.read_text(encoding="utf-8")
    fields = Disclosure.model_fields.items()
    fixed = {
        name: field.default for name, field in fields if type(field.default) is int
    }

    for name, default in fixed.items():
        assert f"| `{name}` | {default} |" in page


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("client-files.md", get_args(Role)),
        ("client-files.md", get_args(ColumnType)),
        ("data-dictionary.md", set(get_args(FileKind)) - CLIENT_KINDS),
    ],
    ids=["roles", "types", "kinds"],
)
def test_every_choice_is_explained(page, words):
    text = (DOCS / page).read_text(encoding="utf-8")

    assert [word for word in words if not re.search(rf"(`|## ){word}\b", text)] == []
