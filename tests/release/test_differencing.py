"""Two releases about nearly the same people tell of those between them."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from evallib.release import differencing
from evallib.release.differencing import Block, blocked, nearly_the_same
from evallib.release.told import Told

K = 5


def told(first, last, low, high=None, category="work"):
    """A count of the persons with these numbers, both included."""
    members = frozenset(f"p{n}" for n in range(first, last + 1))
    return Told(members, category, low, low if high is None else high)


def test_three_persons_without_complete_follow_up_are_told_of():
    found = blocked([told(1, 20, 11)], [told(1, 17, 10)], k=K)

    assert found == (Block(3, "work", 1, 1, "narrow"),)


def test_a_newcomer_between_two_rounds_is_told_of():
    found = blocked([told(1, 12, 3)], [told(1, 13, 4)], k=K)

    assert found == (Block(1, "work", 1, 1, "certain"),)


def test_rounded_figures_leave_the_newcomer_uncertain():
    assert blocked([told(1, 12, 3, 7)], [told(1, 13, 3, 7)], k=K) == ()


def test_another_group_of_people_tells_nothing_of_the_first():
    assert blocked([told(1, 20, 11)], [told(21, 40, 9)], k=K) == ()


def test_another_outcome_tells_nothing_of_the_first():
    assert blocked([told(1, 20, 11)], [told(1, 17, 10, category="study")], k=K) == ()


def test_what_was_known_before_does_not_block():
    both = [told(1, 12, 3), told(1, 13, 4)]

    assert blocked(both, [told(21, 40, 9)], k=K) == ()


def test_ten_newcomers_of_whom_six_are_in_work_may_be_told_of():
    found = blocked([told(1, 20, 11)], [told(1, 40, 21)], k=K)

    assert found == ()


def test_groups_that_differ_by_few_are_named_before_a_release():
    first, second = told(1, 20, 11), told(1, 17, 10)

    assert nearly_the_same([first], [second], k=K) == ((second, first),)
    assert nearly_the_same([told(1, 20, 9, 13)], [second], k=K) == ()


def test_without_a_proof_nothing_is_released(monkeypatch):
    monkeypatch.setattr(differencing, "solve", lambda *_, **__: None)

    with pytest.raises(TimeoutError, match="could not be bounded"):
        blocked([told(1, 20, 11)], [told(1, 17, 10)], k=K)


@pytest.mark.parametrize("seed", range(20))
def test_three_rounds_with_joiners_and_leavers_never_tell_of_one_person(seed):
    chance = np.random.default_rng(seed)
    people = [f"p{n}" for n in range(40)]
    works = dict(zip(people, chance.random(40) < 0.5, strict=True))
    released: list[Told] = []
    for _ in range(3):
        start, stop = int(chance.integers(0, 8)), int(chance.integers(18, 40))
        members = frozenset(people[start:stop])
        count = int(sum(works[each] for each in members))
        new = Told(members, "work", count, count)
        if not blocked(released, [new], k=K):
            released.append(new)

    assert released
    for at in range(len(people)):
        assert _outcomes_that_fit(released, people, at) == {0, 1}


def _outcomes_that_fit(released, people, at):
    """Whether this person can be in work, and out of work, for all that is known."""
    matrix = np.array([[each in told.members for each in people] for told in released])
    counts = [told.low for told in released]
    aim = np.eye(len(people))[at]
    return {
        round(
            milp(
                sign * aim,
                integrality=np.ones(len(people)),
                bounds=Bounds(0, 1),
                constraints=LinearConstraint(matrix.astype(float), counts, counts),
            ).x[at]
        )
        for sign in (1, -1)
    }
