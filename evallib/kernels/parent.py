"""Ends a process when the one that started it is gone."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent(expected: int) -> None:
    """Ask Linux to kill this process when its parent ends; elsewhere others poll.

    The parent may have ended before the request was made, so it is compared.
    """
    _on_death_of_parent(signal.SIGKILL)
    if os.getppid() != expected:
        os._exit(1)


def notice_by_itself() -> None:
    """Take the request back, in a process that sees its life line close."""
    _on_death_of_parent(0)


def _on_death_of_parent(number: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, number, 0, 0, 0)
