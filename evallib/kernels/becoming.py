"""What a forked child does to be the kernel that a fresh process would have been."""

from __future__ import annotations

import atexit
import os
import random
import signal
import socket
import sys
import time
import traceback
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ipykernel.kernelapp import IPKernelApp

from evallib.kernels.parent import die_with_parent
from evallib.kernels.wire import send

CONTROL_SECONDS = 1.0
STREAM = "evallib.kernels.streams.PromptStream"


@dataclass(frozen=True, slots=True)
class Order:
    """A kernel that somebody asked for.

    Attributes
    ----------
    channel : socket
        Where the kernel tells that it is ready.
    arguments : sequence of str
        What follows ``python -m ipykernel_launcher``.
    output : sequence of int
        Descriptors for what the process itself prints: standard output and error.
    """

    channel: socket.socket
    arguments: Sequence[str]
    environment: Mapping[str, str]
    folder: str
    output: Sequence[int]


def become_kernel(order: Order, *, parent: int) -> None:
    """Run a kernel in this process until it is shut down, and end the process."""
    code = 1
    try:
        _leave_parent(order, parent)
        app: Any = IPKernelApp.instance(parent_handle=parent, outstream_class=STREAM)
        app.log.setLevel(app.log_level)  # or every message is described to no reader
        app.initialize(list(order.arguments))
        _follow_environment()
        send(order.channel, {"pid": os.getpid()})
        order.channel.close()
        app.start()
        _let_control_end(app.control_thread)
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:
        traceback.print_exc(file=sys.__stderr__)
    finally:
        atexit._run_exitfuncs()
        os._exit(code)


def _let_control_end(control: Any) -> None:
    """The thread that answers a shutdown still publishes: close nothing under it.

    ipykernel closes its publishing thread first, and then waits in vain for seconds.
    """
    with suppress(RuntimeError):  # its loop has ended by itself
        control.stop()
    control.join(CONTROL_SECONDS)


def _leave_parent(order: Order, parent: int) -> None:
    """A session, environment, folder, output and chance of its own."""
    os.setsid()
    die_with_parent(parent)
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    for place, source in enumerate(order.output, start=1):
        os.dup2(source, place)
        os.close(source)
    os.chdir(order.folder)
    os.environ.clear()
    os.environ.update(order.environment, JPY_PARENT_PID=str(parent))
    time.tzset()
    sys.argv = ["ipykernel_launcher", *order.arguments]
    _reseed()


def _reseed() -> None:
    random.seed()
    numbers = sys.modules.get("numpy.random")
    if numbers is not None:
        numbers.seed()


def _follow_environment() -> None:
    """Matplotlib read ``MPLBACKEND`` before ipykernel could set it."""
    matplotlib = sys.modules.get("matplotlib")
    backend = os.environ.get("MPLBACKEND")
    if matplotlib is not None and backend:
        matplotlib.rcParams["backend"] = backend
