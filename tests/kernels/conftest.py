"""A template process with little in it, and kernels that are asked for text."""

import os
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from evallib.kernels import forking

PRELOADED = ("numpy.random", "pandas", "matplotlib.pyplot")

if not forking.CAN_FORK:
    collect_ignore_glob = ["test_*.py"]


def environment(**changes):
    return {**os.environ, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", **changes}


@pytest.fixture(scope="module")
def template():
    """The process-wide template of these tests, in place of the real one."""
    before = forking._Owned.template
    forking._Owned.template = forking.Template(environment(), PRELOADED)
    yield forking._Owned.template
    forking._Owned.template.end()
    forking._Owned.template = before


def alive(pid):
    """Whether a process runs; one that only waits to be reaped does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return state.rpartition(")")[2].split()[0] != "Z"


@contextmanager
def ordered(folder, **changes):
    """A kernel without a client."""
    arguments = ["-f", str(folder / "kernel.json")]
    kernel = forking.fork_kernel(
        arguments,
        environment(**changes),
        str(folder),
        output=[sys.__stdout__.fileno(), sys.__stderr__.fileno()],
    )
    try:
        yield kernel
    finally:
        if kernel is not None:
            kernel.kill()
            kernel.wait()
