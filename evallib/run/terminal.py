"""What a command says on the terminal, in the language of whoever typed it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.data.root import find_root
from evallib.domain.errors import Problem, UserError
from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.present.commands import catalogue, say
from evallib.present.problems import frame, problem_record, problems_text
from evallib.run.outcome import Outcome, fault_of

if TYPE_CHECKING:
    from evallib.run.publishing.accounts import Line
    from evallib.run.why import Change

DEFAULT: Language = "fi"
PROBLEMS, WORKBOOK = "problems.json", "problems.xlsx"

__all__ = [
    "account_text",
    "chosen_language",
    "help_words",
    "internal_text",
    "interrupted_text",
    "keep_problems",
    "problems_text",
    "progress_text",
    "say",
    "summary_text",
    "why_text",
]


def chosen_language(asked: str | None, environment: Mapping[str, str]) -> Language:
    """As asked for, else by ``EVALLIB_LANGUAGE``, else by ``LANG``, else Finnish."""
    named = (asked, environment.get("EVALLIB_LANGUAGE"), environment.get("LANG"))
    for name in named:
        for language in LANGUAGES:
            if name and name.lower().startswith(language):
                return language
    return DEFAULT


def help_words(language: Language) -> Mapping[str, str]:
    """Help texts by command, or by command and parameter."""
    return catalogue(language)["help"]


def progress_text(
    outcome: Outcome, *, done: int, total: int, seconds_left: float, language: Language
) -> str:
    """One line for one report: how far the batch is, and what became of the report."""
    status = "outdated" if outcome.outdated else outcome.status
    line = say(
        "progress.line",
        language,
        done=f"{done:>{len(str(total))}}",
        total=total,
        name=outcome.name,
        status=say(f"progress.{status}", language),
    )
    if done < total and seconds_left >= 1 and outcome.status in ("made", "same"):
        line += say("progress.left", language, seconds=round(seconds_left))
    return line


def summary_text(outcomes: Sequence[Outcome], root: Path, language: Language) -> str:
    """How many reports stand, what is wrong with the others, and where to read them."""
    statuses = [outcome.status for outcome in outcomes]
    lines = [
        say(
            "progress.log",
            language,
            name=each.name,
            error=each.fault.error,
            log=each.fault.log,
        )
        for each in outcomes
        if each.fault and each.fault.error
    ]
    if any(each.status == "failed" for each in outcomes):
        lines += _failed_table(outcomes, language)
    lines.append(
        say(
            "progress.summary",
            language,
            made=statuses.count("made") + statuses.count("same"),
            current=statuses.count("current"),
            failed=statuses.count("failed"),
        )
    )
    index = root / "reports" / "index.html"
    lines.append(say("progress.gallery", language, path=index.as_uri()))
    return "\n".join(lines)


def _failed_table(outcomes: Sequence[Outcome], language: Language) -> Iterator[str]:
    """Every report that failed, with the stage and the code."""
    failed = [(each, each.fault) for each in outcomes if each.fault is not None]
    wide = max((len(each.name) for each, _ in failed), default=0)
    yield say("progress.failed_head", language)
    for each, fault in failed:
        codes = {problem.code: None for problem in fault.problems if problem.stops}
        yield say(
            "progress.failed_line",
            language,
            name=f"{each.name:<{wide}}",
            stage=say(f"stage.{each.stage}", language),
            codes=", ".join(codes) or fault.error,
        )


def why_text(name: str, changes: Sequence[Change], language: Language) -> str:
    """What changed since a report was published, a line each."""
    if not changes:
        return say("why.current", language, name=name)
    lines = [say(f"why.{each.kind}", language, **each.facts) for each in changes]
    return "\n".join([say("why.head", language, name=name), *lines])


def account_text(name: str, lines: Sequence[Line], language: Language) -> str:
    """What the audits of a report have found, a line each."""
    if not lines:
        return say("audit.nothing", language, name=name)
    told = [say(f"audit.{each.kind}", language, **each.facts) for each in lines]
    return "\n".join([say("audit.head", language, name=name), *told])


def keep_problems(root: Path, problems: Sequence[Problem], language: Language) -> str:
    """All problems beside the runs, for a program and for whoever supplied the data."""
    folder = root / "reports" / ".runs"
    folder.mkdir(parents=True, exist_ok=True)
    records = [problem_record(each, language) for each in problems]
    text = json.dumps(records, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / PROBLEMS).write_text(text + "\n", encoding="utf-8")
    from evallib.run.problems_workbook import problems_workbook  # not light

    (folder / WORKBOOK).write_bytes(problems_workbook(problems, language))
    return f"reports/.runs/{PROBLEMS}"


def internal_text(error: BaseException, language: Language) -> str:
    """One masked sentence for a fault of evallib, with the path of its log."""
    name = f"fault-{os.getpid()}"
    try:
        folder = find_root() / "reports" / ".runs" / name
        fault = fault_of(error, folder)
    except (OSError, UserError):
        import tempfile  # hardly ever needed, and not light

        fault = fault_of(error, Path(tempfile.mkdtemp(prefix="evallib-")))
    return frame("internal", language, error=fault.error, log=fault.log)


def interrupted_text(language: Language) -> str:
    """One sentence for a run that somebody ended."""
    return frame("interrupted", language)
