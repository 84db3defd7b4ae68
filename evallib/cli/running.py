"""Commands that read projects and make their reports: run, list, check."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING

import click

from evallib.cli.group import commands
from evallib.cli.refusing import refuse
from evallib.domain.errors import Problem, UserError
from evallib.domain.vocabulary import Language
from evallib.run.typed import languages, require_own_options

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from pathlib import Path

    from evallib.run.outcome import Outcome, Progress
    from evallib.run.plan import Plan
    from evallib.run.task import Wanted


@commands.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT …]")
@click.option("--all", "everything", is_flag=True)
@click.option("--report", metavar="NAME")
@click.option("--language", metavar="fi|sv|en|all")
@click.option("--round", metavar="ROUND")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N")
@click.option("--cluster", metavar="ADDRESS")
@click.option("--internal", is_flag=True)
@click.option("--force", is_flag=True)
@click.option("--only-failed", is_flag=True)
@click.option("--strict", is_flag=True)
@click.option("--wait", is_flag=True)
@click.option("--parameter", "-p", type=(str, str), multiple=True, metavar="NAME VALUE")
@click.pass_obj
def run(
    speaks: Language,
    projects: tuple[str, ...],
    *,
    everything: bool,
    report: str | None,
    language: str | None,
    round: str | None,  # noqa: A002 - the word of the option
    jobs: int | None,
    cluster: str | None,
    internal: bool,
    force: bool,
    only_failed: bool,
    strict: bool,
    wait: bool,
    parameter: tuple[tuple[str, str], ...],
) -> int:
    """Make reports."""
    from evallib.run.task import Wanted

    require_own_options(parameter)
    wanted = Wanted(
        projects=projects,
        everything=everything,
        report=report,
        languages=languages(language),
        round=round,
        audience="internal" if internal else "public",
        extra=parameter,
        only_failed=only_failed,
        strict=strict,
    )
    return _make_wanted(
        wanted,
        speaks,
        jobs=jobs or os.cpu_count() or 1,
        force=force,
        wait=wait,
        cluster=cluster,
    )


def _make_wanted(
    wanted: Wanted,
    speaks: Language,
    *,
    jobs: int,
    force: bool,
    wait: bool,
    cluster: str | None,
) -> int:
    from evallib.data.root import find_root
    from evallib.run.making.surroundings import kernel_template
    from evallib.run.standing.memory import Memory
    from evallib.run.standing.unchanged import unchanged

    root = find_root()
    memory = Memory(root, wanted)
    looked_up = None if force or wanted.only_failed else memory
    if looked_up is not None:
        standing = unchanged(memory, root, wanted, _noticing(speaks))
        if standing:
            return _tell_standing(standing, root, speaks)
    if cluster is None:
        kernel_template()  # imports while projects are read
    # Reading a project imports libraries that one in a thousand unchanged does not need
    from evallib.run.plan import make_plan
    from evallib.run.terminal import say

    plan = make_plan(root, wanted, looked_up)
    plan.memory = None if wanted.only_failed else memory
    if wanted.only_failed and not plan.tasks and not plan.failed:
        click.echo(say("progress.nothing_failed", speaks))
        return 0
    with _executor(cluster, root) as executor:
        return make_reports(
            plan, speaks, jobs=jobs, force=force, wait=wait, executor=executor
        )


def make_reports(
    plan: Plan,
    speaks: Language,
    *,
    jobs: int = 1,
    force: bool,
    wait: bool,
    executor: Executor | None = None,
) -> int:
    """Make the reports of a plan, and tell of each as it is done."""
    from evallib.run.batch import run_plan
    from evallib.run.outcome import exit_code
    from evallib.run.terminal import summary_text

    outcomes = run_plan(
        plan,
        jobs=jobs,
        force=force,
        wait=wait,
        executor=executor,
        tell=lambda progress: _tell(progress, speaks),
        notice=_noticing(speaks),
    )
    _tell_notes(outcomes, speaks)
    tell_problems(outcomes, speaks)
    click.echo(summary_text(outcomes, plan.root, speaks))
    return exit_code(outcomes)


@commands.command()
@click.argument("projects", nargs=-1, required=True, metavar="PROJECT …")
@click.option("--report", metavar="NAME")
@click.option("--language", metavar="fi|sv|en|all")
@click.option("--round", metavar="ROUND")
@click.option("--internal", is_flag=True)
@click.pass_obj
def why(
    speaks: Language,
    projects: tuple[str, ...],
    *,
    report: str | None,
    language: str | None,
    round: str | None,  # noqa: A002 - the word of the option
    internal: bool,
) -> int:
    """Tell what has changed since the last report."""
    from evallib.data.projects import find_root
    from evallib.run.plan import Wanted, make_plan
    from evallib.run.terminal import why_text
    from evallib.run.why import reasons

    wanted = Wanted(
        projects=projects,
        report=report,
        languages=languages(language),
        round=round,
        audience="internal" if internal else "public",
    )
    plan = make_plan(find_root(), wanted)
    for task, changes in reasons(plan):
        click.echo(why_text(task.name, changes, speaks))
    return tell_problems(plan.failed, speaks)


@commands.command("list")
@click.pass_obj
def list_(speaks: Language) -> int:
    """List projects and rounds."""
    from evallib.data.projects import find_root
    from evallib.run.listing import project_lines

    for line in project_lines(find_root(), speaks):
        click.echo(line)
    return 0


def _noticing(speaks: Language) -> Callable[..., None]:
    """What happens beside the reports goes where errors go."""
    from evallib.run.terminal import say

    def notice(key: str, **facts: object) -> None:
        click.echo(say(f"progress.{key}", speaks, **facts), err=True)

    return notice


def _tell_standing(outcomes: Sequence[Outcome], root: Path, speaks: Language) -> int:
    """As ``make_reports`` does for reports that are all up to date."""
    from evallib.run.outcome import Progress
    from evallib.run.terminal import summary_text

    for done, outcome in enumerate(outcomes, start=1):
        _tell(Progress(outcome, done, len(outcomes), 0.0), speaks)
    click.echo(summary_text(outcomes, root, speaks))
    return 0


def _executor(
    address: str | None, root: Path
) -> AbstractContextManager[Executor | None]:
    if address is None:
        return nullcontext()
    from evallib.run.workers.cluster import cluster

    return cluster(address, root)


def _tell(progress: Progress, speaks: Language) -> None:
    from evallib.run.terminal import progress_text

    line = progress_text(
        progress.outcome,
        done=progress.done,
        total=progress.total,
        seconds_left=progress.seconds_left,
        language=speaks,
    )
    if not sys.stdout.isatty():
        click.echo(line)
        return
    # On a terminal a line gives way to the next one, unless somebody must read it.
    stays = progress.outcome.fault is not None or progress.done == progress.total
    click.echo(f"\r\x1b[K{line}", nl=stays)


def _tell_notes(outcomes: Sequence[Outcome], speaks: Language) -> None:
    """What the publisher has to know, once for all languages of a report."""
    from evallib.run.terminal import problems_text

    notes = list({str(note): note for each in outcomes for note in each.notes}.values())
    if notes:
        click.echo(problems_text(notes, speaks), err=True)


def tell_problems(outcomes: Sequence[Outcome], speaks: Language) -> int:
    """Every problem once, although it may have stopped three languages."""
    faults = [each.fault for each in outcomes if each.fault is not None]
    problems: list[Problem] = []
    for problem in (one for fault in faults for one in fault.problems):
        if problem not in problems:
            problems.append(problem)
    if problems:
        refuse(UserError(problems), speaks)
    return max((fault.exit_code for fault in faults), default=0)
