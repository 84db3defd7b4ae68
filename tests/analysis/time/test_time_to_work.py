"""How soon people moved into work, other exits counted apart."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.time.time_to_work import time_to_work
from evallib.domain.section import Sentence
from tests.analysis.crowds import people, study_of, with_exits
from tests.analysis.studies import row

EXACT = 1e-9


def watched(crowd, days=400):
    """The same people, everybody watched for so long."""
    seen = np.full(len(crowd), days, dtype=np.int32)
    follow = replace(crowd.follow, cut_off=seen, last_seen=seen)
    return replace(crowd, follow=follow)


def four_and_four(pilot_days, pilot_kinds):
    crowd = watched(people("pilot | 4 | work 4\ncontrol | 4 | unemployed 4"))
    days = [*pilot_days, 400, 400, 400, 400]
    return study_of(with_exits(crowd, days, [*pilot_kinds, "-", "-", "-", "-"]))


def keys(section):
    return {block.key for block in section.blocks if isinstance(block, Sentence)}


@pytest.fixture(scope="module")
def section():
    kinds = ("open_market_work", "education", "open_market_work", "-")
    return time_to_work(four_and_four([50, 60, 100, 400], kinds))


def test_two_of_four_are_in_work_after_a_year(section):
    assert row(section.tables["by_day"], "pilot-365")["share"] == pytest.approx(0.5)


def test_only_one_of_four_is_in_work_after_three_months(section):
    assert row(section.tables["by_day"], "pilot-91")["share"] == pytest.approx(0.25)


def test_whoever_left_for_education_is_no_longer_at_risk(section):
    assert row(section.tables["by_day"], "pilot-91")["at_risk"] == 2


def test_exits_and_those_still_waiting_are_the_whole_group(section):
    told = row(section.tables["exits"], "pilot")
    shares = [value for name, value in told.items() if isinstance(value, float)]

    assert sum(shares) == pytest.approx(1.0, abs=EXACT)


def test_whoever_left_for_education_waits_for_work_to_the_end(section):
    waited = (50 + 365 + 100 + 365) / 4

    assert row(section.tables["waiting"], "pilot")["days"] == pytest.approx(waited)


def test_the_difference_is_pilot_minus_comparison_group(section):
    difference = row(section.tables["waiting"], "difference")["days"]

    assert difference == pytest.approx((50 + 365 + 100 + 365) / 4 - 365)


def test_a_group_in_which_nobody_found_work_is_said_so(section):
    assert "time_to_work.nobody" in keys(section)


def test_without_controls_nothing_is_compared():
    crowd = watched(people("pilot | 2 | work 1 | unemployed 1"))
    found = time_to_work(
        study_of(with_exits(crowd, [40, 400], ["open_market_work", "-"]))
    )

    assert "time_to_work.no_controls" in keys(found)
    assert [each["row"] for each in found.tables["waiting"].rows] == ["pilot"]


def test_a_follow_up_of_a_month_is_too_short_to_tell():
    crowd = watched(people("pilot | 2 | pending 2"), days=30)
    found = time_to_work(study_of(with_exits(crowd, [30, 30], ["-", "-"])))

    assert keys(found) == {"time_to_work.too_short"}


def test_a_project_without_dates_of_exits_has_no_such_section():
    assert time_to_work(study_of(people("pilot | 1 | work 1"))) is None
