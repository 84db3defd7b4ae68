"""The ledger of public releases: appended to, never rewritten, chained by hashes.

It holds who belonged to which published group, so it is internal, and no report
quotes it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from evallib.release.told import Told

START = "0" * 64
FILE, MANIFEST = "ledger.jsonl", "manifest.json"
OWNER_ONLY = 0o600


class LedgerBroken(Exception):
    """The ledger cannot be trusted, so nothing may be published."""


@dataclass(frozen=True, slots=True)
class Release:
    """One public release, as later ones must know it.

    Attributes
    ----------
    report : str
        Project, round and report.
    released_on : date
        The day.
    kid : str
        Which key the pseudonyms were made with; figures under another key cannot
        be matched.
    limits : str
        The limits that it was made under.
    figures : tuple of Told
        Every published count with its members.
    edition : str
        Fingerprint of the numbers: the same in every language of one report.
    accepted : str
        Who accepted that it tells of few persons together with others, and why.
    """

    report: str
    released_on: date
    kid: str
    limits: str
    figures: tuple[Told, ...]
    edition: str = ""
    accepted: str = ""


def append(path: Path, release: Release) -> str:
    """Add a release to the ledger and make sure that it has reached the disk.

    Read the answer as: the hash of its line, with which the next one has to begin. A
    release that is the last one of its report already is not added again.

    Parameters
    ----------
    path : Path
        ``reports/ledger.jsonl``; made if it does not exist.
    release : Release
        What was published.

    Raises
    ------
    LedgerBroken
        If the ledger as it stands cannot be trusted.
    """
    lines = _lines(path) if path.exists() else []
    releases = _checked(path.name, lines)
    for line, before in zip(reversed(lines), reversed(releases), strict=True):
        if before.report == release.report:
            if replace(before, released_on=release.released_on) == release:
                return _hash(line)
            break
    _end_torn_line(path, lines)
    previous = _hash(lines[-1]) if lines else START
    line = json.dumps(
        {"previous": previous, **_as_plain(release)},
        ensure_ascii=False,
        sort_keys=True,
    )
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT
    descriptor = os.open(path, flags, OWNER_ONLY)
    with os.fdopen(descriptor, "a", encoding="utf-8", newline="\n") as ledger:
        ledger.write(line + "\n")
        ledger.flush()
        os.fsync(ledger.fileno())
    return _hash(line)


def read_ledger(
    path: Path, *, released_before: Collection[str] = ()
) -> tuple[Release, ...]:
    """All releases in their order.

    Read an empty answer as: nothing was ever published from here.

    Parameters
    ----------
    path : Path
        The ledger.
    released_before : collection of str
        Hashes of lines that public reports rest on; a ledger without them, or none
        at all, is never taken for a whole one.

    Raises
    ------
    LedgerBroken
        If the file is missing after a release, cannot be read, its chain is broken
        (a line was changed, taken out, or put in), or it ends too early.

    Notes
    -----
    A last line without its end was torn when the machine stopped. Nothing rests on
    it, because a report is published after its line, so it is passed over.
    """
    if not path.exists():
        if released_before:
            raise LedgerBroken(f"{path.name} is missing although a report is public")
        return ()
    lines = _lines(path)
    releases = _checked(path.name, lines)
    if not {_hash(line) for line in lines}.issuperset(released_before):
        raise LedgerBroken(f"{path.name} lacks a line that a public report rests on")
    return releases


def lines_relied_on(reports: Path, project: str) -> frozenset[str]:
    """Hashes of the lines that public reports of a project rest on.

    Read an empty answer as: the project has no public report about persons yet.

    Parameters
    ----------
    reports : Path
        The folder of all reports.
    project : str
        Its id.

    Raises
    ------
    LedgerBroken
        If a manifest of the project cannot be read.
    """
    found: set[str] = set()
    for path in sorted((reports / "public" / project).glob(f"*/{MANIFEST}")):
        try:
            entries = json.loads(path.read_text(encoding="utf-8"))["reports"].values()
            found.update(each["ledger"] for each in entries if each.get("ledger"))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
            raise LedgerBroken(f"{path.name} cannot be read") from fault
    return frozenset(found)


def _lines(path: Path) -> list[str]:
    """The lines that were written to their end."""
    try:
        return path.read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, UnicodeError) as fault:
        raise LedgerBroken(f"{path.name} cannot be read") from fault


def _end_torn_line(path: Path, lines: Sequence[str]) -> None:
    whole = sum(len(line.encode("utf-8")) + 1 for line in lines)
    if path.exists() and path.stat().st_size > whole:
        os.truncate(path, whole)


def _checked(name: str, lines: Sequence[str]) -> tuple[Release, ...]:
    releases, previous = [], START
    try:
        for number, line in enumerate(lines, start=1):
            plain = json.loads(line)
            if plain["previous"] != previous:
                raise LedgerBroken(f"{name}: the chain breaks at line {number}")
            releases.append(_from_plain(plain))
            previous = _hash(line)
    except (ValueError, KeyError, TypeError, IndexError) as fault:
        raise LedgerBroken(f"{name} cannot be read") from fault
    return tuple(releases)


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def _as_plain(release: Release) -> dict[str, Any]:
    return {
        "report": release.report,
        "released_on": release.released_on.isoformat(),
        "kid": release.kid,
        "limits": release.limits,
        "edition": release.edition,
        "accepted": release.accepted,
        **plain_figures(release.figures),
    }


def plain_figures(figures: Sequence[Told]) -> dict[str, Any]:
    """Figures for a file: every group of persons once, and what is told of it."""
    groups = list(dict.fromkeys((each.population, each.members) for each in figures))
    place = {group: at for at, group in enumerate(groups)}
    return {
        "populations": [
            {"words": words, "members": sorted(members)} for words, members in groups
        ],
        "figures": [
            {
                "population": place[each.population, each.members],
                "category": each.category,
                "low": each.low,
                "high": each.high,
            }
            for each in figures
        ],
    }


def figures_of(plain: Mapping[str, Any]) -> tuple[Told, ...]:
    """The figures of a file, as ``plain_figures`` wrote them."""
    groups = [
        (frozenset(each["members"]), each["words"]) for each in plain["populations"]
    ]
    return tuple(
        Told(
            groups[each["population"]][0],
            each["category"],
            each["low"],
            each["high"],
            groups[each["population"]][1],
        )
        for each in plain["figures"]
    )


def _from_plain(plain: Mapping[str, Any]) -> Release:
    return Release(
        plain["report"],
        date.fromisoformat(plain["released_on"]),
        plain["kid"],
        plain["limits"],
        figures_of(plain),
        plain["edition"],
        plain["accepted"],
    )
