"""From the run folder to the reader: ledger, page, numbers, and the manifest last."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal

from evallib.run.making.report import PAGE, RESULTS, Made
from evallib.run.publishing.manifest import FILE, FORMAT, read_manifest
from evallib.run.publishing.releasing import enter_release, keep_evidence
from evallib.run.publishing.storage import (
    disk_faults,
    json_text,
    move_file,
    replace_file,
    sync_folder,
)

Published = Literal["made", "same"]


def publish(made: Made) -> Published:
    """Replace a report in one step each for page, numbers and manifest.

    Between the steps a reader of the manifest sees a page with another hash and
    takes it for absent; the next run puts that right.

    Parameters
    ----------
    made : Made
        A report that was proved complete.

    Returns
    -------
    str
        ``same`` if the new page has the bytes of the published one, else ``made``.

    Raises
    ------
    EnvironmentFault
        ``E-STATE`` for a manifest that cannot be understood, ``E-DISK``, ``E-PERM``.
    RuntimeError
        If the same inputs gave other numbers in another language.
    """
    task = made.task
    page = _hash((made.folder / PAGE).read_bytes())
    numbers = _hash((made.folder / RESULTS).read_bytes())
    with disk_faults("/".join(task.folder.parts[-4:])):
        task.folder.mkdir(parents=True, exist_ok=True)
        before = read_manifest(task.folder) or {"reports": {}, "files": {}}
        _require_same_numbers(before, made, numbers)
        line = enter_release(task, made.folder)
        keep_evidence(task, made.folder)
        move_file(made.folder / PAGE, task.folder / task.file)
        move_file(made.folder / RESULTS, task.folder / task.results_file)
        sync_folder(task.folder)
        manifest = _manifest(before, made, page=page, numbers=numbers, ledger=line)
        replace_file(task.folder / FILE, json_text(manifest), drafts=made.folder)
    return "same" if before["files"].get(task.file) == page else "made"


def _manifest(
    before: Mapping[str, Any],
    made: Made,
    *,
    page: str,
    numbers: str,
    ledger: str | None,
) -> dict[str, object]:
    task, origin = made.task, made.origin
    entry = {
        "file": task.file,
        "language": task.language,
        "report": task.report,
        "results": task.results_file,
        "results_sha256": numbers,
        "fingerprint": origin.fingerprint,
        "numbers_fingerprint": origin.numbers_fingerprint,
        "origin": asdict(origin),
        "withheld": made.withheld,
        **({"ledger": ledger} if ledger else {}),
    }
    files = {**before["files"], task.file: page, task.results_file: numbers}
    return {
        "format": FORMAT,
        **made.facts,
        "audience": task.audience,
        "reports": {**before["reports"], task.key: entry},
        "files": files,
    }


def _require_same_numbers(before: Mapping[str, Any], made: Made, numbers: str) -> None:
    """Numbers come from inputs, never from the language they are read in."""
    for key, entry in before["reports"].items():
        same = entry["numbers_fingerprint"] == made.origin.numbers_fingerprint
        if same and entry["results_sha256"] != numbers and key != made.task.key:
            raise RuntimeError(
                f"{made.task.name}: numbers differ from those of {key} although "
                "nothing but the language does"
            )


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
