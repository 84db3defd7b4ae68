"""The ledger of public releases: appended to, never rewritten, chained by hashes.

It holds who belonged to which published group, so it is internal, and no report
quotes it.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from evallib.release.differencing import Told

START = "0" * 64


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
    """

    report: str
    released_on: date
    kid: str
    limits: str
    figures: tuple[Told, ...]


def append(path: Path, release: Release) -> str:
    """Add a release to the ledger and make sure that it has reached the disk.

    Read the answer as: the hash that the next line has to begin with.

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
    previous = _checked(path)[1] if path.exists() else START
    line = json.dumps(
        {"previous": previous, **_as_plain(release)},
        ensure_ascii=False,
        sort_keys=True,
    )
    with path.open("a", encoding="utf-8", newline="\n") as ledger:
        ledger.write(line + "\n")
        ledger.flush()
        os.fsync(ledger.fileno())
    return _hash(line)


def read_ledger(path: Path, *, released_before: bool) -> tuple[Release, ...]:
    """All releases in their order.

    Read an empty answer as: nothing was ever published from here.

    Parameters
    ----------
    path : Path
        The ledger.
    released_before : bool
        Whether there is a public report already; a ledger that is missing then is
        never taken for an empty one.

    Raises
    ------
    LedgerBroken
        If the file is missing after a release, cannot be read, or its chain is
        broken: a line was changed, taken out, or put in.
    """
    if not path.exists():
        if released_before:
            raise LedgerBroken(f"{path.name} is missing although a report is public")
        return ()
    return _checked(path)[0]


def of_key(releases: Sequence[Release], kid: str) -> tuple[Told, ...]:
    """The figures whose members can be matched, because they share a key.

    Read a figure as: these persons, under the pseudonyms that are in use now.
    """
    return tuple(
        each for release in releases if release.kid == kid for each in release.figures
    )


def _checked(path: Path) -> tuple[tuple[Release, ...], str]:
    releases, previous = [], START
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
        for number, line in enumerate(lines, start=1):
            plain = json.loads(line)
            if plain["previous"] != previous:
                raise LedgerBroken(f"{path.name}: the chain breaks at line {number}")
            releases.append(_from_plain(plain))
            previous = _hash(line)
    except (OSError, UnicodeError, ValueError, KeyError, TypeError) as fault:
        raise LedgerBroken(f"{path.name} cannot be read") from fault
    return tuple(releases), previous


def _hash(line: str) -> str:
    return hashlib.sha256(line.encode("utf-8")).hexdigest()


def _as_plain(release: Release) -> dict[str, Any]:
    figures = [
        {
            "members": sorted(each.members),
            "category": each.category,
            "low": each.low,
            "high": each.high,
        }
        for each in release.figures
    ]
    return {
        "report": release.report,
        "released_on": release.released_on.isoformat(),
        "kid": release.kid,
        "limits": release.limits,
        "figures": figures,
    }


def _from_plain(plain: dict[str, Any]) -> Release:
    figures = tuple(
        Told(frozenset(each["members"]), each["category"], each["low"], each["high"])
        for each in plain["figures"]
    )
    released_on = date.fromisoformat(plain["released_on"])
    return Release(plain["report"], released_on, plain["kid"], plain["limits"], figures)
