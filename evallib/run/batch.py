"""Many reports: what is current is left, what fails stops no other."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING

from evallib.domain.errors import DisclosureError, Problem, UserError
from evallib.run.making.surroundings import kernel_template
from evallib.run.order import first_languages, told_once, waves
from evallib.run.outcome import Fault, Outcome, Progress, Stage, fault_of
from evallib.run.plan import QUALITY, Plan, clean_again, require_inputs
from evallib.run.process import lean_imports
from evallib.run.provenance import provenance
from evallib.run.publishing.failures import (
    Failure,
    failure_of,
    forget_failure,
    keep_failure,
    slug_of,
)
from evallib.run.publishing.gallery import write_gallery
from evallib.run.publishing.lock import only_writer
from evallib.run.publishing.manifest import published
from evallib.run.publishing.run_folder import (
    close_run_folder,
    mark_stage,
    stage_of,
    sweep,
)
from evallib.run.publishing.storage import disk_faults, require_space
from evallib.run.standing.remembering import remember
from evallib.run.task import Task
from evallib.run.workers.pool import made, workers

if TYPE_CHECKING:
    from evallib.run.making.report import Made

STAGES: dict[str | None, Stage] = {"render": "render", "publish": "publish"}


Tell = Callable[[Progress], None]
Notice = Callable[..., None]  # a key of the catalogue, and the facts of its sentence


def run_plan(
    plan: Plan,
    *,
    jobs: int = 1,
    force: bool = False,
    wait: bool = False,
    executor: Executor | None = None,
    tell: Tell = lambda progress: None,
    notice: Notice = lambda key, **facts: None,
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
    wait : bool
        Wait for another run to end instead of refusing.
    executor : Executor, optional
        Any ``concurrent.futures`` executor instead of local processes.
    tell : callable
        Called after every report.
    notice : callable
        Called when an earlier run was cut short and its lock is taken over, when
        another run is waited for, and when client files are cleaned again.

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
    waiting = _waiting(notice) if wait else None
    with disk_faults("reports"), only_writer(reports, waiting=waiting) as taken_over:
        if taken_over:
            notice("taken_over")
        require_space(reports)
        sweep(reports)
        batch = _Batch(plan, tell)
        due = [task for task in plan.tasks if not batch.is_current(task, force)]
        if due and executor is None:
            kernel_template()  # imports while inputs are checked
        ready = batch.with_good_inputs(due, notice)
        with (
            told_once(ready, plan.projects),
            workers(jobs, len(ready), executor) as pool,
        ):
            for wave in waves(ready, plan.projects):
                for task, folder, result in made(first_languages(wave), pool):
                    batch.close(task, folder, result)
        write_gallery(plan.root)
        if plan.memory is not None:
            remember(plan.memory, plan, batch.outcomes)
    return batch.outcomes


def _waiting(notice: Notice) -> Callable[[Problem], None]:
    def waiting(problem: Problem) -> None:
        notice("waiting", pid=problem.facts.get("pid", "?"))

    return waiting


class _Batch:
    """Keeps count of one batch."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self.plan, self.tell = plan, tell
        self.outcomes: list[Outcome] = []
        self.worked = 0
        self.began = time.monotonic()
        self.total = len(plan.standing) + len(plan.tasks) + len(plan.failed)
        for outcome in plan.standing:
            self.add(outcome)
        for project in plan.projects:
            forget_failure(plan.root, project)
        for outcome in plan.failed:
            self.add(outcome)
            failure = Failure(outcome.project, standing=outcome.outdated)
            keep_failure(plan.root, failure, outcome.fault or Fault())

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
            self.fail(task, Fault(fault.problems, fault.exit_code), "publish")
            return True
        if force or before is None or before["fingerprint"] != origin.fingerprint:
            return False
        self.stand(task, Outcome(task.project, task.name, "current"))
        return True

    def with_good_inputs(self, tasks: Sequence[Task], notice: Notice) -> list[Task]:
        """Tasks whose tables and parameters are in order; the others fail here."""
        faults: dict[tuple[str, str], Fault | None] = {}
        for task in tasks:
            key = (task.project, task.round)
            if key not in faults:
                faults[key] = _input_fault(task, notice)
            fault = faults[key]
            if fault is not None:
                self.fail(task, fault, "input")
        return [task for task in tasks if faults[task.project, task.round] is None]

    def close(self, task: Task, folder: Path, result: Made | Fault) -> None:
        """Publish a report that was made, or keep its folder for diagnosis."""
        self.worked += 1
        ended = result if isinstance(result, Fault) else _published(result)
        if isinstance(ended, Fault):
            stage = STAGES.get(stage_of(folder), "notebook")
            if ended.exit_code == DisclosureError.exit_code:
                stage = "disclosure"
            mark_stage(folder, "failed")
            self.fail(task, ended, stage)
            return
        close_run_folder(folder)
        self.stand(task, ended)

    def stand(self, task: Task, outcome: Outcome) -> None:
        forget_failure(self.plan.root, slug_of(task))
        self.add(outcome)

    def fail(self, task: Task, fault: Fault, stage: Stage) -> None:
        standing = (task.folder / task.file).is_file()
        name = self.plan.projects[task.project].name
        failure = failure_of(task, stage, name=name, standing=standing)
        keep_failure(self.plan.root, failure, fault)
        outcome = Outcome(task.project, task.name, "failed", fault, standing, stage)
        self.add(outcome)


def _input_fault(task: Task, notice: Notice) -> Fault | None:
    with lean_imports():
        from evallib.run.making.notebook_source import read_notebook, require_parameters

    shown = task.notebook.relative_to(task.root).as_posix()
    try:
        if clean_again(task):
            notice("cleaned", project=task.project)
        require_inputs(task)
        notebook = read_notebook(task.notebook, shown=shown)
        require_parameters(notebook, task.parameters, shown=shown)
    except UserError as fault:
        return Fault(fault.problems, fault.exit_code)
    return None


def _published(made: Made) -> Outcome | Fault:
    from evallib.run.publishing.problems import publish_problems
    from evallib.run.publishing.publish import publish
    from evallib.run.publishing.releasing import notes_of

    task = made.task
    try:
        if task.report == QUALITY:
            publish_problems(made)
        status = publish(made)
        notes = (*made.notes, *notes_of(task))
        return Outcome(task.project, task.name, status, notes=notes)
    except Exception as error:  # one report never stops the others
        return fault_of(error, made.folder)
