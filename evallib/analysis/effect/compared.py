"""Both groups of a study on the primary outcome, counted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from evallib.analysis.adjusting.served_together import together
from evallib.analysis.effect.tiers import Tier, tier
from evallib.analysis.people.groups import point_label
from evallib.data.people import People
from evallib.data.study import Study
from evallib.domain.calendar import horizon
from evallib.domain.estimate import Tally
from evallib.domain.plan import Outcome, Plan
from evallib.domain.vocabulary import Label
from evallib.stats.power import detectable_difference, persons_needed

# Below half a percentage point the persons needed are beyond any pilot.
SMALLEST_SOUGHT = 0.005


@dataclass(frozen=True, slots=True)
class Compared:
    """How pilot and control stood on one outcome at one follow-up point.

    ``control`` is None where the study has no control group. ``as_of`` is the day
    that the data are of. ``together`` says that clients were served in groups, so that
    what is reckoned for persons on their own does not hold.
    """

    outcome: Outcome
    months: int
    pilot: Tally
    control: Tally | None
    as_of: date
    together: bool = False

    @property
    def label(self) -> Label:
        """The outcome in words."""
        return Label(f"effect_outcome.{self.outcome}")

    @property
    def point(self) -> Label:
        """The follow-up point in words."""
        return months_label(self.months)

    @property
    def point_id(self) -> str:
        """The follow-up point as people know it."""
        return f"months_{self.months}" if self.months else "exit"

    @property
    def tallies(self) -> dict[str, Tally]:
        """Sides that there are, pilot first."""
        sides = {"pilot": self.pilot, "control": self.control}
        return {name: each for name, each in sides.items() if each is not None}

    @property
    def smaller(self) -> int:
        """Persons of known status in the smaller group."""
        return min(each.known for each in self.tallies.values())

    @property
    def tier(self) -> Tier:
        return tier(self.smaller)

    @property
    def pending(self) -> bool:
        return any(each.pending for each in self.tallies.values())

    @property
    def both_known(self) -> bool:
        """Whether both groups have somebody of known status."""
        return self.control is not None and self.smaller > 0


@dataclass(frozen=True, slots=True)
class MorePersons:
    """Persons of known status that are still missing on each side."""

    pilot: int
    control: int


def compared(people: People, plan: Plan) -> Compared | None:
    """The plan's primary comparison; None if its follow-up point is not there."""
    return counted(people, plan.primary, plan.horizon_months)


def compared_in(study: Study) -> Compared | None:
    """The primary comparison of a study that has people and a plan."""
    if study.people is None or study.project.plan is None:
        return None
    return compared(study.people, study.project.plan)


def counted(people: People, outcome: Outcome, months: int) -> Compared | None:
    """Any outcome at any follow-up point."""
    at = people.point(months)
    if at is None or not people.pilot.any():
        return None
    pilot = people.tally(at, outcome, among=people.pilot)
    control = None
    if people.control.any():
        control = people.tally(at, outcome, among=people.control)
    known = people.known(at) & (people.pilot | people.control)
    served = together(people, known).counts
    return Compared(outcome, months, pilot, control, people.as_of, served)


def months_label(months: int) -> Label:
    """How readers call a follow-up point; 0 months is the one on leaving."""
    return point_label(horizon(months)) if months else Label("follow_up_point.exit")


@lru_cache(maxsize=64)
def detectable(both: Compared) -> float | None:
    """The smallest difference that would probably be found; None if none would."""
    if both.control is None or not both.both_known or both.together:
        return None
    higher = both.pilot.rate >= both.control.rate
    return detectable_difference(
        both.pilot.known,
        both.control.known,
        both.control.rate,
        direction="higher" if higher else "lower",
    ).difference


@lru_cache(maxsize=64)
def still_needed(both: Compared) -> MorePersons | None:
    """Persons to add for finding the difference seen; None where none can be told."""
    if both.control is None or not both.both_known or both.together:
        return None
    difference = both.pilot.rate - both.control.rate
    if abs(difference) < SMALLEST_SOUGHT:
        return None
    found = persons_needed(
        both.control.rate,
        difference,
        pilots_per_control=both.pilot.known / both.control.known,
    )
    more = MorePersons(
        found.pilot_persons - both.pilot.known,
        found.control_persons - both.control.known,
    )
    return more if min(more.pilot, more.control) > 0 else None
