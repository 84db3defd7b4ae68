"""A report that is made on another computer: what it needs, and what comes back."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.data.clean import processed_folder
from evallib.data.intake.checking import client_files
from evallib.data.projects import load_project, project_folder
from evallib.data.study import input_files
from evallib.release.evidence import EDITION, EVIDENCE, RELEASE
from evallib.release.ledger import FILE as LEDGER
from evallib.run.outcome import LOG, Fault
from evallib.run.provenance import Provenance, provenance
from evallib.run.publishing.run_folder import FOLDER, STATE
from evallib.run.publishing.storage import write_bytes
from evallib.run.standing.installed import LOCK
from evallib.run.task import Task
from evallib.run.workers.attempt import attempt

if TYPE_CHECKING:
    from evallib.run.making.report import Made

BROUGHT_BACK = (
    "page.html",
    "results.json",
    STATE,
    LOG,
    "executed.ipynb",
    EDITION,
    EVIDENCE,
    RELEASE,
)
Files = tuple[tuple[str, bytes], ...]


@dataclass(frozen=True, slots=True)
class Parcel:
    """One report to make far away.

    Attributes
    ----------
    name : str
        Of the run folder.
    origin : Provenance
        Worked out where all files lie, raw client files too.
    files : tuple of (name, bytes), optional
        Inputs by their place in the tree; None where the worker sees the same tree.
    """

    task: Task
    name: str
    origin: Provenance
    files: Files | None


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of a parcel, and what was written while it was made."""

    made: Made | Fault
    files: Files


def packed(task: Task, folder: Path, *, shared: bool) -> Parcel:
    """The parcel of a report; raw client files never leave this computer."""
    project = load_project(task.root, task.project)
    files = None
    if not shared:
        files = tuple(
            (path.relative_to(task.root).as_posix(), path.read_bytes())
            for path in _needed(task)
        )
    return Parcel(task, folder.name, provenance(task, project), files)


def make_far(parcel: Parcel) -> Returned:
    """Make a report in a folder of its own; leaves nothing on the worker.

    A worker that was lost and comes back, or another one that takes its work over,
    meets no file of an earlier attempt.
    """
    with tempfile.TemporaryDirectory(prefix="evallib-") as own:
        root = Path(own)
        task = parcel.task
        for name, content in parcel.files or ():
            write_bytes(root / name, content)
        if parcel.files is not None:
            task = replace(task, root=root)
        folder = root / "reports" / FOLDER / parcel.name
        folder.mkdir(parents=True)
        made = attempt(task, folder, parcel.origin)
        left = [folder / name for name in BROUGHT_BACK]
        files = tuple((each.name, each.read_bytes()) for each in left if each.is_file())
        return Returned(made, files)


def unpacked(returned: Returned, parcel: Parcel, folder: Path) -> Made | Fault:
    """The report as if it had been made in the run folder here."""
    for name, content in returned.files:
        write_bytes(folder / name, content)
    made = returned.made
    if isinstance(made, Fault):
        return made
    return replace(made, task=parcel.task, folder=folder)


def _needed(task: Task) -> Iterator[Path]:
    """Notebook, project folder, tables without persons, processed data, ledger."""
    project = load_project(task.root, task.project)
    kept_here = {each.path for each in client_files(project).values()}
    raw = task.root / "data" / "raw" / task.project
    tables = set(input_files(task.root, project, task.round).values())
    own = set(project_folder(task.root, task.project).rglob("*"))
    processed = set(processed_folder(task.root, task.project).rglob("*"))
    wanted = (
        {task.notebook, task.root / LOCK, task.root / "reports" / LEDGER}
        | tables
        | own
        | processed
    )
    wanted -= {raw / name for name in kept_here}
    yield from sorted(path for path in wanted if path.is_file())
