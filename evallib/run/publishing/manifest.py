"""What stands in a folder of reports, and whether it may be believed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from evallib.domain.errors import EnvironmentFault, Place, Problem
from evallib.run.provenance import file_hash
from evallib.run.task import Task

FILE = "manifest.json"
FORMAT = 1


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """The manifest of a round, or None where nothing has been published.

    Raises
    ------
    EnvironmentFault
        ``E-STATE`` for a file that is there but cannot be understood; it is never
        treated as empty.
    """
    path = folder / FILE
    if not path.is_file():
        return None
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        understood = manifest["format"] == FORMAT
        understood &= all("file" in each for each in manifest["reports"].values())
        understood &= isinstance(manifest["files"], dict)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        understood = False
    if not understood:
        shown = "/".join((*folder.parts[-4:], FILE))
        raise EnvironmentFault([Problem("E-STATE", Place(shown))])
    return dict(manifest)


def published(task: Task) -> Mapping[str, Any] | None:
    """The manifest entry of a report whose files are those that were published."""
    manifest = read_manifest(task.folder)
    entry = manifest and manifest["reports"].get(task.key)
    if not manifest or not entry:
        return None
    return entry if is_whole(task.folder, manifest, entry) else None


def is_whole(
    folder: Path, manifest: Mapping[str, Any], entry: Mapping[str, Any]
) -> bool:
    """Whether the page and the numbers of an entry have the bytes it speaks of."""
    hashes = manifest["files"]
    return all(
        hashes.get(name) and file_hash(folder / name) == hashes[name]
        for name in (entry["file"], entry["results"])
    )
