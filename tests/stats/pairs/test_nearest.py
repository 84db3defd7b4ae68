"""Each pilot client gets the nearest control, and ties follow the seed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.spatial.distance import cdist

from evallib.stats.matching import Caliper, NearestPlan, match_nearest

PILOT = [1, 1, 0, 0, 0]
SCORE = [1.0, 2.0, 0.9, 1.8, 5.0]


def pairs(match):
    return dict(
        zip(match.pilot_rows.tolist(), match.control_rows.tolist(), strict=True)
    )


def drawn(seed, clients=60, columns=1):
    draw = np.random.default_rng(seed)
    return draw.random(clients) < 0.35, draw.normal(size=(clients, columns))


def by_search(pilot, places, *, ratio=1, caliper=np.inf, again=False):
    """The plainest greedy search, over a table of all distances."""
    pilots, controls = np.flatnonzero(pilot), np.flatnonzero(~pilot)
    pilots = pilots[np.argsort(-places[pilots, 0])]
    table, found = cdist(places[pilots], places[controls]), set()
    for _ in range(ratio):
        for number, row in enumerate(pilots):
            nearest = table[number].argmin()
            if table[number, nearest] <= min(caliper, 1e9):
                found.add((int(row), int(controls[nearest])))
                table[number if again else slice(None), nearest] = np.inf
    return found


def test_the_highest_score_chooses_first():
    # Client 1 at 2.0 takes 1.8; client 0 at 1.0 takes 0.9.
    assert pairs(match_nearest(PILOT, SCORE)) == {1: 3, 0: 2}


def test_what_one_takes_the_next_cannot_have():
    # Both are nearest to 1.9; the higher one has it, the other goes to 1.0.
    match = match_nearest([1, 1, 0, 0], [1.8, 2.0, 1.9, 1.0])

    assert pairs(match) == {1: 2, 0: 3}
    assert match.distances == pytest.approx([0.1, 0.8])


def test_with_replacement_both_take_the_same_control():
    plan = NearestPlan(with_replacement=True)
    match = match_nearest([1, 1, 0, 0], [1.8, 2.0, 1.9, 1.0], plan=plan)

    assert pairs(match) == {1: 2, 0: 2}
    assert match.weights.tolist() == [1, 1, 1, 0]
    assert match.control_persons == 1
    assert "few_controls" in match.notes


def test_nobody_chooses_twice_before_all_have_chosen_once():
    plan = NearestPlan(ratio=2)
    match = match_nearest([1, 1, 0, 0, 0, 0], [3.0, 2.0, 2.9, 2.1, 2.0, 1.0], plan=plan)
    second = sorted(zip(match.pilot_rows, match.control_rows, strict=True))

    # First 3.0 takes 2.9 and 2.0 takes 2.0, then 3.0 takes 2.1 and 2.0 takes 1.0.
    assert second == [(0, 2), (0, 3), (1, 4), (1, 5)]
    assert match.weights.tolist() == [1, 1, 1, 1, 1, 1]


@settings(deadline=None, max_examples=40)
@given(
    seed=st.integers(0, 10_000),
    ratio=st.integers(1, 3),
    caliper=st.sampled_from([0.05, 0.4, np.inf]),
    again=st.booleans(),
)
def test_sorting_and_scanning_finds_what_a_table_of_distances_finds(
    seed, ratio, caliper, again
):
    pilot, score = drawn(seed)
    width = None if caliper == np.inf else Caliper(caliper, "absolute")
    plan = NearestPlan(ratio=ratio, caliper=width, with_replacement=again)
    expected = by_search(pilot, score, ratio=ratio, caliper=caliper, again=again)
    if not expected:
        with pytest.raises(ValueError, match="found no control"):
            match_nearest(pilot, score, plan=plan)
        return
    match = match_nearest(pilot, score, plan=plan)

    assert set(zip(match.pilot_rows, match.control_rows, strict=True)) == expected


@pytest.mark.parametrize("again", [False, True])
def test_several_facts_are_compared_by_mahalanobis_distance(again):
    pilot, places = drawn(5, columns=3)
    match = match_nearest(pilot, places, plan=NearestPlan(with_replacement=again))
    spread = np.linalg.inv(np.cov(places, rowvar=False))
    gaps = places[match.pilot_rows] - places[match.control_rows]
    rooted = np.sqrt(np.einsum("ij,jk,ik->i", gaps, spread, gaps))

    assert match.distance == "mahalanobis"
    assert match.distances == pytest.approx(rooted)
    assert len(set(match.control_rows)) == len(match.control_rows) or again


def test_mahalanobis_with_replacement_takes_the_very_nearest():
    pilot, places = drawn(6, columns=2)
    plan = NearestPlan(with_replacement=True, ratio=2)
    match = match_nearest(pilot, places, plan=plan)
    spread = np.linalg.inv(np.cov(places, rowvar=False))
    table = cdist(places[pilot], places[~pilot], "mahalanobis", VI=spread)

    assert match.total_distance == pytest.approx(np.sort(table)[:, :2].sum())


def test_mahalanobis_caliper_and_ratio_leave_far_clients_out():
    # Client 0 lies 1.197 from 3 and 1.213 from 2; client 1 lies 1.94 from 4.
    pilot = [1, 1, 0, 0, 0]
    places = [[0, 0], [9, 9], [0, 1], [1, 0], [4, 3]]
    plan = NearestPlan(ratio=2, caliper=Caliper(1.2, "absolute"))
    match = match_nearest(pilot, places, plan=plan)

    assert pairs(match) == {0: 3}


def test_order_of_rows_does_not_matter_without_ties():
    pilot, score = drawn(8)
    order = np.random.default_rng(1).permutation(len(pilot))
    plain = match_nearest(pilot, score)
    other = match_nearest(pilot[order], score[order])

    assert other.weights.tolist() == plain.weights[order].tolist()
    assert plain.ties == 0


def test_ties_are_decided_by_the_seed_and_counted():
    pilot, score = [1, 0, 0, 0, 0], [1.0, 2.0, 2.0, 2.0, 7.0]
    taken = [
        match_nearest(pilot, score, plan=NearestPlan(seed=seed)) for seed in range(20)
    ]

    assert {match.control_rows[0] for match in taken} == {1, 2, 3}
    assert all(match.ties == 3 for match in taken)
    assert all("ties_by_seed" in match.notes for match in taken)
    assert taken[7].plan.seed == 7


def test_the_same_seed_gives_the_same_match():
    pilot, score = drawn(2)
    score = np.round(score, 1)
    first, second = (
        match_nearest(pilot, score, plan=NearestPlan(seed=3)) for _ in range(2)
    )

    assert first.control_rows.tolist() == second.control_rows.tolist()


def test_exact_facts_are_equal_within_every_pair():
    pilot, score = drawn(4)
    town = np.arange(len(pilot)) % 3
    match = match_nearest(pilot, score, exact=town)

    assert (town[match.pilot_rows] == town[match.control_rows]).all()


def test_a_town_without_controls_leaves_its_clients_unmatched():
    match = match_nearest([1, 1, 0], [1, 2, 3], exact=["Espoo", "Kemi", "Espoo"])

    assert match.weights.tolist() == [1, 0, 1]
    assert match.sets.tolist() == [0, -1, 0]
    assert match.notes == ("pilot_unmatched",)


def test_ties_are_looked_for_within_exact_facts():
    match = match_nearest([1, 0, 0, 1], [1, 2, 2, 3], exact=["E", "E", "V", "V"])

    assert match.ties == 0


@pytest.mark.parametrize(
    ("unit", "width"),
    [
        # Pilot 1, 2 (variance 0.5); controls 0.9, 1.8, 5.0 (variance 4.67).
        ("pooled_sd", 0.5 * np.sqrt((0.5 + np.var([0.9, 1.8, 5.0], ddof=1)) / 2)),
        ("sample_sd", 0.5 * np.std(SCORE, ddof=1)),
        ("absolute", 0.5),
    ],
)
def test_the_caliper_says_whose_standard_deviation_it_means(unit, width):
    match = match_nearest(PILOT, SCORE, plan=NearestPlan(caliper=Caliper(0.5, unit)))

    assert match.caliper_width == pytest.approx(width)


def test_a_caliper_that_nobody_passes_is_refused():
    plan = NearestPlan(caliper=Caliper(0.01, "absolute"))
    with pytest.raises(ValueError, match="found no control for any of 2 pilot clients"):
        match_nearest(PILOT, SCORE, plan=plan)


def test_unusable_plans_are_refused():
    with pytest.raises(ValueError, match="a caliper is wider than zero"):
        Caliper(0)
    with pytest.raises(ValueError, match="ratio is one control or more; got 0"):
        NearestPlan(ratio=0)
    with pytest.raises(ValueError, match="standard deviations needs one score"):
        match_nearest(
            PILOT, np.c_[SCORE, PILOT], plan=NearestPlan(caliper=Caliper(0.2))
        )
    with pytest.raises(ValueError, match="needs two clients in each group"):
        match_nearest([1, 0, 0], [1, 2, 3], plan=NearestPlan(caliper=Caliper(0.2)))


def test_facts_that_repeat_each_other_are_refused():
    with pytest.raises(ValueError, match="2 facts have only 1 directions"):
        match_nearest(PILOT, np.c_[SCORE, SCORE])


def test_too_many_distances_are_refused_with_a_way_out():
    pilot = np.arange(12_000) % 2 == 0
    places = np.random.default_rng(1).normal(size=(12_000, 2))
    with pytest.raises(ValueError, match="match on the propensity's log odds"):
        match_nearest(pilot, places)
