"""Curves, tests and Cox models equal those of R's survival on the Rossi data."""

import numpy as np
import pytest

from evallib.stats.survival import (
    cox,
    kaplan_meier,
    log_rank,
    proportional_hazards_test,
    restricted_mean,
    restricted_mean_difference,
    restricted_mean_ratio,
    survival_at,
    survival_difference,
)
from tests.reference.cases import cases, columns, passes

CASES = {case.id: case for case in cases("survival")}
NOT_CLAIMED = {
    "cox_unadj_exact": "the discrete model; Efron's rule serves days and weeks",
    "cox_unadj_concordance": "ranks persons, which no report does",
}
SCALES = {"plain": "plain", "log": "log", "loglog": "log-log"}
# R's summary prints the Wald statistic with two decimals, and the pin holds those.
PRINTED_DECIMALS = 2


class Rossi:
    """The persons of one case, and every quantity computed from them."""

    def __init__(self, case):
        data = columns(case.inputs["file"])
        rows = slice(None, None, 14) if "rows" in case.inputs else slice(None)
        self.inputs = case.inputs
        self.data = {name: np.array(values)[rows] for name, values in data.items()}
        self.week = self.data["week"].astype(float)
        self.arrest = self.data["arrest"].astype(int)
        self.aid = self.data["fin"] == "yes"

    def covariates(self):
        is_yes = {"fin": "yes", "race": "black", "wexp": "yes", "mar": "married"}
        is_yes["paro"] = "yes"
        return {
            name: self.data[name] == is_yes[name]
            if name in is_yes
            else self.data[name].astype(float)
            for name in ("fin", "age", "race", "wexp", "mar", "paro", "prio")
        }

    def curve(self, side, interval="log-log"):
        chosen = self.aid == bool(side)
        return kaplan_meier(self.week[chosen], self.arrest[chosen], interval=interval)

    def mean(self, side):
        chosen = self.aid == bool(side)
        return restricted_mean(
            self.week[chosen], self.arrest[chosen], until=self.inputs["rmst_tau"]
        )


def curves(rossi):
    found = {}
    for side in (0, 1):
        for key, scale in SCALES.items():
            curve = rossi.curve(side, scale)
            points = survival_at(curve, rossi.inputs["times"])
            median = curve.median
            found[f"g{side}_{key}_lower"] = points.low
            found[f"g{side}_{key}_upper"] = points.high
            found[f"g{side}_{key}_median"] = [median.value, median.low, median.high]
        found[f"g{side}_surv"] = points.survival
        found[f"g{side}_se"] = points.standard_error
        found[f"g{side}_n_risk"] = points.at_risk
        found[f"g{side}_nelson_aalen"] = points.cumulative_hazard
    return found


def comparisons(rossi):
    plain = log_rank(rossi.week, rossi.arrest, rossi.aid)
    early = log_rank(rossi.week, rossi.arrest, rossi.aid, rho=1)
    within = log_rank(rossi.week, rossi.arrest, rossi.aid, strata=rossi.data["wexp"])
    ours, theirs = rossi.mean(1), rossi.mean(0)
    gap = restricted_mean_difference(ours, theirs)
    ratio = restricted_mean_ratio(ours, theirs)
    middle = CASES_MIDDLE[len(rossi.inputs["times"])]
    points = survival_difference(rossi.curve(1), rossi.curve(0), at=middle)
    control, pilot = zip(plain.observed, plain.expected, strict=True)
    return {
        "n_events": [
            number
            for side in (1, 0)
            for number in (rossi.curve(side).persons, rossi.curve(side).events.sum())
        ],
        "logrank": [plain.statistic, plain.p_value],
        "logrank_obs_exp": [*pilot, *control],
        "peto_peto_rho1": [early.statistic, early.p_value],
        "logrank_stratified": [within.statistic, within.p_value],
        "rmst_tau": ours.until,
        "rmst_group1": [ours.value, ours.standard_error],
        "rmst_group0": [theirs.value, theirs.standard_error],
        "rmst_difference": [
            gap.value, gap.interval.low, gap.interval.high, gap.p_value
        ],
        "rmst_ratio": [ratio.value, ratio.interval.low, ratio.interval.high],
        "surv_difference_at_mid": [
            points.at, points.value, points.interval.low, points.interval.high
        ],
    }  # fmt: skip


# The middle one of the case's times.
CASES_MIDDLE = {5: 30, 3: 26}


def unadjusted(rossi):
    found = {}
    for ties in ("breslow", "efron"):
        model = cox(rossi.week, rossi.arrest, {"fin": rossi.aid}, ties=ties)
        term = model.terms[0]
        found[f"cox_unadj_{ties}"] = [
            term.coefficient, term.model_error, term.hazard_ratio,
            term.interval.low, term.interval.high, term.p_value,
        ]  # fmt: skip
    found["cox_unadj_tests"] = [
        model.likelihood_ratio.statistic,
        round(model.wald.statistic, PRINTED_DECIMALS),
        model.score.statistic,
    ]
    return found


def adjusted(rossi):
    model = cox(rossi.week, rossi.arrest, rossi.covariates())
    dummies = {"fin", "race", "wexp", "mar", "paro"}
    found = {
        "cox_adj_names": [
            f"{term.name}1" if term.name in dummies else term.name
            for term in model.terms
        ],
        "cox_adj_coef": [term.coefficient for term in model.terms],
        "cox_adj_se": [term.model_error for term in model.terms],
        "cox_adj_robust_se": [term.robust_error for term in model.terms],
        "cox_adj_loglik": [model.log_likelihood_null, model.log_likelihood],
    }
    for scale in ("identity", "km"):
        drift = proportional_hazards_test(
            rossi.week, rossi.arrest, rossi.covariates(), transform=scale
        )
        single = [test.p_value for test in drift.by_covariate.values()]
        found[f"ph_test_{scale}"] = [*single, drift.together.p_value]
    return found


def ours(case):
    """Every pinned quantity of one case."""
    rossi = Rossi(case)
    found = curves(rossi) | comparisons(rossi) | unadjusted(rossi)
    return found | (adjusted(rossi) if "cox" in case.inputs else {})


@pytest.fixture(scope="module")
def computed():
    return {name: ours(case) for name, case in CASES.items()}


@pytest.mark.parametrize(
    ("case", "quantity"),
    [
        (case.id, quantity)
        for case in CASES.values()
        for quantity in case.expected
        if quantity not in NOT_CLAIMED
    ],
)
def test_survival_matches_r(computed, case, quantity):
    expected = CASES[case].expected[quantity]

    assert passes(computed[case][quantity], expected), expected


def test_every_quantity_is_claimed_or_listed_as_not_claimed(computed):
    for case in CASES.values():
        placed = computed[case.id].keys() | NOT_CLAIMED.keys()
        assert case.expected.keys() <= placed
        assert not computed[case.id].keys() & NOT_CLAIMED.keys()
