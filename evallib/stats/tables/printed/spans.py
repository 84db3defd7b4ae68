"""The least and the most favourable of many results, group size by group size."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evallib.domain.estimate import Tally

FloatArray = NDArray[np.float64]
Conclusion = Literal["higher", "lower", "unclear"]


@dataclass(frozen=True, slots=True)
class Span:
    """Smallest and largest value that a number takes over all combinations."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class SizeResult:
    """Every result at one possible size of the control group.

    ``difference`` spans the differences, ``limits`` runs from the lowest lower limit
    to the highest upper limit, and ``conclusion`` is what all of them agree on.
    """

    control_size: int
    control_counts: tuple[int, ...]
    difference: Span
    limits: Span
    conclusion: Conclusion


def by_size(
    controls: tuple[Tally, ...], gap: FloatArray, low: FloatArray, high: FloatArray
) -> tuple[SizeResult, ...]:
    """Results of all combinations, gathered by the control group's size."""
    sizes = np.array([group.known for group in controls])
    starts = np.flatnonzero(np.diff(sizes, prepend=0))
    results = []
    for start, stop in zip(starts, [*starts[1:], sizes.size], strict=True):
        here = slice(start, stop)
        results.append(
            SizeResult(
                control_size=int(sizes[start]),
                control_counts=tuple(group.reached for group in controls[here]),
                difference=span(gap[:, here]),
                limits=Span(float(low[:, here].min()), float(high[:, here].max())),
                conclusion=conclusion(low[:, here], high[:, here]),
            )
        )
    return tuple(results)


def conclusion(low: FloatArray, high: FloatArray) -> Conclusion:
    """What intervals with these limits agree on."""
    if low.min() > 0:
        return "higher"
    return "lower" if high.max() < 0 else "unclear"


def holds_from(results: tuple[SizeResult, ...]) -> int | None:
    """Smallest size from which every larger one has the same clear conclusion."""
    final, smallest = results[-1].conclusion, None
    for result in reversed(results):
        if result.conclusion == "unclear" or result.conclusion != final:
            break
        smallest = result.control_size
    return smallest


def span(values: FloatArray) -> Span:
    """Smallest and largest of some numbers."""
    return Span(float(values.min()), float(values.max()))
