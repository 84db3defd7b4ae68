"""The counts that a section is about to publish, with the persons they are about."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import reduce

from evallib.domain.table import Named, Table
from evallib.release.joint.counted import Counted, Spot
from evallib.release.joint.judged import Judged
from evallib.release.joint.rounding import SPREAD, rounded_count
from evallib.release.told import Told

Persons = Callable[[str], frozenset[str] | None]  # a name to pseudonyms
TELLING = ("count", "known", "lost")


@dataclass(frozen=True, slots=True)
class Publishing:
    """What a section publishes about persons.

    Attributes
    ----------
    figures : mapping
        Each count whose persons are known, by its position in the system.
    unnamed : frozenset of Spot
        Published counts of which nothing names the persons, or names others than
        are counted; no later release can be held against these.
    """

    figures: Mapping[int, Told]
    unnamed: frozenset[Spot]


def publishing(
    judged: Judged,
    tables: Mapping[str, Table],
    persons: Persons,
    *,
    own: Collection[str],
) -> Publishing:
    """Every count that a section shows, once, with the persons whom it is about.

    Read ``Told({…}, "open_market_work@months_6", 11, 11)`` as: of these persons
    eleven were in work then, and the section says so.

    Parameters
    ----------
    judged : Judged
        The section as it was decided.
    tables : mapping
        Its tables and those of earlier sections; they name who is counted in cells.
    persons : callable
        From a name to the pseudonyms of those whom it means.
    own : collection of str
        Which of the tables are the section's.
    """
    naming = _Naming(judged, _names(judged, tables), persons)
    figures: dict[int, Told] = {}
    unnamed: set[Spot] = set()
    for spot, each in _shown(judged, own):
        at = judged.joint.position[spot]
        told = None if at in figures else naming.told(each)
        if told is not None:
            figures[at] = told
        elif at not in figures:
            unnamed.add(spot)
    return Publishing(figures, frozenset(unnamed))


@dataclass(frozen=True, slots=True)
class _Naming:
    judged: Judged
    names: Mapping[int, Named]
    persons: Persons

    def told(self, each: Counted) -> Told | None:
        """A count as the ledger keeps it, if its names give just as many persons."""
        position = self.judged.joint.position
        named = self.names.get(position[each.spot])
        group = self.names.get(position[each.out_of]) if each.out_of else None
        if named is None or group is None or each.out_of is None:
            return None
        traits = tuple(name for name in named if name not in group)
        members, category = self._all(group), self._all(traits)
        if members is None or category is None:
            return None
        sizes = len(members), len(members & category)
        if sizes != (self.judged.joint.found[each.out_of].value, each.value):
            return None
        words, low, high = " & ".join(group), each.value, each.value
        if each.spot.table in self.judged.rounded:
            five = rounded_count(each.value)
            low, high = max(five - SPREAD, 0), five + SPREAD
        return Told(members, " & ".join(traits), low, high, words)

    def _all(self, names: Named) -> frozenset[str] | None:
        """The persons whom all of the names mean."""
        meant = [self.persons(name) for name in names]
        known = [each for each in meant if each is not None]
        if not names or len(known) < len(meant):
            return None
        return reduce(frozenset.intersection, known)


def _shown(judged: Judged, own: Collection[str]) -> Iterator[tuple[Spot, Counted]]:
    for spot, each in judged.joint.found.items():
        if spot.table in own and each.role in TELLING and each.shown:
            of_others = each.out_of not in (None, spot)
            if spot not in judged.hidden and of_others and not each.public:
                yield spot, each


def _names(judged: Judged, tables: Mapping[str, Table]) -> dict[int, Named]:
    """The name of each count that stands anywhere under one."""
    names: dict[int, Named] = {}
    for name, table in tables.items():
        rows = {table.row_id(at): at for at in range(len(table.rows))}
        for (row, column), named in table.who.items():
            spot = Spot(name, rows.get(row, -1), column)
            if spot in judged.joint.position:
                names.setdefault(judged.joint.position[spot], named)
    return names
