"""The quick answer: nothing has changed, so there is nothing to make or to list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from evallib.data.root import list_projects
from evallib.domain.errors import LockedError
from evallib.run.outcome import Outcome
from evallib.run.publishing.lock import only_writer
from evallib.run.publishing.run_folder import sweep
from evallib.run.publishing.storage import disk_faults
from evallib.run.standing.memory import Memory
from evallib.run.task import Wanted


def unchanged(
    memory: Memory, root: Path, wanted: Wanted, notice: Callable[[str], None]
) -> Sequence[Outcome]:
    """Every report that was asked for, if all of them are known to be up to date.

    Read nothing as: somebody has to look at them, or another run is making some now.

    Parameters
    ----------
    memory : Memory
        Of these wishes.
    root : Path
        The folder that holds ``projects/`` and ``reports/``.
    wanted : Wanted
        What the command asks for.
    notice : callable
        Called with ``taken_over`` when an earlier run was cut short.
    """
    found: list[Outcome] = []
    with suppress(LockedError), disk_faults("reports"):
        with only_writer(root / "reports") as taken_over:
            if taken_over:
                notice("taken_over")
            sweep(root / "reports")
        for project in wanted.projects or list_projects(root):
            reports = memory.reports(project)
            if not reports:
                return ()
            found += [Outcome(project, name, "current") for name in reports]
        if not memory.gallery():
            return ()
    return found
