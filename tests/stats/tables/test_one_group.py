"""Intervals for one rate by name."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import beta, binom

from evallib.stats.tables.one_group import rate_limits

# Two routes to the same number: only the last bits may differ.
SAME_NUMBER = 1e-11
# Newcombe RG (1998), Statistics in Medicine 17, 857-872, Table I; four decimals.
PRINTED = 5e-5
TABLE_I = [
    ((81, 263), "wilson", (0.2553, 0.3662)),
    ((81, 263), "wilson_cc", (0.2535, 0.3682)),
    ((15, 148), "clopper_pearson", (0.0578, 0.1617)),
    ((0, 20), "wilson", (0.0, 0.1611)),
    ((0, 20), "wilson_cc", (0.0, 0.2005)),
    ((1, 29), "midp", (0.0017, 0.1585)),
]


@pytest.mark.parametrize(("counts", "method", "printed"), TABLE_I)
def test_limits_match_newcombe_1998(counts, method, printed):
    found = rate_limits(*counts, level=0.95, method=method)

    assert tuple(map(float, found)) == pytest.approx(printed, abs=PRINTED)


def test_clopper_pearson_is_two_beta_quantiles():
    low, high = rate_limits(3, 11, level=0.9, method="clopper_pearson")

    assert float(low) == pytest.approx(beta.ppf(0.05, 3, 9), abs=SAME_NUMBER)
    assert float(high) == pytest.approx(beta.ppf(0.95, 4, 8), abs=SAME_NUMBER)


def test_midp_counts_the_observed_table_half():
    def upper_tail(rate):
        return binom.sf(3, 11, rate) + binom.pmf(3, 11, rate) / 2 - 0.025

    low, _ = rate_limits(3, 11, level=0.95, method="midp")

    assert float(low) == pytest.approx(brentq(upper_tail, 0.001, 0.5), abs=1e-9)


@pytest.mark.parametrize("method", ["wilson_cc", "midp", "wilson", "jeffreys"])
def test_counting_the_others_mirrors_the_interval(method):
    reached = np.arange(13)
    low, _ = rate_limits(reached, 12, level=0.95, method=method)
    _, high = rate_limits(12 - reached, 12, level=0.95, method=method)

    assert np.allclose(low, 1 - high, atol=SAME_NUMBER, rtol=0)


@pytest.mark.parametrize(
    ("wider", "narrower"), [("clopper_pearson", "midp"), ("wilson_cc", "wilson")]
)
def test_cautious_methods_are_wider(wider, narrower):
    reached = np.arange(21)
    outer = rate_limits(reached, 20, level=0.95, method=wider)
    inner = rate_limits(reached, 20, level=0.95, method=narrower)

    assert np.all(outer[0] <= inner[0])
    assert np.all(outer[1] >= inner[1])
