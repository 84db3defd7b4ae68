"""Bounds that a kernel sets itself before its first cell: memory and printed text."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any

MEMORY_MB, CELL_TEXT_MB, TEXT_MB = (
    f"EVALLIB_{name}_MB" for name in ("MEMORY", "CELL_OUTPUT", "OUTPUT")
)
MEGABYTE = 1_000_000


class OutputTooLarge(Exception):
    """A cell, or all of them, printed more than anybody would read."""


def bound_kernel() -> None:
    """Take the bounds from the environment; without them a kernel has none."""
    if MEMORY_MB in os.environ:
        _bound_memory(int(os.environ[MEMORY_MB]))
    if CELL_TEXT_MB in os.environ and TEXT_MB in os.environ:
        _bound_text(int(os.environ[CELL_TEXT_MB]), int(os.environ[TEXT_MB]))


def _bound_memory(megabytes: int) -> None:
    """Private memory only: libraries reserve addresses that they never use."""
    with suppress(ImportError):  # Windows has no such limits
        import resource

        limit = megabytes * MEGABYTE
        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if hard != resource.RLIM_INFINITY:
            limit = min(limit, hard)
        resource.setrlimit(resource.RLIMIT_DATA, (limit, hard))


def _bound_text(cell_mb: int, all_mb: int) -> None:
    """Count what every cell prints, and stop it where that is too much."""
    from IPython import get_ipython

    most = {"cell": cell_mb * MEGABYTE, "all": all_mb * MEGABYTE}
    printed = dict.fromkeys(most, 0)

    def begin(*_: Any) -> None:
        printed["cell"] = 0

    def counted(write: Any) -> Any:
        def write_counted(text: str) -> Any:
            printed["cell"] += len(text)
            printed["all"] += len(text)
            if any(printed[name] > most[name] for name in most):
                raise OutputTooLarge
            return write(text)

        return write_counted

    shell: Any = get_ipython()
    shell.events.register("pre_execute", begin)
    for stream in (sys.stdout, sys.stderr):
        own: Any = stream
        own.write = counted(own.write)
