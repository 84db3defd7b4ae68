"""Ties share the weight, so that nothing has to choose."""

import numpy as np
import pytest

from evallib.stats.matching import NearestPlan, match_nearest, nearest_average

PILOT = [1, 1, 0, 0, 0]


def drawn():
    draw = np.random.default_rng(9)
    pilot = np.arange(40) % 4 == 0
    return pilot, draw.normal(size=(40, 2)), draw.normal(size=40)


def test_equally_near_controls_are_averaged():
    # 3 is one away from 2 and 4, whose outcomes are 2 and 4; 9 is nearest to 8.
    found = nearest_average(PILOT, [3, 9, 2, 4, 8], [6, 7, 2, 4, 5])

    assert found.value == pytest.approx(((6 - 3) + (7 - 5)) / 2)
    assert found.control_persons == 3
    assert found.control_effective == pytest.approx(4 / 1.5)


def test_without_ties_it_is_matching_with_replacement():
    pilot, facts, outcome = drawn()
    match = match_nearest(pilot, facts, plan=NearestPlan(with_replacement=True))
    pairs = outcome[match.pilot_rows] - outcome[match.control_rows]

    assert nearest_average(pilot, facts, outcome).value == pytest.approx(pairs.mean())


def test_order_of_rows_does_not_matter_with_ties():
    pilot, facts, outcome = drawn()
    facts, order = np.round(facts), np.random.default_rng(1).permutation(40)
    plain = nearest_average(pilot, facts, outcome)
    other = nearest_average(pilot[order], facts[order], outcome[order])

    assert other.value == pytest.approx(plain.value)
    assert other.standard_error == pytest.approx(plain.standard_error)


def test_adjustment_takes_off_what_distance_explains():
    # The outcome is the place itself, so all that is left in pairs is distance.
    pilot, facts, _ = drawn()
    found = nearest_average(pilot, facts, facts[:, 0], bias_adjusted=True)

    assert found.value == pytest.approx(0, abs=1e-12)


def test_units_of_the_facts_do_not_matter():
    pilot, facts, outcome = drawn()
    for scaling in ("mahalanobis", "inverse_variance"):
        plain, other = (
            nearest_average(pilot, facts * unit, outcome, scaling=scaling).value
            for unit in (1, [1000, 0.01])
        )
        assert other == pytest.approx(plain)


def test_a_constant_fact_is_refused():
    with pytest.raises(ValueError, match="a fact is the same for every client"):
        nearest_average(PILOT, [1] * 5, [1] * 5, scaling="inverse_variance")


def test_an_unknown_scaling_is_refused():
    with pytest.raises(ValueError, match="scaling is one of mahalanobis, inverse_var"):
        nearest_average(PILOT, [3, 9, 2, 4, 8], [1] * 5, scaling="euclid")
