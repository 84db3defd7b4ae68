"""The page that says why a report could not be made and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from evallib.domain.errors import Problem
from evallib.domain.vocabulary import Language, Text
from evallib.present.commands import catalogue
from evallib.present.page import POLICY, style
from evallib.present.problems import problem_parts
from evallib.present.sanitise import without_turns

TEMPLATES = Path(__file__).parent / "templates"


@dataclass(frozen=True, slots=True)
class FailurePage:
    """Facts of one report that could not be made.

    Attributes
    ----------
    stage : str
        How far it came; a key of the catalogue.
    standing : bool
        Whether an earlier report still stands.
    error, log : str
        Class of a fault of evallib itself, and where it is described.
    """

    name: Text
    round: str | None
    stage: str
    standing: bool
    problems: Sequence[Problem]
    error: str = ""
    log: str = ""


def failure_html(page: FailurePage, language: Language) -> str:
    """The whole page: no script, no request, every text escaped."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    own = (TEMPLATES / "gallery" / "style.css").read_text(encoding="utf-8")
    html = environment.get_template("gallery/failure.html.j2").render(
        page=page,
        name=page.name.in_language(language)[0],
        language=language,
        say=catalogue(language)["failure"],
        stage=catalogue(language)["stage"][page.stage],
        problems=[problem_parts(each, language) for each in page.problems],
        policy=POLICY,
        style=Markup(style() + own),  # noqa: S704 - files of this package
    )
    return without_turns(html)
