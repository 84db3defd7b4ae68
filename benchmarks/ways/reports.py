"""Reports without commands: a process with papermill, and the limit without kernels.

EVALLIB_ROOT=... python -m benchmarks.ways.reports ROUND papermill|two|limit
"""

from __future__ import annotations

import os
import resource
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cache, partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

NOTEBOOK = "notebooks/evaluation.ipynb"


def by_papermill(root: Path, round_id: str) -> None:
    """What a user's script does: execute, export, write, in one process."""
    for project in sorted((root / "projects").iterdir()):
        _by_papermill(root, round_id, project.name)


def by_two(root: Path, round_id: str) -> None:
    """The same in a pool of two processes."""
    names = [each.name for each in sorted((root / "projects").iterdir())]
    with ProcessPoolExecutor(2, get_context("spawn")) as pool:
        for _ in pool.map(partial(_by_papermill, root, round_id), names):
            pass


def _by_papermill(root: Path, round_id: str, project: str) -> None:
    import papermill

    folder = root / "executed"
    folder.mkdir(exist_ok=True)
    done = papermill.execute_notebook(
        root / NOTEBOOK,
        folder / f"{project}.ipynb",
        parameters={"project": project, "round": round_id, "language": "fi"},
        progress_bar=False,
    )
    html, _ = _exporter().from_notebook_node(done)
    (folder / f"{project}.html").write_text(html, encoding="utf-8")


@cache
def _exporter() -> Any:
    from nbconvert import HTMLExporter

    return HTMLExporter(exclude_input=True)


def in_process(notebook: Any, parameters: Mapping[str, str], **options: Any) -> Any:
    """The cells of a notebook as a function; stands in for ``execute``."""
    from evallib import notebook as facade
    from evallib.run.making.execute import Executed, _registered

    os.environ["EVALLIB_RUN"] = str(options["folder"])
    names: dict[str, Any] = {}
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        shown: list[dict[str, str]] = []
        facade.display = lambda data, raw, shown=shown: shown.append(data)
        exec(cell.source, names)
        if "parameters" in cell.metadata.tags:
            names.update(parameters)
        cell["outputs"] = [_output(data) for data in shown]
    return Executed(notebook, _registered(options["folder"]))


def _output(data: dict[str, str]) -> Any:
    from evallib.run.making.notebook_source import FORMAT

    return FORMAT.v4.new_output("display_data", data=data)


def to_the_limit(root: Path, round_id: str) -> None:
    """The whole run, publishing included, after one that is not measured."""
    from evallib.release import evidence
    from evallib.release.suppression import solver
    from evallib.run import batch
    from evallib.run.making import report
    from evallib.run.plan import Wanted, make_plan

    report.execute = in_process
    batch.kernel_template = lambda: None
    plan = make_plan(root, Wanted(everything=True, report="evaluation", round=round_id))
    batch.run_plan(plan, force=True)
    solver._proven.clear()  # warm are the libraries; these reports are new to it
    evidence._withstood.cache_clear()
    began, before = time.perf_counter(), time.process_time()
    outcomes = batch.run_plan(plan, force=True)
    assert all(each.fault is None for each in outcomes), outcomes
    wall, cpu = time.perf_counter() - began, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("measured", wall, cpu, peak)


if __name__ == "__main__":
    ways = {"papermill": by_papermill, "two": by_two, "limit": to_the_limit}
    ways[sys.argv[2]](Path(os.environ["EVALLIB_ROOT"]), sys.argv[1])
