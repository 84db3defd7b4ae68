"""Whole sections, released and attacked from what a reader sees of them."""

from __future__ import annotations

import pytest

from evallib.domain.section import Scope
from evallib.release.gate import release
from tests.release.joint.pilots import Pilot
from tests.release.rules.cases import approved
from tests.release.suppression.drawn import attack_all

K = 5
OUTCOMES = ("reached", "other")


def must_stay_uncertain(system, names, *, lost: bool) -> list[int]:
    """Outcomes of fewer than five persons, or all of whose group share them."""
    kinds = (*OUTCOMES, "lost") if lost else OUTCOMES
    return [
        at
        for at, (row, kind) in names.items()
        if kind in kinds and _few(system, names, at, row, kind)
    ]


def _few(system, names, at, row, kind):
    value = system.counts[at].value
    if kind == "lost":
        return 0 < value < K
    known = next(n for n, key in names.items() if key == (row, "known"))
    return value < K and system.counts[known].value > 0


def require_safe(pilot: Pilot, released, *, lost: bool) -> None:
    system, hidden, names = pilot.seen(released)
    unsafe = must_stay_uncertain(system, names, lost=lost)

    assert not set(unsafe) - hidden, "an unsafe count is printed"
    for at, (low, high) in attack_all(system, hidden, unsafe).items() if unsafe else ():
        most = _most(system, names, at)
        assert high - low >= min(K, most), (names[at], low, high)


def _most(system, names, at):
    """The most that a reader could ever think possible: who is known, or due."""
    row, kind = names[at]
    values = {key: system.counts[number].value for number, key in names.items()}
    if kind == "lost":
        return values[row, "persons"] - values[row, "pending"]
    return values[row, "known"]


@pytest.mark.parametrize("seed", range(60))
def test_no_reader_can_work_out_a_small_outcome(seed):
    pilot = Pilot(seed)

    require_safe(pilot, release(pilot.section()), lost=True)


@pytest.mark.parametrize("seed", range(60, 100))
def test_nor_where_the_lost_are_told_of(seed):
    pilot = Pilot(seed)
    section = pilot.section()
    told = _with_lost_told(section.scope)
    object.__setattr__(section, "scope", told)

    require_safe(pilot, release(section), lost=False)


def _with_lost_told(scope: Scope) -> Scope:
    limits = approved(lost="show")
    return Scope(
        scope.project,
        scope.round,
        scope.language,
        scope.audience,
        scope.as_of,
        limits,
        scope.sources,
    )
