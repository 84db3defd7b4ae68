"""A register matched: propensity, nearest neighbours with a caliper, balance."""

from __future__ import annotations

import numpy as np
from scipy.special import expit

from benchmarks.ways.way import COVARIATES, Data, Subject, Way, Work
from evallib.stats.balance import balance_table
from evallib.stats.matching import Caliper, NearestPlan, match_nearest
from evallib.stats.propensity import fit_propensity

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


SUBJECTS = {
    "matching": Subject(
        "2.5 s, 600 MB", register,
        {
            "evallib": Way(match_ours),
            "statsmodels Logit, propensity only": Way(
                propensity_statsmodels, "statsmodels"
            ),
            "scikit-learn, with replacement": Way(match_scikit, "sklearn"),
        },
    ),
}  # fmt: skip
