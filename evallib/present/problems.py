"""Words for faults: facts of a ``Problem`` to four lines a person can act on."""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from evallib.domain.errors import Place, Problem
from evallib.domain.vocabulary import Language

CATALOGUES = Path(__file__).parent / "locales" / "problems"
TABLES = (".csv", ".tsv", ".txt", ".xlsx")
LINES = ("wrong", "allowed", "do")
MAX_LISTED = 20
MAX_SHOWN = 50


@cache
def catalogue(language: Language) -> Mapping[str, Any]:
    """The words for every code in one language."""
    text = (CATALOGUES / f"{language}.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def frame(key: str, language: Language, **facts: object) -> str:
    """A sentence that belongs to messages in general, not to one code."""
    template: str = catalogue(language)["frame"][key]
    return template.format(**{name: _safe(fact) for name, fact in facts.items()})


@dataclass(frozen=True, slots=True)
class Parts:
    """One problem in words: its code, where it is, and its lines with their labels."""

    code: str
    where: str
    lines: tuple[tuple[str, str], ...]


def problem_parts(problem: Problem, language: Language) -> Parts:
    """What is wrong, what is allowed, what was found (its shape only), what to do."""
    said = _said(problem, language)
    label = "wrong" if problem.stops else "warning"
    lines = [
        (frame(label, language), said["wrong"]),
        (frame("allowed", language), said["allowed"]),
        (frame("found", language), said["found"]),
        (frame("do", language), said["do"]),
    ]
    told = tuple((name, text) for name, text in lines if text)
    return Parts(problem.code, _where(problem, language), told)


def problem_text(problem: Problem, language: Language) -> str:
    """One problem as it stands on the terminal; the first line says where."""
    parts = problem_parts(problem, language)
    labels = ("wrong" if problem.stops else "warning", "allowed", "found", "do")
    width = max(len(frame(label, language)) for label in labels) + 1
    body = [f"  {name:<{width}}{text}" for name, text in parts.lines]
    return "\n".join([f"{parts.code}  {parts.where}", *body])


def problems_text(
    problems: Sequence[Problem], language: Language, log: str = ""
) -> str:
    """All problems, faults before warnings; the first fifty when there are more."""
    ordered = sorted(problems, key=lambda problem: not problem.stops)
    shown = [problem_text(problem, language) for problem in ordered[:MAX_SHOWN]]
    if len(ordered) > MAX_SHOWN:
        rest = {"count": len(ordered) - MAX_SHOWN, "total": len(ordered), "file": log}
        shown.append(frame("rest", language, **rest))
    return "\n\n".join(shown)


def problem_record(problem: Problem, language: Language) -> dict[str, object]:
    """One problem for another program: the same words with named fields."""
    place = problem.place
    return {
        "code": problem.code,
        "file": place.file,
        "sheet": place.sheet,
        "row": place.row,
        "column": place.column,
        "column_letter": place.column_letter,
        **_said(problem, language),
        "severity": {"E": "error", "W": "warning", "N": "note"}[problem.code[0]],
        "count": problem.facts.get("count", 1),
    }


def _said(problem: Problem, language: Language) -> dict[str, str]:
    words = _entry(problem, language)
    facts = {
        name: text
        for name, fact in problem.facts.items()
        if (text := _listed(fact, language))
    }
    said = {line: _filled(words, line, facts) for line in LINES}
    return {**said, "found": _found(problem, language)}


def _found(problem: Problem, language: Language) -> str:
    """The shape of the cell and how long it is; never its content."""
    seen = problem.facts.get("shape")
    if not isinstance(seen, str):
        return ""
    length = problem.facts.get("length", len(seen))
    return frame("shape", language, shape=seen, length=length)


def _entry(problem: Problem, language: Language) -> dict[str, Any]:
    """The words of a code, replaced where the catalogue knows the fact better."""
    words = dict(catalogue(language)[problem.code])
    for name, fact in problem.facts.items():
        known = words.get(name)
        if isinstance(known, Mapping) and isinstance(fact, str):
            words |= known.get(fact, {})
    return words


def _filled(words: Mapping[str, Any], line: str, facts: Mapping[str, str]) -> str:
    """The line with its facts, or its general twin where one of them is unknown."""
    template: str = words[line]
    if not placeholders(template) <= facts.keys():
        template = words[f"{line}_else"]
    return template.format(**facts)


def placeholders(template: str) -> set[str]:
    """Names in braces; texts about TOML may hold braces of their own, doubled."""
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _where(problem: Problem, language: Language) -> str:
    place = problem.place
    parts = [_safe(place.file)]
    if place.sheet:
        parts.append(frame("sheet", language, sheet=place.sheet))
    rows = problem.facts.get("rows")
    other = problem.facts.get("with_row")
    if isinstance(other, int) and place.row is not None:
        rows = tuple(sorted((place.row, other)))
    if isinstance(rows, tuple):
        parts.append(frame("rows", language, first=rows[0], last=rows[-1]))
    elif place.row is not None:
        parts.append(frame("row", language, row=place.row))
    if place.column:
        parts.append(_column(place, language))
    return ", ".join(parts)


def _column(place: Place, language: Language) -> str:
    if place.column_letter:
        return frame(
            "letter", language, column=place.column, letter=place.column_letter
        )
    if place.file.lower().endswith(TABLES):
        return frame("column", language, column=place.column)
    return _safe(place.column)


def _listed(fact: object, language: Language) -> str:
    """A fact as text: lists are cut after twenty items, with the count of the rest."""
    if fact is None:
        return ""
    if isinstance(fact, str) or not isinstance(fact, Sequence):
        return _safe(fact)
    items = ", ".join(_safe(each) for each in fact[:MAX_LISTED])
    if len(fact) <= MAX_LISTED:
        return items
    return frame("more", language, items=items, count=len(fact) - MAX_LISTED)


def _safe(fact: object) -> str:
    """Line breaks and control characters by code point, so a message stays a line."""
    text = str(fact)
    return "".join(c if c.isprintable() else f"U+{ord(c):04X}" for c in text)
