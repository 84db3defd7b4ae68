"""The difference that the report speaks of, and the test of no difference."""

from __future__ import annotations

from dataclasses import dataclass

from evallib.analysis.adjusting.estimated import Estimated
from evallib.analysis.adjusting.estimators import primary_estimates
from evallib.analysis.effect.compared import Compared
from evallib.data.study import Study
from evallib.domain.estimate import Interval, Tally
from evallib.stats.proportions import ExactTest, exact_test, risk_difference

FINE_FROM = 100  # persons; in smaller groups percentages have no decimals
POINT = 0.01


@dataclass(frozen=True, slots=True)
class Contrast:
    """The difference that words speak of, and the one counted without adjustment.

    ``main`` is the name of its row in the table ``difference``.
    """

    both: Compared
    pilot: Tally
    control: Tally
    counted: Interval
    declared: Estimated | None
    refused: bool

    @property
    def main(self) -> str:
        return "counted" if self.declared is None else "declared"

    @property
    def adjusted(self) -> bool:
        return self.declared is not None and self.declared.method != "unadjusted"

    @property
    def limits(self) -> Interval:
        return self.counted if self.declared is None else self.declared.interval

    @property
    def value(self) -> float:
        if self.declared is not None:
            return self.declared.value
        return self.pilot.rate - self.control.rate

    @property
    def decimals(self) -> int:
        """Of percentages and percentage points."""
        return decimals(self.both.smaller)

    def rounds_to_zero(self, value: float) -> bool:
        """Whether a reader would see a zero."""
        shown: float = POINT / 2 * 0.1**self.decimals
        return abs(value) < shown


def contrast(study: Study, both: Compared) -> Contrast | None:
    """None unless somebody of both groups has a known status."""
    if both.control is None or not both.both_known:
        return None
    found = primary_estimates(study)
    declared = found.primary if found is not None else None
    plain = declared is None or declared.inference == "newcombe"
    chosen = found.declared if found is not None else "unadjusted"
    return Contrast(
        both=both,
        pilot=both.pilot,
        control=both.control,
        counted=risk_difference(both.pilot, both.control).interval,
        declared=None if plain else declared,
        refused=declared is not None and declared.method != chosen,
    )


def decimals(persons: int) -> int:
    """Decimals of a percentage of so many persons."""
    return int(persons >= FINE_FROM)


def exact_or_fisher(found: Contrast) -> ExactTest:
    """Boschloo's test; Fisher's where there are too many tables to look at."""
    try:
        return exact_test(found.pilot, found.control)
    except ValueError as refusal:
        if "possible tables" not in str(refusal):
            raise
    return exact_test(found.pilot, found.control, method="fisher")
