"""Which reports may be made side by side, wait for others, or repeat them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace

from evallib.data.intake.checking import client_files
from evallib.domain.project import Project
from evallib.domain.vocabulary import LANGUAGES
from evallib.release.evidence import announce
from evallib.run.provenance import provenance
from evallib.run.publishing.run_folder import FOLDER
from evallib.run.task import Task

FIRST = "evaluation"


def waves(tasks: Sequence[Task], projects: Mapping[str, Project]) -> list[list[Task]]:
    """The tasks in waves; every wave is published before the next one is made.

    A public report about clients may tell no more than is safe beside what was
    published before. So the reports of one project come out in the order of their
    cut-offs, whatever the number of workers; its languages come out together, and
    other projects beside them.
    """
    places: dict[str, dict[tuple[str, str], int]] = {}
    for task in sorted(tasks, key=lambda each: _age(each, projects)):
        if _waits(task, projects):
            own = places.setdefault(task.project, {})
            own.setdefault((task.round, task.report), len(own))
    ordered: dict[int, list[Task]] = {}
    for task in tasks:
        place = places.get(task.project, {}).get((task.round, task.report), 0)
        ordered.setdefault(place, []).append(task)
    return [ordered[place] for place in sorted(ordered)]


def first_languages(tasks: Sequence[Task]) -> list[Task]:
    """The tasks, further languages after the first one of every report.

    Workers side by side then find the answers of the first language when they come
    to the others.
    """
    seen: dict[Task, int] = {}
    place: dict[Task, int] = {}
    for task in tasks:
        report = _report(task)
        place[task] = seen[report] = seen.get(report, -1) + 1
    return sorted(tasks, key=lambda each: place[each])


@contextmanager
def told_once(tasks: Sequence[Task], projects: Mapping[str, Project]) -> Iterator[None]:
    """While this lasts, the answers of one language are kept for the others due."""
    due: dict[Task, int] = {}
    for task in tasks:
        due[_report(task)] = due.get(_report(task), 0) + 1
    paths = [
        announce(
            report.root / "reports" / FOLDER,
            provenance(report, projects[report.project]).numbers_fingerprint,
        )
        for report, languages in due.items()
        if languages > 1
    ]
    try:
        yield
    finally:
        for path in paths:
            path.unlink(missing_ok=True)


def _waits(task: Task, projects: Mapping[str, Project]) -> bool:
    return task.audience == "public" and bool(client_files(projects[task.project]))


def _age(task: Task, projects: Mapping[str, Project]) -> tuple[object, ...]:
    found = projects[task.project].round(task.round)
    day = found.as_of.isoformat() if found else ""
    return day, task.round, task.report != FIRST, task.report


def _report(task: Task) -> Task:
    """What all languages of a report have in common."""
    return replace(task, language=LANGUAGES[0])
