"""Whether groups are alike, in words and symbols, and where they meet."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.adjusting.balance import balance
from evallib.analysis.adjusting.likeness import level_of
from evallib.domain.plan import Plan
from evallib.domain.section import Figure
from evallib.domain.vocabulary import LANGUAGES, Label
from evallib.present.language import words
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import simulated, study_of, with_number
from tests.analysis.studies import row, sentences

PRINTED = 0.005  # MatchIt prints standardised differences to two decimals here


def section(crowd, **declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "weighting",
    }
    return balance(study_of(crowd, plan=Plan.model_validate(chosen | declared)))


@pytest.mark.parametrize(
    ("smd", "level"),
    [
        (0.0, "good"),
        (0.1, "good"),
        (-0.11, "noticed"),
        (0.25, "noticed"),
        (-0.26, "serious"),
        (None, "no_spread"),
    ],
)
def test_the_levels_are_a_tenth_and_a_quarter(smd, level):
    assert level_of(smd) == level


def test_the_observed_groups_are_red_before_adjustment():
    made = balance(observed())
    (told,) = sentences(made, "balance.before.serious")

    assert told.tone == "caution"
    assert row(made.tables["sizes"], "before")["serious"] == 6


def test_race_lies_1_76_standard_deviations_apart_as_in_print():
    shown = row(balance(observed()).tables["balance"], "race=black")

    assert shown["before"] == pytest.approx(1.76, abs=PRINTED)


def test_a_match_on_too_little_stays_red_where_it_fails():
    # most trainees are black, and ten such comparison persons are not enough
    study = observed(estimator="matching")
    people = study.people
    black = people.control & (people.covariate("race").values == 1)
    made = balance(_only(study, ~black | (black.cumsum() <= 10)))

    assert sentences(made, "balance.after.serious")[0].tone == "caution"


def _only(study, kept):
    """The same study with some of its people."""
    people = study.people
    statuses = replace(
        people.statuses,
        state=people.statuses.state[:, kept],
        standing=people.statuses.standing[:, kept],
    )
    covariates = [replace(each, values=each.values[kept]) for each in people.covariates]
    amounts = [replace(each, values=each.values[kept]) for each in people.amounts]
    fewer = replace(
        people,
        pilot=people.pilot[kept],
        cluster=people.cluster[kept],
        statuses=statuses,
        covariates=tuple(covariates),
        amounts=tuple(amounts),
    )
    return replace(study, people=fewer)


def test_the_experiment_is_called_drawn_by_lot():
    made = balance(experiment())

    assert sentences(made, "balance.before_drawn.serious")
    assert not sentences(made, "balance.before.serious")


def test_weighting_that_works_is_called_alike():
    made = section(simulated(1, pilots=300, controls=300))

    assert sentences(made, "balance.after.good")[0].tone == "finding"


def test_both_stages_are_measured_with_the_same_denominator():
    made = section(simulated(1, pilots=300, controls=300))
    shown = row(made.tables["balance"], "age")
    people = study_of(simulated(1, pilots=300, controls=300)).people
    values = people.covariate("age").values
    spread = values[people.pilot].std(ddof=1)
    gap = values[people.pilot].mean() - values[people.control].mean()

    assert shown["before"] == pytest.approx(gap / spread)


def test_weights_cost_effective_persons():
    shown = row(balance(observed()).tables["sizes"], "after")

    assert shown["control_persons"] == 429
    assert shown["control_effective"] < 110


def test_a_yes_no_fact_has_no_ratio_of_variances():
    shown = row(
        section(simulated(1, pilots=80, controls=80)).tables["balance"], "worked=yes"
    )

    assert shown["spread"] == "–"


def test_groups_that_do_not_meet_are_told():
    crowd = simulated(2, pilots=100, controls=100)
    apart = with_number(
        crowd, "far", np.where(crowd.pilot, 1.0, 0.0) + np.arange(200) / 1e3
    )
    made = section(apart, adjust_for=("far",))

    assert sentences(made, "balance.overlap_none")[0].tone == "caution"


def test_shares_of_each_group_over_the_classes_add_up_to_one():
    made = section(simulated(1, pilots=300, controls=300))
    rows = made.tables["overlap"].rows

    assert sum(each["pilot"] for each in rows) == pytest.approx(1)
    assert sum(each["control"] for each in rows) == pytest.approx(1)


@pytest.mark.parametrize(("pilots", "classes"), [(59, 5), (60, 10)])
def test_small_groups_are_drawn_in_fewer_classes(pilots, classes):
    made = section(simulated(1, pilots=pilots, controls=300))

    assert len(made.tables["overlap"].rows) == classes


def test_the_love_plot_has_no_after_where_nothing_was_adjusted():
    made = section(simulated(1, pilots=20, controls=18))
    (figure,) = [each for each in made.blocks if isinstance(each, Figure)]

    assert figure.kind == "love"
    assert set(figure.options) == {"label", "before"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_level_has_a_symbol_and_no_two_meanings_share_it(language):
    catalogue = words(language).catalogue
    symbols = [
        catalogue[f"symbol.balance.level.{level}"]
        for level in ("good", "noticed", "serious")
    ]

    assert len(set(symbols)) == 3


def test_levels_are_words_of_the_catalogue():
    shown = row(balance(observed()).tables["balance"], "age")

    assert shown["level"] == Label("balance.level.noticed")


def test_without_declared_covariates_there_is_no_section():
    assert section(simulated(1, pilots=80, controls=80), adjust_for=()) is None


def test_seven_persons_have_one_sentence():
    made = section(simulated(1, pilots=7, controls=40))

    assert [block.key for block in made.blocks] == ["balance.too_few"]
