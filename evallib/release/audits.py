"""Attacks on a section as it was decided, with their results as evidence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evallib.domain.table import Table
from evallib.release.joint.counted import REST, SHARE, Spot
from evallib.release.joint.judged import Judged
from evallib.release.suppression.attack import Fitting, Reach, as_seen, fitting_tables
from evallib.release.suppression.system import System, ceilings, components

Audit = Literal["A1", "A2", "A3"]
Values = Mapping[int, int]  # a table that fits: position of a count to its number
LOWEST, HIGHEST = 1.0, -1.0
TO_THE_ENDS = 30  # counts that hang together, up to which both ends are sought


@dataclass(frozen=True, slots=True)
class Finding:
    """What one attack could bound of one hidden count.

    Attributes
    ----------
    audit : str
        ``A1``: a reader who sees the report. ``A2``: a reader who knows the rules
        too, so that some number of those that hang together is a small one. ``A3``:
        a member of the group, who knows that at least one person is counted in
        another hidden cell.
    table, row, column : str
        The attacked cell; a share stands for its count.
    low, high : int, optional
        Two values that fit: of ``A1`` the smallest and largest where few counts hang
        together, else such as are far enough apart; None if nothing could be proved.
    passed : bool
        Whether the count stayed as uncertain as it has to be.
    """

    audit: Audit
    table: str
    row: str
    column: str
    low: int | None
    high: int | None
    passed: bool


def outside_attack(
    judged: Judged, tables: Mapping[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audit A1: what a reader can work out about every unsafe count of a section.

    Read ``low=0, high=8, passed=True`` as: from all that is shown, the hidden count
    may be anything from nobody to eight persons, which is wide enough.

    Parameters
    ----------
    judged : Judged
        A section as it was decided.
    tables : mapping
        Its tables, for the names of the cells.
    seconds : float
        Time limit of each attack.

    Returns
    -------
    tuple of Finding
        One for each unsafe count, in the order of the tables.
    """
    return _attacked(_Siege(judged, seconds), tables, (_outside,))


def ruled_attack(
    judged: Judged, tables: Mapping[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audit A2: as A1, by a reader who knows by which rules counts are hidden.

    Read ``passed=False`` as: since at least one of the numbers that hang together
    must be small, a hidden count is known, or nearly so.
    """
    return _attacked(_Siege(judged, seconds), tables, (_outside, _ruled))[1::2]


def insider_attack(
    judged: Judged, tables: Mapping[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audit A3: what a member who knows the own answer can work out of another one.

    Read ``passed=False`` as: somebody counted in one hidden cell can tell another
    hidden, unsafe count exactly.

    Parameters
    ----------
    judged : Judged
        A section as it was decided.
    tables : mapping
        Its tables, for the names of the cells.
    seconds : float
        Time limit of each attack.

    Returns
    -------
    tuple of Finding
        For each unsafe count a range that every insider is left with.
    """
    return _attacked(_Siege(judged, seconds), tables, (_outside, _inside))[1::2]


def attacks(
    judged: Judged, tables: Mapping[str, Table], *, seconds: float
) -> tuple[Finding, ...]:
    """Audits A1, A2 and A3 of every unsafe count of a section, one after the other."""
    return _attacked(_Siege(judged, seconds), tables, (_outside, _ruled, _inside))


@dataclass(slots=True)
class _Siege:
    """A decided section under attack.

    A table that one attack has found is kept: what fits it needs no solver again. Nor
    does an end at which a table was met that nobody can get beyond: no persons at all,
    or all of the smallest total that is known.
    """

    judged: Judged
    seconds: float
    seen: System = field(init=False)
    most: list[int] = field(init=False)
    component: dict[int, tuple[int, ...]] = field(init=False)
    fitting: dict[tuple[int, ...], Fitting] = field(default_factory=dict)
    found: dict[tuple[int, ...], list[Values]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hidden = self.judged.protection.hidden | _out_of_sight(self.judged)
        self.seen = as_seen(self.judged.joint.system, hidden)
        self.most = ceilings(self.seen)
        self.component = {at: own for own in components(self.seen) for at in own}

    def tables(self, own: tuple[int, ...]) -> list[Values]:
        """The true table of a component, and every other one found so far."""
        counts = self.judged.joint.system.counts
        return self.found.setdefault(own, [{at: counts[at].value for at in own}])

    def solve(
        self, own: tuple[int, ...], at: int, fitting: Fitting, met: Iterable[Values]
    ) -> bool:
        """Keep the tables in which a count is smallest and largest, if proved.

        ``met`` are tables that fit.
        """
        for way, end in ((LOWEST, 0), (HIGHEST, self.most[at])):
            if any(each[at] == end for each in met):
                continue
            other = fitting.extreme(at, way, seconds=self.seconds)
            if other is None:
                return False
            self.tables(own).append(other)
        return True

    def differs(self, own: tuple[int, ...], at: int, members: Sequence[int]) -> bool:
        """Whether another number than the true one fits in the attacked cell.

        Whoever attacks knows of one person at least in each of some other cells.
        """
        value = self.judged.joint.system.counts[at].value
        fits = _with_members(self.tables(own), members)
        if any(each[at] != value for each in fits):
            return True
        for ends in ({"least": value + 1}, {"most": value - 1}):
            fitting = fitting_tables(self.seen, own, dict.fromkeys(members, 1))
            fitting.programme.require({fitting.names[at]: 1.0}, **ends)
            other = fitting.any_table(seconds=self.seconds)
            if other is not None:
                self.tables(own).append(other)
                return True
        return False


Attack = Callable[[_Siege, int], tuple[Audit, Reach | None, bool]]


def _outside(siege: _Siege, at: int) -> tuple[Audit, Reach | None, bool]:
    least = siege.judged.joint.system.counts[at].least
    own = siege.component.get(at)
    if own is None:  # nobody hides it
        value = siege.seen.counts[at].value
        return "A1", Reach(value, value), False
    left = _between(siege.tables(own), at)
    if len(own) > TO_THE_ENDS and left.width >= least <= left.high:
        return "A1", left, True
    fitting = siege.fitting.get(own) or fitting_tables(siege.seen, own)
    siege.fitting[own] = fitting
    if not siege.solve(own, at, fitting, siege.tables(own)):
        return "A1", None, False
    left = _between(siege.tables(own), at)
    return "A1", left, left.width >= least <= left.high


def _ruled(siege: _Siege, at: int) -> tuple[Audit, Reach | None, bool]:
    """Some count of the component is one that the rules hide by itself."""
    least = siege.judged.joint.system.counts[at].least
    own = siege.component.get(at)
    if own is None:
        value = siege.seen.counts[at].value
        return "A2", Reach(value, value), False
    enough = max(least - 2, 1)
    fits = [each for each in siege.tables(own) if _holds_a_small_one(siege, each)]
    if not fits:  # what is true does not fit, so nobody can rely on it
        return "A2", _between(siege.tables(own), at), True
    left = _between(fits, at)
    if left.width >= enough:
        return "A2", left, True
    if not siege.solve(own, at, _with_a_small_one(siege, own), fits):
        return "A2", None, False
    fits = [each for each in siege.tables(own) if _holds_a_small_one(siege, each)]
    left = _between(fits, at)
    return "A2", left, left.width >= enough


def _holds_a_small_one(siege: _Siege, table: Values) -> bool:
    return any(n < siege.seen.counts[at].least for at, n in table.items())


def _with_a_small_one(siege: _Siege, own: tuple[int, ...]) -> Fitting:
    """Tables that fit, in which at least one count is below its limit."""
    fitting = fitting_tables(siege.seen, own)
    programme, most = fitting.programme, siege.seen.highest
    small = [programme.variable(0, 1) for _ in own]
    for at, name in zip(own, small, strict=True):
        limit = siege.seen.counts[at].least - 1
        row = {fitting.names[at]: 1.0, name: float(max(most - limit, 0))}
        programme.require(row, most=max(most, limit))
    programme.require(dict.fromkeys(small, 1.0), least=1)
    return fitting


def _inside(siege: _Siege, at: int) -> tuple[Audit, Reach | None, bool]:
    """Nobody who is counted in another hidden cell may know this one exactly."""
    own = siege.component.get(at, ())
    counts = siege.judged.joint.system.counts
    members = [each for each in own if each != at and counts[each].value]
    if not members:  # nobody is counted beside it: A1 has told of it
        return "A3", None, bool(own)
    if not siege.differs(own, at, members):
        for each in members:
            if not siege.differs(own, at, [each]):
                left = _between(_with_members(siege.tables(own), [each]), at)
                return "A3", left, False
    ranges = [_between(_with_members(siege.tables(own), [m]), at) for m in members]
    return "A3", min(ranges, key=lambda each: each.width), True


def _with_members(tables: Iterable[Values], of: Iterable[int]) -> list[Values]:
    return [each for each in tables if all(each[at] >= 1 for at in of)]


def _between(tables: Iterable[Values], at: int) -> Reach:
    values = [each[at] for each in tables]
    return Reach(min(values), max(values))


def _attacked(
    siege: _Siege, tables: Mapping[str, Table], attacks: tuple[Attack, ...]
) -> tuple[Finding, ...]:
    found = []
    for at, spot in _unsafe(siege.judged, tables):
        for attack in attacks:
            audit, left, passed = attack(siege, at)
            row = tables[spot.table].row_id(spot.row)
            column = spot.column.removeprefix(SHARE)
            low, high = (left.low, left.high) if left else (None, None)
            found.append(Finding(audit, spot.table, row, column, low, high, passed))
    return tuple(found)


def _out_of_sight(judged: Judged) -> frozenset[int]:
    """Counts that a table holds of which nothing is shown, and that stand nowhere."""
    found, position = judged.joint.found, judged.joint.position
    withheld = {at for spot, at in position.items() if spot in judged.hidden}
    elsewhere = {
        at
        for spot, at in position.items()
        if spot not in judged.hidden
        and (found[spot].earlier == "open" or found[spot].public)
    }
    return frozenset(withheld - elsewhere)


def _unsafe(judged: Judged, tables: Mapping[str, Table]) -> Iterator[tuple[int, Spot]]:
    """Every unsafe count once, at its first printed cell."""
    seen: set[int] = set()
    for spot, at in judged.joint.position.items():
        unsafe = judged.joint.system.counts[at].primary and spot.table in tables
        if unsafe and at not in seen and not spot.column.startswith(REST):
            seen.add(at)
            yield at, spot
