"""Weights from the propensity, trimmed only when asked and then told."""

import numpy as np
import pytest

from evallib.stats.propensity import fit_propensity
from evallib.stats.weighting import ipw, propensity_weights

YOUNG = np.array([1] * 8 + [0] * 8)
PILOT = np.array([1] * 6 + [0] * 2 + [1] * 2 + [0] * 6, bool)
OUTCOME = np.array([3.0] * 6 + [2] * 2 + [1] * 2 + [0] * 6)
ESTIMANDS = ["ate", "att", "atc", "overlap"]


def fitted():
    return fit_propensity(PILOT, YOUNG)


def drawn():
    draw = np.random.default_rng(4)
    covariates = draw.normal(size=(200, 2))
    pilot = draw.random(200) < 1 / (1 + np.exp(-2 * covariates[:, 0]))
    return fit_propensity(pilot, covariates), covariates[:, 0] + draw.normal(size=200)


def test_weights_are_those_of_the_formulas():
    # Young clients have a chance of 3/4, the others of 1/4.
    chance = np.array([0.75, 0.75, 0.25, 0.25])
    flags = np.array([True, False, True, False])
    weights = {name: propensity_weights(flags, chance, name) for name in ESTIMANDS}

    assert weights["ate"] == pytest.approx([4 / 3, 4, 4, 4 / 3])
    assert weights["att"] == pytest.approx([1, 3, 1, 1 / 3])
    assert weights["atc"] == pytest.approx([1 / 3, 1, 3, 1])
    assert weights["overlap"] == pytest.approx([1 / 4, 3 / 4, 3 / 4, 1 / 4])


@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_a_gap_of_one_within_each_age_is_found(estimand):
    assert ipw(fitted(), OUTCOME, estimand=estimand).contrast.value == pytest.approx(1)


@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_the_error_with_fitted_weights_is_that_of_stratification(estimand):
    # With one yes/no covariate, weighting is stratifying: the error that knows the
    # propensity was estimated is no larger than the one that takes it as given.
    noisy = OUTCOME + np.tile([0.5, -0.5], 8)
    found = ipw(fitted(), noisy, estimand=estimand)

    assert found.contrast.standard_error < found.standard_error_weights_known


@pytest.mark.parametrize("estimand", ESTIMANDS)
def test_stabilising_changes_the_weights_but_not_the_difference(estimand):
    fit, outcome = drawn()
    plain = ipw(fit, outcome, estimand=estimand)
    other = ipw(fit, outcome, estimand=estimand, stabilised=True)

    assert other.contrast == plain.contrast
    ratio = other.weights / plain.weights
    assert ratio[fit.pilot] == pytest.approx(ratio[fit.pilot][0])
    assert ratio[~fit.pilot] == pytest.approx(ratio[~fit.pilot][0])


def test_stabilised_weights_average_one():
    weights = ipw(fitted(), OUTCOME, estimand="ate", stabilised=True).weights

    assert weights[PILOT].mean() == pytest.approx(1)
    assert weights[~PILOT].mean() == pytest.approx(1)


def test_trimming_leaves_clients_out_and_counts_them():
    fit, outcome = drawn()
    found = ipw(fit, outcome, estimand="ate", trim=0.1)
    outside = (fit.probability < 0.1) | (fit.probability > 0.9)

    assert found.pilot_trimmed + found.control_trimmed == outside.sum() > 0
    assert (found.weights[outside] == 0).all()
    assert "trimmed" in found.contrast.notes
    assert found.contrast.pilot_persons == (fit.pilot & ~outside).sum()


def test_nothing_is_trimmed_unless_asked():
    found = ipw(*drawn(), estimand="ate")

    assert (found.trim, found.pilot_trimmed, found.control_trimmed) == (None, 0, 0)
    assert "trimmed" not in found.contrast.notes


def test_one_client_with_a_tenth_of_the_weight_is_told():
    found = ipw(fitted(), OUTCOME)

    assert found.largest_share == pytest.approx(3 / 8)  # two weigh 3, six weigh 1/3
    assert "large_weights" in found.contrast.notes


def test_swapping_the_groups_turns_att_into_atc():
    fit, outcome = drawn()
    turned = fit_propensity(~fit.pilot, fit.covariates)
    found, other = ipw(fit, outcome), ipw(turned, outcome, estimand="atc")

    assert other.contrast.value == pytest.approx(-found.contrast.value)
    assert other.contrast.standard_error == pytest.approx(found.contrast.standard_error)


def test_impossible_trimming_is_refused():
    with pytest.raises(ValueError, match=r"trim lies strictly between 0 and 0\.5"):
        ipw(fitted(), OUTCOME, trim=0.5)
    with pytest.raises(ValueError, match="leaves nobody in one of the groups"):
        ipw(fitted(), OUTCOME, trim=0.4)


def test_a_client_who_could_not_be_there_is_refused():
    with pytest.raises(ValueError, match="no chance at all of being in the own group"):
        propensity_weights(np.array([True, False]), np.array([0.5, 1.0]), "ate")


def test_an_unknown_estimand_is_refused():
    with pytest.raises(ValueError, match="estimand is one of ate, att, atc, overlap"):
        ipw(fitted(), OUTCOME, estimand="late")
