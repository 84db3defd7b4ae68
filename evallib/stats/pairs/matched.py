"""Who was matched with whom, and the weights that follow from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evallib.stats.weights.inputs import Flags, Floats, Rows

CaliperUnit = Literal["pooled_sd", "sample_sd", "absolute"]
Distance = Literal["score", "mahalanobis", "exact", "coarsened", "subclass"]

UNMATCHED = -1


@dataclass(frozen=True, slots=True)
class Caliper:
    """The widest distance at which two clients still count as alike.

    Attributes
    ----------
    width : float
        How many ``unit``; above zero. 0.2 is usual for the log odds.
    unit : str
        ``"pooled_sd"``: square root of the mean of both groups' variances (Austin
        2011). ``"sample_sd"``: standard deviation of everybody (MatchIt).
        ``"absolute"``: the distance's own unit.
    """

    width: float
    unit: CaliperUnit = "pooled_sd"

    def __post_init__(self) -> None:
        if not self.width > 0:
            raise ValueError(f"a caliper is wider than zero; got {self.width!r}")


@dataclass(frozen=True, slots=True)
class NearestPlan:
    """How nearest neighbours are taken.

    Attributes
    ----------
    ratio : int
        Controls for each pilot client, at most.
    caliper : Caliper or None
        Widest distance of a pair.
    with_replacement : bool
        Whether one control may serve several pilot clients.
    seed : int
        Decides the order among clients at equal distance, and nothing else.
    """

    ratio: int = 1
    caliper: Caliper | None = None
    with_replacement: bool = False
    seed: int = 0

    def __post_init__(self) -> None:
        if self.ratio < 1:
            raise ValueError(f"ratio is one control or more; got {self.ratio!r}")


@dataclass(frozen=True, slots=True, eq=False)
class Matched:
    """Matched clients: weights for everybody, pairs or sets where there are some.

    Attributes
    ----------
    method, distance : str
        How clients were brought together, and what "near" meant.
    pilot : numpy.ndarray of bool
        The groups as given.
    weights : numpy.ndarray
        Weights for the effect on the pilot's clients: 1 for each matched pilot
        client, 0 for whoever is left out; the controls' weights sum to the number of
        matched controls.
    sets : numpy.ndarray of int
        The set each client is in, from 0, or -1. All -1 when a control serves
        several sets; ``pilot_rows`` and ``control_rows`` then tell the pairs.
    pilot_rows, control_rows : numpy.ndarray of int
        One entry per pair; empty for methods that make sets instead of pairs.
    distances : numpy.ndarray
        Distance of each pair, in the unit of ``distance``.
    plan : NearestPlan or None
        What was asked of a nearest-neighbour match, with the seed.
    caliper_width : float or None
        The caliper in the unit of ``distance``.
    ties : int
        Controls who stand where another control stands, so that the seed chose.
    notes : tuple of str
        ``"pilot_unmatched"``, ``"ties_by_seed"``, ``"few_controls"``.
    """

    method: str
    distance: Distance
    pilot: Flags
    weights: Floats
    sets: Rows
    pilot_rows: Rows
    control_rows: Rows
    distances: Floats
    plan: NearestPlan | None = None
    caliper_width: float | None = None
    ties: int = 0
    notes: tuple[str, ...] = ()

    @property
    def pilot_persons(self) -> int:
        return int(np.count_nonzero(self.weights[self.pilot]))

    @property
    def control_persons(self) -> int:
        return int(np.count_nonzero(self.weights[~self.pilot]))

    @property
    def total_distance(self) -> float:
        return float(self.distances.sum())


def weights_of_sets(pilot: Flags, sets: Rows) -> Floats:
    """Each set's controls share the weight of its pilot clients."""
    count = int(sets.max()) + 1
    inside = sets != UNMATCHED
    pilots = np.bincount(sets[inside & pilot], minlength=count)
    controls = np.bincount(sets[inside & ~pilot], minlength=count)
    share = np.divide(
        pilots, controls, out=np.zeros(count), where=(controls > 0) & (pilots > 0)
    )
    weights = np.where(pilot, 1.0, share[sets])
    weights[~inside] = 0.0
    weights[pilot & inside] = (controls > 0)[sets[pilot & inside]]
    return scaled_controls(pilot, weights)


def weights_of_pairs(pilot: Flags, pilot_rows: Rows, control_rows: Rows) -> Floats:
    """Each pilot client hands out a weight of one, in equal parts to the partners."""
    partners = np.bincount(pilot_rows, minlength=len(pilot))
    weights = np.bincount(
        control_rows, weights=1 / partners[pilot_rows], minlength=len(pilot)
    ).astype(np.float64)
    weights[pilot_rows] = 1.0
    return scaled_controls(pilot, weights)


def distances_of_pairs(points: Floats, pilot_rows: Rows, control_rows: Rows) -> Floats:
    """How far apart the clients of each pair stand, in the unit of the places."""
    gaps = points[pilot_rows] - points[control_rows]
    return np.asarray(np.sqrt(np.square(gaps).sum(axis=1)), np.float64)


def scaled_controls(pilot: Flags, weights: Floats) -> Floats:
    """The same weights, those of the controls summing to the matched controls."""
    controls = weights[~pilot]
    total = controls.sum()
    if total > 0:
        weights[~pilot] = controls * (np.count_nonzero(controls) / total)
    return weights


def require_matches(matched: Matched) -> Matched:
    """Refuse a match without anybody in it."""
    if matched.pilot_persons == 0:
        raise ValueError(
            f"{matched.method} matching found no control for any of "
            f"{int(np.count_nonzero(matched.pilot))} pilot clients; widen the caliper "
            "or match on fewer facts"
        )
    return matched


def match_notes(pilot: Flags, weights: Floats, *, ties: int = 0) -> tuple[str, ...]:
    """What a reader of a matched sample has to be told."""
    left_out = int(np.count_nonzero(weights[pilot] == 0))
    controls = int(np.count_nonzero(weights[~pilot]))
    applies = {
        "pilot_unmatched": left_out > 0,
        "ties_by_seed": ties > 0,
        "few_controls": 0 < controls < int(np.count_nonzero(pilot)) - left_out,
    }
    return tuple(note for note, holds in applies.items() if holds)
