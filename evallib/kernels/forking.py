"""The client's side of a template process: starting it and asking it for kernels."""

from __future__ import annotations

import atexit
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from multiprocessing.connection import wait
from pathlib import Path

from evallib.kernels.wire import receive, send

# Apple's frameworks do not survive a fork; Windows has none.
CAN_FORK = hasattr(os, "fork") and sys.platform != "darwin"
ADDRESS = "EVALLIB_KERNELS"  # where a worker finds the template of its runner
PRELOADED = ("evallib.notebook", "evallib.present.rehearsal:rehearse")
READY_SECONDS = 60.0
LONGEST = 70  # bytes; the whole name of a socket has room for a hundred


class ForkedKernel:
    """A kernel that is another process's child, with the manners of ``Popen``."""

    stdin = stdout = stderr = None

    def __init__(self, channel: socket.socket, pid: int) -> None:
        self.channel, self.pid = channel, pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """The exit code, if the kernel has ended."""
        return self.wait(timeout=0)

    def wait(self, timeout: float | None = None) -> int | None:
        """The exit code, or none if the kernel still runs after ``timeout`` seconds."""
        # A channel that was closed tells nothing more, and killed the kernel.
        if self.returncode is None and wait([self.channel], timeout):
            try:
                self.returncode = receive(self.channel)[0]["code"]
            except (OSError, EOFError):
                self.returncode = -signal.SIGKILL
            self.channel.close()
        return self.returncode

    def send_signal(self, number: int) -> None:
        """To the kernel, while it runs."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """End the kernel at once."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """Ask the kernel to end."""
        self.send_signal(signal.SIGTERM)


class Template:
    """A template process that this process started; it ends with its owner."""

    def __init__(self, environment: Mapping[str, str], modules: Sequence[str]) -> None:
        self.folder = _short_folder()
        self.address = self.folder / "template"
        # The death signal follows the thread that started a process, not its process.
        main = threading.current_thread() is threading.main_thread()
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(str(self.address))
            listener.listen(64)
            number = str(listener.fileno())
            tied = "tied" if main else "free"
            program = [sys.executable, "-m", "evallib.kernels.template"]
            self.process = subprocess.Popen(
                [*program, number, str(os.getpid()), tied, *modules],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=dict(environment),
                cwd=self.folder,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    def end(self) -> None:
        """Kill the template, which may still be importing, and with it its kernels."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)


def _short_folder() -> Path:
    """A folder of one's own, also where the usual place for them is deep down."""
    fits = len(os.fsencode(tempfile.gettempdir())) <= LONGEST
    outer = None if fits else "/tmp"  # noqa: S108 - the name is chosen by mkdtemp
    return Path(tempfile.mkdtemp(prefix="evallib-", dir=outer))


class _Owned:
    template: Template | None = None
    lock = threading.Lock()


def ready_template(environment: Mapping[str, str]) -> Path | None:
    """Where to ask for kernels, after starting a template if there is none.

    Returns at once: the template imports while its caller does something else. None
    where processes cannot be forked.
    """
    if not CAN_FORK:
        return None
    given = os.environ.get(ADDRESS)
    if given and Path(given).exists():
        return Path(given)
    with _Owned.lock:
        owned = _Owned.template
        if owned is None or owned.process.poll() is not None:
            _Owned.template = owned = Template(_outer(environment), PRELOADED)
            atexit.register(owned.end)
        return owned.address


def _outer(environment: Mapping[str, str]) -> dict[str, str]:
    """What every kernel has in common."""
    own = (ADDRESS, "EVALLIB_RUN", "EVALLIB_ROOT", "IPYTHONDIR")
    return {name: value for name, value in environment.items() if name not in own}


def fork_kernel(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: str,
    *,
    output: Sequence[int],
) -> ForkedKernel | None:
    """A kernel that is ready to be connected to; None if there can be none."""
    address = ready_template(environment)
    if address is None:
        return None
    channel = socket.socket(socket.AF_UNIX)
    try:
        channel.settimeout(READY_SECONDS)
        channel.connect(str(address))
        message = {"arguments": list(arguments), "environment": dict(environment)}
        send(channel, {**message, "folder": folder}, files=output)
        answer, _ = receive(channel)
    except (OSError, EOFError):
        answer = {}
    if "pid" not in answer:
        channel.close()
        return None
    channel.settimeout(None)
    return ForkedKernel(channel, answer["pid"])
