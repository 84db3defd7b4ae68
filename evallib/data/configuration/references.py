"""Relations between tables of a project file: every id that is named exists."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from evallib.domain.errors import Place, Problem

LISTS = ("sources", "rounds", "levels", "surveys", "comparisons")
NAMES_A_SOURCE = ("funding", "surveys", "comparisons")


def reference_problems(declared: Mapping[str, Any], *, shown: str) -> list[Problem]:
    """Ids that are named but not declared, and ids declared twice.

    Parameters
    ----------
    declared : mapping
        The declarations; what has the wrong type is passed over here, because the
        model reports it.
    shown : str
        How messages name the file.

    Returns
    -------
    list of Problem
        ``E-CFG-KEY`` with the ids that exist, ``E-CFG-ID`` for an id used twice.
    """
    return [*_twice(declared, shown), *_unknown(declared, shown)]


def folder_problems(
    path: Path, declared: Mapping[str, Any], *, shown: str
) -> list[Problem]:
    """The id is the name of the folder, and no other folder differs only by case.

    Parameters
    ----------
    path : Path
        The project file.
    declared : mapping
        Its declarations.
    shown : str
        How messages name the file.

    Returns
    -------
    list of Problem
        ``E-CFG-ID`` for either fault.
    """
    folder = path.parent
    same = _alike(folder)
    if len(same) > 1:
        facts = {"case": "twice", "allowed": sorted(same)}
        return [Problem("E-CFG-ID", Place(shown, column="id"), facts)]
    if isinstance(declared.get("id"), str) and declared["id"] != folder.name:
        facts = {"case": "folder", "allowed": [folder.name]}
        return [Problem("E-CFG-ID", Place(shown, column="id"), facts)]
    return []


def _alike(folder: Path) -> list[str]:
    """Folders beside it, and itself, whose names some system takes for the same."""
    names = _folded_names(folder.parent, folder.parent.stat().st_mtime_ns)
    found = names.get(_folded(folder.name), [])
    return [name for name in found if (folder.parent / name).is_dir()]


@lru_cache(maxsize=4)
def _folded_names(parent: Path, _changed: int) -> Mapping[str, list[str]]:
    names: dict[str, list[str]] = {}
    for name in (each.name for each in parent.iterdir()):
        names.setdefault(_folded(name), []).append(name)
    return names


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).casefold()


def _items(declared: Mapping[str, Any], name: str) -> list[tuple[str, dict[str, Any]]]:
    """Tables of a list, or of a table of tables, each with its written place."""
    held = declared.get(name)
    if isinstance(held, dict):
        return [(f"{name}.{k}", v) for k, v in held.items() if isinstance(v, dict)]
    if not isinstance(held, list):
        return []
    tables = [(at, each) for at, each in enumerate(held, 1) if isinstance(each, dict)]
    return [(f"{name}[{each.get('id', at)}]", each) for at, each in tables]


def _ids(declared: Mapping[str, Any], name: str) -> list[str]:
    ids = [each.get("id") for _, each in _items(declared, name)]
    return [each for each in ids if isinstance(each, str)]


def _twice(declared: Mapping[str, Any], shown: str) -> Iterator[Problem]:
    for name in LISTS:
        ids = _ids(declared, name)
        for each in sorted({one for one in ids if ids.count(one) > 1}):
            place = Place(shown, column=f"{name}[{each}].id")
            yield Problem("E-CFG-ID", place, {"case": "repeated"})


def _unknown(declared: Mapping[str, Any], shown: str) -> Iterator[Problem]:
    sources, rounds = _ids(declared, "sources"), _ids(declared, "rounds")
    if "as_of" in declared and "rounds" not in declared:
        rounds = ["final"]  # the round that a cut-off day alone declares
    for name in (*NAMES_A_SOURCE, "files"):
        for written, table in _items(declared, name):
            if "source" in table:
                yield from _refused(
                    table["source"], sources, f"{written}.source", shown
                )
    for written, table in _items(declared, "files"):
        named = table.get("rounds", ())
        for each in named if isinstance(named, list) else ():
            yield from _refused(each, rounds, f"{written}.rounds", shown)


def _refused(
    named: object, known: list[str], key: str, shown: str
) -> Iterator[Problem]:
    if isinstance(named, str) and named not in known:
        near = get_close_matches(named, known, n=1)
        facts = {"case": "reference", "allowed": known, "near": near}
        yield Problem("E-CFG-KEY", Place(shown, column=key), facts)
