"""The methods annex: formulas, the propensity model, every estimator, diagnostics."""

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.annex.all_estimators import all_estimators
from evallib.analysis.annex.diagnostics import diagnostics
from evallib.analysis.annex.formulas import formulas
from evallib.analysis.annex.propensity_model import propensity_model
from evallib.domain.plan import Plan
from evallib.stats.propensity import fit_propensity
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import simulated, study_of, with_number
from tests.analysis.studies import row, sentences, study

ANNEX = (formulas, propensity_model, all_estimators, diagnostics)
SAME = 1e-12  # the same fit through another door
EVERY = {
    "unadjusted",
    "matching",
    "weighting",
    "entropy_balance",
    "doubly_robust",
    "g_computation",
    "subclassification",
    "full_matching",
}


def of(crowd, **declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "weighting",
    }
    return study_of(crowd, plan=Plan.model_validate(chosen | declared))


def apart():
    crowd = simulated(2, pilots=100, controls=100)
    far = np.where(crowd.pilot, 1.0, 0.0) + np.arange(200) / 1e3
    return of(with_number(crowd, "far", far), adjust_for=("far",))


def test_every_estimator_is_shown():
    rows = all_estimators(experiment()).tables["estimates"].rows

    assert {each["row"] for each in rows} == EVERY


def test_every_estimator_has_its_formula_and_its_convention():
    shown = {each["row"] for each in formulas(experiment()).tables["methods"].rows}
    conventions = [
        block.key.rpartition(".")[2]
        for block in all_estimators(experiment()).blocks
        if "convention" in getattr(block, "key", "")
    ]

    assert shown == set(conventions) == EVERY


def test_only_intervals_that_were_made_are_explained():
    shown = {each["row"] for each in formulas(experiment()).tables["intervals"].rows}

    assert shown == {"newcombe", "pairs", "m_estimation", "hc1"}


def test_groups_bring_the_formula_of_their_errors():
    made = formulas(of(simulated(1, pilots=80, controls=80)))

    assert "cr2" in {each["row"] for each in made.tables["intervals"].rows}


def test_coefficients_are_those_of_the_fit():
    chosen = experiment()
    shown = propensity_model(chosen).tables["coefficients"].rows
    people = chosen.people
    ages = people.covariate("age").values
    alone = replace(
        chosen,
        project=chosen.project.model_copy(
            update={
                "plan": chosen.project.plan.model_copy(update={"adjust_for": ("age",)})
            }
        ),
    )
    fit = fit_propensity(people.pilot, ages, names=("age",))

    assert [each["row"] for each in shown][:2] == ["intercept", "age"]
    assert row(propensity_model(alone).tables["coefficients"], "age")[
        "coefficient"
    ] == pytest.approx(fit.coefficients[1], abs=SAME)


def test_a_model_of_separated_groups_is_called_a_description():
    made = propensity_model(apart())

    assert sentences(made, "propensity_model.separated")[0].tone == "caution"


def test_without_estimates_that_adjust_the_refusals_are_listed():
    made = all_estimators(apart())

    assert [each["row"] for each in made.tables["estimates"].rows] == ["unadjusted"]
    assert len(sentences(made, "adjustment.one.separated")) == 4


def test_each_method_with_weights_has_its_own_balance():
    tables = diagnostics(observed()).tables

    assert {name for name in tables if name.startswith("balance_")} == {
        f"balance_{method}"
        for method in (
            "matching",
            "weighting",
            "entropy_balance",
            "subclassification",
            "full_matching",
        )
    }


def test_entropy_balancing_leaves_no_difference_of_means():
    rows = diagnostics(observed()).tables["balance_entropy_balance"].rows

    assert max(abs(each["after"]) for each in rows) == pytest.approx(0, abs=1e-8)


def test_unmatched_clients_are_counted():
    shown = row(diagnostics(observed()).tables["matches"], "matching")

    assert (shown["pilots"], shown["unmatched"]) == (185, 70)


def test_amounts_have_every_estimator_too():
    tables = all_estimators(experiment()).tables

    assert {each["row"] for each in tables["amount_earnings_1978"].rows} == EVERY


def test_a_register_is_not_fully_matched():
    made = all_estimators(of(simulated(1, pilots=1100, controls=1100)))

    assert "full_matching" not in {
        each["row"] for each in made.tables["estimates"].rows
    }


@pytest.mark.parametrize("make", ANNEX, ids=lambda make: make.__name__)
@pytest.mark.parametrize(
    "without",
    [study(), study_of(simulated(1, pilots=40, controls=40))],
    ids=["no people", "no plan"],
)
def test_without_people_or_plan_there_is_no_annex(make, without):
    assert make(without) is None
