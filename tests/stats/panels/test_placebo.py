"""Would units without the pilot have shown as large a change?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.did import panel, placebo


def sites(seed, units=8, periods=5):
    """An unbalanced panel of persons; the first three sites start in period 3."""
    rng = np.random.default_rng(seed)
    unit = np.repeat(np.arange(units), periods * 2)
    period = np.tile(np.arange(periods), units * 2)
    keep = (rng.random(unit.size) < 0.9) | (period < 1) | (period > 3)
    unit, period = unit[keep], period[keep]
    return rng.normal(size=unit.size) + unit, unit, period


def test_a_placebo_of_two_pilot_sites_goes_through_all_pairs():
    outcome, unit, period = sites(8)

    test = placebo(panel(outcome, unit, period), unit < 2, period >= 3)

    assert (test.assignments, test.pilot_units, test.control_units) == (28, 2, 6)
    assert test.p_value == test.rank / 28


@given(st.integers(0, 200))
def test_swapping_before_and_after_turns_the_placebo_round(seed):
    outcome, unit, period = sites(seed)
    rows = panel(outcome, unit, period)

    forward = placebo(rows, unit == 2, period >= 3)
    backward = placebo(rows, unit == 2, period < 3)

    assert forward.value == pytest.approx(-backward.value)
    assert forward.rank == backward.rank


def test_four_units_cannot_show_five_per_cent():
    rows = panel([1, 9, 1, 2, 1, 3, 1, 1], np.repeat(list("abcd"), 2), [0, 1] * 4)

    test = placebo(rows, [1, 1, 0, 0, 0, 0, 0, 0], [0, 1] * 4)

    assert (test.p_value, test.notes) == (0.25, ("cannot_reach_5_percent",))


@pytest.mark.parametrize(
    ("pilot", "after", "message"),
    [
        ([1, 1, 1, 1], [0, 1, 0, 1], "pilot units and others"),
        ([1, 1, 0, 0], [0, 1, 0, 0], "rows before and after"),
    ],
)
def test_placebos_without_a_comparison_are_refused(pilot, after, message):
    with pytest.raises(ValueError, match=message):
        placebo(panel([1, 2, 3, 4], [1, 1, 2, 2], [1, 2, 1, 2]), pilot, after)
