"""Risk sets of Cox's partial likelihood, summed once for all persons.

Persons are sorted by time, so a sum over everyone still at risk is a sum of blocks
from the end: one block for each distinct event time, holding the persons who leave
from that time on and before the next. The information swaps the order of summation:
each person's covariates enter once, times the hazard the person has lived through.
Time and memory grow with persons × covariates, never with their square. Rows and
slices are worked on one after another, so that scratch arrays stay small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from evallib.stats.arrays import BoolArray, FloatArray, IntArray

Ties = Literal["efron", "breslow"]

# Persons worked on at once; ten covariates of so many fit a processor's cache.
SLICE = 1 << 15
# With fewer persons than this in a block, adding them up block by block is slower.
DENSE = 4


@dataclass(frozen=True, slots=True, eq=False)
class RiskSets:
    """Persons in time order from the first event on; covariates in rows."""

    covariates: FloatArray  # covariates × persons
    event: BoolArray
    times: FloatArray  # distinct event times
    block: IntArray  # first person of each event time's block
    first: IntArray  # first event of each event time, among the events
    passed: FloatArray  # share of its ties that each event leaves out of the sum
    order: IntArray  # where each of these persons stood in the data

    @property
    def sizes(self) -> IntArray:
        return np.diff(self.block, append=self.event.size)

    @property
    def deaths(self) -> IntArray:
        return np.diff(self.first, append=self.passed.size)

    @property
    def tied(self) -> bool:
        return bool(self.passed.any())


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over the risk set at each event time, for one set of coefficients.

    ``a`` and ``b`` are the sums over a time's events of 1/φ and of passed/φ, with φ
    the weight of the risk set; ``aa``, ``ab`` and ``bb`` the same with φ squared.
    """

    log_likelihood: float
    weight: FloatArray
    at_risk: FloatArray  # covariates × times
    dying: FloatArray
    a: FloatArray
    b: FloatArray
    aa: FloatArray
    ab: FloatArray
    bb: FloatArray


def arrange(
    durations: FloatArray, happened: BoolArray, covariates: FloatArray, *, ties: Ties
) -> RiskSets:
    """Sort persons by time and mark the blocks; covariates stand in rows."""
    order = np.argsort(durations)
    sorted_times, event = durations[order], happened[order]
    times, deaths = np.unique(sorted_times[event], return_counts=True)
    start = int(np.searchsorted(sorted_times, times[0]))
    order = order[start:]
    first = np.cumsum(deaths) - deaths
    within = np.arange(deaths.sum()) - np.repeat(first, deaths)
    passed = within / np.repeat(deaths, deaths) if ties == "efron" else 0.0 * within
    return RiskSets(
        covariates=np.take(covariates, order, axis=1),
        event=event[start:],
        times=times,
        block=np.searchsorted(sorted_times[start:], times),
        first=first,
        passed=passed,
        order=order,
    )


def moments(sets: RiskSets, beta: FloatArray) -> Moments:
    """Log partial likelihood and the sums that its derivatives need."""
    score = beta @ sets.covariates
    weight = np.exp(score)
    total = _still_there(weight, sets.block)
    at_risk = np.empty((beta.size, total.size))
    dying: FloatArray = np.broadcast_to(0.0, at_risk.shape)
    if sets.tied:
        dying = np.empty_like(at_risk)
    for place, row in enumerate(sets.covariates):
        weighted = row * weight
        at_risk[place] = _still_there(weighted, sets.block)
        if sets.tied:
            dying[place] = np.add.reduceat(weighted[sets.event], sets.first)
    phi = np.repeat(total, sets.deaths)
    if sets.tied:
        lost = np.add.reduceat(weight[sets.event], sets.first)
        phi = phi - sets.passed * np.repeat(lost, sets.deaths)
    a, b, aa, ab, bb = _tie_sums(sets, 1 / phi)
    likelihood = float(score[sets.event].sum() - np.log(phi).sum())
    return Moments(likelihood, weight, at_risk, dying, a, b, aa, ab, bb)


def gradient(sets: RiskSets, at: Moments) -> FloatArray:
    """Observed minus expected covariates over all events."""
    observed = sets.covariates @ sets.event.astype(np.float64)
    slope: FloatArray = observed - at.at_risk @ at.a
    return slope + at.dying @ at.b if sets.tied else slope


def score_steps(sets: RiskSets, at: Moments) -> FloatArray:
    """Observed minus expected covariates at each event time (covariates × times)."""
    observed = np.add.reduceat(sets.covariates[:, sets.event], sets.first, axis=1)
    steps: FloatArray = observed - at.at_risk * at.a + at.dying * at.b
    return steps


def information(
    sets: RiskSets, at: Moments, by_time: FloatArray | None = None
) -> FloatArray:
    """Information of the coefficients, each event time weighted by ``by_time``."""
    g = np.ones(sets.times.size) if by_time is None else by_time
    lived = np.repeat(np.cumsum(g * at.a), sets.sizes)
    if sets.tied:
        lived -= np.repeat(g * at.b, sets.sizes) * sets.event
    inner = _products(sets.covariates, at.weight * lived, sets.covariates)
    outer = _products(at.at_risk, g * at.aa, at.at_risk)
    if sets.tied:
        cross = _products(at.at_risk, g * at.ab, at.dying)
        outer += _products(at.dying, g * at.bb, at.dying) - cross - cross.T
    return inner - outer


def _products(left: FloatArray, weight: FloatArray, right: FloatArray) -> FloatArray:
    """Weighted cross-products of rows, slice by slice."""
    total = np.zeros((left.shape[0], right.shape[0]))
    for start in range(0, weight.size, SLICE):
        part = slice(start, start + SLICE)
        total += (left[:, part] * weight[part]) @ right[:, part].T
    return total


def _tie_sums(sets: RiskSets, share: FloatArray) -> tuple[FloatArray, ...]:
    if not sets.tied:
        none = np.zeros(sets.times.size)
        deaths = sets.deaths
        once = share[sets.first]
        return deaths * once, none, deaths * once**2, none, none
    passed = sets.passed * share
    terms = (share, passed, share**2, share * passed, passed**2)
    return tuple(np.add.reduceat(term, sets.first) for term in terms)


def _still_there(values: FloatArray, block: IntArray) -> FloatArray:
    """Sums over everyone from the start of each block to the end."""
    if DENSE * block.size > values.size:
        sums: FloatArray = np.cumsum(values[::-1])[values.size - 1 - block]
        return sums
    return np.cumsum(np.add.reduceat(values, block)[::-1])[::-1]
