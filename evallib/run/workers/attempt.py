"""One report in a worker, wherever it is: a value comes back, never an exception."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from evallib.run.making.surroundings import kernel_template
from evallib.run.outcome import Fault, fault_of
from evallib.run.process import (
    lean_imports,
    spare_libraries,
    stop_was_asked,
    working,
)
from evallib.run.provenance import Provenance
from evallib.run.task import Task

if TYPE_CHECKING:
    from evallib.run.making.report import Made


def make_ready() -> None:
    """Import what a report needs, and begin the template process of its kernel."""
    with lean_imports():
        import evallib.run.making.report  # noqa: F401 - imported for what comes

    kernel_template()


def attempt(task: Task, folder: Path, origin: Provenance | None = None) -> Made | Fault:
    """Make one report; a fault comes back as a value that any executor can carry.

    ``origin`` is worked out by whoever sees more files than this worker.
    """
    # The libraries that execute and export take a second to import: only a process
    # that makes a report pays for them.
    with lean_imports():
        from evallib.run.making.report import make_report
    spare_libraries()

    with working():
        if stop_was_asked():  # this task was already on its way to the worker
            raise KeyboardInterrupt
        try:
            return make_report(task, folder, origin=origin)
        except Exception as error:  # one report never stops the others
            if stop_was_asked():
                raise KeyboardInterrupt from None
            return fault_of(error, folder)
