"""From what was asked to the reports to make; everything wrong is found here first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from evallib.data.clean import clean, must_clean
from evallib.data.intake.checking import client_files
from evallib.data.projects import list_projects, load_project, project_file
from evallib.data.projects import require_round as project_round
from evallib.data.study import Study, load_study
from evallib.domain.errors import ConfigurationError, Place, Problem, UserError
from evallib.domain.project import Project
from evallib.domain.vocabulary import Language
from evallib.run.making.subject import all_projects, is_portfolio, portfolio_task
from evallib.run.outcome import Fault, Outcome
from evallib.run.publishing.failures import failures, slug_of
from evallib.run.standing.memory import Memory
from evallib.run.task import Task
from evallib.run.task import Wanted as Wanted

EVALUATION, QUALITY = "evaluation", "data-quality"
INTERNAL_ONLY = {QUALITY}  # they name rows and places
INTERACTIVE = {"start"}  # notebooks that run reports and are none


@dataclass(slots=True)
class Plan:
    """Reports to make, the projects they are of, and projects that cannot be run.

    Attributes
    ----------
    standing : list of Outcome
        Reports that were up to date before and that nothing has touched since.
    memory : Memory, optional
        Where that is known from, and what this run finds out is kept.
    """

    root: Path
    tasks: list[Task] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    failed: list[Outcome] = field(default_factory=list)
    standing: list[Outcome] = field(default_factory=list)
    memory: Memory | None = None


def make_plan(root: Path, wanted: Wanted, memory: Memory | None = None) -> Plan:
    """The reports that were asked for.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    wanted : Wanted
        What the command asks for.
    memory : Memory, optional
        What is known to be up to date; left out, every project is read.

    Returns
    -------
    Plan
        A project whose file is faulty stands under ``failed`` and stops no other.

    Raises
    ------
    ConfigurationError
        If nothing is left to run, a named project does not exist, a round that was
        asked for is in none of the projects, or there is no such notebook.
    """
    ids = _ids(root, wanted)
    _require_notebook(root, wanted.report or EVALUATION)
    plan = Plan(root, memory=memory)
    without: list[Problem] = []
    for each in ids:
        standing = memory.reports(each) if memory else ()
        if standing:
            plan.standing += [Outcome(each, name, "current") for name in standing]
            continue
        try:
            project = load_project(root, each)
        except UserError as fault:
            plan.failed.append(_failed(root, each, fault))
            continue
        try:
            rounds = _rounds(project, wanted.round)
        except ConfigurationError as fault:
            without += fault.problems
            continue
        plan.projects[each] = project
        plan.tasks += _tasks(root, project, rounds, wanted)
    if without and (wanted.projects or not (plan.tasks or plan.standing)):
        raise ConfigurationError(without)
    if wanted.only_failed:
        _keep_failed(plan)
    return plan


def portfolio_plan(root: Path, languages: Sequence[Language]) -> Plan:
    """The report on all projects together, from what their own reports told.

    Raises
    ------
    ConfigurationError
        If no project has a public report, or there is no such notebook.
    """
    project = all_projects(root)
    tasks = [portfolio_task(root, each) for each in languages or (project.language,)]
    _require_notebook(root, tasks[0].report)
    return Plan(root, tasks, {project.id: project})


def _keep_failed(plan: Plan) -> None:
    """What failed last time, and projects that could not be read then or cannot now."""
    last = {failure.slug for failure in failures(plan.root)}
    plan.tasks = [each for each in plan.tasks if {each.project, slug_of(each)} & last]
    kept = {each.project for each in plan.tasks}
    plan.projects = {
        each: plan.projects[each] for each in plan.projects if each in kept
    }


def clean_again(task: Task) -> bool:
    """Clean client files where that has not been done since they changed.

    In this process, because no notebook may have the key. Returns whether it was due.

    Raises
    ------
    InputError
        The faults of all client files together.
    """
    if is_portfolio(task):
        return False
    project = load_project(task.root, task.project)
    due = must_clean(task.root, project)
    if due:
        clean(task.root, project)
    return due


def require_inputs(task: Task) -> Sequence[Problem]:
    """Every table of the round can be read. Returns the warnings.

    Raises
    ------
    InputError
        The faults of all tables together.
    EnvironmentFault, DisclosureError
        If the ledger of earlier releases cannot be trusted or compared.
    """
    if is_portfolio(task):
        return ()  # each project's own report was refused or made
    study = _study(task, with_people=True)
    if study.people is not None and task.audience == "public":
        from evallib.watching import require_ledger  # only who needs it waits for it

        require_ledger(study, task.root)
    return study.warnings


def check_tables(task: Task) -> Sequence[Problem]:
    """As ``require_inputs`` for all tables but client files; nothing is written."""
    return _study(task, with_people=False).warnings


def _study(task: Task, *, with_people: bool) -> Study:
    return load_study(
        task.root,
        task.project,
        round_id=task.round,
        language=task.language,
        audience=task.audience,
        as_of=None,
        with_people=with_people,
    )


def _failed(root: Path, project: str, fault: UserError) -> Outcome:
    """A project that cannot be run as it stands; what it published is left alone."""
    earlier = any((root / "reports" / "public" / project).glob("*/*.html"))
    reason = Fault(fault.problems, fault.exit_code)
    return Outcome(project, project, "failed", reason, outdated=earlier)


def _ids(root: Path, wanted: Wanted) -> tuple[str, ...]:
    known = list_projects(root)
    named = tuple(dict.fromkeys(wanted.projects))
    problems: list[Problem] = []
    for each in named:
        try:
            project_file(root, each)
        except ConfigurationError as fault:
            problems += fault.problems
    if problems:
        raise ConfigurationError(problems)
    everything = wanted.everything or (wanted.only_failed and not named)
    ids = known if everything else named
    if not ids:
        facts = {"allowed": known}
        problem = Problem("E-NOTHING-TO-RUN", Place("evallib run"), facts)
        raise ConfigurationError([problem])
    return ids


def _require_notebook(root: Path, report: str) -> None:
    notebooks = {each.stem for each in (root / "notebooks").glob("*.ipynb")}
    known = sorted(notebooks - INTERACTIVE)
    if report not in known:
        near = get_close_matches(report, known, n=1)
        facts: Mapping[str, object] = {"case": "report", "allowed": known, "near": near}
        place = Place("notebooks/", column="--report")
        raise ConfigurationError([Problem("E-CFG-FILE", place, facts)])


def _rounds(project: Project, wanted: str | None) -> list[str]:
    if wanted is None:
        return [each.id for each in project.rounds]
    return [project_round(project, wanted).id]


def _tasks(
    root: Path, project: Project, rounds: Sequence[str], wanted: Wanted
) -> list[Task]:
    return [
        Task(
            root=root,
            project=project.id,
            round=each,
            language=language,
            audience="internal" if report in INTERNAL_ONLY else wanted.audience,
            report=report,
            extra=wanted.extra,
            strict=wanted.strict,
        )
        for each in rounds
        for report in _reports(project, wanted)
        for language in wanted.languages or (project.language,)
    ]


def _reports(project: Project, wanted: Wanted) -> tuple[str, ...]:
    if wanted.report is not None:
        return (wanted.report,)
    return (EVALUATION, QUALITY) if client_files(project) else (EVALUATION,)
