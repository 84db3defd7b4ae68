"""Every section of a comparison reaches the reader in three languages, at all edges."""

from dataclasses import replace
from time import perf_counter

import numpy as np
import pytest

from evallib.analysis.adjusting.adjustment import adjustment
from evallib.analysis.adjusting.balance import balance
from evallib.analysis.adjusting.robustness import robustness
from evallib.analysis.adjusting.subgroups import subgroups
from evallib.analysis.annex.all_estimators import all_estimators
from evallib.analysis.annex.diagnostics import diagnostics
from evallib.analysis.annex.formulas import formulas
from evallib.analysis.annex.propensity_model import propensity_model
from evallib.domain.plan import Plan
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present import blocks
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.release.gate import release
from tests.analysis.adjusting.lalonde import experiment, observed
from tests.analysis.crowds import (
    people,
    simulated,
    study_of,
    with_category,
    with_number,
)

EVERY = (
    adjustment,
    balance,
    robustness,
    subgroups,
    formulas,
    propensity_model,
    all_estimators,
    diagnostics,
)
SECONDS = 20  # for a register on one slow core; about two on an idle one


def _of(crowd, **declared):
    chosen = {
        "primary": "open_market_work",
        "horizon_months": 6,
        "adjust_for": ("age", "worked"),
        "estimator": "doubly_robust",
        "subgroups": ("worked", "age", "nowhere"),
    }
    return study_of(crowd, plan=Plan.model_validate(chosen | declared))


def _drawn(picture, **declared):
    crowd, draw = people(picture), np.random.default_rng(3)
    crowd = with_number(crowd, "age", draw.normal(40, 9, len(crowd)).round())
    worked = [("no", "yes")[each] for each in draw.integers(0, 2, len(crowd))]
    return _of(with_category(crowd, "worked", ("no", "yes"), worked), **declared)


def _half_missing():
    crowd = simulated(2, pilots=100, controls=100)
    gaps = np.where(np.arange(200) % 2, 1.0 + np.arange(200), np.nan)
    return _of(with_number(crowd, "pay", gaps), adjust_for=("age", "pay", "nowhere"))


def _younger():
    crowd = simulated(2, pilots=100, controls=100)
    age, worked = crowd.covariates
    apart = np.where(crowd.pilot, age.values.clip(18, 29), age.values.clip(31, 60))
    return _of(replace(crowd, covariates=(replace(age, values=apart), worked)))


def _one_group():
    crowd = simulated(2, pilots=100, controls=100)
    return _of(replace(crowd, cluster=np.where(crowd.pilot, 0, -1).astype(np.int16)))


def _groups_on_both_sides():
    crowd = simulated(2, pilots=100, controls=100)
    code = np.arange(200) % 4 + 4 * (~crowd.pilot)
    names = tuple(Text(fi=name) for name in "ABCDEFGH")
    return _of(replace(crowd, cluster=code.astype(np.int16), clusters=names))


def _zero_cell():
    crowd = simulated(2, pilots=100, controls=100)
    towns = ["c" if number < 5 else "ab"[number % 2] for number in range(200)]
    crowd = with_category(crowd, "town", ("a", "b", "c"), towns)
    return _of(crowd, adjust_for=("age", "town"), subgroups=("town",))


EDGES = {
    "experiment": experiment,
    "observed": observed,
    "seven": lambda: _of(simulated(1, pilots=7, controls=40)),
    "twenty and eighteen": lambda: _of(simulated(1, pilots=20, controls=18)),
    "half missing": _half_missing,
    "much younger": _younger,
    "one group": _one_group,
    "groups on both sides": _groups_on_both_sides,
    "zero cell": _zero_cell,
    "nothing to adjust for": lambda: _of(
        simulated(2, pilots=100, controls=100), adjust_for=()
    ),
    "everybody employed": lambda: _drawn(
        "pilot | 40 | work 40\ncontrol | 40 | work 40"
    ),
    "nobody employed": lambda: _drawn(
        "pilot | 40 | unemployed 40\ncontrol | 40 | unemployed 40"
    ),
    "pilot all employed": lambda: _drawn(
        "pilot | 40 | work 40\ncontrol | 40 | work 20 | unemployed 20"
    ),
    "everybody pending": lambda: _drawn(
        "pilot | 40 | pending 40\ncontrol | 40 | pending 40"
    ),
    "many lost": lambda: _drawn(
        "pilot | 80 | work 40 | unemployed 20 | lost 20\n"
        "control | 80 | work 20 | unemployed 40 | lost 20"
    ),
    "no controls": lambda: _drawn("pilot | 40 | work 20 | unemployed 20"),
}


@pytest.fixture(autouse=True)
def _undrawn(monkeypatch):
    monkeypatch.setattr(blocks, "draw", lambda figure, words, section="": "<svg/>")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edge", EDGES)
def test_every_edge_is_worded(edge, language):
    study = EDGES[edge]()
    for audience in ("public", "internal"):
        scope = replace(study.scope, language=language, audience=audience)
        for make in EVERY:
            section = make(replace(study, scope=scope))
            if section is not None:
                html = section_html(release(section), words(language))
                assert f'id="{make.__name__}"' in html


@pytest.mark.slow
def test_a_register_of_200_000_clients_takes_seconds():
    study = _of(simulated(1, pilots=100_000, controls=100_000, gain=0.1))
    started = perf_counter()
    for make in EVERY:
        make(study)

    assert perf_counter() - started < SECONDS
