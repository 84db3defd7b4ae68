"""Commands about the plan of an evaluation: plan lock."""

from __future__ import annotations

import click

from evallib.cli.group import Commands, commands
from evallib.domain.vocabulary import Language


@commands.group("plan", cls=Commands)
def plan() -> None:
    """Keep the plan of an evaluation from changing unseen."""


@plan.command("lock")
@click.argument("project", metavar="PROJECT")
@click.pass_obj
def lock(speaks: Language, project: str) -> int:
    """Write down the plan of a project with its hash and today's date."""
    from datetime import UTC, datetime

    from evallib.data.plan_lock import lock_file, lock_plan
    from evallib.data.projects import find_root, load_project
    from evallib.run.terminal import say

    root = find_root()
    today = datetime.now(UTC).astimezone().date()
    made = lock_plan(root, load_project(root, project), today)
    held = "made" if made.locked_on == today else "held"
    facts = {
        "project": project,
        "day": made.locked_on.isoformat(),
        "sha256": made.sha256,
        "file": lock_file(root, project).relative_to(root).as_posix(),
    }
    click.echo(say(f"plan.{held}", speaks, **facts))
    return 0
