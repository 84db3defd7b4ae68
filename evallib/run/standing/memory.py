"""What was up to date when it was last looked at, and by which files.

Whether a report is current is decided by the content of everything that it rests on.
That has to be read for each of them. So the file system's word is kept beside the
answer, as version control does: a file whose size, number and times are what they
were holds what it held.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from evallib.domain.errors import EnvironmentFault
from evallib.run.publishing.run_folder import FOLDER as DRAFTS
from evallib.run.publishing.storage import replace_file
from evallib.run.standing.installed import LOCK, PACKAGE, sources, versions
from evallib.run.task import Wanted

FILE = ".standing.json"
FORMAT = 1
SETTLED = 2_000_000_000  # nanoseconds; two changes in one tick may look alike


class Memory:
    """The reports of one set of wishes that are known to be up to date.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/`` and ``reports/``.
    wanted : Wanted
        Which reports of a project are meant. Which projects, and how strictly, makes
        no difference to a report that exists.

    Notes
    -----
    The file may be deleted at any time. One that cannot be read counts as none, and
    so does one that another version of anything has written.
    """

    def __init__(self, root: Path, wanted: Wanted) -> None:
        self.root = root
        self._prefix = f"{root}{os.sep}"
        self._path = root / "reports" / FILE
        self._states: dict[str, str] = {}
        self._installed = _installed(root)
        self._held = _read(self._path, self._installed)
        self._own: dict[str, Any] = self._held["reports"].setdefault(_key(wanted), {})

    def reports(self, project: str) -> tuple[str, ...]:
        """Names of the reports of a project, if all of them stand; else nothing."""
        known = self._own.get(project)
        if known is None or self._sign(known["files"]) != known["sign"]:
            return ()
        return tuple(known["reports"])

    def gallery(self) -> bool:
        """Whether the list of all reports is what it would be if made again."""
        known = self._held["gallery"]
        return bool(known) and self._sign(known["files"]) == known["sign"]

    def look_again(self) -> None:
        """Forget how files were when they were last looked at."""
        self._states.clear()

    def keep(
        self, project: str, reports: Sequence[str], files: Mapping[str, bool]
    ) -> None:
        """These reports stand for as long as these files are as they are.

        Parameters
        ----------
        project : str
            Its id.
        reports : sequence of str
            Names of tasks.
        files : mapping
            File, relative to the root, to whether somebody else may be writing it: if
            it changed a moment ago, nothing is kept.
        """
        now = time.time_ns()
        watched = (name for name, others in files.items() if others)
        if all(self._settled(name, now) for name in watched):
            names = sorted(files)
            sign = self._sign(names)
            self._own[project] = {"reports": [*reports], "files": names, "sign": sign}

    def keep_gallery(self, files: Iterable[str]) -> None:
        """The list of reports is right for as long as these files are as they are."""
        names = sorted(set(files))
        self._held["gallery"] = {"files": names, "sign": self._sign(names)}

    def write(self) -> None:
        """Keep all this for the next run; a disk that is full is told of elsewhere."""
        text = json.dumps(self._held, ensure_ascii=False, separators=(",", ":"))
        with suppress(OSError, EnvironmentFault):
            replace_file(self._path, text, drafts=self._path.parent / DRAFTS)

    def _sign(self, names: Iterable[str]) -> str:
        told = "\n".join(f"{name} {self._state(name)}" for name in names)
        return hashlib.sha256(told.encode()).hexdigest()

    def _state(self, name: str) -> str:
        if name not in self._states:
            self._states[name] = _state(self._prefix + name)
        return self._states[name]

    def _settled(self, name: str, now: int) -> bool:
        try:
            found = (self.root / name).stat()
        except OSError:
            return True
        return now - max(found.st_mtime_ns, found.st_ctime_ns) > SETTLED


def _state(path: str) -> str:
    """What the file system says of a file, or of a folder's list of names."""
    try:
        found = os.stat(path)  # noqa: PTH116 - of tens of thousands, a Path of each
    except OSError:
        return "none"
    times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{found.st_size} {found.st_ino} {found.st_mode} {times}"


def _installed(root: Path) -> str:
    """Everything that all reports rest on, in 64 characters."""
    files = {str(each): _state(str(each)) for each in sources(PACKAGE)}
    facts = [str(root), dict(versions()), files, _state(str(root / LOCK))]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()


def _key(wanted: Wanted) -> str:
    return json.dumps(
        [
            wanted.report,
            wanted.languages,
            wanted.round,
            wanted.audience,
            wanted.extra,
        ]
    )


def _read(path: Path, installed: str) -> dict[str, Any]:
    empty = {"format": FORMAT, "installed": installed, "reports": {}, "gallery": {}}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        understood = held["format"] == FORMAT and held["installed"] == installed
        for known in held["reports"].values():
            for each in known.values():
                understood &= set(each) == {"reports", "files", "sign"}
        understood &= set(held["gallery"]) <= {"files", "sign"}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return empty
    return held if understood else empty
