"""Who makes the reports of a batch: this process, local ones, or an executor given."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.kernels.forking import CAN_FORK
from evallib.run.making.surroundings import kernel_template
from evallib.run.outcome import Fault
from evallib.run.process import prepare_worker
from evallib.run.publishing.run_folder import open_run_folder
from evallib.run.task import Task
from evallib.run.workers.attempt import attempt

if TYPE_CHECKING:
    from evallib.run.making.report import Made

    Result = Made | Fault

PRELOADED = "evallib.run.workers.preloaded"
SPAWN = multiprocessing.get_context("spawn")


def _local() -> BaseContext:
    """How workers start: forked from one process that has imported what they need."""
    if not CAN_FORK:
        return SPAWN
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([PRELOADED])
    return context


LOCAL = _local()


def made(
    tasks: Sequence[Task], pool: Executor | None
) -> Iterator[tuple[Task, Path, Result]]:
    """Each report as it comes, with the folder that it was made in."""
    if pool is None:
        for task in tasks:
            folder = open_run_folder(task)
            yield task, folder, attempt(task, folder)
        return
    begun: dict[Future[Result], tuple[Task, Path]] = {}
    for task in tasks:
        folder = open_run_folder(task)
        begun[pool.submit(attempt, task, folder)] = task, folder
    for future in as_completed(list(begun)):
        task, folder = begun.pop(future)
        yield task, folder, _result(future, task, folder)


@contextmanager
def workers(
    jobs: int, tasks: int, executor: Executor | None
) -> Iterator[Executor | None]:
    """Local processes, the executor that was given, or none for a single job."""
    count = min(jobs, tasks)
    if executor is not None or count < 2:
        yield executor
        return
    with _pool(count) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _result(future: Future[Result], task: Task, folder: Path) -> Result:
    try:
        return future.result()
    except BrokenProcessPool:
        return _alone(task, folder)


def _alone(task: Task, folder: Path) -> Result:
    """Once more in a process of its own: a worker that vanished took others along."""
    for left in [each for each in folder.iterdir() if each.is_file()]:
        left.unlink()
    with _pool(1) as pool:
        try:
            return pool.submit(attempt, task, folder).result()
        except BrokenProcessPool:
            problem = Problem("E-MEMORY", Place(task.name))
            return Fault((problem,), EnvironmentFault.exit_code)


def _pool(count: int) -> ProcessPoolExecutor:
    """Workers that ask this process's template for their kernels."""
    template = kernel_template()
    return ProcessPoolExecutor(
        count,
        mp_context=LOCAL,
        initializer=prepare_worker,
        initargs=("" if template is None else str(template),),
    )
