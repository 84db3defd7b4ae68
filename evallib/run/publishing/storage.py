"""Writing that survives interruption: whole files only, on disk before they count."""

from __future__ import annotations

import errno
import json
import os
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.run.making.limits import Limits

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
REFUSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_open_folder = os.open  # a folder is opened to be synced, never to be read
PAUSES = (0.05, 0.15, 0.4, 1.0)  # seconds; a viewer or scanner may hold a file briefly


@contextmanager
def disk_faults(shown: str) -> Iterator[None]:
    """A full disk and a missing permission as faults that say what to do."""
    try:
        yield
    except OSError as fault:
        place = Place(shown)
        if fault.errno in FULL:
            problem = Problem("E-DISK", place, {"limit": Limits.of().free_mb})
        elif fault.errno in REFUSED:
            problem = Problem("E-PERM", place)
        else:
            raise
        raise EnvironmentFault([problem]) from None


def require_space(folder: Path) -> None:
    """Enough free space to make reports, looked at before anything is computed."""
    limit = Limits.of().free_mb
    if shutil.disk_usage(folder).free < limit * 1_000_000:
        facts = {"limit": limit}
        raise EnvironmentFault([Problem("E-DISK", Place(folder.name), facts)])


def write_file(path: Path, text: str) -> None:
    """Write a new file and wait until it is on disk."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file in a folder that may not be there yet, without waiting for disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def move_file(source: Path, target: Path) -> None:
    """Put a finished file in its place in one step.

    Raises
    ------
    EnvironmentFault
        ``E-PERM`` if a program keeps the target open; the new file then lies beside
        it under the name of the run, so nothing is lost.
    """
    for pause in (*PAUSES, None):
        try:
            source.replace(target)
        except PermissionError:
            if pause is None:
                break
            time.sleep(pause)
        else:
            return
    beside = target.with_name(f"{target.stem}.{source.parent.name}{target.suffix}")
    source.replace(beside)
    raise EnvironmentFault([Problem("E-PERM", Place(target.name))])


def replace_file(path: Path, text: str, *, drafts: Path) -> None:
    """Replace a file by a new text; whoever reads sees the old or the new one.

    The draft is written in ``drafts``, on the same disk: a run that is cut short
    leaves nothing beside the file.
    """
    replace_bytes(path, text.encode(), drafts=drafts)


def replace_bytes(path: Path, content: bytes, *, drafts: Path) -> None:
    """As ``replace_file``, for a file that is no text."""
    drafts.mkdir(parents=True, exist_ok=True)
    draft = drafts / f"{path.name}.{os.getpid()}"
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    move_file(draft, path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder permanent, where the system can."""
    if os.name == "nt":
        return
    opened = _open_folder(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def json_text(facts: Mapping[str, object]) -> str:
    """JSON that is the same whenever the facts are, one fact on a line."""
    return json.dumps(facts, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
