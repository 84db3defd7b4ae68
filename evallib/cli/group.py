"""The group of all commands, and what it answers to a command it does not know."""

from __future__ import annotations

from difflib import get_close_matches

import click

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
            raise ConfigurationError([Problem("E-CFG-KEY", Place(PROGRAM), facts)])
        return super().resolve_command(ctx, args)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--ui-language", metavar="fi|sv|en", expose_value=False)
@click.version_option(package_name=PROGRAM, message="%(version)s")
def commands() -> None:
    """Stand for the program; the words of every help text are in the catalogues."""
    from evallib.run.process import prepare_process

    prepare_process()
