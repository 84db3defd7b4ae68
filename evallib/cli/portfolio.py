"""The command that gathers all projects in one report: portfolio."""

from __future__ import annotations

import click

from evallib.cli.group import commands
from evallib.cli.running import make_reports
from evallib.domain.vocabulary import Language
from evallib.run.typed import languages


@commands.command()
@click.option("--language", metavar="fi|sv|en|all")
@click.option("--force", is_flag=True)
@click.option("--wait", is_flag=True)
@click.pass_obj
def portfolio(
    speaks: Language, *, language: str | None, force: bool, wait: bool
) -> int:
    """Gather all projects in one report from their own public reports."""
    from evallib.data.projects import find_root
    from evallib.run.plan import portfolio_plan

    plan = portfolio_plan(find_root(), languages(language))
    return make_reports(plan, speaks, force=force, wait=wait)
