"""Where a report comes from: inputs, notebook, versions and parameters as hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from stat import S_ISREG

from evallib.data.plan_lock import lock_file
from evallib.data.portfolio.gathering import PORTFOLIO, portfolio_inputs
from evallib.data.projects import project_folder
from evallib.data.study import input_files, markdown_files
from evallib.domain.project import Project
from evallib.run.standing.installed import LOCK, PACKAGE, sources, versions
from evallib.run.task import Task


@dataclass(frozen=True, slots=True)
class Provenance:
    """Everything that decides the bytes of a report; no clock, no user, no path.

    Attributes
    ----------
    inputs, notebook : mapping
        File, relative to the root, to the SHA-256 of its bytes.
    versions : mapping
        Library to version, Python included.
    parameters : mapping
        What the notebook is given.
    package, lock : str
        SHA-256 of evallib's own sources and of the lock file.
    """

    inputs: Mapping[str, str]
    notebook: Mapping[str, str]
    versions: Mapping[str, str]
    parameters: Mapping[str, str]
    package: str
    lock: str

    @property
    def fingerprint(self) -> str:
        """Equal fingerprints mean: the report would come out the same."""
        return _digest(
            [
                self.inputs,
                self.notebook,
                self.versions,
                self.parameters,
                self.package,
                self.lock,
            ]
        )

    @property
    def numbers_fingerprint(self) -> str:
        """The same for the numbers, which do not depend on the language."""
        parameters = {k: v for k, v in self.parameters.items() if k != "language"}
        return _digest(
            [
                self.inputs,
                self.notebook,
                self.versions,
                parameters,
                self.package,
                self.lock,
            ]
        )


def provenance(task: Task, project: Project) -> Provenance:
    """The origin of a report that has not been made yet."""
    root = task.root
    return Provenance(
        inputs={_name(path, root): file_hash(path) for path in _files(task, project)},
        notebook={_name(task.notebook, root): file_hash(task.notebook)},
        versions=versions(),
        parameters=dict(task.parameters),
        package=package_hash(),
        lock=_lock_hash(root),
    )


def _files(task: Task, project: Project) -> list[Path]:
    root = task.root
    if project.id == PORTFOLIO:
        return sorted(portfolio_inputs(root))
    files = [project_folder(root, project.id) / "project.toml"]
    files += input_files(root, project, task.round).values()
    files += markdown_files(root, project.id)
    locked = lock_file(root, project.id)
    files += [locked] if locked.is_file() else []
    return sorted(files)


def file_hash(path: Path) -> str:
    """SHA-256 of a file; a declared file that is missing has the empty hash."""
    try:
        now = path.stat()
    except OSError:
        return ""
    if not S_ISREG(now.st_mode):
        return ""
    return _hashed(path, now.st_ino, now.st_size, now.st_mtime_ns, now.st_ctime_ns)


@lru_cache(maxsize=50_000)
def _hashed(path: Path, *_state: int) -> str:
    """Read once for as long as the file system says that nothing has changed."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


@cache
def package_hash(package: Path = PACKAGE) -> str:
    """SHA-256 over every source file of the package, templates and words included."""
    return _digest(
        {_name(path, package): file_hash(path) for path in sorted(sources(package))}
    )


@cache
def _lock_hash(root: Path) -> str:
    return file_hash(root / LOCK)


def _name(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix()


def _digest(facts: object) -> str:
    text = json.dumps(facts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
