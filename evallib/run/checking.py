"""What a project's files hold, checked in an ordinary process that may have the key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from evallib.data.clean import clean
from evallib.data.intake.checking import Checked, check_files, client_files
from evallib.data.projects import list_projects, load_project, project_file
from evallib.data.store import Manifest, RowCount
from evallib.domain.errors import (
    ConfigurationError,
    EnvironmentFault,
    InputError,
    Place,
    Problem,
    UserError,
)
from evallib.run.plan import check_tables
from evallib.run.task import Task


@dataclass(frozen=True, slots=True)
class ProjectCheck:
    """A project without a fault: how much was read, and what is worth a look."""

    files: int
    rounds: int
    counts: Mapping[str, RowCount]
    warnings: Sequence[Problem]


def check_project(root: Path, name: str, *, below: str = "") -> ProjectCheck:
    """Read everything of a project, in all rounds, and write nothing.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    name : str
        Id of the project.
    below : str
        A folder below ``data/raw/<id>`` to read client files from.

    Raises
    ------
    UserError
        Every fault of every file together.
    """
    project = load_project(root, name)
    problems: list[Problem] = []
    for each in project.rounds:
        problems += [
            one
            for one in _tables(Task(root, name, each.id, project.language))
            if one not in problems
        ]
    checked = Checked({}, ())
    if client_files(project):
        checked = check_files(root, project, below=_folder(root, name, below))
    problems += checked.problems
    if any(each.code == "E-FILE-LOCKED" for each in problems):
        raise EnvironmentFault(problems)
    if any(each.stops for each in problems):
        raise InputError(problems)
    counts = {each.kept.sheet.file: each.count for each in checked.accounts.values()}
    return ProjectCheck(len(project.files), len(project.rounds), counts, problems)


def clean_project(root: Path, name: str) -> Manifest:
    """Check a project's client files and write its processed data."""
    return clean(root, load_project(root, name))


def projects_to_clean(
    root: Path, named: Sequence[str], *, everything: bool
) -> tuple[str, ...]:
    """Projects that hold client files: those named, or all of them."""
    for each in named:
        project_file(root, each)
    if named or not everything:
        if not named:
            facts = {"allowed": list_projects(root)}
            problem = Problem("E-NOTHING-TO-RUN", Place("evallib clean"), facts)
            raise ConfigurationError([problem])
        return tuple(dict.fromkeys(named))
    found = []
    for each in list_projects(root):
        try:
            if client_files(load_project(root, each)):
                found.append(each)
        except UserError:  # told when it is named; others are cleaned meanwhile
            continue
    return tuple(found)


def _tables(task: Task) -> Sequence[Problem]:
    """Warnings and faults of the tables that tell of no single person."""
    try:
        return check_tables(task)
    except InputError as fault:
        return fault.problems


def _folder(root: Path, name: str, below: str) -> str:
    """Refuse a folder that is not below the project's raw files."""
    raw = (root / "data" / "raw" / name).resolve()
    folder = (raw / below).resolve()
    if raw != folder and raw not in folder.parents:
        raise ConfigurationError([Problem("E-CFG-PATH", Place(f"data/raw/{name}"))])
    if not folder.is_dir():
        place = Place(f"data/raw/{name}/{below}")
        raise ConfigurationError([Problem("E-FILE-MISSING", place)])
    return below
