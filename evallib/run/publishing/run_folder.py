"""The folder a report is made in, and clearing up after runs that were cut short."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import socket
import time
from pathlib import Path
from typing import Literal

from evallib.run.publishing.storage import disk_faults, write_file
from evallib.run.task import Task

FOLDER = ".runs"
STATE = "state.json"
KEPT_DAYS = 7
Stage = Literal["prepare", "execute", "render", "publish", "failed"]


def open_run_folder(task: Task) -> Path:
    """A new, empty folder under ``reports/.runs`` that no other run can have."""
    name = f"{task.project[:24]}-{task.language}-{secrets.token_hex(4)}"
    folder = task.root / "reports" / FOLDER / name
    with disk_faults("reports"):
        folder.mkdir(parents=True)
        mark_stage(folder, "prepare")
    return folder


def mark_stage(folder: Path, stage: Stage) -> None:
    """Note how far the run has come and who runs it."""
    state = {"pid": os.getpid(), "host": socket.gethostname(), "stage": stage}
    write_file(folder / STATE, json.dumps(state))


def close_run_folder(folder: Path) -> None:
    """Remove the folder of a report that has been published."""
    shutil.rmtree(folder, ignore_errors=True)


def sweep(reports: Path) -> None:
    """Remove what runs left whose owner is gone; failed ones stay for a week.

    Only the holder of the lock calls this, so every folder that is here already
    belongs to a run that has ended.
    """
    oldest = time.time() - KEPT_DAYS * 86_400
    for left in sorted((reports / FOLDER).glob("*")):
        if not left.is_dir():
            left.unlink(missing_ok=True)
        elif stage_of(left) != "failed" or left.stat().st_mtime < oldest:
            shutil.rmtree(left, ignore_errors=True)


def stage_of(folder: Path) -> str | None:
    """How far a run came; None where its note cannot be read."""
    try:
        state = json.loads((folder / STATE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return state.get("stage") if isinstance(state, dict) else None
