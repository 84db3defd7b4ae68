"""What is asked when a project begins, and whether an answer will do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from evallib.data import values
from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.domain.vocabulary import LANGUAGES, Language

COMMAND = "evallib new-project"
FINAL = "final"
DEFAULTS = {"code": "", "language": "fi", "round": FINAL, "groups": ""}
ASKED = ("language", "name", "code", "start", "end", "round", "groups")


@dataclass(frozen=True, slots=True)
class NewProject:
    """The facts of a project that begins.

    Attributes
    ----------
    as_of : date, optional
        Cut-off day of an interim round; None for a final one, which ends with the
        project.
    """

    id: str
    name: str
    language: Language
    start: date
    end: date
    code: str | None = None
    as_of: date | None = None
    groups: tuple[str, ...] = ()


def new_project(project: str, answers: Mapping[str, str | None]) -> NewProject:
    """The answers as one value, or every fault in them.

    Parameters
    ----------
    project : str
        The id.
    answers : mapping
        Text by the names of ``ASKED``; dates as ``1.8.2021`` or ``2021-08-01``, the
        round as ``final`` or as the cut-off day of an interim one, groups parted by
        commas. What is missing takes its default, if it has one.

    Returns
    -------
    NewProject
        Checked, all but the id.

    Raises
    ------
    ConfigurationError
        ``E-CFG-MISSING`` for a name or a date that is not given, ``E-CFG-TYPE`` for an
        answer that will not do, ``E-DATE-ORDER`` for an end before the start.
    """
    given = {key: answers.get(key) or DEFAULTS.get(key, "") for key in ASKED}
    problems = [fault for key in ASKED if (fault := answer_fault(key, given[key]))]
    if problems:
        raise ConfigurationError(problems)
    start, end = values.day(given["start"]), values.day(given["end"])
    if end < start:
        place = Place(COMMAND, column="--end")
        raise ConfigurationError([Problem("E-DATE-ORDER", place)])
    groups = (each.strip() for each in given["groups"].split(","))
    return NewProject(
        id=project,
        name=given["name"].strip(),
        language=next(each for each in LANGUAGES if each == given["language"]),
        start=start,
        end=end,
        code=given["code"].strip() or None,
        as_of=None if given["round"] == FINAL else values.day(given["round"]),
        groups=tuple(each for each in groups if each),
    )


def answer_fault(key: str, answer: str) -> Problem | None:
    """Why one answer will not do, or None."""
    place = Place(COMMAND, column=f"--{key}")
    if not answer.strip():
        if key in DEFAULTS:
            return None
        facts: dict[str, object] = {"case": "option", "allowed": f"--{key}"}
        return Problem("E-CFG-MISSING", place, facts)
    facts = CHECKS[key](answer)
    return Problem("E-CFG-TYPE", place, facts) if facts else None


def _words(answer: str) -> dict[str, object]:
    return {} if answer.isprintable() else {"expected": "form"}


def _day(answer: str) -> dict[str, object]:
    try:
        values.day(answer)
    except values.BadValue:
        return {"expected": "date"}
    return {}


def _language(answer: str) -> dict[str, object]:
    known = answer in LANGUAGES
    return {} if known else {"expected": "choice", "allowed": LANGUAGES}


def _round(answer: str) -> dict[str, object]:
    if answer == FINAL or not _day(answer):
        return {}
    return {"expected": "choice", "allowed": (FINAL, "2022-06-30")}


CHECKS: Mapping[str, Callable[[str], dict[str, object]]] = {
    "language": _language,
    "name": _words,
    "code": _words,
    "start": _day,
    "end": _day,
    "round": _round,
    "groups": _words,
}
