"""Covariates and the share of persons who leave by one cause."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.stats.survival import fine_gray

# The same sums in another order.
SAME_FORMULA = 1e-9


def people(seed, size=60):
    rng = np.random.default_rng(seed)
    return rng.integers(1, 15, size), rng.integers(0, 3, size), rng.integers(0, 3, size)


@given(st.integers(0, 200))
def test_rescaled_covariates_rescale_the_coefficient_of_fine_and_gray(seed):
    time, cause, group = people(seed)
    plain = fine_gray(time, cause, {"group": group})
    scaled = fine_gray(time * 7.0, cause, {"group": group * 10})

    assert scaled.terms[0].coefficient == pytest.approx(
        plain.terms[0].coefficient / 10, abs=SAME_FORMULA
    )
    assert scaled.terms[0].p_value == pytest.approx(plain.terms[0].p_value)


def test_fine_and_gray_refuse_a_cause_nobody_left_by():
    with pytest.raises(ValueError, match="nobody left by cause 2"):
        fine_gray([1, 2], [1, 0], {"pilot": [0, 1]}, of=2)


def test_a_covariate_of_somebody_gone_before_the_first_event_settles_nothing():
    with pytest.raises(ValueError, match="a covariate does not vary"):
        fine_gray([1, 2, 3, 4], [0, 1, 2, 1], {"pilot": [1, 0, 0, 0]})
