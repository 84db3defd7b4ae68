"""The group of all commands, and where a new one is added.

A command is a function in a module of this folder: one module for each subject, such
as ``keys``. It is decorated with ``commands.command()``, or with that of a group of its
own made by ``commands.group(cls=Commands)``. Its words stand under ``[help]`` in
``present/locales/commands``: ``name`` for the command, ``name_option`` for an option,
``group-name`` for a command below a group. Nothing else has to know of it. What it
needs is imported when it runs, so that help is quick.
"""

from __future__ import annotations

import pkgutil
from difflib import get_close_matches
from importlib import import_module

import click

import evallib.cli
from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.run.typed import PROGRAM


class Commands(click.Group):
    """A group that answers an unknown command in the form of every other fault."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and self.get_command(ctx, args[0]) is None:
            known = self.list_commands(ctx)
            near = get_close_matches(args[0], known, n=1)
            facts = {"case": "command", "allowed": known, "near": near}
            place = Place(ctx.command_path)
            raise ConfigurationError([Problem("E-CFG-KEY", place, facts)])
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--ui-language", metavar="fi|sv|en", expose_value=False)
@click.version_option(package_name=PROGRAM, message="%(version)s")
def commands() -> None:
    """Stand for the program; the words of every help text are in the catalogues."""
    from evallib.run.process import prepare_process

    prepare_process()


def all_commands() -> click.Group:
    """The group once every module of this folder has added its commands to it."""
    for module in pkgutil.iter_modules(evallib.cli.__path__):
        import_module(f"{evallib.cli.__name__}.{module.name}")
    return commands
