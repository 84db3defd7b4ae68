"""Checks that push a finding, and the one verdict on them."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.adjusting.robustness import robustness
from evallib.data.cohort import History
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import Text
from evallib.stats.sensitivity import e_value
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import people, simulated, study_of, with_number
from tests.analysis.studies import row, sentences

CHECKED = {"holds", "shakes", "told", "not_done"}
SAME = 1e-9  # two doors to one computation


def section(crowd, **declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "weighting",
    }
    return robustness(study_of(crowd, plan=Plan.model_validate(chosen | declared)))


def verdict(made):
    return next(block.key for block in made.blocks if "verdict" in block.key)


def result(made, check):
    return row(made.tables["checks"], check)["result"].key.rpartition(".")[2]


def drawn(picture, **declared):
    return section(people(picture), **{"adjust_for": (), **declared})


def test_a_strong_finding_is_called_sturdy():
    assert verdict(section(simulated(1, pilots=300, controls=300, gain=0.3))) == (
        "robustness.verdict.sturdy"
    )


def test_an_unsettled_finding_is_called_open():
    assert verdict(section(simulated(2, pilots=100, controls=100))) == (
        "robustness.verdict.open"
    )


def test_twenty_against_eighteen_are_too_few_for_a_verdict():
    assert verdict(section(simulated(1, pilots=20, controls=18, gain=0.5))) == (
        "robustness.verdict.few"
    )


def test_a_finding_with_one_shaken_check_is_called_fragile():
    made = drawn("""
        pilot   | 80 | work 45 | unemployed 15 | lost 20
        control | 80 | work 25 | unemployed 35 | lost 20
    """)

    assert verdict(made) == "robustness.verdict.fragile"
    assert row(made.tables["verdict"], "verdict")["shaken"] == 1


def test_there_is_one_verdict():
    made = section(simulated(1, pilots=300, controls=300, gain=0.3))

    assert sum("verdict" in getattr(each, "key", "") for each in made.blocks) == 1


def test_every_check_has_one_of_four_results():
    made = robustness(experiment())

    assert {result(made, each["row"]) for each in made.tables["checks"].rows} <= CHECKED


# --- one check at a time ------------------------------------------------------


def test_a_finding_that_hangs_on_one_group_is_shaken():
    made = drawn("""
        pilot A | 20 | work 20
        pilot B | 20 | work 4 | unemployed 16
        pilot C | 20 | work 4 | unemployed 16
        control | 60 | work 15 | unemployed 45
    """)

    assert result(made, "leave_one_out") == "shakes"
    assert row(made.tables["leave_one_out"], "0")["without"] == Text(fi="A")


def test_one_group_cannot_be_left_out():
    made = drawn("""
        pilot A | 40 | work 30 | unemployed 10
        control | 40 | work 15 | unemployed 25
    """)

    assert result(made, "leave_one_out") == "not_done"


def test_groups_are_redealt_only_if_both_sides_have_them():
    made = section(simulated(1, pilots=80, controls=80))

    assert result(made, "permutation") == "not_done"


def test_eight_groups_that_part_completely_are_rare_by_chance():
    rows = [
        f"{side} {side[0]}{name} | 10 | work {work} | unemployed {10 - work}"
        for side, work in (("pilot", 8), ("control", 3))
        for name in range(4)
    ]
    made = drawn("\n".join(rows))

    # two of the seventy ways to choose four of eight groups
    assert row(made.tables["permutation"], "permutation")["chance"] == pytest.approx(
        2 / 70
    )
    assert result(made, "permutation") == "holds"


def test_three_groups_a_side_can_confirm_nothing():
    rows = [
        f"{side} {side[0]}{name} | 12 | work {work} | unemployed {12 - work}"
        for side, work in (("pilot", 10), ("control", 2))
        for name in range(3)
    ]
    made = drawn("\n".join(rows))

    assert sentences(made, "robustness.permutation_unable")
    assert result(made, "permutation") == "not_done"


def test_lost_persons_who_could_turn_the_finding_shake_it():
    made = drawn("""
        pilot   | 50 | work 25 | unemployed 15 | lost 10
        control | 50 | work 20 | unemployed 25 | lost 5
    """)

    assert result(made, "unknown") == "shakes"
    assert row(made.tables["unknown"], "unknown")["lost"] == 15


def test_pending_persons_are_no_worst_case():
    made = drawn("""
        pilot   | 50 | work 25 | unemployed 15 | pending 10
        control | 50 | work 20 | unemployed 25 | pending 5
    """)

    assert sentences(made, "robustness.nobody_lost")


def test_the_e_value_is_that_of_the_ratio_of_shares():
    made = drawn("""
        pilot   | 50 | work 30 | unemployed 20
        control | 50 | work 15 | unemployed 35
    """)
    shown = row(made.tables["e_value"], "e_value")

    assert shown["ratio"] == pytest.approx(2.0)
    assert shown["strength"] == pytest.approx(e_value(2.0).value, abs=SAME)


def test_where_nobody_reached_it_there_is_no_e_value():
    made = drawn("""
        pilot   | 50 | work 30 | unemployed 20
        control | 50 | unemployed 50
    """)

    assert sentences(made, "robustness.no_e_value")


def test_the_limit_of_an_unsettled_finding_takes_no_hidden_cause():
    made = drawn("""
        pilot   | 40 | work 21 | unemployed 19
        control | 40 | work 20 | unemployed 20
    """)

    assert row(made.tables["e_value"], "e_value")["of_limit"] == 1
    assert sentences(made, "robustness.e_value_open")


def test_pairs_that_point_nowhere_bear_no_hidden_bias():
    assert sentences(robustness(observed()), "robustness.gamma_none")


def test_earnings_before_the_programme_did_not_part_the_drawn_groups():
    made = robustness(experiment())

    assert result(made, "placebo") == "holds"
    assert row(made.tables["placebo"], "placebo")["measure"].en == "earnings_1975"


def test_earnings_before_the_programme_parted_the_observed_groups():
    assert result(robustness(observed()), "placebo") == "shakes"


def test_days_in_work_before_are_a_placebo_too():
    crowd = simulated(1, pilots=100, controls=100)
    days = np.tile(np.where(crowd.pilot, 3, 15).astype(np.int16), (12, 1))
    days[:, ::2] += 5
    history = History(days, np.full((12, 200), 30, np.int16))
    made = section(replace(crowd, history=history), estimator="unadjusted")

    assert result(made, "placebo") == "shakes"


def test_nothing_from_before_means_no_such_check():
    made = section(simulated(1, pilots=80, controls=80))

    assert "placebo" not in {each["row"] for each in made.tables["checks"].rows}


def test_every_covariate_is_left_out_once():
    made = section(simulated(1, pilots=80, controls=80))
    names = {each["row"] for each in made.tables["specifications"].rows}

    assert {"without-age", "without-worked", "weighting", "matching"} <= names


def test_analyses_are_counted_by_their_side():
    counted = row(robustness(observed()).tables["curve"], "curve")

    assert counted["above"] + counted["below"] == counted["analyses"]
    assert min(counted["above"], counted["below"]) > 0


def test_groups_left_unlike_shake_an_unadjusted_finding():
    assert result(robustness(observed()), "balance") == "shakes"


def test_a_finding_adjusted_into_likeness_is_not_shaken_by_what_was_before():
    made = robustness(observed(estimator="weighting"))

    assert result(made, "balance") == "holds"


def test_seven_persons_have_one_sentence():
    made = section(simulated(1, pilots=7, controls=40))

    assert [block.key for block in made.blocks] == ["robustness.too_few"]


def test_without_controls_there_is_no_section():
    assert drawn("pilot | 40 | work 20 | unemployed 20") is None


def test_covariates_that_divide_the_groups_do_not_stop_the_other_checks():
    crowd = simulated(2, pilots=100, controls=100)
    apart = with_number(
        crowd, "far", np.where(crowd.pilot, 1.0, 0.0) + np.arange(200) / 1e3
    )
    made = section(apart, adjust_for=("far",))

    assert {"leave_one_out", "e_value"} <= {
        each["row"] for each in made.tables["checks"].rows
    }
