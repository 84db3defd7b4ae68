"""Round numbers along an axis."""

import pytest

from evallib.present.figures.drafting.scale import Scale, nice, ticks


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (0.0, 1.0, (0.0, 0.25, 0.5, 0.75, 1.0)),
        (0.0, 10.0, (0.0, 2.5, 5.0, 7.5, 10.0)),
        (-0.3, 0.5, (-0.2, 0.0, 0.2, 0.4)),
        (0.1, 0.9, (0.2, 0.4, 0.6, 0.8)),
    ],
)
def test_ticks_are_round_and_inside(first, last, expected):
    assert ticks(first, last) == expected


@pytest.mark.parametrize(
    ("value", "rounded"), [(1.0, 1), (1.2, 2), (0.3, 0.5), (70, 100)]
)
def test_nice_never_rounds_down(value, rounded):
    assert nice(value) == pytest.approx(rounded)


def test_the_ends_of_a_scale_stand_at_its_edges():
    scale = Scale(1, 5, 3.0, 7.0)

    assert (scale.at(1), scale.at(3), scale.at(5)) == (3.0, 5.0, 7.0)
