"""How alike the groups were before and after adjustment, as numbers and in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from evallib.analysis.adjusting.estimated import Estimated, Method
from evallib.analysis.adjusting.estimators import Estimates
from evallib.stats.balance import (
    IMBALANCE,
    SERIOUS_IMBALANCE,
    BalanceTable,
    balance_table,
)
from evallib.stats.balance import Estimand as Whose
from evallib.stats.weights.likeness import Likeness

Level = Literal["good", "noticed", "serious", "no_spread"]
Stage = Literal["before", "after"]


def level_of(smd: float | None) -> Level:
    """The level of one standardised difference; unknown where it cannot be told."""
    if smd is None:
        return "no_spread"
    if abs(smd) > SERIOUS_IMBALANCE:
        return "serious"
    return "noticed" if abs(smd) > IMBALANCE else "good"


@dataclass(frozen=True, slots=True)
class Balance:
    """Balance of one comparison; ``adjusted`` names the method behind ``after``."""

    table: BalanceTable
    adjusted: Method | None

    @property
    def stages(self) -> tuple[Stage, ...]:
        """Before, and after where something was adjusted."""
        return ("before", "after") if self.adjusted else ("before",)

    def differences(self, stage: Stage) -> list[float | None]:
        """Standardised differences of every covariate."""
        rows = self.table.rows
        return [(row.before if stage == "before" else row.after).smd for row in rows]

    def level(self, stage: Stage) -> Level:
        """The worst level of any covariate."""
        levels = {level_of(smd) for smd in self.differences(stage)}
        order: tuple[Level, ...] = ("serious", "no_spread", "noticed")
        return next((each for each in order if each in levels), "good")

    def count(self, stage: Stage, *wanted: Level) -> int:
        """Covariates of these levels."""
        return sum(level_of(smd) in wanted for smd in self.differences(stage))

    def largest(self, stage: Stage) -> int | None:
        """The row with the largest known difference."""
        sizes = {
            place: abs(smd)
            for place, smd in enumerate(self.differences(stage))
            if smd is not None
        }
        return max(sizes, key=lambda place: sizes[place]) if sizes else None


def shown_ratio(found: Likeness) -> float | str:
    """The ratio of variances; a dash for yes/no facts, where it means nothing."""
    return "–" if found.variance_ratio is None else found.variance_ratio


def balance_of(estimates: Estimates) -> Balance | None:
    """Balance by the declared method, by weighting where that one has no weights.

    None where no covariate could be compared.
    """
    sample = estimates.sample
    if not sample.names or min(sample.persons(sample.complete)) == 0:
        return None
    found = _weighing(estimates)
    if found is not None:
        return balance_by(estimates, found)
    whose = estimates.plan.estimand
    table = balance_table(
        sample.pilot, sample.covariates, estimand=whose, names=sample.names
    )
    return Balance(table, None)


def balance_by(estimates: Estimates, found: Estimated) -> Balance:
    """Balance by one method that has weights."""
    sample = estimates.sample
    own = found.whom == estimates.plan.estimand
    whose: Whose = estimates.plan.estimand if own else "att"
    table = balance_table(
        sample.pilot,
        sample.covariates,
        weights=found.weights,
        estimand=whose,
        names=sample.names,
    )
    return Balance(table, found.method)


def _weighing(estimates: Estimates) -> Estimated | None:
    found = estimates.found.get(estimates.declared)
    if found is None or found.weights is None:
        return estimates.found.get("weighting")
    return found
