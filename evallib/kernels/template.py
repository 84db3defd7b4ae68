"""A process that has imported what notebooks need, and forks one kernel for each.

python -m evallib.kernels.template LISTENER PARENT TIED MODULE...

It holds no thread and no ZeroMQ context, so that a fork is safe. Standard input is
its life line: when the other end is closed, by whatever means, it ends.
"""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import selectors
import shutil
import signal
import socket
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

from evallib.kernels.becoming import Order, become_kernel
from evallib.kernels.parent import die_with_parent, notice_by_itself
from evallib.kernels.wire import receive, send

IDLE_SECONDS = 600.0  # a worker of a cluster may wait for its next batch so long
PATIENCE = 10.0  # seconds for a request that has begun
TASKS = Path("/proc/self/task")
# Read when Python or a library starts: a kernel that wants other values is not forked.
FIXED = ("PYTHON", "LC_", "LANG", "MPL", "OMP_", "OPENBLAS_", "MKL_", "VECLIB_")
# What a kernel imports while it starts. Not the inline backend of matplotlib: it
# attaches itself to the shell that exists when it is imported.
OF_KERNELS = (
    "evallib.kernels.streams",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "sqlite3",
    "tornado.platform.asyncio",
)


class Template:
    """Waits for orders, forks, and tells each client how its kernel ended."""

    def __init__(self, listener: socket.socket) -> None:
        self.listener = listener
        self.kernels: dict[int, socket.socket] = {}
        self.fixed = fixed(os.environ)
        self.asked = time.monotonic()
        self.selector = selectors.DefaultSelector()
        self.woken, self.waker = socket.socketpair()
        self.woken.setblocking(False)
        self.waker.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self.waker.fileno(), warn_on_full_buffer=False)
        for source in (listener, sys.stdin, self.woken):
            self.selector.register(source, selectors.EVENT_READ)

    def serve(self) -> Order | None:
        """Until the owner is gone; an order is returned only in a forked child."""
        while self.kernels or time.monotonic() - self.asked < IDLE_SECONDS:
            for key, _ in self.selector.select(IDLE_SECONDS):
                if key.fileobj is sys.stdin:
                    return None
                if key.fileobj is self.listener:
                    order = self._fork()
                    if order is not None:
                        return order
                elif key.data in self.kernels:
                    self._kill(key.data)
            with suppress(BlockingIOError):
                self.woken.recv(4096)
            self._reap()
        return None

    def end(self) -> None:
        """No kernel outlives its template."""
        for pid in self.kernels:
            self._kill(pid)

    def _fork(self) -> Order | None:
        channel, _ = self.listener.accept()
        channel.settimeout(PATIENCE)
        try:
            message, output = receive(channel, files=2)
        except (OSError, EOFError, ValueError):
            channel.close()
            return None
        self.asked = time.monotonic()
        order = Order(channel, **message, output=output)
        if fixed(order.environment) != self.fixed:
            send(channel, {"refused": True})
            channel.close()
        elif (pid := os.fork()) == 0:
            self._forget()
            return order
        else:
            self.kernels[pid] = channel
            self.selector.register(channel, selectors.EVENT_READ, pid)
        for each in output:
            os.close(each)
        return None

    def _forget(self) -> None:
        """In a child: nothing of the template stays open."""
        self.selector.close()
        for each in (self.listener, self.woken, *self.kernels.values()):
            each.close()
        signal.set_wakeup_fd(-1)
        self.waker.close()
        nothing = os.open(os.devnull, os.O_RDONLY)
        os.dup2(nothing, 0)
        os.close(nothing)

    def _kill(self, pid: int) -> None:
        """The client is gone, or has closed its end."""
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
            os.killpg(pid, signal.SIGKILL)

    def _reap(self) -> None:
        for pid in list(self.kernels):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                channel = self.kernels.pop(pid)
                self.asked = time.monotonic()
                self.selector.unregister(channel)
                with suppress(OSError):
                    send(channel, {"code": os.waitstatus_to_exitcode(status)})
                channel.close()


def fixed(environment: Mapping[str, str]) -> dict[str, str]:
    """What cannot be changed in a process that has started."""
    return {
        name: value for name, value in environment.items() if name.startswith(FIXED)
    }


def preload(modules: Iterable[str]) -> None:
    """Import what notebooks will import, as if in a kernel.

    The function of ``module:function`` is called after the import. pandas asks at its
    import whether it stands in a terminal, and would print tables wider ever after.
    """
    names = (*OF_KERNELS, *modules)
    with _as_if_in_a_kernel():
        for module, _, function in (each.partition(":") for each in names):
            imported = importlib.import_module(module)
            if function:
                getattr(imported, function)()
    gc.collect()
    gc.freeze()


@contextmanager
def _as_if_in_a_kernel() -> Iterator[None]:
    names = vars(builtins)
    names["get_ipython"] = lambda: SimpleNamespace(kernel=True)
    try:
        yield
    finally:
        del names["get_ipython"]


def _threads() -> int:
    return len(list(TASKS.iterdir())) if TASKS.is_dir() else threading.active_count()


def main(arguments: list[str]) -> None:
    """Import, serve, and clear away the folder of the socket."""
    number, parent, tied, *modules = arguments
    if tied == "tied":
        die_with_parent(int(parent))
    if sys.path[0] in ("", str(Path.cwd())):
        del sys.path[0]  # a kernel puts its own working folder there
    listener = socket.socket(fileno=int(number))
    folder = Path(listener.getsockname()).parent
    preload(modules)
    if _threads() > 1:
        sys.exit("a thread was started by an import, and a fork is not safe")
    template = Template(listener)
    notice_by_itself()
    own = os.getpid()
    order = template.serve()
    if order is not None:
        become_kernel(order, parent=own)
    template.end()
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main(sys.argv[1:])
