"""What a reader can work out about a hidden count: the smallest and largest value."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from evallib.release.suppression.solver import Programme, solve
from evallib.release.suppression.system import Fixed, System, components, sums_within


@dataclass(frozen=True, slots=True)
class Reach:
    """The values of a hidden count that fit everything shown, both ends included."""

    low: int
    high: int

    @property
    def width(self) -> int:
        return self.high - self.low


def reach(
    system: System,
    hidden: Collection[int],
    of: int,
    *,
    seconds: float,
    at_least: Mapping[int, int] | None = None,
) -> Reach | None:
    """The range in which a reader can place a hidden count (audit A1).

    Read ``Reach(0, 8)`` as: from what is shown, the count may be anything from
    nobody to eight persons.

    Parameters
    ----------
    system : System
        All counts and sums.
    hidden : collection of int
        Positions of the counts that are not shown.
    of : int
        The hidden count that is attacked.
    seconds : float
        Time limit of each of the two programmes.
    at_least : mapping, optional
        What an insider knows more: smallest values of hidden counts (audit A3).

    Returns
    -------
    Reach or None
        None if no answer could be proved.

    Examples
    --------
    Two of three counts with a total of twenty are hidden: the attacked one and a 9.

    >>> from evallib.release.suppression.system import Count
    >>> total = Count(20, fixed="open")
    >>> counts = (Count(9), Count(2), Count(9), total)
    >>> row = System(counts, ({0: 1, 1: 1, 2: 1, 3: -1},))
    >>> reach(row, {0, 1}, 1, seconds=20)
    Reach(low=0, high=11)
    """
    return Attack(system, hidden).reach(of, seconds=seconds, at_least=at_least)


class Attack:
    """Everything that a reader sees of a system, ready to be attacked count by count.

    ``among`` are counts that hang together with no others, if only these are attacked.
    ``met`` are the tables of whole persons that attacks have come upon so far: each
    fits all that is shown, so other counts may take the values that they have there.
    """

    def __init__(
        self,
        system: System,
        hidden: Collection[int],
        among: Collection[int] | None = None,
    ) -> None:
        self.seen = as_seen(system, hidden, among)
        self.met: list[dict[int, int]] = []
        parts = components(self.seen, among)
        self._own = {at: own for own in parts for at in own}
        self._fitting: dict[tuple[int, ...], Fitting] = {}

    def reach(
        self, of: int, *, seconds: float, at_least: Mapping[int, int] | None = None
    ) -> Reach | None:
        """The range of one hidden count; None if no answer could be proved."""
        own = self._own[of]
        if at_least or own not in self._fitting:
            fitting = fitting_tables(self.seen, own, at_least)
            if not at_least:
                self._fitting[own] = fitting
        else:
            fitting = self._fitting[own]
        ends = [fitting.extreme(of, way, seconds=seconds) for way in (1.0, -1.0)]
        found = [each for each in ends if each is not None]
        if len(found) < len(ends):
            return None
        if not at_least:
            self.met += found
        low, high = (each[of] for each in found)
        return Reach(low, high)


@dataclass(slots=True)
class Fitting:
    """All tables of one component that fit what a reader sees.

    Attributes
    ----------
    programme : Programme
        Without an aim; more can be required of it.
    names : mapping
        Position of a count to its variable.
    """

    programme: Programme
    names: Mapping[int, int]

    def extreme(self, of: int, way: float, *, seconds: float) -> dict[int, int] | None:
        """The table in which a count is smallest (1) or largest (-1); None if none."""
        self.programme.cost[self.names[of]] = way
        found = self.any_table(seconds=seconds)
        self.programme.cost[self.names[of]] = 0.0
        return found

    def any_table(self, *, seconds: float) -> dict[int, int] | None:
        """One table that fits, the best one if something is aimed at; None if none."""
        values = solve(self.programme, seconds=seconds)
        if values is None:
            return None
        return {at: round(values[name]) for at, name in self.names.items()}


def as_seen(
    system: System, hidden: Collection[int], among: Collection[int] | None = None
) -> System:
    """The system as a reader meets it: every count is either known or hidden.

    ``among`` are the counts to be decided; left out, all of them.
    """
    counts = list(system.counts)
    for at in range(len(counts)) if among is None else among:
        fixed: Fixed = "hidden" if at in hidden else "open"
        if counts[at].fixed != fixed:
            counts[at] = replace(counts[at], fixed=fixed)
    return system.decided(counts)


def fitting_tables(
    seen: System, own: Sequence[int], at_least: Mapping[int, int] | None = None
) -> Fitting:
    """All tables of a component that fit what is shown.

    Parameters
    ----------
    seen : System
        As a reader meets it, from ``as_seen``.
    own : sequence of int
        The component.
    at_least : mapping, optional
        Smallest values of counts that somebody knows more of.
    """
    known, programme, highest = at_least or {}, Programme(), seen.highest
    names = {at: programme.variable(known.get(at, 0), highest) for at in own}
    for each, total in sums_within(seen, own):
        programme.require({names[at]: by for at, by in each.items()}, total, total)
    return Fitting(programme, names)
