"""What the audits of a report leave behind: evidence, and figures for the ledger.

Both are internal. The evidence names cells and ranges, never a hidden value or a
person; the figures name the persons of each published count by their pseudonyms and
are kept in the ledger alone.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evallib.domain.errors import DisclosureError, Place, Problem
from evallib.release.ledger import OWNER_ONLY, Release, figures_of, plain_figures

if TYPE_CHECKING:  # the solver behind them takes a while to import
    from evallib.release.audits import Finding
    from evallib.release.differencing import Block
    from evallib.release.watch import Evidence, Watch

EDITION = "edition"
EVIDENCE, RELEASE, SHAPE, PROSE = (
    f"{name}.json" for name in ("evidence", "release", "shape", "prose")
)
TOLD = ".told"  # what one language was answered, for the others
FORMAT = 1
SECONDS = 20.0  # for each count that is attacked


def announce(runs: Path, numbers: str) -> Path:
    """Say that reports with these numbers are due in several languages."""
    path = runs / f"{numbers}{TOLD}"
    runs.mkdir(parents=True, exist_ok=True)
    path.touch(OWNER_ONLY)
    return path


def announced(folder: Path) -> Path | None:
    """Where the answers of a run folder's report are kept; None where they are not."""
    edition = folder / EDITION
    if not edition.is_file():
        return None
    numbers = edition.read_text(encoding="utf-8").split("\n")[1]
    path = folder.parent / f"{numbers}{TOLD}"
    return path if path.is_file() else None


def leave_evidence(watch: Watch, folder: Path) -> None:
    """Write what the audits have found so far into the folder of a run.

    Nothing is written of an internal report, which no audit has to let pass.
    """
    if not watch.evidence:
        return
    sections = [*map(_plain, watch.evidence.values())]
    _write(folder / EVIDENCE, {"format": FORMAT, "sections": sections})
    _write(folder / PROSE, {"hidden": sorted(watch.numerals), "repeating": watch.prose})
    if (shape := watch.shape) is not None:
        from evallib.release.blackbox import plain_shape  # the solver is not light

        _write(folder / SHAPE, plain_shape(shape))
    before = watch.before
    if before is not None:
        told = [each for own in watch.figures.values() for each in own]
        head = {"kid": before.kid, "limits": before.limits, "accepted": before.accepted}
        figures = plain_figures(tuple(dict.fromkeys(told)))
        _write(folder / RELEASE, {**head, **figures})


def attack_results(folder: Path, records: Sequence[Mapping[str, Any]]) -> None:
    """Audit A6: attack the numbers that are about to be published, and keep evidence.

    Parameters
    ----------
    folder : Path
        Of a run whose notebook has left its evidence.
    records : sequence
        The numbers of ``results.json``.

    Raises
    ------
    DisclosureError
        ``E-AUDIT`` if an unsafe count can be worked out from them.
    """
    path = folder / SHAPE
    if not path.is_file():
        return
    found = _withstood(path.read_text(encoding="utf-8"), json.dumps(records))
    plain = json.loads((folder / EVIDENCE).read_text(encoding="utf-8"))
    passed = sum(withstood for _, withstood in found)
    plain["blackbox"] = {"attacked": len(found), "passed": passed}
    _write(folder / EVIDENCE, plain)
    broken = dict.fromkeys(section for section, withstood in found if not withstood)
    if broken:
        raise DisclosureError([Problem("E-AUDIT", Place(name)) for name in broken])


@lru_cache(maxsize=2)  # the languages of a report tell the same numbers
def _withstood(shape: str, records: str) -> tuple[tuple[str, bool], ...]:
    """Of every count that was attacked: its section, and whether it stays untold."""
    from evallib.release.blackbox import bounded, shape_from  # the solver is not light

    found = bounded(shape_from(json.loads(shape)), json.loads(records), seconds=SECONDS)
    return tuple((each.address[0], each.passed) for each in found)


def read_blackbox(path: Path) -> Mapping[str, int]:
    """How many counts audit A6 attacked and how many withstood; empty without one."""
    if not path.is_file():
        return {}
    found: dict[str, int] = json.loads(path.read_text("utf-8")).get("blackbox", {})
    return found


def read_evidence(path: Path) -> tuple[Mapping[str, Any], ...]:
    """The sections of a report with what was found of each; empty without a file."""
    if not path.is_file():
        return ()
    return tuple(json.loads(path.read_text(encoding="utf-8"))["sections"])


def read_prose(folder: Path) -> tuple[frozenset[str], Mapping[str, str]]:
    """Numbers that a run hides, and texts that repeat one, by section and SHA-256.

    The file is gone afterwards: nothing that stays may name what is hidden.
    """
    path = folder / PROSE
    if not path.is_file():
        return frozenset(), {}
    plain = json.loads(path.read_text(encoding="utf-8"))
    path.unlink()
    return frozenset(plain["hidden"]), plain["repeating"]


def evidence_left(folder: Path) -> Mapping[str, Any]:
    """All that the audits have left in the folder of a run, by file."""
    left = (EVIDENCE, RELEASE, SHAPE, PROSE)
    present = [folder / name for name in left if (folder / name).is_file()]
    return {each.name: json.loads(each.read_text(encoding="utf-8")) for each in present}


def leave_again(
    left: Mapping[str, Any], folder: Path, repeating: Mapping[str, str]
) -> None:
    """The same evidence for another language, whose own texts repeat numbers."""
    for name, plain in left.items():
        _write(
            folder / name,
            {**plain, "repeating": repeating} if name == PROSE else plain,
        )


def read_release(folder: Path, *, released_on: date) -> Release | None:
    """The release that a run has made; None where it is about no persons."""
    path = folder / RELEASE
    if not path.is_file():
        return None
    plain = json.loads(path.read_text(encoding="utf-8"))
    report, edition = (folder / EDITION).read_text(encoding="utf-8").split("\n")
    return Release(
        report,
        released_on,
        plain["kid"],
        plain["limits"],
        figures_of(plain),
        edition,
        plain["accepted"],
    )


def _plain(found: Evidence) -> dict[str, Any]:
    return {
        "section": found.section,
        "audits": _passed(found.findings),
        "attacked": [asdict(each) for each in found.findings],
        "hidden": [asdict(each) for each in found.hidden],
        "withheld": list(found.withheld),
        "repaired": list(_between(found.repaired)),
        "known": list(_between(found.known)),
        "accepted": list(_between(found.accepted)),
        "ahead": [list(each) for each in found.ahead],
        "named": found.named,
        "unnamed": found.unnamed,
    }


def _passed(findings: tuple[Finding, ...]) -> dict[str, dict[str, int]]:
    """How many counts each audit attacked, and how many withstood it."""
    attacked = Counter(each.audit for each in findings)
    passed = Counter(each.audit for each in findings if each.passed)
    return {
        audit: {"attacked": attacked[audit], "passed": passed[audit]}
        for audit in sorted(attacked)
    }


def _between(blocks: tuple[Block, ...]) -> Iterator[dict[str, Any]]:
    """Of how many persons what would be told; how many of them it is stays untold."""
    for each in blocks:
        yield {"persons": each.persons, "category": each.category, "why": each.why}


def _write(path: Path, plain: Mapping[str, Any]) -> None:
    """In one step, so that a run that is cut short leaves no half of a file."""
    waiting = path.with_suffix(".new")
    descriptor = os.open(waiting, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(json.dumps(plain, ensure_ascii=False, sort_keys=True))
    waiting.replace(path)
