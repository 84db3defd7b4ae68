"""Commands about what came in: check reads and tells, clean writes what may be kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import click

from evallib.cli.group import commands
from evallib.cli.refusing import refuse
from evallib.domain.errors import Problem, UserError
from evallib.domain.vocabulary import Language

if TYPE_CHECKING:
    from evallib.data.stored.manifest import RowCount


@commands.command()
@click.argument("projects", nargs=-1, required=True, metavar="PROJECT …")
@click.option("--from", "below", default="", metavar="FOLDER")
@click.pass_obj
def check(speaks: Language, projects: tuple[str, ...], below: str) -> int:
    """Read everything of the projects and tell all that is wrong; writes nothing."""
    from evallib.data.projects import find_root
    from evallib.run.checking import check_project
    from evallib.run.terminal import say

    root, code = find_root(), 0
    for each in projects:
        try:
            checked = check_project(root, each, below=below)
        except UserError as fault:
            code = code or fault.exit_code
            refuse(fault, speaks)
            continue
        _tell_warnings(checked.warnings, speaks)
        _tell_counts(checked.counts, speaks)
        counts = {"files": checked.files, "rounds": checked.rounds}
        click.echo(say("check.good", speaks, project=each, **counts))
    return code


@commands.command()
@click.argument("projects", nargs=-1, metavar="[PROJECT …]")
@click.option("--all", "everything", is_flag=True)
@click.pass_obj
def clean(speaks: Language, projects: tuple[str, ...], *, everything: bool) -> int:
    """Check client files and write the processed data."""
    from evallib.data.projects import find_root
    from evallib.run.checking import clean_project, projects_to_clean
    from evallib.run.terminal import say

    root, code = find_root(), 0
    for each in projects_to_clean(root, projects, everything=everything):
        try:
            manifest = clean_project(root, each)
        except UserError as fault:
            code = code or fault.exit_code
            refuse(fault, speaks)
            continue
        _tell_counts(manifest.provenance.counts, speaks)
        click.echo(say("clean.done", speaks, project=each))
    return code


def _tell_warnings(warnings: Iterable[Problem], speaks: Language) -> None:
    from evallib.run.terminal import problems_text

    told = [each for each in warnings if not each.code.startswith("N-")]
    if told:
        click.echo(problems_text(told, speaks) + "\n", err=True)


def _tell_counts(counts: Mapping[str, RowCount], speaks: Language) -> None:
    """Rows in, and what became of them, a line for each file of persons."""
    from evallib.run.terminal import say

    for file, count in counts.items():
        facts = {
            "rows": count.rows_in,
            "kept": count.kept,
            "aside": count.quarantined,
            "repeats": count.declared_duplicates,
        }
        click.echo(say("check.rows", speaks, file=file, **facts))
