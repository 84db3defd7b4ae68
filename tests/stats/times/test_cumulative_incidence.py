"""Shares of persons who left by each of several causes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight

from evallib.stats.survival import cumulative_incidence, incidence_at, kaplan_meier

# The same sums in another order.
SAME_FORMULA = 1e-9


def people(seed, size=60):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 15, size), rng.integers(0, 3, size), rng.integers(0, 3, size)


@given(st.integers(0, 500))
def test_the_incidences_of_all_causes_and_the_waiting_add_to_one(seed):
    time, cause, _ = people(seed)
    first, second = (cumulative_incidence(time, cause, of=one) for one in (1, 2))
    waiting = kaplan_meier(time, cause > 0).survival

    assert first.incidence + second.incidence + waiting == pytest.approx(1)


@given(st.integers(0, 500))
def test_with_one_cause_the_error_is_greenwoods(seed):
    time, cause, _ = people(seed)
    event = (cause == 1).astype(int)
    curve = cumulative_incidence(time, event, variance="greenwood")
    waiting = kaplan_meier(time, event)

    running = waiting.survival > 0
    assert curve.standard_error[running] == pytest.approx(
        waiting.standard_error[running], abs=SAME_FORMULA
    )


def test_the_curve_equals_that_of_statsmodels_and_its_error_does_not():
    time, cause, _ = people(5)
    ours = cumulative_incidence(time, cause)
    theirs = CumIncidenceRight(time, cause)
    share, error = incidence_at(ours, theirs.times)

    assert share == pytest.approx(theirs.cinc[0], abs=SAME_FORMULA)
    # Theirs is off by some per cent; should they agree, use the library's.
    some = error > 0
    assert np.abs(theirs.cinc_se[0][some] / error[some] - 1).max() > 0.005


def test_a_curve_that_has_ended_can_be_read_later_and_one_that_has_not_cannot():
    ended = cumulative_incidence([1, 2], [1, 2])
    running = cumulative_incidence([1, 2], [1, 0])

    assert incidence_at(ended, [9])[0].tolist() == [0.5]
    assert np.isnan(incidence_at(running, [9])[0]).all()


@pytest.mark.parametrize("when", [-1, np.nan])
def test_a_curve_is_not_read_at_a_time_that_is_missing_or_negative(when):
    curve = cumulative_incidence([1, 2], [1, 0])
    with pytest.raises(ValueError, match="must be known and not negative"):
        incidence_at(curve, [1, when])


def test_a_cause_that_never_happened_has_no_limits():
    curve = cumulative_incidence([1, 2], [2, 0])

    assert curve.incidence.tolist() == [0, 0]
    assert np.isnan(curve.low).all()
    assert "no_events" in curve.notes


@pytest.mark.parametrize(
    ("time", "cause", "message"),
    [
        ([1, 2], [1], "one value a person each"),
        ([1, 2], [1, 0.5], "whole number of a cause"),
        ([1, 2], [1, -1], "whole number of a cause"),
    ],
)
def test_causes_that_cannot_be_are_refused(time, cause, message):
    with pytest.raises(ValueError, match=message):
        cumulative_incidence(time, cause)


def test_an_unknown_variance_is_refused():
    with pytest.raises(ValueError, match="aalen, greenwood; got 'delta'"):
        cumulative_incidence([1], [1], variance="delta")
