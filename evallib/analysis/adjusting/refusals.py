"""Why a method gave no number, as message keys.

Statistics refuse with a sentence for the analyst; what is refused here is known
beforehand, and anything else is a fault of the program and goes on up.
"""

from __future__ import annotations

from typing import Literal

Refusal = Literal[
    "too_few",  # persons in the smaller group for any comparison
    "few",  # persons in the smaller group for adjustment
    "few_complete",  # of those with every covariate
    "few_matched",  # of those with a partner
    "none_declared",
    "none_usable",
    "separated",
    "no_overlap",
    "repeats",
    "no_match",
    "no_balance",
    "same_outcome",
    "outcome_told",
    "nothing_differs",
    "no_ratio",
    "too_many",
]
# The beginning or a telling part of each sentence of the statistics.
KNOWN: tuple[tuple[str, Refusal], ...] = (
    ("are separated", "separated"),
    ("no chance at all", "separated"),
    ("Firth's fit did not settle", "separated"),
    ("repeat each other", "repeats"),
    ("is the same for every client", "repeats"),
    ("is constant or a sum of the others", "repeats"),
    ("cannot carry", "repeats"),
    ("found no control for any", "no_match"),
    ("needs two clients in each group", "no_match"),
    ("no weights of", "no_balance"),
    ("has the same outcome", "same_outcome"),
    ("tell exactly who reached", "outcome_told"),
    ("pairs differ", "nothing_differs"),
    ("at least one pair must differ", "nothing_differs"),
    ("there is nothing to test", "nothing_differs"),
    ("at least two strata", "nothing_differs"),
    ("no finite odds ratio", "nothing_differs"),
    ("must be above 0 and finite", "no_ratio"),
    ("table of distances", "too_many"),
)


def reason_of(fault: ValueError) -> Refusal:
    """The reason behind a refusal; raises the fault again if it is not a known one."""
    told = str(fault)
    for part, reason in KNOWN:
        if part in told:
            return reason
    raise fault
