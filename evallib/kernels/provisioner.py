"""Kernels for any Jupyter tool: forked where they can be, started anew elsewhere."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from evallib.kernels.forking import ForkedKernel, fork_kernel

LAUNCHER = ["-m", "ipykernel_launcher"]
POLL_SECONDS = 0.005


class ForkedProvisioner(LocalProvisioner):
    """Registered with jupyter_client as ``evallib-forked``.

    A kernel of another interpreter, or one whose environment a running process
    cannot take on, is started as jupyter_client itself would.
    """

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Ask the template process for a kernel, or start one."""
        forked = _forked(cmd, kwargs)
        if forked is None:
            return await super().launch_kernel(cmd, **kwargs)
        provisioner: Any = self  # the process of a provisioner is typed as None
        provisioner.process = forked
        self.pid = self.pgid = forked.pid
        self.cwd = kwargs.get("cwd", Path.cwd())
        return self.connection_info

    async def wait(self) -> int | None:
        """Wait for the end of the kernel, without long looks between."""
        while self.has_process and await self.poll() is None:
            await asyncio.sleep(POLL_SECONDS)
        return await super().wait()


def _forked(cmd: list[str], options: dict[str, Any]) -> ForkedKernel | None:
    own = Path(cmd[0]) == Path(sys.executable) and cmd[1:3] == LAUNCHER
    output = [_descriptor(options.get(name)) for name in ("stdout", "stderr")]
    if not own or None in output:
        return None
    return fork_kernel(
        cmd[3:],
        options.get("env", os.environ),
        str(options.get("cwd") or Path.cwd()),
        output=[each for each in output if each is not None],
    )


def _descriptor(stream: Any) -> int | None:
    """Where output goes; none for a pipe, which only a fresh process can be given."""
    if stream is None:
        return 2
    number = stream if isinstance(stream, int) else int(stream.fileno())
    return number if number >= 0 else None
