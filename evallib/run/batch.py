"""Many reports: what is current is left, what fails stops no other."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    Executor,
    Future,
    ProcessPoolExecutor,
    as_completed,
)
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.domain.errors import EnvironmentFault, Place, Problem, UserError
from evallib.kernels.forking import ready_template
from evallib.run.making.surroundings import kernel_environment
from evallib.run.outcome import Fault, Outcome, fault_of
from evallib.run.plan import QUALITY, Plan, require_inputs
from evallib.run.process import (
    lean_imports,
    prepare_worker,
    stop_was_asked,
    working,
)
from evallib.run.provenance import provenance
from evallib.run.publishing.gallery import write_gallery
from evallib.run.publishing.lock import only_writer
from evallib.run.publishing.manifest import published
from evallib.run.publishing.run_folder import (
    close_run_folder,
    mark_stage,
    open_run_folder,
    sweep,
)
from evallib.run.publishing.storage import disk_faults, require_space
from evallib.run.task import Task

if TYPE_CHECKING:
    from evallib.run.making.report import Made

SPAWN = multiprocessing.get_context("spawn")  # forked workers collide on kernel ports
ENVIRONMENT = EnvironmentFault.exit_code


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a batch stands after one more report."""

    outcome: Outcome
    done: int
    total: int
    seconds_left: float


Tell = Callable[[Progress], None]


def run_plan(
    plan: Plan,
    *,
    jobs: int = 1,
    force: bool = False,
    executor: Executor | None = None,
    tell: Tell = lambda progress: None,
    notice: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Make the reports of a plan and publish each as soon as it is proved.

    Parameters
    ----------
    plan : Plan
        From ``make_plan``.
    jobs : int
        Worker processes; with one, everything is made in this process.
    force : bool
        Make reports again that are up to date.
    executor : Executor, optional
        Any ``concurrent.futures`` executor instead of local processes.
    tell : callable
        Called after every report.
    notice : callable
        Called when an earlier run was cut short and its lock is taken over.

    Returns
    -------
    list of Outcome
        One for every report, and one for every project that could not be run.

    Raises
    ------
    LockedError
        If another run holds ``reports/``.
    EnvironmentFault
        If there is no room or no permission to write reports.
    """
    reports = plan.root / "reports"
    with disk_faults("reports"), only_writer(reports) as taken_over:
        if taken_over:
            notice()
        require_space(reports)
        sweep(reports)
        batch = _Batch(plan, tell)
        waiting = [task for task in plan.tasks if not batch.is_current(task, force)]
        if waiting and executor is None:
            ready_template(kernel_environment())  # imports while inputs are checked
        ready = batch.with_good_inputs(waiting)
        with _workers(jobs, len(ready), executor) as pool:
            for task, folder, made in _made(ready, pool):
                batch.close(task, folder, made)
        write_gallery(plan.root)
    return batch.outcomes


class _Batch:
    """Keeps count of one batch."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self.plan, self.tell = plan, tell
        self.outcomes: list[Outcome] = []
        self.worked = 0
        self.began = time.monotonic()
        self.total = len(plan.tasks) + len(plan.failed)
        for outcome in plan.failed:
            self.add(outcome)

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        left = self.total - len(self.outcomes)
        pace = (time.monotonic() - self.began) / max(self.worked, 1)
        done = len(self.outcomes)
        self.tell(Progress(outcome, done, self.total, pace * left))

    def is_current(self, task: Task, force: bool) -> bool:
        """Whether the published report is what a new run would make."""
        try:
            before = published(task)
            origin = provenance(task, self.plan.projects[task.project])
        except UserError as fault:
            self.fail(task, Fault(fault.problems, fault.exit_code))
            return True
        if force or before is None or before["fingerprint"] != origin.fingerprint:
            return False
        self.add(Outcome(task.project, task.name, "current"))
        return True

    def with_good_inputs(self, tasks: Sequence[Task]) -> list[Task]:
        """Tasks whose tables and parameters are in order; the others fail here."""
        faults: dict[tuple[str, str], Fault | None] = {}
        for task in tasks:
            key = (task.project, task.round)
            if key not in faults:
                faults[key] = _input_fault(task)
            fault = faults[key]
            if fault is not None:
                self.fail(task, fault)
        return [task for task in tasks if faults[task.project, task.round] is None]

    def close(self, task: Task, folder: Path, made: Made | Fault) -> None:
        """Publish a report that was made, or keep its folder for diagnosis."""
        self.worked += 1
        result = made if isinstance(made, Fault) else _published(made)
        if isinstance(result, Fault):
            mark_stage(folder, "failed")
            self.fail(task, result)
            return
        close_run_folder(folder)
        self.add(result)

    def fail(self, task: Task, fault: Fault) -> None:
        outdated = (task.folder / task.file).is_file()
        self.add(Outcome(task.project, task.name, "failed", fault, outdated))


def _input_fault(task: Task) -> Fault | None:
    with lean_imports():
        from evallib.run.making.notebook_source import read_notebook, require_parameters

    shown = task.notebook.relative_to(task.root).as_posix()
    try:
        require_inputs(task)
        notebook = read_notebook(task.notebook, shown=shown)
        require_parameters(notebook, task.parameters, shown=shown)
    except UserError as fault:
        return Fault(fault.problems, fault.exit_code)
    return None


def _published(made: Made) -> Outcome | Fault:
    from evallib.run.publishing.problems import publish_problems
    from evallib.run.publishing.publish import publish

    task = made.task
    try:
        outcome = Outcome(task.project, task.name, publish(made))
        if task.report == QUALITY:
            publish_problems(task)
        return outcome
    except Exception as error:  # one report never stops the others
        return fault_of(error, made.folder)


def attempt(task: Task, folder: Path) -> Made | Fault:
    """Make one report; a fault comes back as a value that any executor can carry."""
    # The libraries that execute and export take a second to import: only a process
    # that makes a report pays for them.
    with lean_imports():
        from evallib.run.making.report import make_report

    with working():
        if stop_was_asked():  # this task was already on its way to the worker
            raise KeyboardInterrupt
        try:
            return make_report(task, folder)
        except Exception as error:  # one report never stops the others
            if stop_was_asked():
                raise KeyboardInterrupt from None
            return fault_of(error, folder)


def _made(
    tasks: Sequence[Task], pool: Executor | None
) -> Iterator[tuple[Task, Path, Made | Fault]]:
    folders = {task: open_run_folder(task) for task in tasks}
    if pool is None:
        yield from (
            (task, folders[task], attempt(task, folders[task])) for task in tasks
        )
        return
    futures = {pool.submit(attempt, task, folders[task]): task for task in tasks}
    for future in as_completed(futures):
        task = futures[future]
        yield task, folders[task], _result(future, task, folders[task])


def _result(future: Future[Made | Fault], task: Task, folder: Path) -> Made | Fault:
    try:
        return future.result()
    except BrokenProcessPool:
        return _alone(task, folder)


def _alone(task: Task, folder: Path) -> Made | Fault:
    """Once more in a process of its own: a worker that vanished took others along."""
    for left in [each for each in folder.iterdir() if each.is_file()]:
        left.unlink()
    with _pool(1) as pool:
        try:
            return pool.submit(attempt, task, folder).result()
        except BrokenProcessPool:
            problem = Problem("E-MEMORY", Place(task.name))
            return Fault((problem,), ENVIRONMENT)


def _pool(count: int) -> ProcessPoolExecutor:
    """Workers that ask this process's template for their kernels."""
    template = ready_template(kernel_environment())
    return ProcessPoolExecutor(
        count,
        mp_context=SPAWN,
        initializer=prepare_worker,
        initargs=("" if template is None else str(template),),
    )


@contextmanager
def _workers(
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
