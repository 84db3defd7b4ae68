"""Writes docs/methods.md from what the reference tests compare.

    python -m pytest tests/reference -m "not slow" --methods-page docs/methods.md

Page and tests cannot drift: the rows are the very comparisons that the tests made.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from tests.reference.cases import PINNED, Comparison, cases
from tests.reference.exact_coverage import coverage_rows, error_rows

SHOWN = 6  # significant digits; the last bits differ between machines
TINY = 1e-9
LONGEST = 4
FAMILIES = {
    "tables2x2": "Two groups, one yes/no outcome",
    "exact_unconditional": "Exact interval of a difference",
    "one_sample": "One group against a fixed rate",
    "stratified": "Two groups in strata",
    "bounds": "Bounds for persons whose outcome is not known",
    "survival": "Time to work",
    "competing_risks": "Time to work when other exits compete",
    "matching": "Pairs of like clients",
    "weighting": "Weighting and outcome models",
    "did": "Before and after, with and without",
    "meta_analysis": "Pooling pilots",
    "survey": "Surveys and ranks",
    "continuous": "Means of two groups",
    "multiplicity": "Several questions at once",
    "sensitivity": "What it would take to overturn a finding",
    "cost_effectiveness": "What it cost",
}
INTRODUCTION = """# Methods and how they were checked

Every statistic of evallib is compared with numbers that somebody else computed: R on
public data, or print. This page is generated from the comparisons that the tests
make; `tests/reference/README.md` tells, family by family, what is compared, what
differs from R and why, and what is not claimed. A row passes when the difference is
within the tolerance that the reference states.

Directions: pilot minus control, pilot over control. Shares are proportions.
Intervals are 95 % and two-sided unless a row says otherwise.
"""


def page(compared: Sequence[Comparison]) -> str:
    """The whole page as Markdown."""
    parts = [INTRODUCTION, _coverage(), _errors()]
    made = {(each.family, each.case, each.quantity): each for each in compared}
    for family, title in FAMILIES.items():
        rows = [
            made[family, case.id, quantity]
            for case in cases(family)
            for quantity in case.expected
            if (family, case.id, quantity) in made
        ]
        parts.append(_family(family, title, rows))
    return "\n".join(parts)


def families_on_file() -> set[str]:
    """Every family of pinned numbers, so that none is left out of the page."""
    return {path.stem for path in PINNED.glob("*.json")}


def _family(family: str, title: str, rows: Sequence[Comparison]) -> str:
    passed = sum(each.passed for each in rows)
    lines = [
        f"## {title}",
        "",
        f"`{family}.json`: {passed} of {len(rows)} compared within tolerance.",
        "",
        "| case | quantity | ours | reference | difference | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    lines += [
        f"| {each.case} | {each.quantity} | {_shown(each.got)} "
        f"| {_shown(each.value)} | {_difference(each)} | {_mark(each)} |"
        for each in rows
    ]
    return "\n".join([*lines, ""])


def _mark(each: Comparison) -> str:
    return "✓" if each.passed else "✗"


def _shown(value: Any) -> str:
    if isinstance(value, Mapping):
        return _shown(list(value.values()))
    if isinstance(value, str) or value is None:
        return str(value)
    if _is_list(value):
        items = list(value)
        if len(items) > LONGEST:
            return f"{len(items)} values"
        return ", ".join(_shown(item) for item in items)
    if isinstance(value, bool):
        return str(value)
    return f"{float(value):.{SHOWN}g}"


def _difference(each: Comparison) -> str:
    found = _largest(each.got, each.value)
    if found is None:
        return "–"
    return "< 1e-9" if found < TINY else f"{found:.1g}"


def _largest(got: Any, value: Any) -> float | None:
    if isinstance(value, Mapping):
        pairs = [(got[name], value[name]) for name in value]
    elif _is_list(value):
        pairs = list(zip(got, value, strict=True))
    elif isinstance(value, str) or got is None:
        return None
    else:
        return abs(float(got) - float(value)) if math.isfinite(value) else None
    sizes = [size for pair in pairs if (size := _largest(*pair)) is not None]
    return max(sizes, default=None)


def _is_list(value: Any) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str)


def _coverage() -> str:
    lines = [
        "## How often an interval holds the truth",
        "",
        "Coverage of the 95 % interval of a rate, over true rates 0.1 to 0.9, by exact",
        "enumeration of every outcome (no Monte Carlo error).",
        "",
        "| persons | interval | smallest | mean |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {known} | {method} | {low:.3f} | {mean:.3f} |"
        for known, method, low, mean in coverage_rows()
    ]
    return "\n".join([*lines, ""])


def _errors() -> str:
    lines = [
        "## How often a test finds what is not there",
        "",
        "Largest chance of p ≤ 0.05 when both groups have the same rate, 0.05 to",
        "0.95, by exact enumeration of every table.",
        "",
        "| pilot | control | test | type I error |",
        "| --- | --- | --- | --- |",
    ]
    lines += [
        f"| {pilot} | {control} | {method} | {error:.3f} |"
        for pilot, control, method, error in error_rows()
    ]
    return "\n".join([*lines, ""])
