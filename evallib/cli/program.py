"""The program: what was typed to a command, and every fault to words and a code."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence

import click

from evallib.cli.group import all_commands
from evallib.cli.refusing import refuse, usage_problem
from evallib.domain.errors import ConfigurationError, EnvironmentFault, UserError
from evallib.domain.vocabulary import LANGUAGES, Language
from evallib.run.typed import PROGRAM, asked_language, require_choice

INTERNAL = UserError.exit_code
INTERRUPTED = EnvironmentFault.exit_code


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
        commands = all_commands()
        _fill_help(commands, speaks)
        code = commands.main(typed, PROGRAM, standalone_mode=False, obj=speaks)
    except UserError as fault:
        return refuse(fault, speaks)
    except click.exceptions.NoArgsIsHelpError as bare:  # a group and no command of it
        click.echo(bare.ctx.get_help())
        return 0
    except click.UsageError as fault:
        return refuse(ConfigurationError([usage_problem(fault)]), speaks)
    except click.Abort:
        raise
    except Exception as error:  # the last resort: a bug is told in one masked sentence
        click.echo(internal_text(error, speaks), err=True)
        return INTERNAL
    return int(code or 0)


def _fill_help(commands: click.Group, speaks: Language) -> None:
    from evallib.run.terminal import help_words

    words = help_words(speaks)
    commands.help = words[PROGRAM]
    _fill_options(commands, words, "")
    for name, command in commands.commands.items():
        _fill_command(command, words, name)


def _fill_command(command: click.Command, words: Mapping[str, str], name: str) -> None:
    command.help = words[name]
    _fill_options(command, words, f"{name}_")
    if isinstance(command, click.Group):
        for below, each in command.commands.items():
            _fill_command(each, words, f"{name}-{below}")


def _fill_options(command: click.Command, words: Mapping[str, str], own: str) -> None:
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            parameter.help = words[f"{own}{parameter.name}"]
