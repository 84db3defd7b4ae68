"""Several methods side by side: what is said of them, and what is not."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.adjusting.adjustment import adjustment
from evallib.domain.plan import Plan
from evallib.domain.section import Figure
from evallib.domain.vocabulary import LANGUAGES, Label
from evallib.present.language import words
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import simulated, study_of, with_number
from tests.analysis.studies import row, sentences, study

DOLLAR = 1  # what is printed of the experiment has no cents
CAUSAL = {
    "fi": ("vaikutti", "lisäsi", "vähensi", "ansiosta", "aiheutti"),
    "sv": ("orsakade", "ökade", "minskade", "tack vare"),
    "en": ("caused", "increased", "reduced", "led to", "thanks to"),
}


def section(crowd, **declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "weighting",
    }
    return adjustment(study_of(crowd, plan=Plan.model_validate(chosen | declared)))


def keys(made):
    return [block.key for block in made.blocks if hasattr(block, "key")]


def test_the_report_of_the_experiment_shows_1794_dollars_and_671():
    made = adjustment(experiment())
    shown = row(made.tables["amount_earnings_1978"], "unadjusted")

    assert shown["value"] == pytest.approx(1794, abs=DOLLAR)
    assert shown["error"] == pytest.approx(671, abs=DOLLAR)
    assert sentences(made, "adjustment.amount_settled")


def test_without_lots_the_report_does_not_settle_on_minus_635_dollars():
    made = adjustment(observed())
    shown = row(made.tables["amount_re78"], "unadjusted")

    assert shown["value"] == pytest.approx(-635, abs=DOLLAR)
    assert sentences(made, "adjustment.amount_open")


def test_the_declared_method_is_marked_and_no_other():
    made = section(simulated(1, pilots=80, controls=80))
    marked = [
        each["row"]
        for each in made.tables["methods"].rows
        if each["primary"] is not None
    ]

    assert marked == ["weighting"]


def test_the_finding_is_that_of_the_declared_method():
    made = section(simulated(1, pilots=300, controls=300, gain=0.3))
    (told,) = sentences(made, "adjustment.settled")

    assert told.facts["value"].row == "weighting"


def test_a_refused_primary_method_is_told_before_the_fallback():
    made = section(simulated(1, pilots=20, controls=18))

    assert keys(made)[:2] == ["adjustment.declared", "adjustment.fallback"]
    assert "adjustment.none.few" in keys(made)


def test_seven_persons_have_one_sentence_and_no_table():
    made = section(simulated(1, pilots=7, controls=40))

    assert keys(made) == ["adjustment.too_few"]
    assert made.tables == {}


@pytest.mark.parametrize(
    ("design", "said"),
    [
        ("randomised", "adjustment.drawn"),
        ("comparison_group", "adjustment.measured_only"),
    ],
)
def test_what_was_not_measured_matters_unless_lots_were_drawn(design, said):
    made = section(simulated(1, pilots=80, controls=80), design=design)

    assert said in keys(made)


def test_the_covariate_that_divides_the_groups_is_named():
    crowd = simulated(2, pilots=100, controls=100)
    only_pilots = np.where(np.arange(200) < 5, 1.0, 0.0)
    made = section(with_number(crowd, "pori", only_pilots), adjust_for=("age", "pori"))
    (told,) = sentences(made, "adjustment.divides")

    assert told.facts["covariate"].fi == "pori"


def test_a_covariate_left_out_is_counted():
    crowd = simulated(2, pilots=100, controls=100)
    half = np.where(np.arange(200) % 2, 1.0 + np.arange(200), np.nan)
    made = section(with_number(crowd, "pay", half), adjust_for=("age", "pay"))

    assert row(made.tables["left_out"], "pay")["missing"] == 100
    assert sentences(made, "adjustment.left_out.many_missing")


def test_persons_with_a_gap_are_counted():
    crowd = simulated(2, pilots=100, controls=100)
    gaps = np.where(np.arange(200) % 20, 1.0 + np.arange(200) % 7, np.nan)
    made = section(with_number(crowd, "pay", gaps), adjust_for=("age", "pay"))

    assert row(made.tables["persons"], "both")["incomplete"] == 10


def test_groups_served_together_are_told():
    made = section(simulated(1, pilots=80, controls=80))
    (told,) = sentences(made, "adjustment.groups")

    assert row(made.tables["groups"], told.facts["groups"].row)["pilot_groups"] == 6


def test_all_clients_in_one_group_is_a_caution():
    crowd = simulated(1, pilots=80, controls=80)
    one = replace(crowd, cluster=np.where(crowd.pilot, 0, -1).astype(np.int16))

    assert sentences(section(one), "adjustment.one_group")[0].tone == "caution"


def test_methods_on_different_sides_of_zero_are_not_to_be_relied_on():
    # age decides who joins and who finds work: the naive difference is the wrong way
    draw = np.random.default_rng(4)
    crowd = simulated(4, pilots=1500, controls=1500)
    old = np.where(crowd.pilot, draw.random(3000) < 0.8, draw.random(3000) < 0.2)
    found = draw.random(3000) < 0.7 - 0.5 * old + 0.12 * crowd.pilot
    state = np.where(found, 0, 5).astype(np.int8)[np.newaxis]
    crowd = replace(crowd, statuses=replace(crowd.statuses, state=state))
    made = section(with_number(crowd, "old", old), adjust_for=("old",))

    assert sentences(made, "adjustment.disagree")[0].tone == "caution"


def test_the_figure_shows_every_method_of_the_table():
    made = section(simulated(1, pilots=80, controls=80))
    (figure,) = [each for each in made.blocks if isinstance(each, Figure)]

    assert (figure.kind, figure.table) == ("effects", "methods")
    assert figure.options["primary"] == "primary"


def test_small_groups_show_no_decimals():
    columns = section(simulated(1, pilots=80, controls=80)).tables["methods"].columns

    assert {each.decimals for each in columns} == {0}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_claims_a_cause(language):
    said = {
        key: text.lower()
        for key, text in words(language).catalogue.items()
        if key.startswith(("adjustment.", "balance.", "robustness.", "subgroups."))
    }

    assert not {
        key for key, text in said.items() for word in CAUSAL[language] if word in text
    }


def test_methods_are_named_by_the_catalogue():
    table = section(simulated(1, pilots=80, controls=80)).tables["methods"]

    assert row(table, "matching")["method"] == Label("adjustment.method.matching")


@pytest.mark.parametrize(
    "without",
    [study(), study_of(simulated(1, pilots=40, controls=40))],
    ids=["no people", "no plan"],
)
def test_without_people_or_plan_there_is_no_section(without):
    assert adjustment(without) is None
