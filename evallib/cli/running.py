"""Commands that read projects and make their reports: run, list, check."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from evallib.cli.group import commands
from evallib.cli.refusing import refuse
from evallib.domain.errors import Problem, UserError
from evallib.domain.vocabulary import Language
from evallib.run.typed import languages, require_own_options

if TYPE_CHECKING:
    from evallib.run.batch import Progress
    from evallib.run.outcome import Outcome


@commands.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT …]")
@click.option("--all", "everything", is_flag=True)
@click.option("--report", metavar="NAME")
@click.option("--language", metavar="fi|sv|en|all")
@click.option("--round", metavar="ROUND")
@click.option("--jobs", type=click.IntRange(min=1), metavar="N")
@click.option("--internal", is_flag=True)
@click.option("--force", is_flag=True)
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
    internal: bool,
    force: bool,
    parameter: tuple[tuple[str, str], ...],
) -> int:
    """Make reports."""
    from evallib.data.projects import find_root
    from evallib.run.batch import run_plan
    from evallib.run.outcome import exit_code
    from evallib.run.plan import Wanted, make_plan
    from evallib.run.terminal import say, summary_text

    require_own_options(parameter)
    wanted = Wanted(
        projects=projects,
        everything=everything,
        report=report,
        languages=languages(language),
        round=round,
        audience="internal" if internal else "public",
        extra=parameter,
    )
    root = find_root()
    outcomes = run_plan(
        make_plan(root, wanted),
        jobs=jobs or os.cpu_count() or 1,
        force=force,
        tell=lambda progress: _tell(progress, speaks),
        notice=lambda: click.echo(say("progress.taken_over", speaks), err=True),
    )
    _tell_problems(outcomes, speaks)
    click.echo(summary_text(outcomes, root, speaks))
    return exit_code(outcomes)


@commands.command("list")
@click.pass_obj
def list_(speaks: Language) -> int:
    """List projects and rounds."""
    from evallib.data.projects import find_root
    from evallib.run.listing import project_lines

    for line in project_lines(find_root(), speaks):
        click.echo(line)
    return 0


def _tell(progress: Progress, speaks: Language) -> None:
    from evallib.run.terminal import progress_text

    line = progress_text(
        progress.outcome,
        done=progress.done,
        total=progress.total,
        seconds_left=progress.seconds_left,
        language=speaks,
    )
    click.echo(line)


def _tell_problems(outcomes: Sequence[Outcome], speaks: Language) -> None:
    """Every problem once, although it may have stopped three languages."""
    faults = [each.fault for each in outcomes if each.fault is not None]
    problems: list[Problem] = []
    for problem in (one for fault in faults for one in fault.problems):
        if problem not in problems:
            problems.append(problem)
    if problems:
        refuse(UserError(problems), speaks)
