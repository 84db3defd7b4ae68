"""``evallib audit``: what was hidden, why, and what could still be worked out."""

from __future__ import annotations

import click

from evallib.cli.group import commands
from evallib.domain.vocabulary import Language


@commands.command("audit")
@click.argument("projects", nargs=-1, required=True, metavar="PROJECT…")
@click.option("--report", metavar="NAME")
@click.option("--round", metavar="ROUND")
@click.pass_obj
def audit(
    speaks: Language,
    projects: tuple[str, ...],
    *,
    report: str | None,
    round: str | None,  # noqa: A002 - the word of the option
) -> int:
    """Tell a data protection officer what public reports hide."""
    from evallib.cli.running import tell_problems
    from evallib.data.projects import find_root
    from evallib.run.plan import Wanted, make_plan
    from evallib.run.publishing.accounts import accounts
    from evallib.run.terminal import account_text

    plan = make_plan(find_root(), Wanted(projects, report=report, round=round))
    for name, lines in accounts(plan):
        click.echo(account_text(name, lines, speaks))
    return tell_problems(plan.failed, speaks)
