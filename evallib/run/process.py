"""How a process of evallib behaves: it stops when asked and keeps libraries quiet."""

from __future__ import annotations

import atexit
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from multiprocessing.process import BaseProcess

from evallib.domain.errors import EnvironmentFault
from evallib.kernels.forking import ADDRESS

# jsonschema asks for it when nbformat is imported, and it then builds parsers of
# addresses for over a second; no notebook needs them.
PARSERS = "rfc3987_syntax"
SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class _State:
    stop_asked = False
    working = True


def prepare_process() -> None:
    """Let a request to end unwind the stack, so that kernels are shut down.

    Libraries log what a cell printed or raised, and that may hold a person; nothing
    of it reaches the terminal.
    """
    logging.getLogger().addHandler(logging.NullHandler())
    for name in SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)


def prepare_worker(kernels: str = "") -> None:
    """The same for a worker, which ends at once while it has nothing to do.

    A runner that was killed cannot end its workers, and they would wait for its next
    task for ever. ``kernels`` is where the runner's template process answers.
    """
    prepare_process()
    runner = multiprocessing.parent_process()
    if runner is not None:  # an executor of another kind starts workers in its own way
        threading.Thread(target=_end_after, args=(runner,), daemon=True).start()
    if kernels:
        os.environ[ADDRESS] = kernels
    _State.working = False


@contextmanager
def working() -> Iterator[None]:
    """While a report is being made, a request to end has something to unwind.

    A worker that was asked to end does so here: the pool would catch the exception,
    send it back, and leave the worker waiting for its next task for ever.
    """
    before = _State.working
    _State.working = True
    try:
        yield
    finally:
        _State.working = before
        if _State.stop_asked and not before:
            os._exit(EnvironmentFault.exit_code)


@contextmanager
def lean_imports() -> Iterator[None]:
    """While libraries are imported, without the parsers that nobody needs."""
    hidden = PARSERS not in sys.modules
    if hidden:
        sys.modules[PARSERS] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if hidden:
            del sys.modules[PARSERS]


@cache
def spare_libraries() -> None:
    """Let collections of garbage pass over what was imported, until the end."""
    gc.freeze()
    atexit.register(gc.unfreeze)  # or libraries count what was never freed, and tell


def stop_was_asked() -> bool:
    """Whether an exception may be what is left of a request to end."""
    return _State.stop_asked


def _end_after(runner: BaseProcess) -> None:
    runner.join()
    os._exit(EnvironmentFault.exit_code)


def _stop(_number: int, _frame: object) -> None:
    _State.stop_asked = True
    if not _State.working:
        os._exit(EnvironmentFault.exit_code)
    raise KeyboardInterrupt
