"""How far each group's follow-up is."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from evallib.analysis.people.groups import MOST_GROUPS
from evallib.analysis.people.maturity import maturity
from evallib.domain.section import Constant
from tests.analysis.crowds import AS_OF, people, study_of
from tests.analysis.people.crowded import EVERY_EDGE, FOUR_GROUPS, drawn, keys, worded
from tests.analysis.studies import row, sentences, study


def test_a_project_without_clients_has_no_such_section():
    assert maturity(study()) is None


@pytest.mark.parametrize("edge", [each for each in EVERY_EDGE if "three" not in each])
def test_every_edge_is_worded_in_three_languages(edge):
    assert all(worded(maturity(drawn(EVERY_EDGE[edge]))).values())


def test_of_three_clients_no_follow_up_is_told():
    assert maturity(drawn(EVERY_EDGE["three clients"])) is None


def test_two_of_four_groups_are_still_followed():
    (told,) = sentences(maturity(drawn(FOUR_GROUPS)), "maturity.groups_open")

    assert told.facts["day"] == Constant(AS_OF)
    assert told.facts["open"] == Constant(2)
    assert told.facts["groups"] == Constant(4)


def test_groups_and_the_rest_add_up_to_the_pilot():
    groups = maturity(drawn(FOUR_GROUPS)).tables["groups"]
    named = [each for each in groups.rows if each["row"].startswith("group-")]

    for part in ("persons", "known", "pending", "lost"):
        assert sum(each[part] for each in named) == row(groups, "pilot")[part]


def test_the_window_closes_six_months_after_the_last_start():
    groups = maturity(drawn(FOUR_GROUPS)).tables["groups"]

    assert row(groups, "group-4")["last_start"] == date(2022, 3, 30)
    assert row(groups, "group-4")["closes"] == date(2022, 9, 28)


def test_a_window_from_the_end_of_a_service_that_goes_on_has_no_end_yet():
    crowd = people("pilot | 12 | pending 12", months=(0,))
    goes_on = np.full(12, np.iinfo(np.int32).min, dtype=np.int32)
    crowd = replace(crowd, follow=replace(crowd.follow, service_end=goes_on))

    section = maturity(study_of(crowd))

    assert row(section.tables["groups"], "pilot")["closes"] is None
    assert {"service_goes_on", "timeline_alt_open"} <= keys(section)


def test_groups_at_different_stages_are_cautioned_about():
    assert "uneven_groups" in keys(maturity(drawn(FOUR_GROUPS)))


def test_groups_at_the_same_stage_are_not():
    same = "pilot A | 5 | work 5\npilot B | 5 | unemployed 5"

    assert "uneven_groups" not in keys(maturity(drawn(same)))


def test_a_pilot_followed_less_far_than_its_controls_is_cautioned_about():
    assert "unequal_pending" in keys(maturity(drawn(FOUR_GROUPS)))


def test_equal_follow_up_stays_silent():
    same = "pilot | 20 | work 10 | pending 10\ncontrol | 20 | work 10 | pending 10"

    assert not {"unequal_pending", "unequal_lost"} & keys(maturity(drawn(same)))


def test_loss_on_one_side_only_is_cautioned_about():
    lost = "pilot | 20 | work 20\ncontrol | 20 | unemployed 15 | lost 5"

    assert "unequal_lost" in keys(maturity(drawn(lost)))


def test_a_pilot_served_as_one_group_is_told_by_persons():
    one = "pilot A | 20 | work 8 | pending 12"

    assert "persons_open" in keys(maturity(drawn(one)))


def test_clients_without_a_group_have_a_row_of_their_own():
    mixed = "pilot A | 5 | work 5\npilot B | 5 | work 5\npilot | 2 | work 2"

    groups = maturity(drawn(mixed)).tables["groups"]

    assert row(groups, "group-none")["persons"] == 2


def test_more_groups_than_a_table_can_name_are_counted():
    many = "\n".join(f"pilot G{each} | 1 | work 1" for each in range(MOST_GROUPS + 1))
    section = maturity(drawn(many))

    assert [each["row"] for each in section.tables["groups"].rows] == ["pilot"]
    assert "many_groups" in keys(section)


def test_every_follow_up_point_is_told_where_there_are_several():
    section = maturity(drawn(FOUR_GROUPS, months=(3, 6)))

    assert row(section.tables["points"], "pilot-months_3")["persons"] == 20
