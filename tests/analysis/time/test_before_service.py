"""The months before the service, the dip, and how both groups changed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.time.before_service import before_service
from evallib.data.cohort import History
from evallib.data.people import Amount
from evallib.domain.plan import Plan
from evallib.domain.section import Sentence
from evallib.domain.vocabulary import Text
from tests.analysis.crowds import people, study_of
from tests.analysis.studies import row

PLAN = Plan(primary="open_market_work", horizon_months=6)
CROWD = "pilot | 12 | work 6 | unemployed 6\ncontrol | 12 | work 3 | unemployed 9"


def worked(crowd, *, early, late):
    """Everybody in work on these shares of days 7-12 and 1-3 months before."""
    shares = np.array([late] * 3 + [late] * 3 + [early] * 6)
    told = np.full((12, len(crowd)), 30, dtype=np.int16)
    return replace(crowd, history=History((told.T * shares).T.astype(np.int16), told))


def keys(section):
    return {block.key for block in section.blocks if isinstance(block, Sentence)}


def test_less_work_just_before_the_service_is_pointed_out():
    crowd = worked(people(CROWD), early=0.5, late=0.1)

    assert "before_service.dip" in keys(before_service(study_of(crowd, plan=PLAN)))


def test_as_much_work_as_before_is_no_dip():
    crowd = worked(people(CROWD), early=0.5, late=0.5)

    assert "before_service.no_dip" in keys(before_service(study_of(crowd, plan=PLAN)))


def test_the_change_starts_from_the_months_before_any_dip():
    crowd = worked(people(CROWD), early=0.5, late=0.1)
    change = before_service(study_of(crowd, plan=PLAN)).tables["change"]

    assert row(change, "pilot")["change"] == pytest.approx(0.0)
    assert row(change, "control")["change"] == pytest.approx(-0.25)
    assert row(change, "difference")["change"] == pytest.approx(0.25)


def test_nine_people_on_a_side_are_too_few_for_changes():
    crowd = worked(
        people("pilot | 9 | work 9\n" + CROWD.splitlines()[1]), early=0, late=0
    )

    assert "change" not in before_service(study_of(crowd, plan=PLAN)).tables


def test_without_controls_before_and_after_is_no_estimate_of_effect():
    crowd = worked(people("pilot | 12 | work 12"), early=0.5, late=0.1)
    found = before_service(study_of(crowd, plan=PLAN))

    assert "before_service.no_controls" in keys(found)


def test_amounts_of_the_same_people_are_compared_before_and_after():
    crowd = people(CROWD)
    before = Amount("re75", Text(en="1975"), "$", -12, np.full(24, 100.0))
    gained = np.where(crowd.pilot, 250.0, 150.0) + np.arange(24) % 2
    after = Amount("re78", Text(en="1978"), "$", 12, gained)
    crowd = replace(crowd, amounts=(before, after))
    found = before_service(study_of(crowd)).tables["change_re78"]

    assert row(found, "difference")["change"] == pytest.approx(100.0)


def test_a_project_that_knows_no_history_has_no_such_section():
    assert before_service(study_of(people(CROWD), plan=PLAN)) is None


GROUPED = """
    pilot A | 10 | work 9 | unemployed 1
    pilot B | 10 | work 1 | unemployed 9
    control | 20 | work 2 | unemployed 18
"""


def test_clients_of_one_group_are_not_taken_for_persons_on_their_own():
    crowd = worked(people(GROUPED), early=0.5, late=0.5)
    alone = replace(crowd, cluster=np.full(len(crowd), -1, np.int16), clusters=())
    grouped, apart = (
        before_service(study_of(each, plan=PLAN)) for each in (crowd, alone)
    )
    wide, narrow = (
        row(each.tables["change"], "difference")["limits"] for each in (grouped, apart)
    )

    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert "before_service.together" in keys(grouped)
    assert "before_service.together" not in keys(apart)


def test_work_before_and_after_is_the_same_work():
    mixed = "pilot | 12 | work 4 | subsidised 4 | unemployed 4"
    crowd = worked(people(f"{mixed}\n{CROWD.splitlines()[1]}"), early=0.5, late=0.5)
    change = before_service(study_of(crowd, plan=PLAN)).tables["change"]

    assert row(change, "pilot")["after"] == pytest.approx(8 / 12)
