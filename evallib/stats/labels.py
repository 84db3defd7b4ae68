"""Labels of groups, one a person, coded for counting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from evallib.stats.arrays import IntArray

Label = str | int | float | bool


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """Labels in sorted order and, for each person, the place of the own label."""

    labels: tuple[Label, ...]
    code: IntArray
    persons: tuple[int, ...]


def grouping(name: str, values: ArrayLike, persons: int) -> Grouping:
    """Code one label a person; refuse missing labels and wrong lengths."""
    given = np.asarray(values)
    if given.shape != (persons,):
        raise ValueError(
            f"{name} needs one label a person ({persons}); got shape {given.shape}"
        )
    if _has_missing(given):
        raise ValueError(f"{name} must be known for every person")
    labels, code = np.unique(given, return_inverse=True)
    place = code.astype(np.int64, copy=False)
    counts = np.bincount(place, minlength=labels.size)
    return Grouping(tuple(labels.tolist()), place, tuple(counts.tolist()))


def require_two(name: str, groups: Grouping) -> None:
    """Refuse a comparison that has one side only."""
    if len(groups.labels) < 2:
        raise ValueError(f"{name} must hold at least two labels; got one")


def _has_missing(values: NDArray[np.generic]) -> bool:
    if values.dtype.kind == "f":
        return bool(np.isnan(values).any())
    if values.dtype.kind == "O":
        return any(value is None or value != value for value in values)
    return False
