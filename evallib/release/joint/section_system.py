"""All counts of one section as a single system, ready to be protected."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log

from evallib.domain.section import Section
from evallib.domain.table import Table
from evallib.release.joint.answers import told_by_means
from evallib.release.joint.between import between_tables, losses
from evallib.release.joint.counted import GROUPS, Counted, Spot, counts_of
from evallib.release.joint.earlier import Relation, Told
from evallib.release.joint.outcomes import outcomes_of_states
from evallib.release.joint.same import same_counts
from evallib.release.joint.sums import Adding, is_course, partitions, sums_of
from evallib.release.joint.traits import care_of
from evallib.release.rules.counts import unsafe_classes
from evallib.release.suppression.system import Count, Fixed, System, components

NOTHING = Told()
MARGIN = 50.0  # a total is worth more to a reader than its parts


@dataclass(frozen=True, slots=True)
class Joint:
    """The counts of a section, and the system in which each has a position.

    Attributes
    ----------
    found : mapping
        Every count with its rules.
    position : mapping
        Where each count stands in the system; the same count in two tables stands
        at one position.
    own_sums : tuple
        Sums between counts of which some belong to the section itself.
    same : mapping
        Every count with the one that stands for it.
    relations : frozenset
        All sums between these.
    """

    found: Mapping[Spot, Counted]
    position: Mapping[Spot, int]
    system: System
    own_sums: tuple[Adding, ...] = ()
    same: Mapping[Spot, Spot] = field(default_factory=dict)
    relations: frozenset[Relation] = frozenset()


def joint(
    section: Section,
    public: Mapping[str, frozenset[int]],
    earlier: Told = NOTHING,
) -> Joint:
    """Put all counts of a section into one system.

    Read two spots at one position as: the same persons, counted once.

    Parameters
    ----------
    section : Section
        Its tables.
    public : mapping
        Of each table, the positions of the rows that were published already.
    earlier : Told
        What the sections before it have told.
    """
    own, own_sums = _own_counts(section, public)
    if not own:
        nothing = System((), ())
        return Joint({}, {}, nothing, same=earlier.same, relations=earlier.relations)
    found = {**earlier.found, **own}
    tables = {**earlier.tables, **section.tables}
    parts = {s: each for s, each in found.items() if not is_course(tables[s.table])}
    own_sums += [*losses(found), *between_tables(parts, section.tables)]
    own_sums += outcomes_of_states(tables, found, section.tables)
    sums = [*own_sums, *earlier.sums]
    same = same_counts(tables, found, earlier.same)
    tops = sorted(set(same.values()))
    place = {top: at for at, top in enumerate(tops)}
    position = {spot: place[same[spot]] for spot in found}
    relations = list(_relations(sums, position))
    between = frozenset(
        frozenset((tops[at], by) for at, by in each.items()) for each in relations
    )
    members: list[list[Counted]] = [[] for _ in tops]
    for spot, each in found.items():
        members[position[spot]].append(each)
    width = section.scope.disclosure.width
    counts = _counts(members, sums, (found, position), width=width)
    system = _system(
        counts,
        relations,
        [_by_position(each, position) for each in told_by_means(tables)],
    )
    new = _news(members, earlier)
    for unheard in between - earlier.relations:
        new |= {place[top] for top, _ in unheard}
    for answers in told_by_means(section.tables):
        new |= {position[spot] for spot in answers}
    again = _only_new(system, new)
    return Joint(found, position, again, tuple(own_sums), same, between)


def _own_counts(
    section: Section, public: Mapping[str, frozenset[int]]
) -> tuple[dict[Spot, Counted], list[Adding]]:
    found: dict[Spot, Counted] = {}
    sums: list[Adding] = []
    for name, table in section.tables.items():
        own = counts_of(table, section.scope, public[name])
        adding = sums_of(table, own)
        found |= _with_classes(own, adding, section, table)
        sums += adding
    return found, sums


def _counts(
    members: Sequence[Sequence[Counted]],
    sums: Sequence[Adding],
    where: tuple[Mapping[Spot, Counted], Mapping[Spot, int]],
    *,
    width: int,
) -> list[Count]:
    found, position = where
    wholes = {position[whole] for whole, _ in sums}
    small = _beside_small_groups(sums, found, position)
    return [
        _count(each, margin=at in wholes, free=at in small, width=width)
        for at, each in enumerate(members)
    ]


def _by_position(
    answers: Mapping[Spot, int], position: Mapping[Spot, int]
) -> dict[int, int]:
    return {position[spot]: by for spot, by in answers.items()}


def _system(
    counts: list[Count],
    sums: list[Mapping[int, int]],
    told: Sequence[Mapping[int, int]],
) -> System:
    """Every mean gives the sum of its answers, which the reader knows."""
    counts, sums = list(counts), list(sums)
    for answers in told:
        total = sum(by * counts[at].value for at, by in answers.items())
        sums.append({**answers, len(counts): -1})
        counts.append(Count(total, fixed="open"))
    return System(tuple(counts), tuple(sums))


def _news(members: Sequence[Sequence[Counted]], earlier: Told) -> set[int]:
    """Counts of which the section tells more than was known, or asks more."""
    return {at for at, each in enumerate(members) if _is_news(each, earlier)}


def _is_news(same: Sequence[Counted], earlier: Told) -> bool:
    before = [each for each in same if each.spot in earlier.found]
    own = [each for each in same if each.spot not in earlier.found]
    if not before or not own:
        return not before
    apart = {earlier.same.get(each.spot) for each in before}
    return len(apart) > 1 or any(_asks_more(each, before) for each in own)


def _asks_more(own: Counted, before: Sequence[Counted]) -> bool:
    """Whether a rule is broken, or a reader knows, what was not so before."""
    return (
        bool(own.broken) > any(each.broken for each in before)
        or own.least > max(each.least for each in before)
        or own.public > any(each.public for each in before)
        or (own.role == "pending") > any(each.role == "pending" for each in before)
    )


def _only_new(system: System, new: set[int]) -> System:
    """Earlier counts of which this section tells nothing are not decided again."""
    again = {at for own in components(system) if new.intersection(own) for at in own}
    decided = again | new
    counts = tuple(
        replace(each, primary=False) if each.primary and at not in decided else each
        for at, each in enumerate(system.counts)
    )
    return system.decided(counts)


def _with_classes(
    own: Mapping[Spot, Counted], sums: Sequence[Adding], section: Section, table: Table
) -> dict[Spot, Counted]:
    """``R4`` for the categories of a group that nearly all belong to one."""
    judged = dict(own)
    for parts in partitions(sums, own):
        counts = [own[part] for part in parts]
        if len(parts) < 3 or any(each.public for each in counts):
            continue  # of two parts R1 and R3 say the same
        column = next((c for c in table.columns if c.name == parts[0].column), None)
        care = care_of(section.scope, table, parts[0].row, column)
        broken = unsafe_classes(
            [each.value for each in counts],
            section.scope.disclosure,
            sensitive=care.sensitive,
            zeros=care.zeros,
        )
        for part in parts:
            judged[part] = replace(judged[part], broken=judged[part].broken | broken)
    return judged


def _relations(
    sums: Sequence[Adding], position: Mapping[Spot, int]
) -> Iterator[Mapping[int, int]]:
    seen = set()
    for whole, parts in sums:
        factors: dict[int, int] = {}
        for spot, by in ((whole, -1), *((part, 1) for part in parts)):
            factors[position[spot]] = factors.get(position[spot], 0) + by
        kept = {at: by for at, by in factors.items() if by}
        key = frozenset(kept.items())
        twice = any(by > 1 for by in kept.values())  # no parts of one whole, by chance
        if kept and key not in seen and not twice:
            seen.add(key)
            yield kept


def _beside_small_groups(
    sums: Sequence[Adding], found: Mapping[Spot, Counted], position: Mapping[Spot, int]
) -> set[int]:
    """Sizes of groups that would tell the size of one that is too small to be told."""
    return {
        position[part]
        for _, parts in sums
        if any(found[part].role in GROUPS and found[part].broken for part in parts)
        for part in parts
    }


def _count(same: Sequence[Counted], *, margin: bool, free: bool, width: int) -> Count:
    value = same[0].value
    primary = any(each.broken for each in same)
    weight = 1.0 + log(1 + value) + (MARGIN if margin else 0.0)
    return Count(
        value,
        primary=primary,
        fixed=_fixed(same, free=free or primary),
        weight=weight,
        least=max(width, *(each.least for each in same)),
    )


def _fixed(same: Sequence[Counted], *, free: bool) -> Fixed:
    """What is published, who is pending, and who took part are known."""
    if any(each.public or each.role == "pending" for each in same):
        return "open"
    decided = {each.earlier for each in same}
    if "open" in decided:
        return "open"
    if "hidden" in decided or all(each.role == "rest" for each in same):
        return "hidden"
    enrolled = any(each.role == "group" for each in same)
    return "open" if enrolled and not free else "free"
