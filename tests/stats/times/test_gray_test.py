"""Gray's test of a difference in the incidence of one cause."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.survival import gray_test


def people(seed, size=60):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 15, size), rng.integers(0, 3, size), rng.integers(0, 3, size)


@given(st.integers(0, 500))
def test_grays_test_does_not_depend_on_names_or_order(seed):
    time, cause, group = people(seed)
    shuffled = np.random.default_rng(seed).permutation(time.size)
    names = np.array(["c", "a", "b"])[group]

    once = gray_test(time, cause, group)
    again = gray_test(time[shuffled], cause[shuffled], names[shuffled])

    assert once.statistic == pytest.approx(again.statistic)
    assert sum(once.expected) == pytest.approx(sum(once.observed))


def test_without_competing_causes_gray_compares_all_events():
    time, _, group = people(3)

    test = gray_test(time, np.ones(60), group)

    assert sum(test.observed) == 60


def test_gray_refuses_a_cause_nobody_left_by():
    with pytest.raises(ValueError, match="nobody left by cause 3"):
        gray_test([1, 2], [1, 2], [0, 1], of=3)


def test_gray_refuses_groups_never_at_risk_together():
    with pytest.raises(ValueError, match="never at risk together"):
        gray_test([1, 1, 2, 3], [0, 0, 1, 1], [0, 0, 1, 1])
