"""What several releases tell together about the persons between their groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from evallib.release.suppression.attack import Reach
from evallib.release.suppression.solver import Programme, solve
from evallib.release.told import Told

Why = Literal["certain", "narrow"]


@dataclass(frozen=True, slots=True)
class Block:
    """Persons who belong to the same groups, and what is told of them.

    Attributes
    ----------
    persons : int
        How many they are; who they are is for the reader to know.
    category : str
        What is told of them.
    low, high : int
        The range in which a reader can place their count.
    why : str
        ``certain``: everybody or nobody is in the category. ``narrow``: the range
        is too narrow for so few.
    members : frozenset of str
        Their pseudonyms, which nothing shows.
    """

    persons: int
    category: str
    low: int
    high: int
    why: Why
    members: frozenset[str] = field(default=frozenset(), compare=False, repr=False)


def blocked(
    earlier: Sequence[Told], new: Sequence[Told], *, k: int, seconds: float = 20.0
) -> tuple[Block, ...]:
    """What forbids a release after others about some of the same people (audit A4).

    Read a ``Block(1, "work", 1, 1, "certain")`` as: one person belongs to one of the
    groups only, and a reader of both releases knows that this person is in work.

    Parameters
    ----------
    earlier : sequence of Told
        Figures of earlier releases and those already public.
    new : sequence of Told
        Figures that are about to be released.
    k : int
        Smallest number of persons told of.
    seconds : float, default 20
        Time limit of each programme.

    Returns
    -------
    tuple of Block
        Empty if the release may go out. What was known before does not block it.

    Raises
    ------
    TimeoutError
        If a range could not be proved; then nothing may be released.

    Notes
    -----
    All persons are sorted into atoms: those who belong to exactly the same groups.
    Every figure is a sum over atoms, and the count of each atom is minimised and
    maximised. A count that one figure alone tells was for the rules to allow.

    Examples
    --------
    Of twenty persons eleven are in work; of the seventeen with complete follow-up,
    ten. The three between them are told of: exactly one is in work.

    >>> everybody = frozenset(f"p{n}" for n in range(20))
    >>> complete = frozenset(f"p{n}" for n in range(17))
    >>> first = Told(everybody, "work", 11, 11)
    >>> (between,) = blocked([first], [Told(complete, "work", 10, 10)], k=5)
    >>> between.persons, between.low, between.high
    (3, 1, 1)
    """
    return tuple(
        block
        for block, is_new in closely_told(earlier, new, k=k, seconds=seconds)
        if is_new
    )


def known_before(
    earlier: Sequence[Told], new: Sequence[Told], *, k: int, seconds: float = 20.0
) -> tuple[Block, ...]:
    """What earlier releases told already, of which the new one tells no more.

    Read a ``Block`` as in ``blocked``; nothing that is withheld now takes it back.
    """
    return tuple(
        block
        for block, is_new in closely_told(earlier, new, k=k, seconds=seconds)
        if not is_new
    )


def overlaps(block: Block, figure: Told) -> bool:
    """Whether a figure is about the persons whom a block tells of."""
    return figure.category == block.category and not block.members.isdisjoint(
        figure.members
    )


def nearly_the_same(
    earlier: Sequence[Told], new: Sequence[Told], *, k: int
) -> tuple[tuple[Told, Told], ...]:
    """Exact figures of two groups, one inside the other, that differ by too few.

    Read a pair as: fewer than ``k`` persons came in or left between the two; wait,
    merge the rounds, publish the later figure only, or round.
    """
    pairs = [(one, other) for one in new for other in (*earlier, *new)]
    return tuple(
        (one, other)
        for one, other in pairs
        if one.category == other.category
        and (one.members < other.members or other.members < one.members)
        and one.low == one.high
        and other.low == other.high
        and 0 < len(one.members ^ other.members) < k
    )


def _atoms(figures: Sequence[Told]) -> list[frozenset[str]]:
    """Persons sorted by the groups that they belong to."""
    everybody = sorted({person for each in figures for person in each.members})
    groups: dict[tuple[bool, ...], set[str]] = {}
    for person in everybody:
        signature = tuple(person in each.members for each in figures)
        groups.setdefault(signature, set()).add(person)
    return [frozenset(each) for each in groups.values()]


def closely_told(
    earlier: Sequence[Told], new: Sequence[Told], *, k: int, seconds: float
) -> Iterator[tuple[Block, bool]]:
    """Everything that is told too closely, and whether the new figures tell it."""
    told = set(earlier)
    news = [each for each in dict.fromkeys(new) if each not in told]
    for category in dict.fromkeys(each.category for each in news):
        before = [each for each in earlier if each.category == category]
        fresh = [each for each in news if each.category == category]
        atoms = _atoms([*before, *fresh])
        by_one = {each.members for each in (*before, *fresh)}
        for atom, persons in enumerate(atoms):
            if persons not in by_one:  # else the rules have allowed that figure
                yield from _judged(atoms, atom, (before, fresh), k=k, seconds=seconds)


def _judged(
    atoms: Sequence[frozenset[str]],
    atom: int,
    figures: tuple[Sequence[Told], Sequence[Told]],
    *,
    k: int,
    seconds: float,
) -> Iterator[tuple[Block, bool]]:
    before, fresh = figures
    persons, category = len(atoms[atom]), fresh[0].category
    now = _range(atoms, atom, [*before, *fresh], seconds=seconds)
    certain = now.low == persons or now.high == 0
    few = persons < k or now.low < k or persons - now.high < k
    if certain or (few and now.width < min(k, persons)):
        why: Why = "certain" if certain else "narrow"
        then = _range(atoms, atom, before, seconds=seconds)
        block = Block(persons, category, now.low, now.high, why, atoms[atom])
        yield block, now.width < then.width


def _range(
    atoms: Sequence[frozenset[str]],
    atom: int,
    figures: Sequence[Told],
    *,
    seconds: float,
) -> Reach:
    programme = Programme()
    names = [programme.variable(0, len(each)) for each in atoms]
    for figure in figures:
        own = {
            names[at]: 1.0 for at, each in enumerate(atoms) if each <= figure.members
        }
        programme.require(own, least=figure.low, most=figure.high)
    ends = []
    for direction in (1.0, -1.0):
        programme.cost[names[atom]] = direction
        values = solve(programme, seconds=seconds)
        if values is None:
            raise TimeoutError("what earlier releases tell could not be bounded")
        ends.append(round(values[names[atom]]))
    return Reach(*ends)
