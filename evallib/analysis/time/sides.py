"""The pilot and the control group, each with its days until people left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from evallib.data.cohort import EXITS, FirstExits
from evallib.data.people import People
from evallib.domain.vocabulary import Label
from evallib.stats.survival import (
    IncidenceCurve,
    RestrictedMean,
    cumulative_incidence,
    restricted_mean,
)

WORK = EXITS.index("open_market_work") + 1


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The pilot or the control group, with the days that its members were watched."""

    name: str
    days: Any
    kind: Any
    watched: Any

    @property
    def persons(self) -> int:
        return len(self.days)

    @property
    def label(self) -> Label:
        return Label(f"time_to_work.{self.name}")

    def at_risk(self, day: int) -> int:
        return int((self.days >= day).sum())

    def left(self, exit_number: int, day: int) -> int:
        """Persons who have been seen to leave by that exit."""
        return int(((self.kind == exit_number) & (self.days <= day)).sum())

    def gone(self, day: int) -> int:
        """Persons who have been seen to leave at all."""
        return int(((self.kind != 0) & (self.days <= day)).sum())

    def curve(self, exit_number: int) -> IncidenceCurve:
        return cumulative_incidence(self.days, self.kind, of=exit_number)

    def mean(self, until: int) -> RestrictedMean:
        """Mean days without open work; who left otherwise stays without it."""
        elsewhere = (self.kind != 0) & (self.kind != WORK)
        days = self.days + (self.watched - self.days) * elsewhere
        return restricted_mean(days, self.kind == WORK, until=until)


def sides_of(people: People, exits: FirstExits) -> tuple[Side, ...]:
    """Both groups, or the pilot alone."""
    masks = {"pilot": people.pilot, "control": people.control}
    limit = people.follow.limit
    return tuple(
        Side(name, exits.days[mask], exits.kind[mask], limit[mask])
        for name, mask in masks.items()
        if mask.any()
    )
