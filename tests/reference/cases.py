"""Pinned reference cases: read them, and judge a number against its tolerance."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

PINNED = Path(__file__).parent / "pinned"


@dataclass(frozen=True, slots=True)
class Case:
    """One data set with the inputs of its analysis and the expected values."""

    id: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One number of ours beside the reference, as a test compared them."""

    family: str
    case: str
    quantity: str
    got: Any
    value: Any
    passed: bool


# Every comparison of this session, in the order made; the methods page shows them.
COMPARED: list[Comparison] = []


@cache
def cases(family: str) -> list[Case]:
    """All pinned cases of one family."""
    text = (PINNED / f"{family}.json").read_text(encoding="utf-8")
    found = [
        Case(case["id"], case["inputs"], case["expected"])
        for case in json.loads(text)["cases"]
    ]
    for case in found:
        for quantity, expected in case.expected.items():
            _NAMES[id(expected)] = (family, case.id, quantity)
    return found


_NAMES: dict[int, tuple[str, str, str]] = {}


def columns(file: str) -> dict[str, list[str]]:
    """A pinned data file by column, as text."""
    with (PINNED / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: [row[name] for row in rows] for name in rows[0]}


def passes(got: Any, expected: Mapping[str, Any]) -> bool:
    """Whether a value lies within tolerance of the expected or an accepted one."""
    accepted = [expected["value"]]
    also = expected.get("also_accept", [])
    accepted += list(also.values()) if isinstance(also, Mapping) else list(also)
    atol, rtol = expected["atol"], expected["rtol"]
    passed = any(_close(got, value, atol, rtol) for value in accepted)
    if named := _NAMES.get(id(expected)):
        COMPARED.append(Comparison(*named, got, expected["value"], passed))
    return passed


def _close(got: Any, value: Any, atol: float, rtol: float) -> bool:
    if isinstance(value, Mapping):
        return all(_close(got[name], value[name], atol, rtol) for name in value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        pairs = list(got)
        return len(pairs) == len(value) and all(
            _close(one, other, atol, rtol)
            for one, other in zip(pairs, value, strict=True)
        )
    if value == "NA":
        return got is None or math.isnan(got)
    if value in ("Inf", "-Inf"):
        return bool(got == float(value.lower()))
    if isinstance(value, str):
        return bool(got == value)
    return got is not None and abs(float(got) - value) <= atol + rtol * abs(value)
