"""Errors of estimates where clients were served in groups and may be alike in them.

Persons without a group of their own, as most controls are, stand for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from evallib.data.people import People
from evallib.domain.estimate import Interval
from evallib.stats.clusters import ClusterTerm, cluster_robust
from evallib.stats.matching import Matched
from evallib.stats.quantiles import t_quantile

LEVEL = 0.95
FEW_GROUPS = 6  # of a side; below it any interval is a rough guide


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Who was served with whom.

    ``code`` is one number a person of ``among``, equal for those served together;
    ``pilot_groups`` and ``control_groups`` count the real groups of each side. With
    fewer than two of them on a side nothing can be told of how alike clients of one
    group are.
    """

    code: Any
    pilot_groups: int
    control_groups: int

    @property
    def counts(self) -> bool:
        """Whether groups are enough in number for errors that allow for them."""
        return max(self.pilot_groups, self.control_groups) >= 2

    @property
    def fewest(self) -> int:
        """Groups of the side that has fewest, sides without groups left aside."""
        sides = (self.pilot_groups, self.control_groups)
        return min((each for each in sides if each), default=0)


def together(people: People, among: Any) -> Together:
    """The groups of some of the people."""
    code = people.cluster[among].astype("int64")
    pilot = people.pilot[among]
    alone = code < 0
    groups = [len(set(code[side & ~alone].tolist())) for side in (pilot, ~pilot)]
    code[alone] = alone.cumsum()[alone] + len(people.clusters)
    return Together(code, groups[0], groups[1])


def naive_error(pilot: Any, outcome: Any, groups: Together) -> tuple[float, Interval]:
    """Error and interval of a difference of means: CR2 with Satterthwaite's t."""
    term = _of_the_pilot(pilot, outcome, groups.code)
    return term.standard_error, term.interval


def influence_error(
    value: float, influence: Any, groups: Together, *, pilot: Any, inside: Any
) -> tuple[float, Interval]:
    """The same for an estimate whose persons' parts are known, weights as given.

    The estimate is the mean of itself plus n times each part, so the CR2 error of
    that mean is its error. The degrees of freedom are those of the unadjusted
    difference among the persons ``inside``.
    """
    code = groups.code[inside]
    numbers = value + int(inside.sum()) * influence[inside]
    error = cluster_robust(numbers, {}, code, rule="CR2").terms[0].standard_error
    df = _of_the_pilot(pilot[inside], numbers, code).df
    if not df > 0:
        return 0.0, Interval(value, value, LEVEL, "t_CR2")
    reach = t_quantile(LEVEL, df) * error
    return error, Interval(value - reach, value + reach, LEVEL, "t_CR2")


def _of_the_pilot(pilot: Any, outcome: Any, code: Any) -> ClusterTerm:
    design = {"pilot": pilot.astype(float)}
    return cluster_robust(outcome, design, code, rule="CR2").terms[1]


def of_pairs(groups: Together, matched: Matched) -> Together:
    """The same groups, a matched control joining that of its pilot client.

    Controls that were served in groups of their own stay in these.
    """
    code = groups.code.copy()
    if not groups.control_groups:
        code[matched.control_rows] = code[matched.pilot_rows]
    return replace(groups, code=code)
