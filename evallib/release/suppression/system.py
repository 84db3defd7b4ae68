"""Counts that depend on each other, as one system: values, sums and what is fixed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import InitVar, dataclass
from typing import Literal

Fixed = Literal["free", "open", "hidden"]
Sum = Mapping[int, int]  # position of a count to its factor; the products add up to 0


@dataclass(frozen=True, slots=True)
class Count:
    """One number of persons, and what may be done with it.

    Attributes
    ----------
    value : int
        The true number; ``value >= 0``.
    primary : bool
        Unsafe by itself, so it has to be hidden and to stay uncertain.
    fixed : str
        ``open``: known to the reader whatever is decided. ``hidden``: printed
        nowhere. ``free``: for the suppression to decide.
    weight : float
        What hiding it costs.
    least : int
        ``k`` of this count: its range stays so wide and reaches up so far.
    """

    value: int
    primary: bool = False
    fixed: Fixed = "free"
    weight: float = 1.0
    least: int = 5


@dataclass(frozen=True, slots=True)
class System:
    """Counts and the sums between them that a reader can rely on."""

    counts: tuple[Count, ...]
    sums: tuple[Sum, ...]
    checked: InitVar[bool] = False

    def __post_init__(self, checked: bool) -> None:
        if checked:
            return
        for each in self.sums:
            if sum(by * self.counts[at].value for at, by in each.items()):
                raise ValueError(f"counts do not add up: {dict(each)}")

    @property
    def highest(self) -> int:
        """More than any reader would think possible where no total is known."""
        largest = max((each.value for each in self.counts), default=0)
        return 2 * largest + 4 * max((each.least for each in self.counts), default=0)

    def decided(self, counts: Sequence[Count]) -> System:
        """The same values and sums, of which other counts are hidden or unsafe."""
        return System(tuple(counts), self.sums, checked=True)

    def primaries(self, among: Iterable[int]) -> list[int]:
        """Positions of the counts that are unsafe by themselves."""
        return [at for at in among if self.counts[at].primary]


def ceilings(system: System) -> list[int]:
    """The most that every count can be for a reader, from the known totals alone.

    Read ``20`` as: the count is part of a total of twenty.
    """
    highest = system.highest
    most = [each.value if each.fixed == "open" else highest for each in system.counts]
    totals = [_whole_and_parts(each) for each in system.sums]
    changed = True
    while changed:
        changed = False
        for whole, parts in totals:
            for part in parts:
                if whole is not None and most[whole] < most[part]:
                    most[part] = most[whole]
                    changed = True
    return most


def _whole_and_parts(each: Sum) -> tuple[int | None, list[int]]:
    """The total of a plain sum and its parts; of any other sum nothing."""
    wholes = [at for at, by in each.items() if by == -1]
    parts = [at for at, by in each.items() if by > 0]
    plain = len(wholes) == 1 and len(parts) == len(each) - 1
    return (wholes[0], parts) if plain else (None, [])


def components(
    system: System, among: Collection[int] | None = None
) -> list[tuple[int, ...]]:
    """Counts that hang together; a known total does not tie its parts to others.

    Read ``[(0, 1), (2,)]`` as: nothing hidden in the third count helps a reader to
    find the first two. ``among`` are counts that hang together with no others.
    """
    inner = range(len(system.counts)) if among is None else among
    root = {at: at for at in inner}

    counts = system.counts

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for each in system.sums:
        tied = [at for at in each if at in root and counts[at].fixed != "open"]
        for other in tied[1:]:
            root[top(other)] = top(tied[0])
    found: dict[int, list[int]] = {}
    for at in inner:
        if counts[at].fixed != "open":
            found.setdefault(top(at), []).append(at)
    return [tuple(each) for each in found.values()]


def sums_within(system: System, among: Sequence[int]) -> list[tuple[Sum, int]]:
    """The sums of a component, each with what its known counts add up to.

    Read ``({0: 1, 1: 1}, 20)`` as: the first two counts add up to twenty.
    """
    held = set(among)
    found: list[tuple[Sum, int]] = []
    for each in system.sums:
        if not held.isdisjoint(each):
            own = {at: by for at, by in each.items() if at in held}
            known = sum(
                by * system.counts[at].value
                for at, by in each.items()
                if at not in held
            )
            found.append((own, -known))
    return found
