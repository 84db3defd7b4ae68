"""The plan as it was locked before the results: its hash and its day."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal

from evallib.data.projects import FILE as PROJECT_FILE
from evallib.data.projects import project_folder
from evallib.data.root import FOLDER
from evallib.data.stored.disk import sync_file
from evallib.domain.errors import ConfigurationError, Place, Problem
from evallib.domain.plan import Plan
from evallib.domain.project import Project

FILE = "plan.lock.json"
FORMAT = 1
MAX_BYTES = 1_000_000

Broken = Literal["syntax", "shape", "hash"]


@dataclass(frozen=True, slots=True)
class PlanLock:
    """What ``evallib plan lock`` wrote beside the project file.

    Attributes
    ----------
    locked_on : date
        The day on which it was locked.
    sha256 : str
        Of the plan as it stood then.
    changed : tuple of str
        Keys of the plan that are different today, dotted; empty if none is.
    earlier : tuple of date
        Days of the locks before this one, of plans that were changed since.
    """

    locked_on: date
    sha256: str
    changed: tuple[str, ...] = ()
    earlier: tuple[date, ...] = ()


def lock_file(root: Path, project: str) -> Path:
    """Where the locks of a project lie, whether or not there are any.

    Read the answer as: this file belongs to the project as ``project.toml`` does.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : str
        Id of a project that has been loaded.

    Returns
    -------
    Path
        Not checked to exist.
    """
    return project_folder(root, project) / FILE


def plan_hash(plan: Plan) -> str:
    """SHA-256 of a plan, in hexadecimal.

    Read two equal hashes as: the same plan, however its project file is written.

    Parameters
    ----------
    plan : Plan
        Every key counts, those that were left out by their default.

    Returns
    -------
    str
        64 characters.

    Examples
    --------
    >>> one = Plan(primary="any_work", horizon_months=3)
    >>> two = Plan(horizon_months=3, primary="any_work", design="comparison_group")
    >>> plan_hash(one) == plan_hash(two)
    True
    """
    return _hash(_facts(plan))


def lock_plan(root: Path, project: Project, today: date) -> PlanLock:
    """Write down the plan as it stands, with its hash and the day.

    Read ``earlier == ()`` as: this is the first plan that was locked.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : Project
        Its ``plan`` is locked.
    today : date
        The day of the lock.

    Returns
    -------
    PlanLock
        The lock that stands. A plan that is locked already keeps its day.

    Raises
    ------
    ConfigurationError
        ``E-CFG-MISSING`` if the project has no plan, ``E-PLAN-LOCK`` if the file of
        locks is broken: a lock is never written over one that cannot be read.

    Notes
    -----
    Locks are added at the end and never taken out, so that a plan that was changed
    stays on record. The file is replaced whole once the new one is on disk.
    """
    if project.plan is None:
        place = Place(f"{FOLDER}/{project.id}/{PROJECT_FILE}")
        raise ConfigurationError([Problem("E-CFG-MISSING", place, {"key": "plan"})])
    locks = _read(root, project)
    facts = _facts(project.plan)
    if not locks or _changed(locks[-1]["plan"], facts):
        lock = {
            "locked_on": today.isoformat(),
            "sha256": _hash(facts),
            "plan": facts,
        }
        locks.append(lock)
        _write(lock_file(root, project.id), locks)
    return _lock(locks, facts)


def read_lock(root: Path, project: Project) -> PlanLock | None:
    """The last lock of a project's plan, and what has changed since.

    Read ``changed == ("horizon_months",)`` as: the follow-up point is another one than
    in the plan that was locked.

    Parameters
    ----------
    root : Path
        The folder that holds ``projects/``.
    project : Project
        As declared today; a plan that was taken out has changed in every key.

    Returns
    -------
    PlanLock or None
        None if no plan was ever locked.

    Raises
    ------
    ConfigurationError
        ``E-PLAN-LOCK`` if the file cannot be read or a locked plan does not have the
        hash that stands beside it.
    """
    locks = _read(root, project)
    if not locks:
        return None
    return _lock(locks, {} if project.plan is None else _facts(project.plan))


def _facts(plan: Plan) -> dict[str, Any]:
    return plan.model_dump(mode="json")


def _hash(facts: Mapping[str, Any]) -> str:
    written = json.dumps(
        facts, sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    return hashlib.sha256(written.encode("utf-8")).hexdigest()


def _lock(locks: list[dict[str, Any]], facts: Mapping[str, Any]) -> PlanLock:
    days = [date.fromisoformat(each["locked_on"]) for each in locks]
    last = locks[-1]
    changed = _changed(last["plan"], facts)
    return PlanLock(days[-1], last["sha256"], changed, tuple(days[:-1]))


def _changed(
    locked: Mapping[str, Any], today: Mapping[str, Any], above: str = ""
) -> tuple[str, ...]:
    """Keys that differ; one that the lock did not know had its default then."""
    found: list[str] = []
    for key in sorted({*locked, *today}):
        before = locked.get(key, _default(key) if not above else None)
        after = today.get(key)
        if isinstance(before, Mapping) and isinstance(after, Mapping):
            found += _changed(before, after, f"{above}{key}.")
        elif before != after:
            found.append(f"{above}{key}")
    return tuple(found)


def _default(key: str) -> Any:
    field = Plan.model_fields.get(key)
    if field is None or field.is_required():
        return None
    default = field.get_default(call_default_factory=True)
    return list(default) if isinstance(default, tuple) else default


def _read(root: Path, project: Project) -> list[dict[str, Any]]:
    """Every lock, oldest first; each with a plan that has the hash beside it."""
    path = lock_file(root, project.id)
    if not path.is_file():
        return []
    shown = f"{FOLDER}/{project.id}/{FILE}"
    if path.stat().st_size > MAX_BYTES:
        raise _broken(shown, "shape")
    try:
        held = json.loads(path.read_text(encoding="utf-8-sig"))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError):
        raise _broken(shown, "syntax") from None
    if not _is_history(held):
        raise _broken(shown, "shape")
    locks: list[dict[str, Any]] = held["locks"]
    if any(_hash(each["plan"]) != each["sha256"] for each in locks):
        raise _broken(shown, "hash")
    return locks


def _is_history(held: Any) -> bool:
    if not isinstance(held, dict) or held.get("format") != FORMAT:
        return False
    locks = held.get("locks")
    return isinstance(locks, list) and bool(locks) and all(map(_is_lock, locks))


def _is_lock(lock: Any) -> bool:
    if not isinstance(lock, dict) or not isinstance(lock.get("plan"), dict):
        return False
    words = [lock.get(name) for name in ("locked_on", "sha256")]
    return all(isinstance(each, str) for each in words) and _is_day(str(words[0]))


def _is_day(written: str) -> bool:
    try:
        date.fromisoformat(written)
    except ValueError:
        return False
    return True


def _broken(shown: str, case: Broken) -> ConfigurationError:
    return ConfigurationError([Problem("E-PLAN-LOCK", Place(shown), {"case": case})])


def _write(path: Path, locks: list[dict[str, Any]]) -> None:
    held = {"format": FORMAT, "locks": locks}
    text = json.dumps(held, indent=2, ensure_ascii=False) + "\n"
    partial = path.with_name(f".{path.name}.partial")
    partial.write_text(text, encoding="utf-8", newline="\n")
    sync_file(partial)
    partial.replace(path)
