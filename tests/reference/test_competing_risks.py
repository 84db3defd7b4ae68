"""Incidence curves, Gray's test and cause-specific Cox equal R on the melanoma data."""

import numpy as np
import pytest

from evallib.stats.survival import (
    cox,
    cumulative_incidence,
    fine_gray,
    gray_test,
    incidence_at,
    kaplan_meier,
    survival_at,
)
from tests.reference.cases import cases, columns, passes

(CASE,) = cases("competing_risks")
CAUSES = {"1": 1, "3": 2, "2": 0}
NOT_CLAIMED = {}


@pytest.fixture(scope="module")
def computed():
    return ours(CASE)


def ours(case):
    """Every pinned quantity of one case."""
    data = columns(case.inputs["file"])
    days = np.array(data["time"], dtype=float)
    cause = np.array([CAUSES[status] for status in data["status"]])
    sex = np.array(data["sex"], dtype=int)
    covariates = {
        name: np.array(data[name], dtype=float) for name in ("sex", "age", "ulcer")
    }
    found = incidences(days, cause, sex, times=case.inputs["times"])
    tests = [gray_test(days, cause, sex, of=one) for one in (1, 2)]
    found["gray_test"] = [[test.statistic, test.p_value] for test in tests]
    specific = cox(days, cause == 1, covariates)
    found["cause_specific_cox_adj"] = [term.coefficient for term in specific.terms]
    alone = fine_gray(days, cause, {"sex": covariates["sex"]}).terms[0]
    model = fine_gray(days, cause, covariates)
    found["fine_gray_unadj"] = [alone.coefficient, alone.standard_error]
    found["fine_gray_adj_names"] = [term.name for term in model.terms]
    found["fine_gray_adj"] = [term.coefficient for term in model.terms]
    found["fine_gray_adj_se"] = [term.standard_error for term in model.terms]
    return found


def incidences(days, cause, sex, *, times):
    found, naive = {}, []
    for side in (0, 1):
        who = sex == side
        for one in (1, 2):
            key = f"g{side}_cause{one}"
            curve = cumulative_incidence(days[who], cause[who], of=one)
            share, error = incidence_at(curve, times)
            place = np.searchsorted(curve.times, times, "right") - 1
            found[f"cif_{key}"] = share
            found[f"cif_var_{key}"] = error**2
            found[f"cif_ci_loglog_{key}"] = {
                "lower": curve.low[place],
                "upper": curve.high[place],
            }
            greenwood = cumulative_incidence(
                days[who], cause[who], of=one, variance="greenwood"
            )
            found[f"aj_se_{key}"] = incidence_at(greenwood, times)[1]
        curve = kaplan_meier(days[who], cause[who] == 1)
        naive.append(1 - survival_at(curve, times).survival)
    found["one_minus_km_cause1"] = naive
    return found


@pytest.mark.parametrize("quantity", [q for q in CASE.expected if q not in NOT_CLAIMED])
def test_competing_risks_match_r(computed, quantity):
    assert passes(computed[quantity], CASE.expected[quantity]), CASE.expected[quantity]


def test_every_quantity_is_claimed_or_listed_as_not_claimed(computed):
    assert CASE.expected.keys() == computed.keys() | NOT_CLAIMED.keys()
    assert not computed.keys() & NOT_CLAIMED.keys()
