"""Section 8 of the sheet: principles with two scores, and questions on equality."""

from __future__ import annotations

import re

from evallib.data.eura import form
from evallib.data.eura.passages import Passage, paragraphs, split_at
from evallib.data.eura.sheet import Reply, Score
from evallib.domain.errors import Problem
from evallib.domain.records import Answer

ANSWERS: dict[str, Answer] = {"kyllä": "yes", "ei": "no"}
HIGHEST = 10
SCORES = re.compile(r"(\d{1,2})\s+(\d{1,2})")
# Scores end the name of a principle, as a colon ends a label elsewhere.
BEFORE_SCORES = r"(?=\s+\d{1,2}\s+\d{1,2}\s*$)"
UNKNOWN = re.compile(r"^[^\W\d].* (?:10|\d) (?:10|\d)$", re.MULTILINE)


def replies(passage: Passage, problems: list[Problem]) -> tuple[Reply, ...]:
    """Answers to the questions of 8.1; a question left empty gives none."""
    questions = {each["fi"]: each["id"] for each in form.terms()["equality"]}
    parts = split_at(passage, list(questions))
    found = []
    for question, name in questions.items():
        text = " ".join(paragraphs(parts[question]))
        word, _, reason = text.partition(" ")
        answer = ANSWERS.get(word.casefold().rstrip("."))
        if answer:
            found.append(Reply(name, answer, reason.strip() or None))
        elif text:
            problems.append(parts[question].fault("Kyllä / Ei", case="value"))
    return tuple(found)


def scores(passage: Passage, problems: list[Problem]) -> tuple[Score, ...]:
    """The principles of 8.2 in the order of the form; a missing score stays missing."""
    dimensions = form.terms()["dimensions"]
    marks = [
        name
        for dimension in dimensions
        for name in (dimension["fi"], *(each["fi"] for each in dimension["principles"]))
    ]
    parts = split_at(passage, marks, ending=BEFORE_SCORES)
    problems += [
        parts[mark].fault(marks[0], case="value")
        for mark in ("", *(each["fi"] for each in dimensions))
        if UNKNOWN.search(parts[mark].text)
    ]
    return tuple(
        _score(each["id"], parts[each["fi"]], problems)
        for dimension in dimensions
        for each in dimension["principles"]
    )


def _score(name: str, passage: Passage, problems: list[Problem]) -> Score:
    text = " ".join(paragraphs(passage))
    match = SCORES.match(text)
    direct = indirect = None
    if match:
        direct, indirect = int(match[1]), int(match[2])
        text = text[match.end() :].strip()
    out_of_range = max(direct or 0, indirect or 0) > HIGHEST
    if out_of_range or UNKNOWN.search(passage.text):
        problems.append(passage.fault(f"0–{HIGHEST}  0–{HIGHEST}", case="value"))
    return Score(name, direct, indirect, text or None)
