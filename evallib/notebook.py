"""The one import of every notebook: open a study, ask it, show the answer.

from evallib.notebook import *

study = open_study("uusi-suunta", "2022-06", "fi", "public", "")
show(reach(study))
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date
from pathlib import Path
from typing import get_args

from IPython.display import display

from evallib.analysis.annex.all_estimators import all_estimators
from evallib.analysis.annex.diagnostics import diagnostics
from evallib.analysis.annex.formulas import formulas
from evallib.analysis.annex.propensity_model import propensity_model
from evallib.analysis.closing.conclusions import conclusions
from evallib.analysis.closing.contents import SECTIONS
from evallib.analysis.intake.known_facts import known_facts
from evallib.analysis.intake.received import oddities, received
from evallib.analysis.portfolio.contents import PORTFOLIO_SECTIONS
from evallib.answers import Answer, answer, answering, begin_report, leave_reports
from evallib.data.portfolio.gathering import Portfolio, load_portfolio
from evallib.data.projects import find_root
from evallib.data.study import Study, load_study
from evallib.domain.errors import ConfigurationError, Place, Problem, UserError
from evallib.domain.section import Section
from evallib.domain.vocabulary import LANGUAGES, Audience, Language
from evallib.present.blocks import section_html, section_title
from evallib.present.commands import in_all_languages
from evallib.present.language import words
from evallib.present.page import in_notebook
from evallib.present.problems import problems_text
from evallib.release.evidence import EDITION
from evallib.release.results import records
from evallib.release.watch import Watch
from evallib.watching import watch_of

# What a notebook asks: every section of a report, and those of the methods annex. Each
# answers with what was released, so that nothing else can be looked at by accident.
ANNEX = (formulas, propensity_model, all_estimators, diagnostics)
QUALITY = (received, oddities, known_facts)
ASKED = {
    section.__name__: answering(section) for section in (*SECTIONS, *ANNEX, *QUALITY)
}
ASKED["conclusions"] = answering(conclusions, each_language=True)
GATHERED = {each.__name__: answering(each) for each in PORTFOLIO_SECTIONS}
globals().update(ASKED)
globals().update(GATHERED)

__all__ = [
    "adjustment",
    "all_estimators",
    "all_pilots",
    "answers",
    "balance",
    "before_service",
    "budget",
    "comparison",
    "conclusions",
    "consistency",
    "costs",
    "description",
    "diagnostics",
    "disclosure",
    "effect",
    "evaluation_plan",
    "evidence_map",
    "finish",
    "formulas",
    "front",
    "indicators",
    "known_facts",
    "logic_model",
    "maturity",
    "methods",
    "oddities",
    "open_portfolio",
    "open_study",
    "participants",
    "pilots",
    "plan",
    "pooled",
    "principles",
    "project_card",
    "propensity_model",
    "rankings",
    "reach",
    "received",
    "reports",
    "results_indicators",
    "robustness",
    "rounds",
    "show",
    "sources",
    "subgroups",
    "summary",
    "survey_items",
    "themes",
    "time_to_work",
    "transitions",
    "without_outcomes",
]


class StudyNotOpened(Exception):
    """What was wrong with a project's files, in words and without a traceback."""

    def _render_traceback_(self) -> list[str]:
        return str(self).splitlines()


def open_study(
    project: str, round: str, language: str, audience: str, as_of: str
) -> Study:
    """Read one project at one evaluation round.

    The five arguments are the notebook's parameters, checked here once more; an
    empty ``as_of`` means the round's own cut-off date.
    """
    spoken: Language = next((each for each in LANGUAGES if each == language), "en")
    root = find_root()
    try:
        _require_parameters(language, audience, as_of)
        study = load_study(
            root,
            project,
            round_id=round,
            language=spoken,
            audience="internal" if audience == "internal" else "public",
            as_of=date.fromisoformat(as_of) if as_of else None,
        )
        watch = watch_of(study, root, edition=_edition())
    except UserError as fault:
        raise StudyNotOpened(problems_text(fault.problems, spoken)) from None
    begin_report(study.scope, watch, _run_folder())
    return study


def open_portfolio(
    project: str, round: str, language: str, audience: str, as_of: str
) -> Portfolio:
    """Gather what the public reports of all projects tell.

    The arguments are those of every notebook. ``project`` and ``round`` stand for all
    projects and their latest reports; with ``as_of``, those with a later cut-off are
    left aside. What was never published is not here, whoever the audience is.
    """
    spoken: Language = next((each for each in LANGUAGES if each == language), "en")
    try:
        _require_parameters(language, audience, as_of)
        portfolio = load_portfolio(
            find_root(),
            name=in_all_languages("portfolio.calculated"),
            language=spoken,
            until=date.fromisoformat(as_of) if as_of else None,
        )
    except UserError as fault:
        raise StudyNotOpened(problems_text(fault.problems, spoken)) from None
    begin_report(portfolio.scope, Watch(), _run_folder())
    return portfolio


def show(section: Answer | Section | None) -> None:
    """Send a section through the release gate and put it on the page.

    A section that is ``None`` leaves no trace for the reader.
    """
    if section is None:
        _record({"section": None, "status": "absent"})
        return
    asked = section if isinstance(section, Answer) else answer(section)
    released = asked.released
    spoken = words(released.scope.language)
    html = section_html(released, spoken)
    title = section_title(released, spoken)
    _record(
        {
            "section": released.name,
            "status": "shown",
            "sha256": hashlib.sha256(html.encode("utf-8")).hexdigest(),
            "anchor": released.name,
            "title": title,
            "results": records(released),
            "withheld": [
                {"table": table.name, "rules": list(table.withheld)}
                for table in released.tables.values()
                if table.withheld
            ],
        }
    )
    placed = html if _run_folder() else in_notebook(html)
    display({"text/html": placed, "text/plain": title}, raw=True)  # type: ignore[no-untyped-call]


def finish(nonce: str) -> None:
    """Prove that the last cell was reached; the runner appends the call."""
    folder = _run_folder()
    if folder is not None:
        leave_reports(folder)
        (folder / "finished").write_text(nonce, encoding="utf-8")


def _require_parameters(language: str, audience: str, as_of: str) -> None:
    problems = []
    for name, value, allowed in (
        ("language", language, get_args(Language)),
        ("audience", audience, get_args(Audience)),
    ):
        if value not in allowed:
            facts = {"allowed": ", ".join(allowed)}
            problems.append(
                Problem("E-CFG-TYPE", Place("parameters", column=name), facts)
            )
    if as_of:
        try:
            date.fromisoformat(as_of)
        except ValueError:
            place = Place("parameters", column="as_of")
            problems.append(Problem("E-DATE", place, {"allowed": "yyyy-mm-dd"}))
    if problems:
        raise ConfigurationError(problems)


def _edition() -> tuple[str, str]:
    """The report that the runner makes; in an interactive notebook there is none."""
    folder = _run_folder()
    if folder is None:
        return "", ""
    report, numbers = (folder / EDITION).read_text(encoding="utf-8").split("\n")
    return report, numbers


def _run_folder() -> Path | None:
    named = os.environ.get("EVALLIB_RUN")
    return Path(named) if named else None


def _record(line: dict[str, object]) -> None:
    """Tell the runner, outside the notebook, what was shown."""
    folder = _run_folder()
    if folder is None:
        return
    with (folder / "shown.jsonl").open("a", encoding="utf-8") as register:
        register.write(json.dumps(line, ensure_ascii=False) + "\n")
