"""Groups that are pilot or control as a whole, summed up for comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import BoolArray, FloatArray, IntArray
from evallib.stats.labels import Label, grouping, require_two

Weigh = Literal["persons", "groups"]


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Sum of the outcome and number of persons in each group, and its side."""

    labels: tuple[Label, ...]
    sums: FloatArray
    sizes: IntArray
    pilot: BoolArray


def arms(outcome: ArrayLike, pilot: ArrayLike, groups: ArrayLike) -> Arms:
    """Sum persons up by group; refuse groups that stand on both sides."""
    values = known_numbers("outcome", outcome)
    coded = grouping("groups", groups, values.size)
    require_two("groups", coded)
    side = known_numbers("pilot", pilot)
    if side.shape != values.shape or not np.all((side == 0) | (side == 1)):
        raise ValueError("pilot is 1 or 0 for every person")
    sizes = np.asarray(coded.persons, dtype=np.int64)
    share = np.bincount(coded.code, side) / sizes
    _require_whole_groups(share)
    sums = np.bincount(coded.code, values).astype(np.float64)
    return Arms(coded.labels, sums, sizes, share == 1)


def known_numbers(name: str, values: ArrayLike) -> FloatArray:
    """One finite number a person; refuse anything else."""
    numbers = np.asarray(values, dtype=np.float64)
    if numbers.ndim != 1 or numbers.size == 0:
        raise ValueError(f"{name} needs one number a person; got shape {numbers.shape}")
    missing = int(np.count_nonzero(~np.isfinite(numbers)))
    if missing:
        raise ValueError(
            f"{name} is missing for {missing} of {numbers.size} persons; leave them "
            "out and say so"
        )
    return numbers


def differences(arm: Arms, pilot: BoolArray, weigh: Weigh) -> FloatArray:
    """Pilot mean minus control mean for each row of ``pilot`` (rows × groups)."""
    if weigh == "groups":
        values, weights = arm.sums / arm.sizes, np.ones(arm.sizes.size)
    else:
        values, weights = arm.sums, arm.sizes.astype(np.float64)
    chosen = pilot.astype(np.float64)
    inside, persons = chosen @ values, chosen @ weights
    gap: FloatArray = inside / persons - (values.sum() - inside) / (
        weights.sum() - persons
    )
    return gap


def _require_whole_groups(share: FloatArray) -> None:
    mixed = int(np.count_nonzero((share > 0) & (share < 1)))
    if mixed:
        raise ValueError(
            f"{mixed} of {share.size} groups hold pilot and control persons; groups "
            "must be on one side as a whole"
        )
    if not 0 < share.sum() < share.size:
        raise ValueError("both sides need at least one group")
