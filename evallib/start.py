"""Choose a report with buttons and get a link to it, or the same in plain code.

from evallib.start import start

start("uusi-suunta", "2022-06", "fi", "public", "")

This module alone of what notebooks import knows how reports are run; the notebooks
that are reports never do.
"""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from IPython.display import display
from markupsafe import Markup

from evallib.data.projects import find_root
from evallib.domain.errors import UserError
from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.present.language import words
from evallib.present.problems import problems_text
from evallib.run.batch import run_plan
from evallib.run.outcome import Outcome
from evallib.run.plan import Plan, Wanted, make_plan
from evallib.run.process import prepare_worker
from evallib.run.workers.pool import SPAWN

__all__ = ["run_report", "start"]

WIDGETS = "ipywidgets"


@dataclass(frozen=True, slots=True)
class Line:
    """One report: what became of it, in words, and where it lies if it does."""

    told: str
    path: Path | None = None


@dataclass(frozen=True, slots=True, repr=False)
class Finished:
    """What a run made: a line for each report, with a link where there is one."""

    lines: tuple[Line, ...]

    def __repr__(self) -> str:
        return "\n".join(
            f"{line.told} {line.path or ''}".rstrip() for line in self.lines
        )

    def _repr_html_(self) -> str:
        return "\n".join(_line_html(line) for line in self.lines)


def start(
    project: str,
    round: str,  # noqa: A002 - a parameter of the notebooks
    language: str,
    audience: str,
    as_of: str,
) -> None:
    """Show what can be chosen, beginning with the parameters of the notebook.

    Where ipywidgets is not installed, the report that the parameters name is made at
    once; change them and run the cell again.
    """
    spoken = _spoken(language)
    if importlib.util.find_spec(WIDGETS) is None:
        display(run_report(project, round, spoken, audience, as_of))  # type: ignore[no-untyped-call]
        return
    from evallib.choices import Board  # needs the library that was just looked for

    first = {"project": project, "round": round, "language": spoken}
    first |= {"audience": audience, "as_of": as_of}
    display(Board(first, spoken, make=run_report).box)  # type: ignore[no-untyped-call]


def run_report(
    project: str,
    round: str,  # noqa: A002 - a parameter of the notebooks
    language: str,
    audience: str,
    as_of: str = "",
) -> Finished:
    """Make one report, as ``evallib run`` does, and say where it is.

    What is wrong with a project comes back in words; nothing is raised for it.
    """
    spoken = _spoken(language)
    wanted = Wanted(
        projects=(project,),
        languages=(spoken,),
        round=round or None,
        audience="internal" if audience == "internal" else "public",
        extra=(("as_of", as_of),) if as_of else (),
    )
    try:
        plan = make_plan(find_root(), wanted)
        with ProcessPoolExecutor(
            1, mp_context=SPAWN, initializer=prepare_worker
        ) as pool:
            outcomes = run_plan(plan, executor=pool)
    except UserError as fault:
        return Finished((Line(problems_text(fault.problems, spoken)),))
    return Finished(tuple(_lines(plan, outcomes, spoken)))


def _spoken(language: str) -> Language:
    return next((each for each in LANGUAGES if each == language), "en")


def _lines(plan: Plan, outcomes: list[Outcome], spoken: Language) -> Iterator[Line]:
    say = words(spoken).say
    paths = {task.name: task.folder / task.file for task in plan.tasks}
    for outcome in outcomes:
        fault = outcome.fault
        if fault is None:
            told = say(f"start.{outcome.status}", report=outcome.name)
            yield Line(told, paths[outcome.name])
        elif fault.problems:
            yield Line(problems_text(fault.problems, spoken))
        else:
            yield Line(say("start.fault", report=outcome.name, log=fault.log))


def _line_html(line: Line) -> str:
    if line.path is None:
        return str(Markup("<pre>{}</pre>").format(line.told))
    near = os.path.relpath(line.path, Path.cwd()).replace(os.sep, "/")
    link = Markup('<p>{} <a href="{}" target="_blank">{}</a></p>')
    return str(link.format(line.told, near, near))
