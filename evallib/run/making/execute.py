"""One notebook through one kernel, in a folder of its own, with proof of its end."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from evallib.domain import errors
from evallib.domain.errors import EnvironmentFault, Place, Problem, UserError
from evallib.kernels.bounds import OutputTooLarge
from evallib.kernels.prompt import PromptManager
from evallib.run.making.limits import Limits
from evallib.run.making.notebook_source import append_finish, show_calls
from evallib.run.making.surroundings import kernel_options

SHOWN = "shown.jsonl"
EXECUTED = "executed.ipynb"
FINISHED = "finished"


@dataclass(frozen=True, slots=True)
class Executed:
    """A notebook that proved its end, and what its sections registered."""

    notebook: NotebookNode
    shown: tuple[Mapping[str, Any], ...]


def execute(
    notebook: NotebookNode,
    parameters: Mapping[str, str],
    *,
    root: Path,
    folder: Path,
    shown: str,
    limits: Limits | None = None,
) -> Executed:
    """Run a prepared notebook and believe only what it proves.

    A run counts when the end cell left the run's nonce and every call of ``show`` in
    the source registered itself. What the saved notebook says of itself is no
    evidence: after a dead kernel or ``sys.exit`` it claims that all went well.

    Parameters
    ----------
    notebook : NotebookNode
        From ``read_notebook``, its parameters already required.
    parameters : mapping
        Values for the cell tagged ``parameters``.
    root, folder : Path
        The tree that is read, and the run folder, which is all that is written.
    shown : str
        How messages name the notebook.
    limits : Limits, optional
        Left out, those of the environment.

    Raises
    ------
    EnvironmentFault
        ``E-KERNEL-START``, ``E-KERNEL-DEAD``, ``E-TIMEOUT``, ``E-MEMORY``,
        ``E-OUTPUT-SIZE``, ``E-INCOMPLETE``.
    UserError
        What ``open_study`` or the release gate refused inside the kernel.
    """
    limits = limits or Limits.of()
    expected = show_calls(notebook)
    nonce = secrets.token_hex(16)
    append_finish(notebook, nonce)
    with _kernels_ended(), _faults(shown, folder, limits):
        run = partial(_papermill, notebook, parameters, folder=folder, limits=limits)
        try:
            done = run(kernel=kernel_options(root, folder, limits))
        except RuntimeError as fault:  # no cell was run: once more, from a new process
            if not _never_started(fault):
                raise
            done = run(kernel=kernel_options(root, folder, limits, forked=False))
    registered = _registered(folder)
    if not _finished(folder, nonce) or len(registered) != expected:
        raise EnvironmentFault([Problem("E-INCOMPLETE", Place(shown))])
    return Executed(done, registered)


def _papermill(
    notebook: NotebookNode,
    parameters: Mapping[str, str],
    *,
    folder: Path,
    limits: Limits,
    kernel: Mapping[str, Any],
) -> NotebookNode:
    executed: NotebookNode = papermill.execute_notebook(
        notebook,
        _unformatted(folder / EXECUTED),
        parameters=dict(parameters),
        kernel_name="python3",
        language="python",
        cwd=str(folder),
        progress_bar=False,
        request_save_on_cell_execute=False,
        start_timeout=limits.start_seconds,
        execution_timeout=limits.cell_seconds,
        timeout_func=_patience(limits),
        raise_on_iopub_timeout=True,
        kernel_manager_class=PromptManager,
        config=Config(kernel),
    )
    return executed


def _unformatted(path: Path) -> str:
    """Papermill formats paths; doubled braces come out as they stand."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _patience(limits: Limits) -> Callable[[object], float]:
    """Seconds for the next cell: its own limit, or what is left of the notebook's."""
    until = time.monotonic() + limits.notebook_seconds

    def seconds(_cell: object) -> float:
        return max(1.0, min(limits.cell_seconds, until - time.monotonic()))

    return seconds


@contextmanager
def _kernels_ended() -> Iterator[None]:
    try:
        yield
    finally:
        PromptManager.end_all()


@contextmanager
def _faults(shown: str, folder: Path, limits: Limits) -> Iterator[None]:
    """Library exceptions to faults of our own, without the text they carry."""
    place = Place(shown)
    try:
        yield
    except PapermillExecutionError as fault:
        raise _bound_fault(fault, place, limits) or _cell_fault(
            fault, shown, folder
        ) from None
    except DeadKernelError:
        raise EnvironmentFault([Problem("E-KERNEL-DEAD", place)]) from None
    except CellTimeoutError:
        facts = {"limit": limits.cell_seconds}
        raise EnvironmentFault([Problem("E-TIMEOUT", place, facts)]) from None
    except NoSuchKernel:
        raise EnvironmentFault([Problem("E-KERNEL-START", place)]) from None
    except RuntimeError as fault:
        if not _never_started(fault):
            raise
        raise EnvironmentFault([Problem("E-KERNEL-START", place)]) from None


def _never_started(fault: RuntimeError) -> bool:
    """Whether the libraries say that the kernel was not ready in time."""
    dead = isinstance(fault, DeadKernelError)  # of a cell
    return str(fault).startswith("Kernel ") and not dead


def _bound_fault(
    fault: PapermillExecutionError, place: Place, limits: Limits
) -> EnvironmentFault | None:
    """A bound that a cell has met inside its kernel."""
    if fault.ename == OutputTooLarge.__name__:
        facts = {"limit": limits.cell_output_mb}
        return EnvironmentFault([Problem("E-OUTPUT-SIZE", place, facts)])
    if fault.ename.endswith(MemoryError.__name__):
        return EnvironmentFault([Problem("E-MEMORY", place)])
    return None


def _cell_fault(fault: PapermillExecutionError, shown: str, folder: Path) -> UserError:
    """A fault the kernel reported; its class decides, its text stays in the folder."""
    place = Place(shown)
    family = getattr(errors, fault.ename, None)
    if isinstance(family, type) and issubclass(family, UserError):
        codes = [code for code in fault.evalue.split(", ") if code.startswith("E-")]
        return family([Problem(code, place) for code in codes])
    log = "/".join(("reports", *folder.parts[-2:], EXECUTED))
    # As JupyterLab counts: the cell of injected parameters is not in the notebook.
    cell = (fault.exec_count or 1) - 1
    facts = {"case": "cell", "cell": cell, "error": fault.ename, "log": log}
    return EnvironmentFault([Problem("E-INCOMPLETE", place, facts)])


def _finished(folder: Path, nonce: str) -> bool:
    path = folder / FINISHED
    return path.is_file() and path.read_text(encoding="utf-8") == nonce


def _registered(folder: Path) -> tuple[Mapping[str, Any], ...]:
    path = folder / SHOWN
    if not path.is_file():
        return ()
    lines = path.read_text(encoding="utf-8").split("\n")
    return tuple(json.loads(line) for line in lines if line)
