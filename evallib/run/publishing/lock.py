"""One writer of ``reports/`` at a time."""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from evallib.domain.errors import LockedError, Place, Problem

FILE = ".lock"
PAUSE = 0.25  # seconds between two looks at a lock that is waited for

if sys.platform == "win32":
    import msvcrt

    FAR = 1 << 30  # beyond the text, so that others can still read who holds it

    def _claim(file: IO[str]) -> None:
        file.seek(FAR)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _claim(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def only_writer(
    reports: Path, *, waiting: Callable[[Problem], None] | None = None
) -> Iterator[bool]:
    """Hold ``reports/`` for this process; the system lets go when the process ends.

    The text of the lock file is for people: process, computer and start. On another
    computer's share it also counts, because that computer's processes cannot be seen
    from here.

    Parameters
    ----------
    reports : Path
        The folder.
    waiting : callable, optional
        Told once who holds the lock; then the end of that run is waited for.

    Yields
    ------
    bool
        Whether an earlier run ended without letting go, and was taken over.

    Raises
    ------
    LockedError
        ``E-LOCKED`` with the living holder, where nobody wants to wait.
    """
    reports.mkdir(parents=True, exist_ok=True)
    path = reports / FILE
    path.touch()
    with ExitStack() as stack:
        yield _entered(stack, path, waiting)


def _entered(
    stack: ExitStack, path: Path, waiting: Callable[[Problem], None] | None
) -> bool:
    told = False
    while True:
        try:
            return stack.enter_context(_held(path))
        except LockedError as fault:
            if waiting is None:
                raise
            if not told:
                waiting(fault.problems[0])
            told = True
        time.sleep(PAUSE)


@contextmanager
def _held(path: Path) -> Iterator[bool]:
    with path.open("r+", encoding="utf-8") as file:
        try:
            _claim(file)
        except OSError:
            raise LockedError([_problem(_holder(path))]) from None
        left = _holder(path)
        if left and left.get("host") != socket.gethostname():
            raise LockedError([_problem(left)])
        _write(file, json.dumps(_self()))
        try:
            yield bool(left)
        finally:
            _write(file, "")


def _self() -> dict[str, object]:
    started = datetime.now(tz=UTC).isoformat(timespec="seconds")
    return {"pid": os.getpid(), "host": socket.gethostname(), "started": started}


def _write(file: IO[str], text: str) -> None:
    file.seek(0)
    file.truncate()
    file.write(text)
    file.flush()


def _holder(path: Path) -> dict[str, object]:
    try:
        held = json.loads(path.read_text(encoding="utf-8") or "{}")
    except ValueError:
        return {}
    return held if isinstance(held, dict) else {}


def _problem(holder: dict[str, object]) -> Problem:
    return Problem("E-LOCKED", Place("reports/.lock"), holder)
