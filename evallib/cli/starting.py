"""Commands that begin a project: new-project, import-esf."""

from __future__ import annotations

import sys

import click

from evallib.cli.group import commands
from evallib.domain.vocabulary import Language


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
