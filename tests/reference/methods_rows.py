"""Rows of the methods page: our number beside the pinned one."""

from __future__ import annotations

import importlib
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tests.reference.cases import Case, accepted, cases, is_span, passes

SHOWN_DIGITS = 6  # the last bits differ between machines
# A smaller number is shown as 0, and a smaller difference only by its power of ten:
# their digits are rounding, which no two machines share.
SMALLEST_SHOWN = 1e-10
SMALLEST_DIGIT = 1e-6
ROUNDING = 1e-9
MOST_SHOWN = 4
UNDEFINED = "undefined"


@dataclass(frozen=True, slots=True)
class Row:
    """One claimed quantity of one case, in words and digits."""

    quantity: str
    case: str
    ours: str
    reference: str
    difference: str
    allowed: str
    passed: bool


@dataclass(frozen=True, slots=True)
class Family:
    """What one family's tests claim, and what they leave out and why."""

    name: str
    cases: int
    rows: tuple[Row, ...]
    left_out: tuple[tuple[str, str, str], ...]
    sources: Mapping[str, str]

    @property
    def passed(self) -> int:
        return sum(each.passed for each in self.rows)


@cache
def family(name: str) -> Family:
    """Every pinned quantity of a family, by the functions that its tests use."""
    tests = importlib.import_module(f"tests.reference.test_{name}")
    pinned = cases(name)
    rows, left_out = [], []
    for case in pinned:
        found = tests.ours(case)
        for quantity in case.expected:
            if reason := _reason(tests.NOT_CLAIMED, case, quantity):
                left_out.append((quantity, case.id, reason))
            else:
                rows.append(row(case, quantity, found[quantity]))
    order = {quantity: place for place, quantity in enumerate(_sources(pinned))}
    rows.sort(key=lambda each: order[each.quantity])
    return Family(name, len(pinned), tuple(rows), tuple(left_out), _sources(pinned))


def _reason(left_out: Mapping[Any, str], case: Case, quantity: str) -> str | None:
    return left_out.get(quantity) or left_out.get((case.id, quantity))


def _sources(pinned: Sequence[Case]) -> dict[str, str]:
    """How the reference says each quantity was made, where it says so."""
    found: dict[str, str] = {}
    for case in pinned:
        for quantity, expected in case.expected.items():
            found[quantity] = found.get(quantity) or expected["source"]
    return found


def row(case: Case, quantity: str, got: Any) -> Row:
    """Our value of one quantity beside the pinned one."""
    expected = case.expected[quantity]
    reference, difference = _nearest(got, expected)
    mark = "" if reference is expected["value"] else " †"
    return Row(
        quantity,
        case.id,
        shown(got),
        f"{shown(reference)}{mark}",
        _told(difference),
        _allowed(expected),
        passes(got, expected),
    )


def _nearest(got: Any, expected: Mapping[str, Any]) -> tuple[Any, float | None]:
    """The accepted value closest to ours, and how far off its worst number is."""
    if is_span(expected["value"]):
        return expected["value"], None
    choices = [(value, _largest(got, value)) for value in accepted(expected)]
    return min(choices, key=lambda each: math.inf if each[1] is None else each[1])


def _largest(got: Any, value: Any) -> float | None:
    gaps = [
        0.0 if ours == theirs else abs(ours - theirs) / max(1.0, abs(theirs))
        for ours, theirs in _pairs(got, value)
    ]
    return max(gaps, default=None)


def _pairs(got: Any, value: Any) -> Iterator[tuple[float, float]]:
    """Our and their numbers, side by side; words and undefined values have none."""
    if isinstance(value, Mapping):
        for name in value:
            yield from _pairs(got[name], value[name])
    elif _is_list(value):
        for ours, theirs in zip(got, value, strict=False):
            yield from _pairs(ours, theirs)
    elif value in ("Inf", "-Inf"):
        yield float(got), float(value.lower())
    elif not isinstance(value, str) and not _is_undefined(got):
        yield float(got), float(value)


def _told(difference: float | None) -> str:
    if difference is None:
        return "–"
    if difference < SMALLEST_DIGIT:
        return f"< 1e-{math.floor(-math.log10(max(difference, ROUNDING))):02d}"
    return f"{difference:.0e}"


def _allowed(expected: Mapping[str, Any]) -> str:
    if is_span(expected["value"]):
        return "inside the span"
    if isinstance(expected["value"], str) and expected["value"] not in ("Inf", "-Inf"):
        return "the same"
    return f"{expected['atol']:g} + {expected['rtol']:g} r"


def shown(value: Any) -> str:
    """A value as the page prints it; of long lists the first three."""
    if is_span(value):
        return f"{shown(value['min'])} to {shown(value['max'])}"
    if isinstance(value, Mapping):
        return "; ".join(f"{name} {shown(one)}" for name, one in value.items())
    if isinstance(value, str):
        return (UNDEFINED if value == "NA" else value).replace("|", "\\|")
    if _is_list(value):
        items = [shown(item) for item in value]
        if len(items) > MOST_SHOWN:
            items[3:] = [f"… ({len(items)} in all)"]
        return ", ".join(items)
    return UNDEFINED if _is_undefined(value) else _number(float(value))


def _number(value: float) -> str:
    if math.isinf(value):
        return "Inf" if value > 0 else "-Inf"
    return "0" if abs(value) < SMALLEST_SHOWN else f"{value:.{SHOWN_DIGITS}g}"


def _is_undefined(value: Any) -> bool:
    return value is None or (not _is_list(value) and math.isnan(value))


def _is_list(value: Any) -> bool:
    return hasattr(value, "__len__") and not isinstance(value, str)
