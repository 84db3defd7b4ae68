"""Which counts to hide besides the unsafe ones, so that none can be worked out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from time import monotonic

from evallib.release.suppression.attack import Attack
from evallib.release.suppression.solver import Programme, solve
from evallib.release.suppression.system import (
    Count,
    Sum,
    System,
    ceilings,
    components,
    sums_within,
)

TIE_BREAK = 1e-6  # between sets of the same cost, the same one is always chosen
Table = dict[int, int]  # a whole number of persons for each count of a component
AT_ONCE = 1000  # counts times unsafe counts up to which all are protected at once


@dataclass(frozen=True, slots=True)
class Protection:
    """What is hidden, and where no protection could be proved.

    Attributes
    ----------
    hidden : frozenset of int
        Positions of the counts that must not be shown.
    failed : tuple of frozensets
        Groups of counts that hang together and could not be protected; none of
        their free counts may be shown.
    cost : float
        Weight of what is hidden: the smallest possible where nothing failed.
    """

    hidden: frozenset[int]
    failed: tuple[frozenset[int], ...] = ()
    cost: float = 0.0


@dataclass(slots=True)
class _Attempt:
    """One component while it is solved; ``whole`` are attacked in whole persons."""

    system: System
    own: Sequence[int]
    most: Sequence[int]
    until: float
    active: set[int] = field(default_factory=set)
    whole: set[int] = field(default_factory=set)
    sums: list[tuple[Sum, int]] = field(init=False)

    def __post_init__(self) -> None:
        self.sums = sums_within(self.system, self.own)

    @property
    def seconds(self) -> float:
        return self.until - monotonic()


def protect(system: System, *, seconds: float) -> Protection:
    """The cheapest set of counts to hide that leaves every unsafe one uncertain.

    Read ``hidden=frozenset({0, 1})`` as: the first two counts are replaced by a
    symbol; of every unsafe one a reader is left with a range as wide as its ``least``,
    reaching at least as high.

    Parameters
    ----------
    system : System
        Counts, their sums, and which are unsafe.
    seconds : float
        Time limit for the whole system.

    Returns
    -------
    Protection
        Anything but a proven optimum whose ranges were attacked and held stands in
        ``failed``.

    Notes
    -----
    For every unsafe count two other tables are sought that agree with all that is
    shown: one in which it is large and one in which it is small. Which counts have
    to be hidden for both to exist, at the smallest cost, is an integer programme
    [1]_. Unsafe counts whose range an attack still finds too narrow are added until
    none is left; that gives the same optimum as to add all at once.

    References
    ----------
    .. [1] Fischetti M, Salazar JJ (2001). Solving the cell suppression problem on
       tabular data with linear constraints. Management Science 47, 1008-1027.

    Examples
    --------
    A row of 9, 2 and 9 with its total: hiding the 2 alone would hide nothing.

    >>> total = Count(20, fixed="open")
    >>> counts = (Count(9), Count(2, primary=True), Count(9), total)
    >>> row = System(counts, ({0: 1, 1: 1, 2: 1, 3: -1},))
    >>> sorted(protect(row, seconds=20).hidden)
    [0, 1]
    """
    until = monotonic() + seconds
    hidden = {at for at, each in enumerate(system.counts) if each.fixed == "hidden"}
    failed: list[frozenset[int]] = _known_anyway(system)
    most = ceilings(system)
    for own in components(system):
        if not system.primaries(own):
            continue
        found = _solved(_Attempt(system, own, most, until))
        if found is None:
            failed.append(frozenset(own))
        else:
            hidden |= found
    hidden -= {at for each in failed for at in each}
    lost = {at for each in failed for at in each if system.counts[at].fixed != "open"}
    hidden |= lost
    return Protection(
        frozenset(hidden), tuple(failed), _cost(system.counts, sorted(hidden))
    )


def _known_anyway(system: System) -> list[frozenset[int]]:
    """Unsafe counts that the reader knows already."""
    return [
        frozenset({at})
        for at, each in enumerate(system.counts)
        if each.primary and each.fixed == "open"
    ]


def _cost(counts: Sequence[Count], hidden: Iterable[int]) -> float:
    return sum(counts[at].weight for at in hidden if counts[at].fixed == "free")


def _solved(attempt: _Attempt) -> set[int] | None:
    """The hidden counts of one component; None unless proved and attacked in vain."""
    primaries = attempt.system.primaries(attempt.own)
    if len(primaries) * len(attempt.own) <= AT_ONCE:
        attempt.active |= set(primaries)
    while attempt.seconds > 0:
        found = _cheapest(attempt)
        if found is None:
            return None
        hidden, tables = found
        attack = Attack(attempt.system, hidden, attempt.own)
        attack.met += tables
        narrow = {at for at in primaries if not _holds(attempt, attack, at)}
        if not narrow:
            return hidden
        if narrow <= attempt.whole:
            return None
        attempt.whole |= narrow & attempt.active
        attempt.active |= narrow
    return None


def _holds(attempt: _Attempt, attack: Attack, at: int) -> bool:
    """Whether a count stays uncertain: other tables fit, or an attack finds them."""
    least = attempt.system.counts[at].least
    values = [each[at] for each in attack.met if at in each]
    if values and max(values) - min(values) >= least and max(values) >= least:
        return True
    found = attack.reach(at, seconds=attempt.seconds)
    return found is not None and found.width >= least and found.high >= least


def _cheapest(attempt: _Attempt) -> tuple[set[int], list[Table]] | None:
    """The cheapest set to hide, with tables that fit all that it leaves to be seen."""
    counts, own = attempt.system.counts, attempt.own
    programme = Programme()
    hides = {
        at: programme.variable(
            int(_is_hidden(counts[at])),
            1,
            cost=_price(counts[at], rank) if counts[at].fixed == "free" else 0.0,
        )
        for rank, at in enumerate(own)
    }
    _never_alone(attempt, programme, hides)
    others = []
    for at in sorted(attempt.active):
        large = _another_table(attempt, programme, hides, whole=at in attempt.whole)
        small = _another_table(attempt, programme, hides, whole=at in attempt.whole)
        least = counts[at].least
        programme.require({large[at]: 1, small[at]: -1}, least=least)
        programme.require({large[at]: 1}, least=least)
        others += [large, small]
    values = solve(programme, seconds=attempt.seconds)
    if values is None:
        return None
    hidden = {at for at in own if round(values[hides[at]])}
    tables = [{at: round(values[name]) for at, name in each.items()} for each in others]
    return hidden, [each for each in tables if _fits(attempt, hidden, each)]


def _never_alone(
    attempt: _Attempt, programme: Programme, hides: Mapping[int, int]
) -> None:
    """A count that is hidden alone in a sum is known; this only speeds the solver."""
    for each, _ in attempt.sums:
        for at in each:
            if attempt.system.counts[at].fixed == "free":
                others = {hides[other]: 1.0 for other in each if other != at}
                programme.require({hides[at]: -1.0, **others}, least=0)


def _fits(attempt: _Attempt, hidden: Collection[int], table: Table) -> bool:
    """Whether a table of whole persons agrees with everything that is shown."""
    counts = attempt.system.counts
    seen = all(
        value >= 0 and (at in hidden or value == counts[at].value)
        for at, value in table.items()
    )
    return seen and all(
        sum(by * table[at] for at, by in each.items()) == total
        for each, total in attempt.sums
    )


def _is_hidden(count: Count) -> bool:
    """Whether a count is hidden whatever is decided of the others."""
    return count.primary or count.fixed == "hidden"


def _price(count: Count, rank: int) -> float:
    return count.weight + TIE_BREAK * rank


def _another_table(
    attempt: _Attempt, programme: Programme, hides: dict[int, int], *, whole: bool
) -> dict[int, int]:
    """A table that differs from the true one in hidden counts only."""
    system = attempt.system
    names = {}
    for at in attempt.own:
        value, highest = system.counts[at].value, attempt.most[at]
        names[at] = programme.variable(0, highest, whole=whole)
        if _is_hidden(system.counts[at]):
            continue
        down = {names[at]: 1.0, hides[at]: float(value)}
        up = {names[at]: 1.0, hides[at]: float(value - highest)}
        programme.require(down, least=value)
        programme.require(up, most=value)
    for each, total in attempt.sums:
        programme.require({names[at]: by for at, by in each.items()}, total, total)
    return names
