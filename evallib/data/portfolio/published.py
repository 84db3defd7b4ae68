"""What a project's own public report has told: its numbers as they were released."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

PUBLIC = Path("reports", "public")
MANIFEST = "manifest.json"
REPORT = "evaluation"
RESULTS = "results.json"

Spot = tuple[str, str, str, str]  # section, table, row, column


@dataclass(frozen=True, slots=True)
class Number:
    """A released number as it was shown; a range has no ``value``."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """The public report of one round.

    Attributes
    ----------
    numbers : mapping
        Where a number stands to the number. What the report hides is not in it.
    inputs : mapping
        File to the hash that it had when the report was made.
    """

    project: str
    round: str
    as_of: date
    numbers: Mapping[Spot, Number] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)

    def number(self, spot: Spot) -> Number | None:
        """What the report shows there; None where it hides or holds nothing."""
        return self.numbers.get(spot)

    def value(self, spot: Spot) -> float | None:
        """The same for a single number."""
        found = self.numbers.get(spot)
        return found.value if found is not None else None

    def count(self, spot: Spot) -> int | None:
        """The same for a number of persons."""
        found = self.value(spot)
        return round(found) if found is not None else None


def published_report(
    root: Path, project: str, *, until: date | None = None
) -> PublishedReport | None:
    """The latest public evaluation report of a project, with the numbers it shows.

    Read ``None`` as: nobody can read anything of this project yet, so that nothing
    may be told of it elsewhere either.

    Parameters
    ----------
    root : Path
        The folder that holds ``reports/``.
    project : str
        Id of the project.
    until : date, optional
        Reports with a later cut-off are left aside.

    Notes
    -----
    Only a report whose numbers have the hash that its manifest tells counts; one that
    is being replaced or was edited is as good as none.
    """
    found = [
        each
        for folder in (root / PUBLIC / project).glob("*")
        for each in _reports(folder)
        if until is None or each.as_of <= until
    ]
    return max(found, key=lambda each: (each.as_of, each.round), default=None)


def results_file(root: Path, report: PublishedReport) -> Path:
    """Where the numbers of a report lie."""
    return root / PUBLIC / report.project / report.round / RESULTS


def _reports(folder: Path) -> Iterator[PublishedReport]:
    """The report of a round, unless it is not there or cannot be trusted."""
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        entries = [e for e in manifest["reports"].values() if e["report"] == REPORT]
        numbers = (folder / RESULTS).read_bytes()
        digest = hashlib.sha256(numbers).hexdigest()
        made = [each for each in entries if each["results_sha256"] == digest]
        if made and manifest["audience"] == "public":
            yield PublishedReport(
                manifest["project"],
                manifest["round"],
                date.fromisoformat(manifest["as_of"]),
                dict(_shown(json.loads(numbers)["numbers"])),
                made[0]["origin"]["inputs"],
            )
    except (OSError, ValueError, KeyError, TypeError):
        return


def _shown(records: list[Mapping[str, Any]]) -> Iterator[tuple[Spot, Number]]:
    for each in records:
        if each["status"] == "shown":
            spot = each["section"], each["table"], each["row"], each["column"]
            value = each["value"]
            told = float(value) if isinstance(value, (int, float)) else None
            yield spot, Number(told, each["low"], each["high"])
