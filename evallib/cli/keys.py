"""Commands about the key of pseudonyms: key new, key show-id, key rotate."""

from __future__ import annotations

import os

import click

from evallib.cli.group import Commands, commands
from evallib.domain.vocabulary import Language


@commands.group("key", cls=Commands)
def key() -> None:
    """Make the key, change it, or tell which it is; its bytes are never shown."""


@key.command("new")
@click.pass_obj
def new(speaks: Language) -> int:
    """Make a key where there is none."""
    from evallib.data.identity.keyfile import VARIABLE, create_key, key_path
    from evallib.run.terminal import say

    path = key_path(os.environ)
    made = create_key(path)
    place = VARIABLE if os.environ.get(VARIABLE) else path  # its value is not shown
    click.echo(say("key.made", speaks, kid=made.kid, place=place))
    return 0


@key.command("show-id")
@click.pass_obj
def show_id(speaks: Language) -> int:
    """Tell the id of the key, which tells nothing about the key."""
    from evallib.data.identity.keyfile import key_path, read_key
    from evallib.run.terminal import say

    click.echo(say("key.id", speaks, kid=read_key(key_path(os.environ)).kid))
    return 0


@key.command("rotate")
@click.argument("projects", nargs=-1, metavar="[PROJECT …]")
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def rotate(speaks: Language, projects: tuple[str, ...], *, everything: bool) -> int:
    """Change the key, and make all data again that the old one made."""
    from evallib.data.projects import find_root
    from evallib.run.rekeying import rekey
    from evallib.run.terminal import say

    def tell(project: str) -> None:
        click.echo(say("clean.done", speaks, project=project))

    changed = rekey(find_root(), projects, everything=everything, tell=tell)
    words = {"kid": changed.kid, "earlier": changed.earlier_kid}
    click.echo(say("key.changed", speaks, **words))
    return 0
