"""Which pilots may be pooled: those that counted the same, and enough of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from evallib.analysis.portfolio.trials import Trial
from evallib.domain.vocabulary import Label, Text

FEWEST = 3  # two pilots cannot tell how far pilots lie apart
Reason = Literal["own_outcome", "no_follow_up", "few"]


@dataclass(frozen=True, slots=True)
class Alike:
    """Pilots of one outcome at one follow-up point; effects also of one design."""

    id: str
    trials: tuple[Trial, ...]

    @property
    def outcome(self) -> Label | Text | None:
        return self.trials[0].outcome

    @property
    def months(self) -> int:
        return self.trials[0].months or 0

    @property
    def simulated(self) -> bool:
        return self.trials[0].simulated


def rates_alike(everyone: Sequence[Trial]) -> list[Alike]:
    """Pilots whose rates may be pooled.

    They counted the same outcome at the same known point of the follow-up, with
    persons of known status. Simulated pilots stay among themselves.
    """
    counted = [each for each in everyone if each.tally is not None]
    return _groups(counted, lambda each: ())


def effects_alike(everyone: Sequence[Trial]) -> list[Alike]:
    """Pilots whose effects may be pooled: alike, and of the same design as well."""
    compared = [each for each in everyone if _has_interval(each)]
    return _groups(compared, lambda each: (str(each.design),))


def reason_apart(trial: Trial) -> Reason:
    """Why the outcome of a pilot is not in any pooled rate."""
    if trial.definition is None:
        return "own_outcome"
    return "no_follow_up" if trial.months is None else "few"


def _has_interval(trial: Trial) -> bool:
    found = trial.difference
    return found is not None and None not in (found.value, found.low, found.high)


def _groups(
    everyone: Sequence[Trial], more: Callable[[Trial], tuple[str, ...]]
) -> list[Alike]:
    found: dict[str, list[Trial]] = {}
    for each in everyone:
        if each.definition is not None and each.months is not None:
            kind = "simulated" if each.simulated else "real"
            key = (kind, each.definition, str(each.months), *more(each))
            found.setdefault("-".join(key), []).append(each)
    return [
        Alike(key, tuple(those))
        for key, those in sorted(found.items())
        if len(those) >= FEWEST
    ]
