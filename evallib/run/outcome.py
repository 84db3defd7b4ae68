"""How a report ended, and what is kept of a fault nobody foresaw."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from evallib.domain.errors import Problem, UserError

Status = Literal["made", "same", "current", "failed"]
Stage = Literal["project", "input", "notebook", "disclosure", "render", "publish"]
BATCH_FAILED = 5
INTERNAL = 70
LOG = "error.log"


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a report was not made: problems to correct, or a fault of evallib.

    Attributes
    ----------
    error, log : str
        Class of an unforeseen exception, and the file that says where it came from.
    """

    problems: tuple[Problem, ...] = ()
    exit_code: int = INTERNAL
    error: str = ""
    log: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line of the summary.

    Attributes
    ----------
    outdated : bool
        Whether an earlier report still stands and is older than its data.
    stage : str
        Where a report failed, such as ``notebook``.
    notes : tuple of Problem
        What whoever publishes a report that was made has to know of it.
    """

    project: str
    name: str
    status: Status
    fault: Fault | None = None
    outdated: bool = False
    stage: Stage = "project"
    notes: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands after one more report."""

    outcome: Outcome
    done: int
    total: int
    seconds_left: float


def fault_of(error: BaseException, folder: Path) -> Fault:
    """The fault behind an exception; an unforeseen one leaves a log in the folder.

    The log names classes, files and lines only. Texts of exceptions are left out:
    they often carry the value that a library stumbled on.
    """
    if isinstance(error, UserError):
        return Fault(error.problems, error.exit_code)
    path = folder / LOG
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(_origin(error)) + "\n", encoding="utf-8")
    return Fault(error=type(error).__name__, log=_shown(path))


def _origin(error: BaseException | None) -> list[str]:
    lines: list[str] = []
    while error is not None:
        lines.append(type(error).__name__)
        frames = traceback.extract_tb(error.__traceback__)
        lines += [f"  {each.filename}:{each.lineno} {each.name}" for each in frames]
        error = error.__cause__ or error.__context__
    return lines


def _shown(path: Path) -> str:
    parts = path.parts
    return "/".join(parts[parts.index("reports") :] if "reports" in parts else parts)


def exit_code(outcomes: Sequence[Outcome]) -> int:
    """What the process says when it ends.

    A single project answers with its own code; among several, one failure or many
    make the code of a batch.
    """
    failed = [each.fault for each in outcomes if each.fault is not None]
    if not failed:
        return 0
    alone = len({each.project for each in outcomes}) == 1
    return failed[0].exit_code if alone else BATCH_FAILED
