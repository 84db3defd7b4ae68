"""Why a report would be made again: what differs from when it was published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from evallib.run.plan import Plan
from evallib.run.provenance import provenance
from evallib.run.publishing.failures import failures, slug_of
from evallib.run.publishing.manifest import is_whole, read_manifest
from evallib.run.task import Task

FILES = ("inputs", "notebook")
SETTINGS = {"versions": "version", "parameters": "parameter"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: a key of the catalogue and the facts of its sentence."""

    kind: str
    facts: Mapping[str, str]


def reasons(plan: Plan) -> Iterator[tuple[Task, tuple[Change, ...]]]:
    """Every report of a plan, with all that changed since it was published.

    A report without a change is up to date.

    Raises
    ------
    EnvironmentFault
        ``E-STATE`` for a manifest that cannot be understood.
    """
    failed = {failure.slug for failure in failures(plan.root)}
    for task in plan.tasks:
        found = list(_changes(task, plan))
        if slug_of(task) in failed:
            found.insert(0, Change("failed", {}))
        yield task, tuple(found)


def _changes(task: Task, plan: Plan) -> Iterator[Change]:
    manifest = read_manifest(task.folder)
    entry = manifest and manifest["reports"].get(task.key)
    if not manifest or not entry:
        yield Change("new", {})
        return
    if not is_whole(task.folder, manifest, entry):
        yield Change("edited", {"file": task.file})
    before = entry["origin"]
    now = asdict(provenance(task, plan.projects[task.project]))
    for part in FILES:
        yield from _files(before[part], now[part])
    for part, kind in SETTINGS.items():
        yield from _settings(before[part], now[part], kind)
    for part in ("package", "lock"):
        if before[part] != now[part]:
            yield Change(part, {})


def _files(before: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[Change]:
    """A declared file that is missing has the empty hash."""
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name, ""), now.get(name, "")
        if old != new:
            kind = "changed" if old and new else "added" if new else "removed"
            yield Change(kind, {"file": name})


def _settings(
    before: Mapping[str, str], now: Mapping[str, str], kind: str
) -> Iterator[Change]:
    for name in sorted(before.keys() | now.keys()):
        old, new = before.get(name, "–"), now.get(name, "–")
        if old != new:
            yield Change(kind, {"name": name, "old": old, "new": new})
