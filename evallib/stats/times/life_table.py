"""Persons at risk, events and exits at each distinct time of a follow-up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from evallib.stats.arrays import BoolArray, FloatArray, IntArray
from evallib.stats.labels import Grouping

# Whole-numbered times (days, weeks) are counted instead of sorted as long as the
# counting table stays within this many cells a person.
CELLS_A_PERSON = 4
SMALL_GROUP = 30


@dataclass(frozen=True, slots=True, eq=False)
class LifeTable:
    """Counts of persons by distinct time; ``at_risk`` is just before the time."""

    times: FloatArray
    at_risk: IntArray
    events: IntArray
    censored: IntArray

    @property
    def persons(self) -> int:
        return int(self.at_risk[0])


def life_table(time: ArrayLike, event: ArrayLike) -> LifeTable:
    """Count who is at risk, has the event or leaves at each distinct time."""
    durations, happened = follow_up(time, event)
    times, code = distinct_times(durations)
    leaving = count_by(code, times.size)
    events = count_by(code[happened], times.size)
    return LifeTable(times, remaining(leaving), events, leaving - events)


def follow_up(time: ArrayLike, event: ArrayLike) -> tuple[FloatArray, BoolArray]:
    """Check follow-up times and event flags; return them as plain arrays."""
    durations = np.asarray(time, dtype=np.float64)
    flags = np.asarray(event)
    if durations.ndim != 1 or durations.shape != flags.shape:
        raise ValueError(
            "time and event need one value a person each; got shapes "
            f"{durations.shape} and {flags.shape}"
        )
    require_durations(durations)
    if flags.dtype == np.bool_:
        return durations, flags
    happened = flags == 1
    if not np.all(happened | (flags == 0)):
        raise ValueError("event is 1 (happened) or 0 (not yet seen) for every person")
    return durations, happened


def require_durations(durations: FloatArray) -> None:
    """Refuse an empty group and times that are missing, infinite or negative."""
    if durations.size == 0:
        raise ValueError("nobody to follow: time is empty")
    wrong = np.count_nonzero(~(np.isfinite(durations) & (durations >= 0)))
    if wrong:
        raise ValueError(
            f"time must be known and not negative; {wrong} of {durations.size} are not"
        )


def distinct_times(durations: FloatArray) -> tuple[FloatArray, IntArray]:
    """Distinct times in order, and the place of each person's time among them."""
    low = durations.min()
    cells = durations.max() - low + 1
    if cells <= CELLS_A_PERSON * durations.size and np.all(durations % 1 == 0):
        offset = (durations - low).astype(np.int64)
        seen = np.bincount(offset) > 0
        return low + np.flatnonzero(seen), (np.cumsum(seen) - 1)[offset]
    return _sorted_distinct(durations)


def _sorted_distinct(durations: FloatArray) -> tuple[FloatArray, IntArray]:
    order = np.argsort(durations)
    ordered = durations[order]
    new = np.empty(order.size, dtype=np.bool_)
    new[0] = True
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    code = np.empty(order.size, dtype=np.int64)
    code[order] = np.cumsum(new) - 1
    return ordered[new], code


def group_tables(
    durations: FloatArray, group: Grouping, marks: IntArray
) -> tuple[IntArray, IntArray]:
    """At risk (times × groups) and marked exits (marks 0, 1, … × times × groups)."""
    times, code = distinct_times(durations)
    width = len(group.labels)
    cell = code * width + group.code
    kinds = int(marks.max()) + 1
    counts = count_by(marks * (times.size * width) + cell, kinds * times.size * width)
    exits = counts.reshape(kinds, times.size, width)
    return remaining(exits.sum(axis=0)), exits


def count_by(code: IntArray, size: int) -> IntArray:
    """Persons by code, zeros included."""
    return np.bincount(code, minlength=size).astype(np.int64, copy=False)


def remaining(leaving: IntArray) -> IntArray:
    """Persons who leave now or later, along the first axis."""
    later: IntArray = np.cumsum(leaving[::-1], axis=0)[::-1]
    return later


def survival_steps(table: LifeTable) -> FloatArray:
    """Product-limit estimate just after each distinct time."""
    return np.cumprod(1 - table.events / table.at_risk, dtype=np.float64)


def greenwood_steps(table: LifeTable) -> FloatArray:
    """Each time's share of the variance of log S; zero where the curve has ended."""
    left = table.at_risk - table.events
    share = np.zeros(table.times.size)
    np.divide(table.events, table.at_risk * left, out=share, where=left > 0)
    return share


def cautions(persons: int, events: int) -> tuple[str, ...]:
    """Note keys that any follow-up of persons may need."""
    applies = {"small_group": persons < SMALL_GROUP, "no_events": events == 0}
    return tuple(note for note, holds in applies.items() if holds)
