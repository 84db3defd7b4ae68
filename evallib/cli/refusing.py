"""Faults in words: those of the user's data, and those of what was typed."""

from __future__ import annotations

from difflib import get_close_matches

import click

from evallib.domain.errors import Place, Problem, UserError
from evallib.domain.vocabulary import Language
from evallib.run.typed import PROGRAM


def refuse(fault: UserError, speaks: Language) -> int:
    """Tell every problem, keep them for other programs, and give the exit code."""
    from evallib.data.projects import find_root
    from evallib.run.terminal import keep_problems, problems_text

    try:
        log = keep_problems(find_root(), fault.problems, speaks)
    except (OSError, UserError):
        log = ""
    click.echo(problems_text(fault.problems, speaks, log), err=True)
    return fault.exit_code


def usage_problem(fault: click.UsageError) -> Problem:
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
