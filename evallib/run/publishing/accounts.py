"""What a public report hides and what could still be worked out, from its evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evallib.release.evidence import read_blackbox, read_evidence
from evallib.run.plan import Plan
from evallib.run.publishing.releasing import evidence_file

AUDITS = ("A1", "A2", "A3")
ABOUT_OTHERS = ("repaired", "known", "accepted")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the account: a key of the catalogue and the facts of its sentence."""

    kind: str
    facts: Mapping[str, object]


def accounts(plan: Plan) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """Every report of a plan, once for all its languages, with what its audits found.

    A report without lines has not been published, or nothing in it is about persons.
    """
    seen: set[Path] = set()
    for task in plan.tasks:
        path = evidence_file(task)
        if path not in seen and task.audience == "public":
            seen.add(path)
            name = f"{task.project} {task.round} {task.report}"
            yield name, tuple(_account(read_evidence(path), read_blackbox(path)))


def _account(
    sections: Sequence[Mapping[str, Any]], blackbox: Mapping[str, int]
) -> Iterator[Line]:
    if not sections:
        return
    hidden = [cell for each in sections for cell in each["hidden"]]
    unsafe = sum(bool(cell["why"]) for cell in hidden)
    facts = {"cells": len(hidden), "unsafe": unsafe, "beside": len(hidden) - unsafe}
    yield Line("hidden", facts)
    for audit in AUDITS:
        counts = [each["audits"].get(audit, {}) for each in sections]
        attacked = sum(each.get("attacked", 0) for each in counts)
        passed = sum(each.get("passed", 0) for each in counts)
        yield Line(audit, {"attacked": attacked, "passed": passed})
    named = sum(each["named"] for each in sections)
    unnamed = sum(each["unnamed"] for each in sections)
    yield Line("compared", {"named": named, "unnamed": unnamed})
    if blackbox:
        yield Line("A6", blackbox)
    for section in sections:
        yield from _of_section(section)


def _of_section(section: Mapping[str, Any]) -> Iterator[Line]:
    lines = [*_cells(section), *_groups(section)]
    if lines:
        yield Line("section", {"section": section["section"]})
        yield from lines


def _cells(section: Mapping[str, Any]) -> Iterator[Line]:
    """Hidden cells row by row: by which rules, and between what they may still lie."""
    bounds = {
        (each["table"], each["row"], each["column"]): (each["low"], each["high"])
        for each in section["attacked"]
        if each["audit"] == "A1"
    }
    for table in section["withheld"]:
        yield Line("withheld", {"table": table})
    for cell in section["hidden"]:
        place = cell["table"], cell["row"], cell["column"]
        facts = dict(zip(("table", "row", "column"), place, strict=True))
        rules = {"rules": ", ".join(cell["why"])}
        low, high = bounds.get(place, (None, None))
        if low is not None and rules["rules"]:
            yield Line("bounded", {**facts, **rules, "low": low, "high": high})
        elif rules["rules"]:
            yield Line("unsafe", {**facts, **rules})
        else:
            yield Line("beside", facts)


def _groups(section: Mapping[str, Any]) -> Iterator[Line]:
    """Groups of persons between this release and others."""
    for kind in ABOUT_OTHERS:
        for each in section[kind]:
            facts = {"persons": each["persons"], "category": each["category"]}
            yield Line(kind, facts)
    for table, row in section["ahead"]:
        yield Line("ahead", {"table": table, "row": row})
