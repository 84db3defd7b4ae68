"""A register of a million clients is matched well and in little memory."""

import tracemalloc

import numpy as np
import pytest
from scipy.special import expit

from evallib.stats.balance import IMBALANCE, balance_table
from evallib.stats.matching import Caliper, NearestPlan, match_nearest
from evallib.stats.propensity import fit_propensity

CLIENTS = 1_000_000
MOST_BYTES = 600_000_000


@pytest.fixture(scope="module")
def register():
    draw = np.random.default_rng(1)
    covariates = draw.normal(size=(CLIENTS, 10))
    covariates[:, 7:] = covariates[:, 7:] > 0.5
    slopes = np.array([0.4, -0.3, 0.2, 0.5, 0, 0.1, 0.2, 0.3, 0.4, -0.3])
    return draw.random(CLIENTS) < expit(covariates @ slopes - 2.6), covariates


def matched(pilot, covariates):
    fit = fit_propensity(pilot, covariates)
    plan = NearestPlan(caliper=Caliper(0.2))
    match = match_nearest(pilot, fit.score, plan=plan)
    return match, balance_table(pilot, covariates, weights=match.weights)


@pytest.mark.slow
def test_a_million_clients_are_matched_and_compared(register):
    match, table = matched(*register)

    assert max(abs(row.before.smd) for row in table.rows) > 3 * IMBALANCE
    assert table.largest < IMBALANCE / 10
    assert match.pilot_persons > 0.99 * register[0].sum()


@pytest.mark.slow
def test_a_million_clients_need_little_memory(register):
    given = register[1].nbytes
    tracemalloc.start()
    matched(*register)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert given + most < MOST_BYTES
