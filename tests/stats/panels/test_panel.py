"""Rows of outcomes by unit and period."""

import pytest

from evallib.stats.did import panel


@pytest.mark.parametrize(
    ("unit", "period", "clusters", "message"),
    [
        ([1, 1, 1], [1, 2, 3], None, "unit must hold at least two"),
        ([1, 2, 3], [1, 1, 1], None, "period must hold at least two"),
        ([1, 1, 2], [1, 2, 1], [5, 6, 6], "clusters must stay the same"),
    ],
)
def test_panels_that_cannot_be_are_refused(unit, period, clusters, message):
    with pytest.raises(ValueError, match=message):
        panel([1, 2, 3], unit, period, clusters=clusters)
