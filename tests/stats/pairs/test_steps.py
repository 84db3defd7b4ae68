"""Who is matched with whom does not hang on the last bits of a score."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.stats.matching import (
    Caliper,
    NearestPlan,
    full_match,
    match_nearest,
    match_optimal,
    subclassify,
)
from evallib.stats.pairs.steps import SAME_DIGITS, in_steps, step_of

# What two processors' roundings of the same fit differ by, and more.
NOISE = 1e-13
CLIENTS = 40
WAYS = {
    "nearest": match_nearest,
    "two each": lambda *who: match_nearest(*who, plan=NearestPlan(ratio=2)),
    "again": lambda *who: match_nearest(
        *who, plan=NearestPlan(with_replacement=True, ratio=2)
    ),
    "caliper": lambda *who: match_nearest(
        *who, plan=NearestPlan(caliper=Caliper(0.5, "absolute"))
    ),
    "optimal": match_optimal,
    "full": full_match,
}
DRAWS = st.integers(0, 10_000)


def drawn(seed, columns, decimals):
    """Clients with few different values, so that most have somebody like them."""
    draw = np.random.default_rng(seed)
    facts = np.round(draw.normal(size=(CLIENTS, columns)), decimals)
    noise = 1 + NOISE * draw.uniform(-1, 1, facts.shape)
    pilot = np.arange(CLIENTS) < CLIENTS // 3
    return pilot, facts, facts * noise


def partners(match):
    return (
        match.pilot_rows.tolist(),
        match.control_rows.tolist(),
        match.sets.tolist(),
        match.ties,
    )


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None, max_examples=30)
@given(seed=DRAWS, decimals=st.sampled_from([0, 1, 12]))
def test_noise_in_the_last_bits_of_a_score_changes_no_pair(way, seed, decimals):
    pilot, score, noisy = drawn(seed, 1, decimals)

    assert partners(WAYS[way](pilot, noisy)) == partners(WAYS[way](pilot, score))


@pytest.mark.parametrize("way", WAYS)
@settings(deadline=None, max_examples=30)
@given(seed=DRAWS)
def test_noise_in_the_last_bits_of_several_facts_changes_no_pair(way, seed):
    pilot, facts, noisy = drawn(seed, 2, 0)
    before, after = WAYS[way](pilot, facts), WAYS[way](pilot, noisy)

    assert partners(after)[:3] == partners(before)[:3]


@settings(deadline=None, max_examples=30)
@given(seed=DRAWS, classes=st.integers(2, 6))
def test_noise_in_the_last_bits_moves_nobody_to_another_class(seed, classes):
    pilot, score, noisy = drawn(seed, 1, 1)
    before, after = (
        subclassify(pilot, one[:, 0], classes=classes) for one in (score, noisy)
    )

    assert after.sets.tolist() == before.sets.tolist()


def test_a_caliper_holds_at_its_very_width():
    # 0.3 - 0.1 is 0.2 on paper and a little less in binary; 0.7 - 0.5 a little more.
    plan = NearestPlan(caliper=Caliper(0.2, "absolute"))

    assert match_nearest([1, 0], [0.3, 0.1], plan=plan).pilot_persons == 1
    assert match_nearest([1, 0], [0.7, 0.5], plan=plan).pilot_persons == 1


def test_equal_distances_on_either_side_take_the_lower_control():
    # 0.3 lies as far from 0.2 as from 0.4 on paper; in binary it does not.
    match = match_nearest([1, 0, 0], [0.3, 0.4, 0.2])

    assert match.control_rows.tolist() == [2]


def test_like_values_on_both_sides_of_a_half_step_stay_together():
    low, high = 1.000_000_000_049_9, 1.000_000_000_050_1

    assert np.unique(in_steps(np.array([low, high, 9.0]))).size == 2


def test_values_more_than_a_step_apart_stay_apart():
    values = np.array([1.0, 1.0 + 2.5 * step_of(np.array([1.0]))])

    assert np.diff(in_steps(values)) >= 2
    assert step_of(values) == pytest.approx(10.0 ** (1 - SAME_DIGITS))


def test_everybody_at_zero_is_alike():
    assert in_steps(np.zeros(3)).tolist() == [0, 0, 0]
