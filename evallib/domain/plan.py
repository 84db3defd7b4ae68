"""What an evaluation sets out to compare, declared before the results are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from evallib.domain.declared import Euros, Id, Many, Name, Part, Persons, Share, Words
from evallib.domain.vocabulary import State

Outcome = Literal["open_market_work", "any_work", "work_or_education"]

# Own business counts as open-market work: the employment service's code for it covers
# both, so a narrower outcome would mean different things in different sources.
OPEN_MARKET_WORK: tuple[State, ...] = ("open_labour_market", "self_employed")
ANY_WORK: tuple[State, ...] = (*OPEN_MARKET_WORK, "subsidised_work")
REACHED: Mapping[Outcome, tuple[State, ...]] = {
    "open_market_work": OPEN_MARKET_WORK,
    "any_work": ANY_WORK,
    "work_or_education": (*ANY_WORK, "education"),
}
Estimand = Literal["att", "ate", "overlap"]
Estimator = Literal["unadjusted", "matching", "weighting", "doubly_robust"]
Design = Literal[
    "randomised",
    "waiting_list",  # the controls wait for the same service
    "comparison_group",  # other people, at the same time
    "earlier_clients",  # other people, at an earlier time
    "before_after",
]
Entry = Literal["everybody", "drawn", "referred", "volunteered"]


class SecondaryOutcome(Part):
    """An outcome that is looked at as well; its test is corrected for number."""

    outcome: Outcome | None = None
    amount: Name | None = None  # a column of amounts instead, such as earnings
    horizon_months: Annotated[int, Field(ge=0, le=120)]


class Benchmark(Part):
    """A rate of other people that is shown beside the pilot; no control group."""

    name: Words
    low: Share
    high: Share
    persons: Persons | None = None
    source: Id


class Plan(Part):
    """Primary outcome, comparison and everything that was settled beforehand."""

    primary: Outcome
    horizon_months: Annotated[int, Field(ge=0, le=120)]
    design: Design = "comparison_group"
    entry: Entry = "referred"
    estimand: Estimand = "att"
    estimator: Estimator = "unadjusted"
    adjust_for: Many[Name] = ()
    secondary: Many[SecondaryOutcome] = ()
    subgroups: Many[Name] = ()
    benchmark: Benchmark | None = None
    pilot_cost_eur: Euros | None = None  # of the whole pilot group
    control_client_eur: Euros | None = None  # of the usual service, for one client
    cost_source: Id | None = None
    seed: Annotated[int, Field(ge=0)] = 1
