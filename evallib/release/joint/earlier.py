"""Sections of one report that were released before: what a reader knows by then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from evallib.domain.table import Table
from evallib.release.joint.counted import REST, Counted, Spot
from evallib.release.joint.sums import Adding

Relation = frozenset[tuple[Spot, int]]  # counts and factors that add up to nothing


@dataclass(frozen=True, slots=True)
class Told:
    """Counts of released sections, each known to the reader or hidden for good.

    Tables carry the name of their section: ``maturity/groups``. ``same`` and
    ``relations`` are what was found out about them already; empty where it was not.
    """

    tables: Mapping[str, Table] = field(default_factory=dict)
    found: Mapping[Spot, Counted] = field(default_factory=dict)
    sums: tuple[Adding, ...] = ()
    same: Mapping[Spot, Spot] = field(default_factory=dict)
    relations: frozenset[Relation] = frozenset()


@dataclass(slots=True)
class Report:
    """What the sections of one report have told so far.

    The later section is decided with what the earlier ones show and hide: what is
    hidden stays hidden, and what is shown is known. Nothing of it can be read from
    a released section. A section that is released again replaces itself.
    """

    sections: dict[str, Told] = field(default_factory=dict)
    latest: Told | None = None  # of all sections together

    def before(self, section: str) -> Told:
        """All that other sections have told."""
        others = [told for name, told in self.sections.items() if name != section]
        known = self.latest if self.latest and section not in self.sections else Told()
        return Told(
            {name: table for each in others for name, table in each.tables.items()},
            {spot: count for each in others for spot, count in each.found.items()},
            tuple(adding for each in others for adding in each.sums),
            known.same,
            known.relations,
        )

    def add(
        self,
        section: str,
        told: Told,
        same: Mapping[Spot, Spot],
        relations: frozenset[Relation],
    ) -> None:
        """Remember a section, and how the counts of all sections hang together."""
        self.sections[section] = told

        def moved(spot: Spot) -> Spot:
            return _moved(spot, section)

        self.latest = Told(
            same={moved(spot): moved(top) for spot, top in same.items()},
            relations=frozenset(
                frozenset((moved(top), by) for top, by in each) for each in relations
            ),
        )


def told_of(
    section: str,
    tables: Mapping[str, Table],
    decided: tuple[Mapping[Spot, Counted], tuple[Adding, ...], frozenset[Spot]],
) -> Told:
    """A section as later ones meet it.

    Parameters
    ----------
    section : str
        Its name.
    tables : mapping
        Its tables.
    decided : tuple
        Its counts, the sums between them, and which of them are hidden.
    """
    found, sums, hidden = decided
    return Told(
        {f"{section}/{name}": table for name, table in tables.items()},
        {
            _moved(spot, section): _fixed(each, section, hidden=spot in hidden)
            for spot, each in found.items()
        },
        tuple(
            (_moved(whole, section), tuple(_moved(part, section) for part in parts))
            for whole, parts in sums
        ),
    )


def _moved(spot: Spot, section: str) -> Spot:
    if "/" in spot.table:
        return spot
    return spot._replace(table=f"{section}/{spot.table}")


def _fixed(each: Counted, section: str, *, hidden: bool) -> Counted:
    out_of = _moved(each.out_of, section) if each.out_of else None
    unseen = hidden or each.spot.column.startswith(REST)
    return replace(
        each,
        spot=_moved(each.spot, section),
        out_of=out_of,
        earlier="hidden" if unseen else "open",
    )
