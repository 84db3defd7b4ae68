"""Knows the processes of a run by the folder that it was given for passing files."""

import time
from pathlib import Path

SOON = 10.0  # seconds in which everything of a dead runner must be gone


def own_environment(environment, folder):
    """For a command whose processes shall be found again, however they part."""
    folder.mkdir(exist_ok=True)
    return {**environment, "TMPDIR": str(folder)}


def processes(folder):
    """Ids of what still runs; a process that waits to be reaped does not."""
    mark = f"TMPDIR={folder}\0".encode()
    return {int(each.name) for each in Path("/proc").glob("[0-9]*") if _has(each, mark)}


def left_behind(folder, *, but=None):
    """The command lines of processes that are there for too long."""
    until = time.monotonic() + SOON
    while (running := processes(folder) - {but}) and time.monotonic() < until:
        time.sleep(0.05)
    return [_command(each) for each in running]


def _has(process, mark):
    try:  # the environment of one that waits to be reaped is empty
        return mark in (process / "environ").read_bytes()
    except OSError:
        return False


def _command(number):
    try:
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return "ended just now"
