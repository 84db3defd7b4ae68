"""Any process of a batch is killed at any moment: reports stay, and nothing is left."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from tests.run.conftest import SECTION, add_project, write_notebook
from tests.run.left_behind import left_behind, own_environment, processes
from tests.run.test_batch import published

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc"),
]
ROOT = Path(__file__).parents[2]
PROJECTS = ("one", "two", "three")
RUNNERS = 0.4  # share of kills that meet the runner itself
TOLD = {"E-KERNEL-DEAD", "E-KERNEL-START", "E-MEMORY"}
# Has imported what a run needs, so that every run begins at once.
IMPORTS = """
import json, multiprocessing, os, signal, sys
from pathlib import Path
from evallib.kernels import forking
from evallib.run.batch import run_plan
from evallib.run.making import notebook_source, report
from evallib.run.plan import Wanted, make_plan
from evallib.run.process import prepare_process
from evallib.run.workers import pool
from tests.run.conftest import FINISH
"""
# Kernels and workers that import no more than these notebooks need.
LIGHT = """
forking.PRELOADED = ()
notebook_source.FINISH_SOURCE = FINISH
pool.LOCAL = multiprocessing.get_context("fork")
"""
RUN = """
print("ready", flush=True)
for said in sys.stdin:
    runner = os.fork()
    if runner == 0:
        signal.alarm(120)
        prepare_process()
        plan = make_plan(Path(os.environ["EVALLIB_ROOT"]), Wanted(everything=True))
        faults = [each.fault for each in run_plan(plan, jobs=2, force=True)]
        told = [p.code for each in faults if each for p in each.problems]
        told += [each.error for each in faults if each and each.error]
        Path(said.strip()).write_text(json.dumps(told))
        sys.exit(0)
    print(runner, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(runner, 0)[1]), flush=True)
"""


class Runs:
    """Runs one batch after another in processes that can all be found again."""

    def __init__(self, root, program):
        self.folder, self.said = root.parent / "own", root.parent / "said.json"
        places = {"EVALLIB_ROOT": str(root), "PYTHONPATH": str(ROOT)}
        self.ready = subprocess.Popen(
            [sys.executable, "-c", program],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env=own_environment({**os.environ, **places}, self.folder),
        )
        assert self._line() == "ready"

    def begin(self):
        """The id of a new runner."""
        self.said.unlink(missing_ok=True)
        self.ready.stdin.write(f"{self.said}\n")
        self.ready.stdin.flush()
        return int(self._line())

    def end(self):
        """How the runner ended, and what it told of its reports."""
        code = int(self._line())
        told = json.loads(self.said.read_text()) if self.said.is_file() else []
        return code, told

    def left(self):
        return left_behind(self.folder, but=self.ready.pid)

    def _line(self):
        return self.ready.stdout.readline().strip()


@pytest.fixture
def root(tmp_path):
    root = tmp_path / "tree"
    (root / "notebooks").mkdir(parents=True)
    for name in PROJECTS:
        add_project(root, name)
    write_notebook(root, SECTION)
    return root


@pytest.mark.parametrize(
    ("program", "kills"),
    [
        pytest.param(IMPORTS + LIGHT + RUN, 25, id="light"),
        pytest.param(IMPORTS + RUN, 60, id="whole", marks=pytest.mark.nightly),
    ],
)
def test_kills_at_random_leave_old_reports_and_no_process(root, program, kills):
    runs = Runs(root, program)
    with runs.ready:
        try:
            survive(root, runs, kills)
        finally:
            runs.ready.kill()  # and whatever waits for it


def survive(root, runs, kills):
    chance = random.Random(kills)
    began = time.monotonic()
    runs.begin()
    assert runs.end() == (0, [])
    usual = time.monotonic() - began
    before = pages(root)
    for number in range(kills):
        runner = runs.begin()
        time.sleep(chance.uniform(0, usual))
        victim = chosen(chance, runner, processes(runs.folder) - {runs.ready.pid})
        with suppress(ProcessLookupError):  # it ended just now
            os.kill(victim, signal.SIGKILL)
        code, told = runs.end()

        assert (number, code) in {(number, 0), (number, -signal.SIGKILL)}
        assert (number, set(told) - TOLD, runs.left()) == (number, set(), [])
        assert pages(root) == before
    runs.begin()
    assert runs.end() == (0, [])
    assert pages(root) == before


def chosen(chance, runner, others):
    """The runner often; else a worker, a template of kernels or a kernel."""
    others = sorted(others - {runner})
    return runner if not others or chance.random() < RUNNERS else chance.choice(others)


def pages(root):
    """Every page with its numbers, and the hashes that the manifests hold of them."""
    found = published(root)
    del found["index.html"]  # it tells of reports that failed
    return {
        name: json.loads(content)["files"]
        if name.endswith("manifest.json")
        else content
        for name, content in found.items()
    }
