"""The commands. What they need is imported when they run, so that help is quick."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING

import click

from evallib.domain.errors import (
    ConfigurationError,
    EnvironmentFault,
    Place,
    Problem,
    UserError,
)
from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.run.typed import (
    PROGRAM,
    asked_language,
    languages,
    require_choice,
    require_own_options,
)

if TYPE_CHECKING:
    from evallib.run.batch import Progress
    from evallib.run.outcome import Outcome

INTERNAL = UserError.exit_code
INTERRUPTED = EnvironmentFault.exit_code


class Commands(click.Group):
    """A group that answers an unknown command in the form of every other fault."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            near = get_close_matches(args[0], known, n=1)
            facts = {"case": "command", "allowed": known, "near": near}
            raise ConfigurationError([Problem("E-CFG-KEY", Place(PROGRAM), facts)])
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--ui-language", metavar="fi|sv|en", expose_value=False)
@click.version_option(package_name=PROGRAM, message="%(version)s")
def commands() -> None:
    """Stand for the program; the words of every help text are in the catalogues."""
    from evallib.run.process import prepare_process

    prepare_process()


@commands.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT …]")
@click.option("--all", "everything", is_flag=True)
@click.option("--report", default="evaluation", metavar="NAME")
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
    report: str,
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


@commands.command("new-project")
@click.argument("project", metavar="ID")
@click.option("--name", metavar="NAME")
@click.option("--code", metavar="CODE")
@click.option("--language", metavar="fi|sv|en")
@click.option("--start", metavar="DATE")
@click.option("--end", metavar="DATE")
@click.option("--round", metavar="final|DATE")
@click.option("--groups", metavar="A,B")
@click.pass_obj
def new_project(speaks: Language, /, project: str, **answers: str | None) -> int:
    """Begin a project; only a person at a terminal is asked."""
    from evallib.run.starting import begin

    ask = click.prompt if sys.stdin.isatty() else None
    click.echo(begin(project, answers, ask=ask, speaks=speaks))
    return 0


@commands.command("import-esf")
@click.argument("file", metavar="FILE")
@click.option("--id", "project", metavar="ID")
@click.pass_obj
def import_esf(speaks: Language, file: str, project: str | None) -> int:
    """Begin a project from its ESF sheet."""
    from evallib.run.starting import import_sheet

    click.echo(import_sheet(file, project, speaks=speaks))
    return 0


@commands.command()
@click.argument("projects", nargs=-1, required=True, metavar="PROJECT …")
@click.pass_obj
def check(speaks: Language, projects: tuple[str, ...]) -> int:
    """Read everything of the projects and tell all that is wrong."""
    from evallib.data.projects import find_root, load_project
    from evallib.run.plan import require_inputs
    from evallib.run.task import Task
    from evallib.run.terminal import problems_text, say

    root, code = find_root(), 0
    for each in projects:
        warnings: list[Problem] = []
        try:
            project = load_project(root, each)
            for each_round in project.rounds:
                found = require_inputs(
                    Task(root, each, each_round.id, project.language)
                )
                warnings += [one for one in found if one not in warnings]
        except UserError as fault:
            code = code or fault.exit_code
            _refuse(fault, speaks)
            continue
        if warnings:
            click.echo(problems_text(warnings, speaks) + "\n", err=True)
        counts = {"files": len(project.files), "rounds": len(project.rounds)}
        click.echo(say("check.good", speaks, project=each, **counts))
    return code


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command; a fault ends in words and an exit code, never in a traceback."""
    from evallib.run.terminal import chosen_language, interrupted_text

    asked, typed = asked_language(sys.argv[1:] if arguments is None else arguments)
    speaks = chosen_language(asked, os.environ)
    try:
        return _answer(asked, typed, speaks)
    except (KeyboardInterrupt, click.Abort):
        click.echo(interrupted_text(speaks), err=True)
        return INTERRUPTED


def _answer(asked: str | None, typed: list[str], speaks: Language) -> int:
    from evallib.run.terminal import internal_text

    try:
        if asked is not None:
            require_choice(asked, LANGUAGES, "--ui-language")
        _fill_help(speaks)
        code = commands.main(typed, PROGRAM, standalone_mode=False, obj=speaks)
    except UserError as fault:
        return _refuse(fault, speaks)
    except click.UsageError as fault:
        return _refuse(ConfigurationError([_usage_problem(fault)]), speaks)
    except click.Abort:
        raise
    except Exception as error:  # the last resort: a bug is told in one masked sentence
        click.echo(internal_text(error, speaks), err=True)
        return INTERNAL
    return int(code or 0)


def _fill_help(speaks: Language) -> None:
    from evallib.run.terminal import help_words

    words = help_words(speaks)
    commands.help = words[PROGRAM]
    for parameter in commands.params:
        if isinstance(parameter, click.Option) and parameter.name in words:
            parameter.help = words[parameter.name]
    for name, command in commands.commands.items():
        command.help = words[name]
        for parameter in command.params:
            if isinstance(parameter, click.Option):
                parameter.help = words[f"{name}_{parameter.name}"]


def _usage_problem(fault: click.UsageError) -> Problem:
    """Click's own faults as facts; its English sentence is not shown."""
    place = fault.ctx.command_path if fault.ctx else PROGRAM
    known = [] if fault.ctx is None else _options(fault.ctx.command)
    facts: dict[str, object]
    if isinstance(fault, click.NoSuchOption):
        near = get_close_matches(fault.option_name, known, n=1)
        facts = {"case": "option", "allowed": known, "near": near}
        return Problem("E-CFG-KEY", Place(place, column=fault.option_name), facts)
    if isinstance(fault, click.BadParameter):
        column = fault.param.opts[0] if fault.param and fault.param.opts else None
        if isinstance(fault, click.MissingParameter):
            metavar = fault.param.metavar if fault.param else None
            facts = {"case": "option", "allowed": metavar or column}
            return Problem("E-CFG-MISSING", Place(place), facts)
        return Problem("E-CFG-TYPE", Place(place, column=column), {"expected": "count"})
    if isinstance(fault, click.BadOptionUsage):
        facts = {"case": "option"}
        return Problem("E-CFG-MISSING", Place(place, column=fault.option_name), facts)
    return Problem("E-CFG-KEY", Place(place), {"case": "surplus", "allowed": known})


def _options(command: click.Command) -> list[str]:
    named = [parameter.opts[0] for parameter in command.params]
    return [name for name in named if name.startswith("-")]


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
        _refuse(UserError(problems), speaks)


def _refuse(fault: UserError, speaks: Language) -> int:
    from evallib.data.projects import find_root
    from evallib.run.terminal import keep_problems, problems_text

    try:
        log = keep_problems(find_root(), fault.problems, speaks)
    except (OSError, UserError):
        log = ""
    click.echo(problems_text(fault.problems, speaks, log), err=True)
    return fault.exit_code
