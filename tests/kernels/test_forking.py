"""Kernels are children of a template, and none is left when anybody dies."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from evallib.kernels import forking
from tests.kernels.conftest import PRELOADED, alive, environment, ordered

ROOT = Path(__file__).parents[2]
SOON = 10.0  # seconds in which everything of a dead runner must be gone
RUNNER = """\
import sys, time
from pathlib import Path
from evallib.kernels import forking
from tests.kernels.conftest import PRELOADED, environment
forking._Owned.template = forking.Template(environment(), PRELOADED)
kernel = forking.fork_kernel(["-f", "kernel.json"], environment(), ".", output=[2, 2])
print(forking._Owned.template.process.pid, kernel.pid, flush=True)
time.sleep(60)
"""


def gone(*pids):
    until = time.monotonic() + SOON
    while any(alive(pid) for pid in pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_a_kernel_that_is_killed_tells_its_exit_code(template, tmp_path):
    with ordered(tmp_path) as kernel:
        running = kernel.poll()
        os.kill(kernel.pid, signal.SIGKILL)

        assert (running, kernel.wait(timeout=SOON)) == (None, -signal.SIGKILL)


def test_a_client_that_lets_go_ends_its_kernel(template, tmp_path):
    with ordered(tmp_path) as kernel:
        kernel.channel.close()
        kernel.returncode = 0

        assert gone(kernel.pid)
        assert template.process.poll() is None


def test_an_environment_that_needs_a_new_process_gets_no_fork(template, tmp_path):
    with ordered(tmp_path, PYTHONHASHSEED="1") as kernel:
        assert kernel is None


def test_an_order_that_makes_no_sense_harms_no_later_one(template, tmp_path):
    with socket.socket(socket.AF_UNIX) as channel:
        channel.connect(str(template.address))
        channel.sendall(b"\x00\x00\x00\x02{]")

    with ordered(tmp_path) as kernel:
        assert kernel.poll() is None


def test_a_template_that_was_killed_takes_its_kernels_along(tmp_path):
    own = forking.Template(environment(), PRELOADED)
    before, forking._Owned.template = forking._Owned.template, own
    try:
        with ordered(tmp_path) as kernel:
            own.process.kill()

            assert kernel.wait(timeout=SOON) == -signal.SIGKILL
            assert gone(kernel.pid)
    finally:
        own.end()
        forking._Owned.template = before


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_a_runner_that_dies_leaves_no_process_and_no_folder(tmp_path, number):
    command = [sys.executable, "-c", RUNNER]
    own = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=own) as runner:
        pids = [int(each) for each in runner.stdout.readline().split()]
        assert all(alive(pid) for pid in pids)
        runner.send_signal(number)

    assert gone(*pids)
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_deep_down_is_no_obstacle(tmp_path, monkeypatch):
    deep = tmp_path / ("y" * 90)
    deep.mkdir(parents=True)
    monkeypatch.setattr(tempfile, "tempdir", str(deep))
    own = forking.Template(environment(), ())
    try:
        assert own.address.is_socket()
    finally:
        own.end()
    assert not own.folder.exists()


def test_a_worker_asks_the_template_of_its_runner(template, monkeypatch):
    monkeypatch.setenv(forking.ADDRESS, str(template.address))
    monkeypatch.setattr(forking._Owned, "template", None)

    assert forking.ready_template(environment()) == template.address
    assert forking._Owned.template is None


def test_where_nothing_can_be_forked_there_is_no_template(monkeypatch):
    monkeypatch.setattr(forking, "CAN_FORK", False)

    assert forking.ready_template(environment()) is None
