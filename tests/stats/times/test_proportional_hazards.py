"""Does one hazard ratio fit all times?"""

import numpy as np
import pytest

from evallib.stats.survival import proportional_hazards_test


@pytest.mark.parametrize("transform", ["km", "identity", "log", "rank"])
def test_a_ratio_that_turns_round_is_noticed(transform):
    rng = np.random.default_rng(9)
    pilot = rng.integers(0, 2, 400)
    # Pilot clients leave around day ten, all at once; the others at any time.
    time = np.where(pilot == 1, rng.normal(10, 1, 400), rng.exponential(10, 400) + 0.1)

    test = proportional_hazards_test(
        time, np.ones(400), {"pilot": pilot}, transform=transform
    )

    assert test.by_covariate["pilot"].p_value < 0.001
    assert test.together.statistic == pytest.approx(
        test.by_covariate["pilot"].statistic
    )


@pytest.mark.parametrize(
    ("time", "transform", "message"),
    [
        ([1, 2, 3, 4, 5], "square", "km, identity, log, rank; got 'square'"),
        ([0, 1, 2, 3, 4], "log", "needs event times above 0"),
        ([2, 2, 2, 2, 2], "km", "all events share one time"),
    ],
)
def test_time_scales_that_cannot_be_are_refused(time, transform, message):
    with pytest.raises(ValueError, match=message):
        proportional_hazards_test(
            time, [1] * 5, {"pilot": [0, 1, 0, 1, 1]}, transform=transform
        )
