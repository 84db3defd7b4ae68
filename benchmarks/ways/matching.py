"""A register matched: propensity, nearest neighbours with a caliper, balance."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from benchmarks.ways.in_r import RWay
from benchmarks.ways.way import COVARIATES, Data, PythonWay, Subject, Work
from evallib.stats.balance import balance_table
from evallib.stats.matching import Caliper, NearestPlan, match_nearest
from evallib.stats.propensity import fit_propensity

MOST_FOR_MATCHIT = 200_000  # 14 seconds; a million clients take five minutes
MOST_FOR_CAUSALLIB = 20_000  # 9 seconds; a million clients take six minutes
SLOPES = np.array([0.4, -0.3, 0.2, 0.5, 0, 0.1, 0.2, 0.3, 0.4, -0.3])


def register(persons: int) -> Data:
    """Pilot flags, one in ten, and covariates that differ between the groups."""
    draw = np.random.default_rng(1)
    covariates = draw.normal(size=(persons, COVARIATES))
    return draw.random(persons) < expit(covariates @ SLOPES - 2.6), covariates


def match_ours(data: Data) -> Work:
    """Propensity, one-to-one nearest without replacement, balance table."""
    pilot, covariates = data

    def work() -> object:
        fit = fit_propensity(pilot, covariates)
        plan = NearestPlan(caliper=Caliper(0.2))
        match = match_nearest(pilot, fit.score, plan=plan)
        table = balance_table(pilot, covariates, weights=match.weights)
        return f"{match.pilot_persons} pairs, largest |SMD| {table.largest:.4f}"

    return work


def propensity_statsmodels(data: Data) -> Work:
    """The propensity alone: statsmodels has no matching."""
    from statsmodels.discrete.discrete_model import Logit

    pilot, covariates = data

    def work() -> object:
        design = np.column_stack([np.ones(len(pilot)), covariates])
        Logit(pilot.astype(float), design).fit(disp=0)
        return ""

    return work


def match_scikit(data: Data) -> Work:
    """Propensity and the nearest control, with replacement; no balance table."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.neighbors import NearestNeighbors

    pilot, covariates = data

    def work() -> object:
        model = LogisticRegression(C=np.inf).fit(covariates, pilot)
        score = model.decision_function(covariates)[:, None]
        nearest = NearestNeighbors(n_neighbors=1).fit(score[~pilot])
        nearest.kneighbors(score[pilot])
        return ""

    return work


def match_causallib(data: Data) -> Work:
    """Propensity and the nearest control, with replacement; no balance table."""
    import pandas as pd
    from causallib.estimation import PropensityMatching
    from sklearn.linear_model import LogisticRegression

    pilot, covariates = data
    facts, flags = pd.DataFrame(covariates), pd.Series(pilot.astype(int))

    def work() -> object:
        matching = PropensityMatching(
            LogisticRegression(C=np.inf),
            caliper=0.2,
            matching_mode="treatment_to_control",
        )
        matching.fit(facts, flags, flags.astype(float))
        controls = matching.match(facts, flags).loc[0].matches[pilot]
        return f"{int(controls.map(len).sum())} pairs"

    return work


SUBJECTS = {
    "matching": Subject(
        "2.5 s, 600 MB", register,
        {
            "evallib": PythonWay(match_ours),
            "R MatchIt": RWay("MatchIt", "nearest", MOST_FOR_MATCHIT),
            "causallib, with replacement": PythonWay(
                match_causallib, "causallib", most_persons=MOST_FOR_CAUSALLIB
            ),
            "statsmodels Logit, propensity only": PythonWay(
                propensity_statsmodels, "statsmodels"
            ),
            "scikit-learn, with replacement": PythonWay(match_scikit, "sklearn"),
        },
    ),
}  # fmt: skip
