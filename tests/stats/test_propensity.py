"""The chance of being in the pilot, and when there is none."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from evallib.stats.propensity import fit_propensity

# Two programs that both converged differ in the last digits only.
SAME_MAXIMUM = 1e-8
# Odds of 6:2 against 2:6 are 3 and 1/3, so the log odds ratio is log 9.
YOUNG = [1] * 8 + [0] * 8
PILOT = [1] * 6 + [0] * 2 + [1] * 2 + [0] * 6


def drawn(clients=60, seed=4):
    draw = np.random.default_rng(seed)
    covariates = draw.normal(size=(clients, 2)) * [1, 4000] + [2020, 9000]
    chance = 1 / (1 + np.exp(-(covariates[:, 0] - 2020)))
    return draw.random(clients) < chance, covariates


def test_a_yes_no_covariate_gives_the_shares_of_its_groups():
    fit = fit_propensity(PILOT, YOUNG)

    assert fit.probability[:8] == pytest.approx(0.75)
    assert fit.probability[8:] == pytest.approx(0.25)
    assert fit.coefficients[1] == pytest.approx(np.log(9))


def test_coefficients_and_errors_are_those_of_statsmodels():
    pilot, covariates = drawn()
    fit = fit_propensity(pilot, covariates)
    design = sm.add_constant((covariates - covariates.mean(0)) / covariates.std(0))
    other = sm.Logit(pilot, design).fit(disp=False, tol=1e-12, maxiter=100)

    slopes = other.params[1:] / covariates.std(0)
    errors = other.bse[1:] / covariates.std(0)
    assert fit.coefficients[1:] == pytest.approx(slopes, rel=SAME_MAXIMUM)
    assert fit.standard_errors[1:] == pytest.approx(errors, rel=SAME_MAXIMUM)
    assert fit.probability == pytest.approx(other.predict(), rel=SAME_MAXIMUM)


@settings(deadline=None, max_examples=25)
@given(factor=st.floats(0.001, 1000), shift=st.floats(-1000, 1000))
def test_units_of_a_covariate_do_not_change_the_propensity(factor, shift):
    pilot, covariates = drawn()
    plain = fit_propensity(pilot, covariates)
    other = fit_propensity(pilot, covariates * factor + shift)

    assert other.probability == pytest.approx(plain.probability, abs=1e-6)


def test_swapping_the_groups_turns_the_chances_round():
    pilot, covariates = drawn()
    ahead = fit_propensity(pilot, covariates)
    behind = fit_propensity(~pilot, covariates)

    assert ahead.probability == pytest.approx(1 - behind.probability)


def test_a_register_is_fitted_from_the_fit_of_a_part():
    draw = np.random.default_rng(1)
    covariate = draw.normal(size=250_000)
    pilot = draw.random(250_000) < 1 / (1 + np.exp(2 - covariate))
    fit = fit_propensity(pilot, covariate)

    # At the maximum the expected and the seen number in the pilot agree.
    assert fit.probability.sum() == pytest.approx(pilot.sum(), rel=1e-9)
    assert fit.coefficients == pytest.approx((-2, 1), abs=0.03)  # four errors of 0.007


def test_a_register_whose_part_is_separated_is_still_fitted():
    pilot = np.zeros(240_000, bool)
    pilot[1::2] = True  # every twelfth client, the part, is a control
    covariate = np.tile([0.0, 0.0, 1.0, 1.0, 1.0, 0.0], 40_000)
    fit = fit_propensity(pilot, covariate)

    assert fit.probability[2] == pytest.approx(1 / 3)


def test_overlap_counts_the_clients_beyond_the_other_group():
    pilot, covariates = drawn()
    overlap = fit_propensity(pilot, covariates).overlap

    low, high = overlap.support
    assert low == max(overlap.pilot_range[0], overlap.control_range[0])
    assert high == min(overlap.pilot_range[1], overlap.control_range[1])
    # The group that reaches furthest at an end has somebody outside there.
    assert overlap.pilot_outside + overlap.control_outside >= 2


def test_groups_that_do_not_meet_have_no_support():
    fit = fit_propensity([0, 0, 0, 1, 1, 1], [1, 2, 3, 4, 5, 6], separation="firth")

    assert fit.overlap.support is None
    assert "no_overlap" in fit.notes


def test_a_value_that_only_one_group_has_is_refused_by_name():
    with pytest.raises(ValueError, match=r"one value of young, so no propensity"):
        fit_propensity([1, 1, 1, 0, 0, 0], [1, 1, 0, 0, 0, 0], names=("young",))


def test_covariates_that_divide_the_groups_together_are_refused():
    with pytest.raises(ValueError, match="the covariates together divide the groups"):
        fit_propensity([1, 1, 1, 0, 0, 0], [9, 8, 7, 3, 2, 1])


def test_firth_answers_separated_groups_and_says_so():
    fit = fit_propensity([1, 1, 1, 1, 0, 0, 0, 0], [1, 1, 1, 0, 0, 0, 0, 0],
                         separation="firth")  # fmt: skip

    # With one covariate of zeros and ones the penalty is half a client per cell.
    assert fit.coefficients[1] == pytest.approx(np.log(3.5 / 0.5 / (1.5 / 4.5)))
    assert fit.method == "firth"
    assert fit.separated_by == ("x1",)
    assert "separation" in fit.notes


def test_firth_is_not_used_where_it_is_not_needed():
    assert fit_propensity(PILOT, YOUNG, separation="firth").method == (
        "maximum_likelihood"
    )


def test_five_clients_cannot_carry_three_covariates():
    covariates = np.random.default_rng(1).normal(size=(5, 3))
    with pytest.raises(ValueError, match="Firth's fit did not settle in 200 steps"):
        fit_propensity([0, 1, 0, 1, 0], covariates, separation="firth")


def test_few_clients_for_many_covariates_are_told():
    pilot, covariates = drawn(18)

    assert "many_covariates" in fit_propensity(pilot, covariates).notes


@pytest.mark.parametrize(
    ("pilot", "covariates", "message"),
    [
        ([1, 1, 1], [1, 2, 3], "3 of 3 clients are in the pilot group"),
        ([0, 0, 0], [1, 2, 3], "0 of 3 clients are in the pilot group"),
        ([0, 1, 2], [1, 2, 3], "pilot holds only true and false"),
        ([[0, 1]], [1, 2], "pilot is one flag per client; got 2 dimensions"),
        ([0, 1, 1, 0], [1, np.nan, 3, 4], "covariates: 1 values are missing"),
        ([0, 1, 1, 0], [1, 2, 3], "one row for each of 4 clients"),
        ([0, 1, 1, 0], [7, 7, 7, 7], "covariate 1 of 1 is the same for every client"),
        ([0, 1, 1, 0], [[1, 2], [2, 4], [3, 6], [5, 10]], "repeat each other"),
    ],
)
def test_unusable_input_is_refused(pilot, covariates, message):
    with pytest.raises(ValueError, match=message):
        fit_propensity(pilot, covariates)


def test_unknown_options_are_refused():
    with pytest.raises(ValueError, match="separation is one of refuse, firth"):
        fit_propensity(PILOT, YOUNG, separation="ignore")
    with pytest.raises(ValueError, match="names has 2 entries for 1 covariates"):
        fit_propensity(PILOT, YOUNG, names=("a", "b"))
