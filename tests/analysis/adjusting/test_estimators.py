"""Every way of comparing, what each refuses, and errors of clients served together."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.adjusting.estimated import ADJUSTING
from evallib.analysis.adjusting.estimators import (
    amount_estimates,
    primary_estimates,
    with_further,
)
from evallib.analysis.adjusting.refusals import reason_of
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Text
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import (
    people,
    simulated,
    study_of,
    with_category,
    with_number,
)

DOLLAR = 1  # differences and errors are printed in whole dollars
SAME_METHOD = 1e-9  # two doors to one computation
CHANCE = 0.05  # of a simulated difference around the true one


def plan(**declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "weighting",
    }
    return Plan.model_validate(chosen | declared)


def drawn(picture, **declared):
    """People of a picture, with an age and a working past drawn for each."""
    crowd, draw = people(picture), np.random.default_rng(3)
    crowd = with_number(crowd, "age", draw.normal(40, 9, len(crowd)).round())
    worked = [("no", "yes")[each] for each in draw.integers(0, 2, len(crowd))]
    crowd = with_category(crowd, "worked", ("no", "yes"), worked)
    return primary_estimates(study_of(crowd, plan=plan(**declared)))


def of(crowd, **declared):
    return primary_estimates(study_of(crowd, plan=plan(**declared)))


def with_ages(crowd, ages):
    age, worked = crowd.covariates
    return replace(crowd, covariates=(replace(age, values=ages), worked))


# --- the experiment and its observational shadow ------------------------------


def test_the_experiment_gives_1794_dollars_with_an_error_of_671():
    (earnings,) = amount_estimates(experiment())
    naive = earnings.found["unadjusted"]

    assert naive.value == pytest.approx(1794, abs=DOLLAR)
    assert naive.standard_error == pytest.approx(671, abs=DOLLAR)


def test_people_who_were_not_drawn_by_lot_turn_the_experiment_around():
    (earnings,) = amount_estimates(observed())

    assert earnings.found["unadjusted"].value == pytest.approx(-635, abs=DOLLAR)


@pytest.mark.parametrize("method", ADJUSTING)
def test_every_adjustment_brings_the_sign_of_the_experiment_back(method):
    (earnings,) = amount_estimates(observed())

    assert earnings.found[method].value > 0


def test_weighting_gives_the_1214_dollars_that_are_known_of_these_data():
    (earnings,) = amount_estimates(observed())

    assert earnings.found["weighting"].value == pytest.approx(1214, abs=DOLLAR)


# --- ways that agree with each other ------------------------------------------


def test_all_ways_find_a_gain_that_was_put_in():
    found = with_further(of(simulated(1, pilots=1500, controls=1500, gain=0.2)))

    for method, each in found.found.items():
        assert each.value == pytest.approx(0.2, abs=CHANCE), method


def test_a_comparison_is_computed_once_for_a_study():
    study = study_of(simulated(1, pilots=60, controls=60), plan=plan())

    assert primary_estimates(study) is primary_estimates(replace(study))


def test_swapping_the_groups_turns_the_unadjusted_difference_around():
    crowd = simulated(1, pilots=80, controls=60)
    alone = replace(crowd, cluster=np.full(140, -1, np.int16))
    ahead = of(alone).found["unadjusted"]
    behind = of(replace(alone, pilot=~alone.pilot)).found["unadjusted"]

    assert ahead.value == pytest.approx(-behind.value, abs=SAME_METHOD)
    assert ahead.interval.low == pytest.approx(-behind.interval.high, abs=SAME_METHOD)


@pytest.mark.parametrize("estimand", ["att", "ate", "overlap"])
def test_weighting_is_about_whom_the_plan_names(estimand):
    found = of(simulated(1, pilots=60, controls=60), estimand=estimand)

    assert found.found["weighting"].whom == estimand


def test_matching_that_leaves_pilot_clients_out_says_whom_it_is_about():
    found = of(simulated(1, pilots=100, controls=100)).found["matching"]

    assert found.pilot_persons < 100
    assert found.whom == "matched"


# --- what is refused ----------------------------------------------------------


@pytest.mark.parametrize(
    ("controls", "shown"), [(9, set()), (10, {"unadjusted"}), (29, {"unadjusted"})]
)
def test_small_groups_show_what_their_tier_allows(controls, shown):
    found = of(simulated(1, pilots=60, controls=controls))

    assert set(found.found) == shown


def test_thirty_persons_in_each_group_are_enough_for_adjustment():
    found = set(of(simulated(2, pilots=30, controls=30)).found)

    assert set(ADJUSTING) - {"matching"} <= found  # not all of them find a partner


def test_seven_persons_are_not_compared_and_the_reason_is_told():
    found = of(simulated(1, pilots=7, controls=40))

    assert found.primary is None
    assert set(found.refused.values()) == {"too_few"}


def test_a_pilot_that_is_all_younger_is_not_adjusted():
    crowd = simulated(2, pilots=100, controls=100)
    ages = crowd.covariate("age").values
    apart = np.where(crowd.pilot, ages.clip(18, 29), ages.clip(31, 60))
    found = of(with_ages(crowd, apart))

    assert set(found.refused.values()) == {"separated"}
    assert found.propensity.method == "firth"
    assert found.primary.method == "unadjusted"


def test_a_label_that_one_group_lacks_is_named():
    crowd = simulated(2, pilots=100, controls=100)
    towns = ["Pori" if number < 5 else "Rauma" for number in range(200)]
    crowd = with_category(crowd, "town", ("Rauma", "Pori"), towns)
    found = of(crowd, adjust_for=("age", "town"))

    assert found.propensity.separated_by == ("town=Pori",)


def test_covariates_that_repeat_each_other_are_refused():
    crowd = simulated(2, pilots=100, controls=100)
    twice = with_number(crowd, "days", crowd.covariate("age").values * 365)

    assert set(of(twice, adjust_for=("age", "days")).refused.values()) == {"repeats"}


def test_a_covariate_missing_for_half_does_not_cost_half_of_the_people():
    crowd = simulated(2, pilots=100, controls=100)
    ages = crowd.covariate("age").values
    half = with_ages(crowd, np.where(np.arange(200) % 2, ages, np.nan))
    found = of(half)

    assert found.found["weighting"].pilot_persons == 100
    assert [each.reason for each in found.sample.left_out] == ["many_missing"]


def test_fewer_than_thirty_pairs_are_not_shown():
    crowd = simulated(5, pilots=36, controls=36)
    ages = crowd.covariate("age").values
    apart = np.where(crowd.pilot, ages - 9, ages + 4)
    found = of(with_ages(crowd, apart))

    assert found.refused["matching"] == "few_matched"


def test_nothing_declared_means_nothing_adjusted():
    found = of(simulated(2, pilots=100, controls=100), adjust_for=())

    assert set(found.refused.values()) == {"none_declared"}


@pytest.mark.parametrize("state", ["work", "unemployed"])
def test_where_everybody_ends_alike_there_is_nothing_to_adjust(state):
    found = drawn(f"pilot | 40 | {state} 40\ncontrol | 40 | {state} 40")

    assert set(found.refused.values()) == {"same_outcome"}
    assert not found.primary.settled


def test_one_group_that_all_found_work_stops_only_the_outcome_model():
    found = drawn("pilot | 40 | work 40\ncontrol | 40 | work 20 | unemployed 20")

    assert found.refused == {"doubly_robust": "same_outcome"}


@pytest.mark.parametrize(
    "picture",
    [
        "pilot | 40 | pending 40\ncontrol | 40 | pending 40",
        "pilot | 40 | work 40\ncontrol | 40 | pending 40",
    ],
)
def test_nobody_known_on_a_side_is_no_comparison(picture):
    assert drawn(picture).primary is None


def test_without_controls_there_is_nothing_to_estimate():
    assert drawn("pilot | 40 | work 20 | unemployed 20") is None


def test_a_fault_that_is_no_refusal_goes_on_up():
    with pytest.raises(ValueError, match="something else"):
        reason_of(ValueError("something else"))


# --- clients served together --------------------------------------------------


def in_groups(crowd, pilot_groups, control_groups=0):
    """The same people dealt into groups in turn."""
    number = np.arange(len(crowd))
    other = pilot_groups + number % max(control_groups, 1) if control_groups else -1
    code = np.where(crowd.pilot, number % max(pilot_groups, 1), other)
    if not pilot_groups:
        code = np.full(len(crowd), -1)
    names = [f"G{each}" for each in range(pilot_groups + control_groups)]
    return replace(
        crowd,
        cluster=code.astype(np.int16),
        clusters=tuple(Text(fi=name) for name in names),
    )


@pytest.mark.parametrize(
    ("groups", "rule"), [(0, "newcombe"), (1, "newcombe"), (4, "cr2")]
)
def test_the_interval_allows_for_groups_where_there_are_two_or_more(groups, rule):
    crowd = in_groups(simulated(2, pilots=60, controls=60), groups)

    assert of(crowd).found["unadjusted"].inference == rule


@pytest.mark.parametrize(("groups", "few"), [(5, True), (6, False)])
def test_fewer_than_six_groups_are_called_few(groups, few):
    crowd = in_groups(simulated(2, pilots=60, controls=60), groups, 8)

    assert ("few_groups" in of(crowd).found["unadjusted"].notes) is few


@pytest.mark.parametrize("method", ADJUSTING)
def test_adjusted_intervals_allow_for_groups_too(method):
    crowd = in_groups(simulated(2, pilots=60, controls=60), 6)

    assert of(crowd).found[method].inference == "cr2"


def test_groups_that_end_alike_make_the_interval_wider():
    work = [
        f"pilot {name} | 20 | work {found} | unemployed {20 - found}"
        for name, found in zip("ABCDEF", (20, 0, 18, 2, 17, 3), strict=True)
    ]
    control = "control | 120 | work 50 | unemployed 70"
    found = drawn("\n".join([*work, control]))
    alone = drawn("pilot | 120 | work 60 | unemployed 60\n" + control)

    wide, narrow = (each.found["unadjusted"].interval for each in (found, alone))
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)


def test_groups_without_any_spread_tell_no_error():
    found = drawn(
        "pilot A | 20 | work 20\npilot B | 20 | work 20\n"
        "control C | 20 | unemployed 20\ncontrol D | 20 | unemployed 20"
    ).found["unadjusted"]

    assert found.notes == ("alike_in_groups",)
    assert found.interval.low < 1


def test_an_interval_of_shares_stays_between_minus_one_and_one():
    found = drawn(
        "pilot A | 15 | work 15\npilot B | 15 | work 12 | unemployed 3\n"
        "control | 30 | work 1 | unemployed 29"
    ).found["unadjusted"]

    assert found.interval.high <= 1


@pytest.mark.slow
@pytest.mark.parametrize("method", ["unadjusted", "weighting", "doubly_robust"])
def test_intervals_cover_the_truth_when_groups_stick_together(method):
    """Nineteen in twenty of 200 draws; the Monte Carlo error is 1.5 points."""
    held = 0
    for seed in range(200):
        crowd = in_groups(simulated(seed, pilots=120, controls=240), 8)
        draw = np.random.default_rng(seed)
        lift = draw.normal(0, 0.15, 8)[crowd.cluster.clip(0)] * crowd.pilot
        found = draw.random(len(crowd)) < (0.35 + lift).clip(0, 1)
        state = np.where(found, 0, 5).astype(np.int8)
        statuses = replace(crowd.statuses, state=state[np.newaxis])
        estimates = of(replace(crowd, statuses=statuses))
        interval = estimates.found[method].interval
        held += interval.low <= 0 <= interval.high

    assert 0.91 <= held / 200 <= 0.99
