"""How a process of evallib behaves: it stops when asked and keeps libraries quiet."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

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

    ``kernels`` is where the runner's template process answers.
    """
    prepare_process()
    if kernels:
        os.environ[ADDRESS] = kernels
    _State.working = False


@contextmanager
def working() -> Iterator[None]:
    """While a report is being made, a request to end has something to unwind."""
    before = _State.working
    _State.working = True
    try:
        yield
    finally:
        _State.working = before


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


def stop_was_asked() -> bool:
    """Whether an exception may be what is left of a request to end."""
    return _State.stop_asked


def _stop(_number: int, _frame: object) -> None:
    _State.stop_asked = True
    if not _State.working:
        os._exit(EnvironmentFault.exit_code)
    raise KeyboardInterrupt
