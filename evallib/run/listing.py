"""The projects and their rounds, a line each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evallib.data.projects import list_projects, load_project
from evallib.domain.errors import UserError
from evallib.domain.vocabulary import Language
from evallib.present.commands import say


def project_lines(root: Path, language: Language) -> Iterator[str]:
    """What ``evallib list`` says; a project whose file is faulty says so."""
    known = list_projects(root)
    if not known:
        yield say("list.none", language)
    for each in known:
        try:
            project = load_project(root, each)
        except UserError:
            yield say("list.faulty", language, project=each)
            continue
        name, _ = project.name.in_language(language)
        yield say("list.line", language, project=each, name=name)
        for one in project.rounds:
            facts = {"kind": say(f"list.{one.kind}", language), "as_of": one.as_of}
            yield say("list.round", language, round=one.id, **facts)
