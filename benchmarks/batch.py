"""Many reports by six ways: what users do today, ours, and the limit.

    python benchmarks/batch.py [--projects 12] [--rounds 1] [--dask] [--clients]

Makes copies of one small project in a temporary folder and lets each way report on all
of them; with ``--clients`` copies of the example, each with clients simulated for it
and cleaned beforehand. Prints wall and CPU seconds, the memory of the largest process,
and the wall and CPU of the way over ours with one job. CPU holds every child. The limit
is the same work in one process that has done it once before: no kernel, no import, no
start. With ``--dask`` a scheduler and two workers of one thread are started, whose CPU
and memory are not counted; reports that were made by this computer must not be made
again, so that everything is forced.
"""

from __future__ import annotations

import argparse
import compileall
import ctypes
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
if sys.path[0] == str(Path(__file__).parent):
    sys.path[0] = str(ROOT)  # this folder holds a namesake of ``statistics``
from statistics import median

SMALL, CLIENTS = "uusi-suunta", "esimerkki"
ROUNDS = {SMALL: "2022-06", CLIENTS: "vali-1"}
NOTEBOOK = "notebooks/evaluation.ipynb"
OURS = "evallib run, one job"
LANGUAGES = "evallib run, one job, three languages"
DASK = "evallib run on two local Dask workers"
ASKED = ["--all", "--report", "evaluation", "--round", "{round}"]
EVALLIB = [sys.executable, "-m", "evallib", "run", *ASKED, "--force", "--jobs"]
INSIDE = [sys.executable, "-m", "benchmarks.ways.reports", "{round}"]
WAYS = {
    "shell loop of papermill and nbconvert": ["bash", "{loop}"],
    "one process: papermill and HTMLExporter": [*INSIDE, "papermill"],
    "two processes of papermill and HTMLExporter": [*INSIDE, "two"],
    OURS: [*EVALLIB, "1"],
    "evallib run, two jobs": [*EVALLIB, "2"],
    "evallib run, all up to date": EVALLIB[:-2],
    LANGUAGES: [*EVALLIB, "1", "--language", "all"],
    "limit: the analysis in a warm process": [*INSIDE, "limit"],
}
WORKERS_SECONDS = 20  # until both workers are ready, as they are before a batch
ADOPT = 36  # Linux: children of a process that ended come to this one
TOLD = "measured "  # a way that measures itself prints its seconds after this word


@dataclass(frozen=True, slots=True)
class Told:
    """Seconds and megabytes of one way."""

    wall: float
    cpu: float
    largest_mb: float


def planted(root: Path, count: int, project: str = SMALL) -> list[str]:
    """A tree with ``count`` copies of the project; the names of the copies."""
    names = [f"{project}-{number:04}" for number in range(count)]
    shutil.copytree(ROOT / "notebooks", root / "notebooks")
    for name in ("requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    for number, name in enumerate(names):
        for folder in ("projects", "data/raw"):
            shutil.copytree(ROOT / folder / project, root / folder / name)
        path = root / "projects" / name / "project.toml"
        text = path.read_text(encoding="utf-8")
        renamed = text.replace(f'id = "{project}"', f'id = "{name}"')
        path.write_text(renamed.replace(f"raw/{project}/", f"raw/{name}/"), "utf-8")
        if project == CLIENTS:
            _simulate(root / "data" / "raw" / name, number)
    if project == CLIENTS:
        clean = [sys.executable, "-m", "evallib", "clean", "--all"]
        measured(clean, root)
    return names


def _simulate(folder: Path, number: int) -> None:
    """Other people in every copy: nobody may be in two projects."""
    from evallib.data.example.writing import example_sheets, written

    for name, content in written(example_sheets(number)).items():
        (folder / name).write_bytes(content)


def loop(root: Path, names: list[str], round_id: str) -> Path:
    """What users write: two commands for each report."""
    tool = Path(sys.executable).parent
    lines = ["set -e", "mkdir -p executed"]
    for name in names:
        done = f"executed/{name}.ipynb"
        given = f"-p project {name} -p round {round_id} -p language fi"
        lines.append(f"{tool}/papermill {NOTEBOOK} {done} {given} --no-progress-bar")
        lines.append(f"{tool}/jupyter nbconvert --to html --no-input {done}")
    path = root / "loop.sh"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def measured(command: list[str], root: Path) -> Told:
    """One way in a process of its own, its children included."""
    environment = {
        **os.environ,
        "EVALLIB_ROOT": str(root),
        "EVALLIB_KEY_FILE": str(root.parent / "pseudonyms.key"),
        "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]),
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONDONTWRITEBYTECODE": "",  # users have byte code
    }
    ctypes.CDLL(None).prctl(ADOPT, 1, 0, 0, 0)
    began, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    with subprocess.Popen(
        command,
        cwd=root,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        said = process.communicate()[0]
    wall = time.perf_counter() - began
    _adopted()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        raise SystemExit(f"{command} failed:\n{said[-2000:]}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    for line in said.splitlines():
        if line.startswith(TOLD):
            wall, cpu, largest = (float(each) for each in line.split()[1:])
            return Told(wall, cpu, largest)
    return Told(wall, cpu, after.ru_maxrss / 1024)


def _adopted() -> None:
    """Wait for processes that nobody else waits for, so that their CPU counts."""
    with suppress(ChildProcessError):
        while True:
            os.wait()


def typical(rounds: list[Told]) -> Told:
    """The median of each measure."""
    return Told(
        median(each.wall for each in rounds),
        median(each.cpu for each in rounds),
        max(each.largest_mb for each in rounds),
    )


def alone(command: list[str], root: Path) -> Told:
    """A way measured by a process that has measured nothing else.

    The largest child of a process is remembered for good.
    """
    arguments = [sys.executable, "-m", "benchmarks.batch", "--one", str(root), *command]
    done = subprocess.run(
        arguments, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr)
    return Told(*(float(each) for each in done.stdout.split()))


@contextmanager
def two_workers() -> Iterator[str]:
    """A scheduler of Dask and two workers on this computer; the scheduler's address."""
    with ExitStack() as running, tempfile.TemporaryDirectory() as folder:
        told = Path(folder, "scheduler.json")
        dask = [sys.executable, "-m", "dask"]
        port = ["--port", "0", "--no-dashboard", "--scheduler-file", str(told)]
        one = ["--nthreads", "1", "--no-dashboard", "--scheduler-file", str(told)]
        one += ["--preload", "evallib.run.workers.cluster"]
        for words in (["scheduler", *port], ["worker", *one], ["worker", *one]):
            environment = {**os.environ, "PYTHONPATH": str(ROOT)}
            process = subprocess.Popen(
                [*dask, *words],
                cwd=folder,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            running.callback(process.wait)
            running.callback(process.terminate)
            while not told.is_file():
                time.sleep(0.05)
        time.sleep(WORKERS_SECONDS)
        yield json.loads(told.read_text(encoding="utf-8"))["address"]


def main(project: str, count: int, rounds: int, ways: Mapping[str, list[str]]) -> None:
    """Measure every way in turn, ``rounds`` times over, and print the table."""
    compiled()
    with tempfile.TemporaryDirectory(prefix="evallib-batch-") as folder:
        root = Path(folder, "tree")
        root.mkdir()
        names = planted(root, count, project)
        script = str(loop(root, names, ROUNDS[project]))
        said = {"{loop}": script, "{round}": ROUNDS[project]}
        told: dict[str, list[Told]] = {name: [] for name in ways}
        for _ in range(rounds):
            for name, words in ways.items():
                command = [said.get(word, word) for word in words]
                told[name].append(alone(command, root))
    print(f"{count} reports on {project}, {rounds} rounds")
    print_table(told, OURS)


def compiled() -> None:
    """Byte code of evallib, as a set-up makes it."""
    compileall.compile_dir(ROOT / "evallib", quiet=1)
    compileall.compile_dir(ROOT / "benchmarks", quiet=1)


def print_table(told: Mapping[str, list[Told]], ours: str) -> None:
    """A line for each way; the ratios are to ``ours``."""
    base = typical(told[ours])
    print(f"{'':42}{'wall s':>8}{'CPU s':>8}{'MB':>6}{'wall x':>8}{'CPU x':>7}")
    for name, each in ((name, typical(rounds)) for name, rounds in told.items()):
        ratios = f"{each.wall / base.wall:8.2f}{each.cpu / base.cpu:7.2f}"
        print(f"{name:42}{each.wall:8.1f}{each.cpu:8.1f}{each.largest_mb:6.0f}{ratios}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one = measured(sys.argv[3:], Path(sys.argv[2]))
        print(one.wall, one.cpu, one.largest_mb)
    else:
        parser = argparse.ArgumentParser(description=__doc__)
        parser.add_argument("--projects", type=int, default=12)
        parser.add_argument("--rounds", type=int, default=1)
        parser.add_argument("--dask", action="store_true")
        parser.add_argument("--clients", action="store_true")
        chosen = parser.parse_args()
        asked = CLIENTS if chosen.clients else SMALL, chosen.projects, chosen.rounds
        if chosen.dask:
            with two_workers() as address:
                on_dask = [*EVALLIB[:-1], "--cluster", address]
                main(*asked, {**WAYS, DASK: on_dask})
        else:
            main(*asked, WAYS)
