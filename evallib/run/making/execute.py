"""One notebook through one kernel, in a folder of its own, with proof of its end."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import papermill
from jupyter_client.kernelspec import NoSuchKernel
from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

from evallib.domain import errors
from evallib.domain.errors import EnvironmentFault, Place, Problem, UserError
from evallib.run.making.notebook_source import append_finish, show_calls

# Kernel traffic is encrypted where the libraries can; it also keeps ipykernel from
# warning about plain TCP at every start.
CONFIG = Config({"KernelManager": {"transport_encryption": "auto"}})
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
}
KEPT_FROM_KERNELS = ("EVALLIB_KEY_FILE",)
SHOWN = "shown.jsonl"
EXECUTED = "executed.ipynb"
FINISHED = "finished"
KERNEL_LOG = "kernel.log"


class _QuietKernelManager(AsyncKernelManager):
    """What the kernel process itself prints goes to the run folder, not the user."""

    started: ClassVar[list[_QuietKernelManager]] = []

    async def _async_start_kernel(self, **options: Any) -> None:
        self.started.append(self)
        with Path(os.environ["EVALLIB_RUN"], KERNEL_LOG).open("wb") as log:
            await super()._async_start_kernel(stdout=log, stderr=log, **options)

    start_kernel = _async_start_kernel


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a run may take, in seconds."""

    cell: int = 600
    notebook: int = 1800
    start: int = 60


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
    limits: Limits = Limits(),
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
    limits : Limits
        Seconds for a cell, for the notebook and for the start of the kernel.

    Raises
    ------
    EnvironmentFault
        ``E-KERNEL-START``, ``E-KERNEL-DEAD``, ``E-TIMEOUT``, ``E-INCOMPLETE``.
    UserError
        What ``open_study`` or the release gate refused inside the kernel.
    """
    expected = show_calls(notebook)
    nonce = secrets.token_hex(16)
    append_finish(notebook, nonce)
    with _kernel_environment(root, folder), _faults(shown, folder, limits):
        done = papermill.execute_notebook(
            notebook,
            _unformatted(folder / EXECUTED),
            parameters=dict(parameters),
            kernel_name="python3",
            language="python",
            cwd=str(folder),
            progress_bar=False,
            request_save_on_cell_execute=False,
            start_timeout=limits.start,
            execution_timeout=limits.cell,
            timeout_func=_patience(limits),
            raise_on_iopub_timeout=True,
            kernel_manager_class=_QuietKernelManager,
            config=CONFIG,
        )
    registered = _registered(folder)
    if not _finished(folder, nonce) or len(registered) != expected:
        raise EnvironmentFault([Problem("E-INCOMPLETE", Place(shown))])
    return Executed(done, registered)


def _unformatted(path: Path) -> str:
    """Papermill formats paths; doubled braces come out as they stand."""
    return str(path).replace("{", "{{").replace("}", "}}")


def _patience(limits: Limits) -> Callable[[object], float]:
    """Seconds for the next cell: its own limit, or what is left of the notebook's."""
    until = time.monotonic() + limits.notebook

    def seconds(_cell: object) -> float:
        return max(1.0, min(limits.cell, until - time.monotonic()))

    return seconds


@contextmanager
def _kernel_environment(root: Path, folder: Path) -> Iterator[None]:
    """What the kernel inherits; a worker runs one notebook at a time.

    A personal IPython profile cannot change a report, and the key of pseudonyms
    does not reach notebooks.
    """
    before = dict(os.environ)
    os.environ.update(
        ENVIRONMENT,
        EVALLIB_ROOT=str(root),
        EVALLIB_RUN=str(folder),
        IPYTHONDIR=str(folder / "ipython"),
    )
    for name in KEPT_FROM_KERNELS:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        _end_kernels()
        os.environ.clear()
        os.environ.update(before)


def _end_kernels() -> None:
    """Kill what is still running; after an interruption nobody else would."""
    while _QuietKernelManager.started:
        provisioner = _QuietKernelManager.started.pop().provisioner
        process = getattr(provisioner, "process", None)
        if process is not None and process.poll() is None:
            process.kill()
            process.wait()


@contextmanager
def _faults(shown: str, folder: Path, limits: Limits) -> Iterator[None]:
    """Library exceptions to faults of our own, without the text they carry."""
    place = Place(shown)
    try:
        yield
    except PapermillExecutionError as fault:
        raise _cell_fault(fault, shown, folder) from None
    except DeadKernelError:
        raise EnvironmentFault([Problem("E-KERNEL-DEAD", place)]) from None
    except CellTimeoutError:
        facts = {"limit": limits.cell}
        raise EnvironmentFault([Problem("E-TIMEOUT", place, facts)]) from None
    except NoSuchKernel:
        raise EnvironmentFault([Problem("E-KERNEL-START", place)]) from None
    except RuntimeError as fault:
        if not str(fault).startswith("Kernel "):
            raise
        raise EnvironmentFault([Problem("E-KERNEL-START", place)]) from None


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
