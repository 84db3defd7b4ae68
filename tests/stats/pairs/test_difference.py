"""The outcome in matched groups, and what its error takes into account."""

import numpy as np
import pytest
import statsmodels.api as sm

from evallib.stats.matching import (
    NearestPlan,
    match_exact,
    match_nearest,
    matched_difference,
)


def drawn():
    draw = np.random.default_rng(11)
    pilot = np.arange(60) % 3 == 0
    return pilot, draw.normal(size=60), draw.normal(size=60)


def regression(match, outcome, **covariance):
    kept = match.weights > 0
    design = sm.add_constant(match.pilot[kept].astype(float))
    model = sm.WLS(outcome[kept], design, weights=match.weights[kept])
    return model.fit(**covariance).bse[1]


def test_pairs_are_clustered_as_in_a_weighted_regression():
    pilot, score, outcome = drawn()
    match = match_nearest(pilot, score)
    found = matched_difference(match, outcome)
    groups = {"groups": match.sets[match.weights > 0]}

    assert found.error_rule == "cluster"
    assert found.standard_error == pytest.approx(
        regression(match, outcome, cov_type="cluster", cov_kwds=groups)
    )


@pytest.mark.parametrize("rule", ["hc1", "hc3"])
def test_cells_have_the_robust_error_of_a_weighted_regression(rule):
    pilot, score, outcome = drawn()
    match = match_exact(pilot, np.round(score))
    found = matched_difference(match, outcome, error_rule=rule)

    assert found.standard_error == pytest.approx(
        regression(match, outcome, cov_type=rule.upper())
    )


def test_swapping_signs_of_the_outcome_mirrors_the_interval():
    pilot, score, outcome = drawn()
    match = match_nearest(pilot, score)
    plain, mirror = (matched_difference(match, sign * outcome) for sign in (1, -1))

    assert mirror.value == pytest.approx(-plain.value)
    assert mirror.interval.low == pytest.approx(-plain.interval.high)


def test_notes_of_the_match_stay_with_the_difference():
    match = match_nearest([1, 1, 0], [1, 2, 3], exact=["E", "V", "E"])

    assert matched_difference(match, [1, 2, 3], error_rule="hc1").notes == (
        "small_group",
        "pilot_unmatched",
    )


def test_a_single_pair_has_no_clustered_error():
    match = match_nearest([1, 1, 0], [1, 2, 3], exact=["E", "V", "E"])
    with pytest.raises(ValueError, match="two clusters or more; got one"):
        matched_difference(match, [1, 2, 3])


def test_clusters_are_refused_where_controls_serve_several_sets():
    plan = NearestPlan(with_replacement=True)
    match = match_nearest([1, 1, 0, 0], [1, 2, 3, 9], plan=plan)

    assert matched_difference(match, [1, 2, 3, 4]).error_rule == "hc1"
    with pytest.raises(ValueError, match="belongs to no cluster"):
        matched_difference(match, [1, 2, 3, 4], error_rule="cluster")


def test_an_unknown_rule_is_refused():
    match = match_nearest([1, 0], [1, 2])
    with pytest.raises(ValueError, match="error_rule is one of cluster, hc1, hc3"):
        matched_difference(match, [1, 2], error_rule="hc4")
