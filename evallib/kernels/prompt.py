"""A manager and a client of kernels that wait for answers and never for a timer."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
import uuid
from pathlib import Path
from queue import Empty
from typing import Any, ClassVar

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from traitlets import Bool, Dict, Unicode

from evallib.kernels.forking import ready_template
from evallib.kernels.provisioner import ForkedProvisioner

LONGEST_SOCKET = 100  # bytes; the path of a Unix socket has room for 107, on macOS 103
REPLY_SECONDS = 1.0
HEARD_SECONDS = 0.2
POLL_SECONDS = 0.005


class PromptClient(AsyncKernelClient):
    """Ready as soon as both channels have carried something."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Ask for the kernel's description until it arrives, and hear it publish."""
        until = time.monotonic() + (timeout or float("inf"))
        while True:
            self.kernel_info()
            if await self._answered():
                return
            if not await self.is_alive():
                raise RuntimeError("Kernel died before replying to kernel_info")
            if time.monotonic() > until:
                raise RuntimeError(f"Kernel didn't respond in {timeout} seconds")

    async def _answered(self) -> bool:
        try:
            reply = await self.shell_channel.get_msg(timeout=REPLY_SECONDS)
            await self.iopub_channel.get_msg(timeout=HEARD_SECONDS)
        except Empty:
            return False
        self._handle_kernel_info_reply(reply)
        return True


class _Own(threading.local):
    """What each thread has started: workers of a cluster may share a process."""

    def __init__(self) -> None:
        self.started: list[PromptManager] = []


class PromptManager(AsyncKernelManager):
    """One kernel, forked if possible, over sockets in a private folder.

    Attributes
    ----------
    environment : dict
        All that the kernel inherits.
    printed : str
        File for what the kernel process itself prints.
    forked : bool
        Whether the kernel may be forked.
    """

    environment = Dict().tag(config=True)
    printed = Unicode(os.devnull).tag(config=True)
    forked = Bool(True).tag(config=True)
    client_factory = PromptClient
    own: ClassVar[_Own] = _Own()
    private: Path | None = None

    async def _async_start_kernel(self, **options: Any) -> None:
        self.own.started.append(self)
        self._settle()
        with Path(self.printed).open("ab") as log:
            await super()._async_start_kernel(
                stdout=log, stderr=log, env=dict(self.environment), **options
            )

    start_kernel = _async_start_kernel

    def _settle(self) -> None:
        """A folder that no other user enters needs neither ports nor encryption."""
        template = ready_template(self.environment) if self.forked else None
        self.private = Path(
            tempfile.mkdtemp(
                prefix="evallib-" if template is None else "",
                dir=template.parent if template else None,
            )
        )
        self.connection_file = str(self.private / "kernel.json")
        if os.name == "posix" and len(os.fsencode(self.private)) < LONGEST_SOCKET:
            self.transport, self.ip = "ipc", str(self.private / "k")
            self.transport_encryption = "disabled"
        if template is not None:
            self.kernel_id = str(uuid.uuid4())
            self.provisioner = ForkedProvisioner(
                kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self
            )

    async def _async_finish_shutdown(
        self,
        waittime: float | None = None,
        pollinterval: float = POLL_SECONDS,
        restart: bool = False,
    ) -> None:
        await super()._async_finish_shutdown(waittime, pollinterval, restart)

    async def _async_cleanup_resources(self, restart: bool = False) -> None:
        await super()._async_cleanup_resources(restart)
        self._leave(restart)

    cleanup_resources = _async_cleanup_resources

    def _leave(self, restart: bool) -> None:
        if self.private is not None and not restart:
            shutil.rmtree(self.private, ignore_errors=True)

    @classmethod
    def end_all(cls) -> None:
        """Kill what this thread left running; once interrupted, nobody else would."""
        while cls.own.started:
            manager = cls.own.started.pop()
            process = getattr(manager.provisioner, "process", None)
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
            manager._leave(restart=False)
