"""Bounds of a run come from the environment, and nonsense is refused."""

from __future__ import annotations

import pytest

from evallib.domain.errors import ConfigurationError
from evallib.run.making.limits import Limits


def test_without_a_word_the_usual_bounds_hold():
    assert Limits.of({}) == Limits()


def test_each_bound_can_be_set():
    told = {"EVALLIB_CELL_SECONDS": "30", "EVALLIB_PAGE_MB": " 4 "}

    assert Limits.of(told) == Limits(cell_seconds=30, page_mb=4)


@pytest.mark.parametrize("text", ["0", "-5", "1.5", "plenty", "²"])
def test_a_bound_is_a_whole_number_above_zero(text):
    told = {"EVALLIB_MEMORY_MB": text, "EVALLIB_OUTPUT_MB": text}

    with pytest.raises(ConfigurationError, match="E-CFG-TYPE") as refused:
        Limits.of(told)

    places = [each.place.file for each in refused.value.problems]
    assert places == list(told)


def test_a_kernel_is_told_what_it_has_to_keep_itself():
    told = Limits(memory_mb=900).for_kernel()

    assert told["EVALLIB_MEMORY_MB"] == "900"
    assert Limits.of(told).memory_mb == 900
