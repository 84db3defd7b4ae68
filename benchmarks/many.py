"""Whether memory stays flat over very many reports.

    python benchmarks/many.py [--reports 1000] [--jobs 2]

Makes so many small reports in one run and watches the processes: after each tenth of
the reports the resident memory of the runner, and of its largest child. Then asks for
all of them again, which are up to date by now.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
if sys.path[0] == str(Path(__file__).parent):
    sys.path[0] = str(ROOT)
TENTHS = 10
LOOK_SECONDS = 0.2


def resident_mb(pid: int) -> float:
    """Of one process; 0 once it is gone."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    line = next((each for each in text.splitlines() if each.startswith("VmRSS")), "")
    return float(line.split()[1]) / 1024 if line else 0.0


def children(pid: int) -> list[int]:
    """All processes below one, however deep."""
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            own = [int(each) for each in task.read_text(encoding="utf-8").split()]
        except OSError:
            continue
        found += own + [below for each in own for below in children(each)]
    return found


def asked(command: list[str], root: Path) -> subprocess.Popen[bytes]:
    """A run over the projects of the tree."""
    environment = {**os.environ, "EVALLIB_ROOT": str(root), "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        command, cwd=root, env=environment, stdout=subprocess.DEVNULL
    )


def watched(command: list[str], root: Path, count: int) -> None:
    """Run, and print a line after each tenth of the reports."""
    began, tenth, largest = time.perf_counter(), 1, 0.0
    print(f"{'reports':>8}{'s':>8}{'runner MB':>11}{'largest child MB':>18}")
    with asked(command, root) as process:
        while process.poll() is None:
            largest = max([largest, *map(resident_mb, children(process.pid))])
            made = sum(1 for _ in root.glob("reports/public/*/*/evaluation.fi.html"))
            if made >= tenth * count / TENTHS:
                own, spent = resident_mb(process.pid), time.perf_counter() - began
                print(f"{made:8}{spent:8.0f}{own:11.0f}{largest:18.0f}", flush=True)
                tenth, largest = tenth + 1, 0.0
            time.sleep(LOOK_SECONDS)
    if process.returncode:
        raise SystemExit(f"the run ended with {process.returncode}")


def main(count: int, jobs: int) -> None:
    """Plant the projects and watch one run over all of them."""
    from benchmarks.batch import planted

    with tempfile.TemporaryDirectory(prefix="evallib-many-") as folder:
        root = Path(folder)
        planted(root, count)
        command = [sys.executable, "-m", "evallib", "run", "--all"]
        watched([*command, "--jobs", str(jobs)], root, count)
        began = time.perf_counter()
        asked(command, root).communicate()
        print(f"{'again':>8}{time.perf_counter() - began:8.1f}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    chosen = parser.parse_args()
    main(chosen.reports, chosen.jobs)
