"""Ways in which unknown outcomes could fall, for one group or for two."""

from __future__ import annotations

import math
from dataclasses import dataclass

from evallib.domain.estimate import Interval, Tally
from evallib.stats.tables.differences import difference_limits
from evallib.stats.tables.guards import NORMAL_FROM
from evallib.stats.tables.one_group import rate_limits


@dataclass(frozen=True, slots=True)
class Case:
    """One way the unknown outcomes could fall: persons of each group, pilot first."""

    reached: tuple[int, ...]
    persons: tuple[int, ...]

    @property
    def pairs(self) -> list[tuple[int, int]]:
        return list(zip(self.reached, self.persons, strict=True))

    @property
    def value(self) -> float:
        first, *others = (x / n for x, n in self.pairs)
        return first - sum(others)

    @property
    def error(self) -> float:
        return math.sqrt(sum(x * (n - x) / n**3 for x, n in self.pairs))


def worst_case(groups: tuple[Tally, ...]) -> Case:
    """No unknown pilot person and every unknown control person reached it."""
    return _case(groups, [place > 0 for place in range(len(groups))])


def best_case(groups: tuple[Tally, ...]) -> Case:
    """Every unknown pilot person and no unknown control person reached it."""
    return _case(groups, [place == 0 for place in range(len(groups))])


def unknown_alike(groups: tuple[Tally, ...], *, reached: bool) -> Case:
    """All unknown persons, or none of them, reached it in every group."""
    return _case(groups, [reached] * len(groups))


def among_known(groups: tuple[Tally, ...]) -> Case:
    """Only persons with known status count."""
    return Case(
        tuple(group.reached for group in groups), tuple(group.known for group in groups)
    )


def cautious_interval(worst: Case, best: Case, level: float) -> Interval:
    """From the worst case's lower to the best case's upper limit, in small groups."""
    method = "union_wilson" if len(worst.persons) == 1 else "union_newcombe"
    low, high = _limits(worst, level)[0], _limits(best, level)[1]
    return Interval(low, high, level=level, method=method)


def doubtful(*cases: Case) -> tuple[str, ...]:
    """Key of the caution that a normal approximation stands on too few persons."""
    fewest = min(min(x, n - x) for case in cases for x, n in case.pairs)
    return ("normal_approximation_doubtful",) if fewest < NORMAL_FROM else ()


def _case(groups: tuple[Tally, ...], unknown_reached: list[bool]) -> Case:
    reached = (
        group.reached + (group.enrolled - group.known) * gains
        for group, gains in zip(groups, unknown_reached, strict=True)
    )
    return Case(tuple(reached), tuple(group.enrolled for group in groups))


def _limits(case: Case, level: float) -> tuple[float, float]:
    if len(case.pairs) == 1:
        low, high = rate_limits(*case.pairs[0], level=level, method="wilson")
    else:
        low, high = difference_limits(*case.pairs, level=level, method="newcombe")
    return float(low), float(high)
