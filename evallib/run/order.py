"""Which reports may be made side by side, and which have to wait for others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from evallib.data.intake.checking import client_files
from evallib.domain.project import Project
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


def _waits(task: Task, projects: Mapping[str, Project]) -> bool:
    return task.audience == "public" and bool(client_files(projects[task.project]))


def _age(task: Task, projects: Mapping[str, Project]) -> tuple[object, ...]:
    found = projects[task.project].round(task.round)
    day = found.as_of.isoformat() if found else ""
    return day, task.round, task.report != FIRST, task.report
