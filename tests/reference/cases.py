"""Pinned reference cases: read them, and judge a number against its tolerance."""

from __future__ import annotations

import csv
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PINNED = Path(__file__).parent / "pinned"
# The span of twelve row orders is itself only a sample; this share more is allowed.
SPAN_ALLOWANCE = 0.1


@dataclass(frozen=True, slots=True)
class Case:
    """One data set with the inputs of its analysis and the expected values."""

    id: str
    inputs: Mapping[str, Any]
    expected: Mapping[str, Mapping[str, Any]]


def cases(family: str) -> list[Case]:
    """All pinned cases of one family."""
    text = (PINNED / f"{family}.json").read_text(encoding="utf-8")
    return [
        Case(case["id"], case["inputs"], case["expected"])
        for case in json.loads(text)["cases"]
    ]


def columns(file: str) -> dict[str, list[str]]:
    """A pinned data file by column, as text."""
    with (PINNED / file).open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {name: [row[name] for row in rows] for name in rows[0]}


def passes(got: Any, expected: Mapping[str, Any]) -> bool:
    """Whether a value lies within tolerance of the expected or an accepted one."""
    if is_span(expected["value"]):
        return _within(got, expected["value"])
    atol, rtol = expected["atol"], expected["rtol"]
    return any(_close(got, value, atol, rtol) for value in accepted(expected))


def accepted(expected: Mapping[str, Any]) -> list[Any]:
    """The expected value, and those right under another stated convention."""
    also = expected.get("also_accept", [])
    others = also.values() if isinstance(also, Mapping) else also
    return [expected["value"], *others]


def is_span(value: Any) -> bool:
    """Whether an expected value is the span that random row orders gave."""
    return isinstance(value, Mapping) and "se_min" in value


def _within(got: Sequence[float], span: Mapping[str, float]) -> bool:
    slack = SPAN_ALLOWANCE * (span["max"] - span["min"])
    value, error = got
    return (
        span["min"] - slack <= value <= span["max"] + slack
        and span["se_min"] <= error <= span["se_max"]
    )


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
