"""Workers of a Dask scheduler make the bytes that this computer makes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from evallib.domain.errors import EnvironmentFault
from evallib.run.batch import run_plan
from evallib.run.plan import Wanted, make_plan
from evallib.run.workers import cluster as module
from evallib.run.workers.cluster import cluster

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # of Dask's own sockets
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]
ROOT = Path(__file__).parents[3]
COPIED = ("notebooks", "requirements.lock", "pyproject.toml")
PROJECT = "uusi-suunta"


@contextmanager
def dask(*words, folder):
    """A command of Dask in a session of its own; it ends with everything it began."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [sys.executable, "-m", "dask", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            os.killpg(process.pid, signal.SIGKILL)


def until(holds, *, seconds=60):
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end
        time.sleep(0.05)
    return found


def address_in(path):
    try:
        return json.loads(path.read_text("utf-8"))["address"]
    except (OSError, ValueError):
        return None


@pytest.fixture
def scheduler(tmp_path):
    """A scheduler without workers; its address, and a way to add one."""
    told = tmp_path / "scheduler.json"
    words = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with ExitStack() as running:
        begin = ["scheduler", *words, "--scheduler-file", str(told)]
        running.enter_context(dask(*begin, folder=tmp_path))
        address = until(lambda: address_in(told))

        def add_worker(*more):
            options = ["--nthreads", "1", "--no-nanny", "--no-dashboard", *more]
            begin = ["worker", address, *options]
            return running.enter_context(dask(*begin, folder=tmp_path))

        yield address, add_worker


@pytest.fixture
def tree(tmp_path):
    """The shipped notebooks and one project."""
    root = tmp_path / "tree"
    root.mkdir()
    for name in COPIED:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)
    for name in (f"projects/{PROJECT}", f"data/raw/{PROJECT}"):
        shutil.copytree(ROOT / name, root / name)
    return root


def made(root, executor=None, languages=("fi",)):
    """Run the project; the published files by name, without the manifest's hashes."""
    plan = make_plan(root, Wanted((PROJECT,), languages=languages))
    outcomes = run_plan(plan, force=True, executor=executor)
    assert [each.status for each in outcomes] == ["made"] * len(languages)
    folder = root / "reports" / "public" / PROJECT
    found = {path.name: path.read_bytes() for path in folder.rglob("*.*")}
    shutil.rmtree(root / "reports")
    return found


@pytest.mark.parametrize("shared", [True, False])
def test_a_worker_makes_the_same_bytes(tree, scheduler, monkeypatch, shared):
    address, add_worker = scheduler
    add_worker()
    monkeypatch.setattr(module, "_is_shared", lambda client, root: shared)
    here = made(tree)

    with cluster(address, tree) as executor:
        assert made(tree, executor) == here


def test_a_worker_that_sees_the_tree_is_known_by_it(tree, scheduler):
    address, add_worker = scheduler
    add_worker()

    with cluster(address, tree) as executor:
        assert executor.shared


def template_pid():
    """On a worker: its template process, if it has one."""
    from evallib.kernels import forking

    owned = forking._Owned.template
    return None if owned is None else owned.process.pid


def test_a_worker_can_get_ready_before_there_is_work(tree, scheduler):
    from distributed import Client

    address, add_worker = scheduler
    add_worker("--preload", "evallib.run.workers.cluster")
    with Client(address, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=60)
        (before,) = client.run(template_pid).values()
        with cluster(address, tree) as executor:
            made(tree, executor)
        (after,) = client.run(template_pid).values()

    assert before is not None
    assert after == before


def test_a_lost_worker_is_replaced_by_another_one(tree, scheduler):
    address, add_worker = scheduler
    lost = add_worker()
    with cluster(address, tree) as executor:
        plan = make_plan(tree, Wanted((PROJECT,), languages=("fi", "sv", "en")))

        def kill_once(progress):
            if progress.done == 1:
                add_worker()
                os.killpg(lost.pid, signal.SIGKILL)

        outcomes = run_plan(plan, executor=executor, tell=kill_once)

    assert [each.status for each in outcomes] == ["made"] * 3


def case_of(fault):
    (problem,) = fault.value.problems
    return problem.code, problem.facts["case"]


def test_a_scheduler_that_does_not_answer_is_told(tree, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 0.5)

    with pytest.raises(EnvironmentFault) as fault, cluster("tcp://127.0.0.1:9", tree):
        pass
    assert case_of(fault) == ("E-CLUSTER", "silent")


def test_a_scheduler_without_workers_is_told(tree, scheduler, monkeypatch):
    monkeypatch.setattr(module, "CONNECT_SECONDS", 2)

    with pytest.raises(EnvironmentFault) as fault, cluster(scheduler[0], tree):
        pass
    assert case_of(fault) == ("E-CLUSTER", "empty")


def test_a_worker_with_another_evallib_is_told(tree, scheduler, monkeypatch):
    address, add_worker = scheduler
    add_worker()
    monkeypatch.setattr(module, "package_hash", lambda: "another")

    with pytest.raises(EnvironmentFault) as fault, cluster(address, tree):
        pass
    assert case_of(fault) == ("E-CLUSTER", "other")


def test_without_the_extra_its_name_is_told(tree, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(EnvironmentFault) as fault, cluster("tcp://127.0.0.1:9", tree):
        pass
    assert case_of(fault) == ("E-CLUSTER", "extra")
