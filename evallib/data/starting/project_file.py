"""The project file and the empty conclusions of a project that begins."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, get_args

from evallib.data.starting.answers import NewProject
from evallib.data.starting.toml_text import Value, headed, line, table
from evallib.data.workbooks.words import words as workbook_words
from evallib.domain.files import FileKind
from evallib.domain.project import Organisation
from evallib.domain.vocabulary import LANGUAGES, Language

CATALOGUES = Path(__file__).parent / "words"
SOURCE = "own-figures"
KINDS: tuple[FileKind, ...] = (
    "indicators",
    "budget",
    "surveys",
    "survey_summary",
    "rankings",
    "themes",
    "quotes",
    "pilots",
    "goals",
)


@cache
def words(language: Language) -> Mapping[str, Any]:
    """Words of the files in one language."""
    return tomllib.loads((CATALOGUES / f"{language}.toml").read_text(encoding="utf-8"))


def levels(language: Language) -> Sequence[Mapping[str, str]]:
    """Levels of the goal logic that a new project begins with."""
    found: Sequence[Mapping[str, str]] = words(language)["levels"]
    return found


def conclusions(project: NewProject) -> str:
    """Headings to write under; until then the report has no conclusions."""
    headings = words(project.language)["conclusions"]["headings"]
    return "\n\n".join(f"## {heading}" for heading in headings) + "\n"


def project_toml(project: NewProject) -> str:
    """The project file with comments in the project's language."""
    says = words(project.language)["comments"]
    facts = {"id": project.id, "language": project.language}
    parts = [
        *(f"# {each.format(**facts)}" for each in says["top"]),
        "",
        _head(project),
        f'# {says["about"]}\n# about = "…"\n',
        headed(says["period"]),
        table("period", {"start": project.start, "end": project.end}, repeated=False),
        *_groups(project),
        headed(says["organisations"]),
        _organisation(),
        headed(says["sources"]),
        table("sources", {"id": SOURCE, "title": _named("source")}),
        headed(says["rounds"]),
        table("rounds", _round(project)),
        headed(says["levels"]),
        *(table("levels", each) for each in levels(project.language)),
        headed(says["files"]),
        *(_file(project, kind) for kind in KINDS),
        headed(says["disclosure"]),
        "# [disclosure]\n# k = 5\n",
    ]
    return "\n".join(parts)


def _head(project: NewProject) -> str:
    rows = {"id": project.id, "language": project.language, "name": project.name}
    if project.code:
        rows["code"] = project.code
    return "\n".join(line(key, value) for key, value in rows.items()) + "\n"


def _named(key: str) -> dict[str, str]:
    return {language: words(language)["names"][key] for language in LANGUAGES}


def _groups(project: NewProject) -> list[str]:
    if not project.groups:
        return []
    shown = {"label": _named("groups"), "value": ", ".join(project.groups)}
    comment = words(project.language)["comments"]["groups"]
    return [headed(comment), table("facts", shown)]


def _organisation() -> str:
    roles = ", ".join(get_args(Organisation.model_fields["role"].annotation))
    return f'# {roles}\n# [[organisations]]\n# name = "…"\n# role = "applicant"\n'


def _round(project: NewProject) -> dict[str, Value | None]:
    kind = "final" if project.as_of is None else "interim"
    return {
        "id": f"{project.as_of:%Y-%m}" if project.as_of else kind,
        "kind": kind,
        "as_of": project.as_of or project.end,
        "title": _named(kind),
    }


def _file(project: NewProject, kind: str) -> str:
    rows: dict[str, Value | None] = {
        "path": f"{project.id}.xlsx",
        "sheet": workbook_words(project.language)["sheets"][kind],
        "kind": kind,
        "source": SOURCE,
        "allow_empty": True,
    }
    return table(f"files.{kind}", rows, repeated=False)
