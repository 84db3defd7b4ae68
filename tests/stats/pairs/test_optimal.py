"""Matches of least total distance, against every other match of few clients."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.stats.matching import full_match, match_nearest, match_optimal

# A sum of the same distances in another order.
SAME_SUM = 1e-9
SCORES = st.lists(st.integers(0, 12), min_size=2, max_size=7)


def people(pilots, controls):
    flags = np.array([True] * len(pilots) + [False] * len(controls))
    return flags, np.array([*pilots, *controls], float)


def least_cover(pilots, controls):
    """Least total distance of links that leave nobody out, by trying them all."""
    table = np.abs(np.subtract.outer(pilots, controls)).astype(float)
    cells = list(product(range(table.shape[0]), range(table.shape[1])))
    best = np.inf
    for chosen in product([False, True], repeat=len(cells)):
        links = [cell for cell, taken in zip(cells, chosen, strict=True) if taken]
        rows, columns = {row for row, _ in links}, {column for _, column in links}
        if len(rows) == table.shape[0] and len(columns) == table.shape[1]:
            best = min(best, sum(table[cell] for cell in links))
    return best


def test_optimal_pairs_give_up_a_near_one_for_a_better_sum():
    # Greedy: 2.0 with 1.9 and 1.0 with 4.2, 3.3 in all; the other way 3.1.
    flags, score = people([2.0, 1.0], [1.9, 4.2])

    assert match_optimal(flags, score).total_distance == pytest.approx(3.1)
    assert match_nearest(flags, score).total_distance == pytest.approx(3.3)


@settings(deadline=None, max_examples=40)
@given(SCORES, SCORES)
def test_no_other_pairing_is_shorter(first, second):
    pilots, controls = sorted((first, second), key=len)
    least = min(
        sum(abs(one - other) for one, other in zip(pilots, order, strict=False))
        for order in permutations(controls, len(pilots))
    )

    assert match_optimal(*people(pilots, controls)).total_distance == pytest.approx(
        least, abs=SAME_SUM
    )


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.integers(0, 6), min_size=1, max_size=3),
    st.lists(st.integers(0, 6), min_size=1, max_size=4),
)
def test_full_match_is_the_shortest_that_leaves_nobody_out(pilots, controls):
    match = full_match(*people(pilots, controls))

    assert match.total_distance == pytest.approx(
        least_cover(pilots, controls), abs=SAME_SUM
    )


@settings(deadline=None, max_examples=60)
@given(SCORES, SCORES)
def test_every_set_has_one_client_of_one_group(pilots, controls):
    flags, score = people(pilots, controls)
    match = full_match(flags, score)

    assert match.sets.min() == 0
    for number in range(match.sets.max() + 1):
        inside = flags[match.sets == number]
        assert min(inside.sum(), (~inside).sum()) == 1
    assert match.weights.sum() == pytest.approx(len(flags))


def test_several_facts_are_matched_by_mahalanobis_distance():
    flags = np.array([True, True, False, False, False])
    facts = np.array([[1, 9], [5, 2], [5, 3], [1, 8], [9, 9]], float)

    assert match_optimal(flags, facts).control_rows.tolist() == [3, 2]
    assert full_match(flags, facts).distance == "mahalanobis"


def test_one_of_each_group_is_a_pair():
    match = full_match([1, 0], [3.0, 4.0])

    assert match.sets.tolist() == [0, 0]
    assert match.weights.tolist() == [1, 1]


def test_fewer_controls_than_pilot_clients_cannot_be_paired():
    with pytest.raises(ValueError, match="1 controls are too few for 2 pilot clients"):
        match_optimal([1, 1, 0], [1, 2, 3])
