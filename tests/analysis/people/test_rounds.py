"""What has changed since the round before."""

import pytest

from evallib.analysis.people.rounds import rounds
from evallib.release.gate import release
from tests.analysis.people.crowded import (
    EVERY_EDGE,
    FOUR_GROUPS,
    drawn,
    keys,
    with_earlier,
    worded,
)
from tests.analysis.studies import row

BEFORE = """
    pilot A | 5 | work 2 | unemployed 3
    pilot B | 5 | pending 5
    pilot C | 5 | pending 5
    pilot D | 5 | pending 5
    control | 18 | pending 18
"""


@pytest.fixture
def changed():
    return rounds(with_earlier(drawn(FOUR_GROUPS), BEFORE))


def test_a_first_round_has_no_such_section():
    assert rounds(drawn(FOUR_GROUPS)) is None


@pytest.mark.parametrize("edge", [each for each in EVERY_EDGE if "three" not in each])
def test_every_edge_is_worded_in_three_languages(edge):
    told = rounds(with_earlier(drawn(EVERY_EDGE[edge]), EVERY_EDGE[edge]))

    assert all(worded(told).values())


def test_both_rounds_stand_side_by_side(changed):
    standings = changed.tables["standings"]

    assert (
        row(standings, "pilot-then")["known"],
        row(standings, "pilot-now")["known"],
    ) == (5, 11)
    assert (
        row(standings, "pilot-then")["reached"],
        row(standings, "pilot-now")["reached"],
    ) == (2, 6)


def test_persons_who_have_fallen_due_since_are_counted_by_group(changed):
    due = {each["row"]: each["newly_due"] for each in changed.tables["changes"].rows}

    assert due["pilot"] == due["group-2"] + due["group-3"] == 6
    assert due["control"] == 18


def test_a_round_without_news_says_so():
    told = rounds(with_earlier(drawn(FOUR_GROUPS), FOUR_GROUPS))

    assert "nobody_new" in keys(told)
    assert "newly_due" not in keys(told)


def test_a_group_that_was_not_there_before_counts_from_nobody():
    told = rounds(
        with_earlier(
            drawn("pilot A | 10 | work 10\npilot B | 10 | pending 10"),
            "pilot A | 10 | work 10",
        )
    )

    assert row(told.tables["changes"], "group-2")["entered"] == 10


def test_statuses_that_have_gone_missing_are_cautioned_about():
    told = rounds(
        with_earlier(drawn("pilot | 20 | work 5 | lost 15"), "pilot | 20 | work 20")
    )

    assert "fewer" in keys(told)


def test_the_few_who_were_lost_cannot_be_subtracted_from_what_is_new():
    then = "pilot A | 80 | work 18 | unemployed 22 | pending 40"
    told = rounds(
        with_earlier(drawn("pilot A | 80 | work 30 | unemployed 48 | lost 2"), then)
    )

    released = release(told).tables

    now = released["standings"].rows[1]
    assert (now["known"].status, now["lost"].status) == ("hidden", "hidden")
    known_by_dates = {"group", "entered", "newly_due", "persons"}
    assert set(released["changes"].rows[0]) == known_by_dates


def test_seven_clients_have_no_outcomes_in_either_round():
    seven = EVERY_EDGE["one group of 7"]
    told = rounds(with_earlier(drawn(seven), seven))

    assert "reached" not in {each.name for each in told.tables["standings"].columns}
    assert "reached" not in keys(told)
