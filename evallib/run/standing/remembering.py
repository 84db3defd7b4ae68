"""After a run: which projects stand as they are, and by which files that is seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from evallib.data.projects import project_folder
from evallib.domain.project import Project
from evallib.run.outcome import Outcome
from evallib.run.plan import Plan
from evallib.run.provenance import provenance
from evallib.run.publishing.failures import FOLDER as FAILED
from evallib.run.publishing.failures import slug_of
from evallib.run.publishing.gallery import gallery_files
from evallib.run.publishing.manifest import FILE, published
from evallib.run.standing.memory import Memory
from evallib.run.task import Task


def remember(memory: Memory, plan: Plan, outcomes: Sequence[Outcome]) -> None:
    """Keep for the next run which reports of this one it need not look into.

    A project is kept if all of its reports stand and still have the inputs that they
    were made from: somebody may have written one of them while they were made.
    """
    memory.look_again()
    failed = {each.project for each in outcomes if each.fault is not None}
    tasks: dict[str, list[Task]] = {}
    for task in plan.tasks:
        tasks.setdefault(task.project, []).append(task)
    for project, own in tasks.items():
        files = None if project in failed else _files(own, plan.projects[project])
        if files is not None:
            memory.keep(project, [each.name for each in own], files)
    memory.keep_gallery(gallery_files(plan.root))
    memory.write()


def _files(tasks: Sequence[Task], project: Project) -> Mapping[str, bool] | None:
    """What the reports of a project are, and what they rest on, which others write."""
    root = tasks[0].root
    files = {_name(project_folder(root, project.id), root): True}
    for slug in (project.id, *map(slug_of, tasks)):
        files[f"reports/{FAILED}/{slug}.json"] = False  # is there once one fails
    for task in tasks:
        entry = published(task)
        origin = provenance(task, project)
        if entry is None or entry["fingerprint"] != origin.fingerprint:
            return None
        files |= dict.fromkeys((*origin.inputs, *origin.notebook), True)
        for name in (entry["file"], entry["results"], FILE):
            files.setdefault(_name(task.folder / name, root), False)
    return files


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()
