"""Writes docs/methods.md from the functions that the reference tests use.

    python -m tests.reference.methods_page

The prose stands in methods.template.md; a line in double braces is where a table comes.
Page and tests cannot drift: both take our numbers from each family's ``ours(case)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from tests.reference.cases import PINNED
from tests.reference.exact_coverage import (
    SIZES,
    coverage_of_a_difference,
    coverage_of_a_rate,
    type_one_error,
)
from tests.reference.methods_rows import Family, family

TEMPLATE = Path(__file__).parent / "methods.template.md"
PAGE = Path(__file__).parents[2] / "docs" / "methods.md"
PLACE = re.compile(r"^\{\{(\w+)\}\}$", re.MULTILINE)
INTERVALS = {
    ("one rate", "wilson"): coverage_of_a_rate,
    ("one rate", "clopper_pearson"): coverage_of_a_rate,
    ("difference", "newcombe"): coverage_of_a_difference,
    ("difference", "miettinen_nurminen"): coverage_of_a_difference,
}
NOTHING_DRAWN = "none: every count weighed"
TESTS = ("fisher", "fisher_midp", "boschloo", "barnard")


def families_on_file() -> set[str]:
    """Every family of pinned numbers."""
    return {path.stem for path in PINNED.glob("*.json")}


def places() -> list[str]:
    """What the template asks for, in its order."""
    return PLACE.findall(TEMPLATE.read_text(encoding="utf-8"))


def filled(place: str) -> str:
    """The table that belongs in one place of the template."""
    makers: dict[str, Callable[[], str]] = {
        "summary": summary,
        "coverage": coverage,
        "errors": errors,
    }
    return makers[place]() if place in makers else values(family(place))


def page() -> str:
    """The whole page as Markdown."""
    template = TEMPLATE.read_text(encoding="utf-8")
    return PLACE.sub(lambda found: filled(found[1]), template)


def summary() -> str:
    """One line a family."""
    found = [family(place) for place in places() if place in families_on_file()]
    head = ["family", "cases", "quantities", "within tolerance", "not claimed"]
    lines = [
        (f"`{each.name}`", each.cases, len(each.rows), each.passed, len(each.left_out))
        for each in found
    ]
    sums = [sum(int(line[column]) for line in lines) for column in range(1, 5)]
    return _table(head, [*lines, ("together", *sums)])


def values(found: Family) -> str:
    """Where a family's references come from, its numbers, and what is left out."""
    head = ["quantity", "case", "ours", "reference", "difference", "allowed", ""]
    rows = [
        (
            row.quantity, row.case, row.ours, row.reference, row.difference,
            row.allowed, "✓" if row.passed else "✗",
        )
        for row in found.rows
    ]  # fmt: skip
    parts = [_table(["quantity", "how the reference made it"], _told(found))]
    parts.append(_table(head, rows))
    if found.left_out:
        left_out = _table(["not claimed", "case", "why"], found.left_out)
        parts.append(left_out)
    return "\n\n".join(parts)


def _told(found: Family) -> Iterable[tuple[str, str]]:
    for quantity, source in found.sources.items():
        if source:
            yield quantity, source.replace("|", "\\|")


def coverage() -> str:
    """Lowest and mean coverage over the rates, for each interval and size."""
    lines = []
    for (kind, method), covered in INTERVALS.items():
        for known in SIZES:
            shares = covered(known, method)
            line = (kind, method, known, f"{shares.min():.3f}", f"{shares.mean():.3f}")
            lines.append((*line, NOTHING_DRAWN))
    head = ["of", "interval", "persons a group", "lowest", "mean", "Monte Carlo error"]
    return _table(head, lines)


def errors() -> str:
    """Type I error of each exact test at each size."""
    lines = [
        (method, known, f"{type_one_error(known, method):.4f}", NOTHING_DRAWN)
        for method in TESTS
        for known in SIZES
    ]
    head = ["test", "persons a group", "largest type I error", "Monte Carlo error"]
    return _table(head, lines)


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    titles = list(head)
    lines = [titles, ["---"] * len(titles), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
