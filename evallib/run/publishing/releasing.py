"""A public report enters the ledger before anyone can read it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.domain.vocabulary import Audience
from evallib.release.evidence import EDITION, EVIDENCE, read_evidence, read_release
from evallib.release.ledger import FILE, LedgerBroken, append
from evallib.run.publishing.storage import move_file
from evallib.run.task import Task


def name_edition(task: Task, folder: Path, numbers: str) -> None:
    """Tell the notebook which report it makes, and of which numbers."""
    edition = f"{task.project}/{task.round}/{task.report}\n{numbers}"
    (folder / EDITION).write_text(edition, encoding="utf-8")


def enter_release(task: Task, folder: Path) -> str | None:
    """Add a report to the ledger. Returns the hash of its line.

    None for a report that is internal or about no persons one by one.

    Raises
    ------
    EnvironmentFault
        ``E-LEDGER-BROKEN`` if the ledger cannot be trusted.
    """
    today = datetime.now(UTC).date()
    release = read_release(folder, released_on=today)
    if release is None or task.audience == "internal":
        return None
    try:
        return append(task.root / "reports" / FILE, release)
    except LedgerBroken:
        place = Place(f"reports/{FILE}")
        raise EnvironmentFault([Problem("E-LEDGER-BROKEN", place)]) from None


def keep_evidence(task: Task, folder: Path) -> None:
    """Put what the audits have found beside the internal reports of the round."""
    if (folder / EVIDENCE).is_file():
        path = evidence_file(task)
        path.parent.mkdir(parents=True, exist_ok=True)
        move_file(folder / EVIDENCE, path)


def evidence_file(task: Task) -> Path:
    """Where the evidence of a public report lies; it is the same in every language."""
    internal: Audience = "internal"
    folder = task.root / "reports" / internal / task.project / task.round
    return folder / f"evidence-{task.report}.json"


def notes_of(task: Task) -> tuple[Problem, ...]:
    """What whoever publishes the report has to know of it and of earlier releases."""
    sections = read_evidence(evidence_file(task))
    if task.audience == "internal" or not sections:
        return ()
    place = Place(f"{task.project} {task.round} {task.report}")
    told = {
        "W-LEDGER-AHEAD": _tables(sections, "ahead"),
        "W-WITHHELD": _sections(sections, "repaired"),
        "W-LEDGER-KNOWN": _sections(sections, "known"),
    }
    return tuple(
        Problem(code, place, {"where": ", ".join(where)})
        for code, where in told.items()
        if where
    )


def _sections(sections: Sequence[Mapping[str, Any]], what: str) -> list[str]:
    return [each["section"] for each in sections if each[what]]


def _tables(sections: Sequence[Mapping[str, Any]], what: str) -> list[str]:
    return [
        f"{each['section']}/{table}"
        for each in sections
        for table in dict.fromkeys(table for table, _ in each[what])
    ]
