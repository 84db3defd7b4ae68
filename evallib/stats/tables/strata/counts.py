"""Counts of pilot and control in several strata, as aligned arrays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from evallib.domain.estimate import Tally
from evallib.stats.tables.guards import SMALL_GROUP

FloatArray = NDArray[np.float64]
Stratum = tuple[Tally, Tally]


@dataclass(frozen=True, slots=True)
class Strata:
    """Persons who reached the outcome and persons with known status, per stratum."""

    x1: FloatArray
    n1: FloatArray
    x2: FloatArray
    n2: FloatArray

    @property
    def persons(self) -> FloatArray:
        return self.n1 + self.n2

    @property
    def reached(self) -> FloatArray:
        return self.x1 + self.x2


def comparable(strata: Sequence[Stratum]) -> Strata:
    """Counts of the strata in which both groups have persons of known status."""
    pairs = [
        (pilot, control) for pilot, control in strata if _both_known(pilot, control)
    ]
    if not pairs:
        raise ValueError(
            f"none of {len(strata)} strata has persons of known status in both groups, "
            "so nothing can be compared within strata; use wider strata"
        )
    counts = [(p.reached, p.known, c.reached, c.known) for p, c in pairs]
    return Strata(*np.array(counts, dtype=float).T)


def stratum_notes(strata: Sequence[Stratum]) -> tuple[str, ...]:
    """Keys of what a reader must know about these strata."""
    pilots, controls = zip(*strata, strict=True)
    everybody = [*pilots, *controls]
    known = [sum(group.known for group in side) for side in (pilots, controls)]
    applies = {
        "small_group": min(known) < SMALL_GROUP,
        "follow_up_incomplete": any(group.pending for group in everybody),
        "lost_to_follow_up": any(group.lost for group in everybody),
        "strata_without_contrast": not all(_both_known(*pair) for pair in strata),
    }
    return tuple(note for note, holds in applies.items() if holds)


def _both_known(pilot: Tally, control: Tally) -> bool:
    return pilot.known > 0 and control.known > 0
