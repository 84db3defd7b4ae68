"""The band of differences: hatched while it holds zero, plain when it does not."""

import pytest

from evallib.present import palette

COLUMNS = [("size", "units"), ("low", "points"), ("high", "points")]
ROLES = {name: name for name, _ in COLUMNS}


@pytest.fixture
def envelope(drawn):
    def drawing(*rows):
        cells = [dict(zip(ROLES, row, strict=True)) for row in rows]
        return drawn("envelope", COLUMNS, cells, ROLES)

    return drawing


def test_a_band_above_zero_settles_the_direction(envelope):
    figure = envelope((3, 0.05, 0.8), (50, 0.2, 0.66), (100, 0.22, 0.66))

    assert "Suunta varma" in figure.texts
    assert "Suunta avoin" not in figure.texts
    assert figure.hatched == 0


def test_a_band_that_crosses_zero_is_hatched_until_it_does_not(envelope):
    figure = envelope((3, -0.2, 0.75), (20, 0.0, 0.5), (100, 0.1, 0.42))

    assert {"Suunta varma", "Suunta avoin"} <= set(figure.texts)
    in_band_and_key = 2
    assert figure.hatched == in_band_and_key
    assert figure.filled(palette.BLUE_WASH) == in_band_and_key


def test_the_limits_at_the_largest_size_are_written(envelope):
    figure = envelope((100, 0.1, 0.42), (3, -0.2, 0.75))

    assert {"10", "42", "3", "100"} <= set(figure.texts)


def test_percentage_points_run_with_a_true_minus(envelope):
    figure = envelope((3, -0.45, -0.05), (100, -0.4, -0.1))

    assert "−40" in figure.texts


def test_a_band_of_one_size_can_be_drawn(envelope):
    figure = envelope((20, 0.1, 0.6))

    assert "ei eroa" in figure.texts


def test_sizes_without_limits_make_no_band(envelope):
    with pytest.raises(ValueError, match="at least one size with both limits"):
        envelope((20, None, None))
