"""What respondents put first, and mean ranks that cannot all be right."""

import pytest

from evallib.analysis.voices.rankings import rankings
from evallib.domain.project import Survey
from evallib.domain.records import RankedItem
from evallib.domain.vocabulary import Text
from tests.analysis.studies import row, sentences, shipped, study


def ranked(*means, complete=True):
    """A ranking of as many items as there are means, called a, b, c …"""
    survey = Survey(
        id="staff",
        name=Text(fi="Kysely"),
        respondents="staff",
        answered=9,
        complete_ranking=complete,
        source="deck",
    )
    items = tuple(
        RankedItem(
            id=name,
            survey="staff",
            question=Text(fi="Mikä on tärkeintä?"),
            name=Text(fi=name),
            mean_rank=mean,
            decimals=1,
            answered=9,
            source="deck",
        )
        for name, mean in zip("abcdef", means, strict=False)
    )
    return rankings(study(rankings=items, project={"surveys": (survey,)}))


@pytest.fixture(scope="module")
def uusi_suunta():
    return rankings(shipped("uusi-suunta"))


def test_six_mean_ranks_that_sum_to_22_8_are_told(uusi_suunta):
    (told,) = sentences(uusi_suunta, "rankings.impossible")

    assert told.tone == "caution"


def test_six_mean_ranks_should_sum_to_21(uusi_suunta):
    total = row(uusi_suunta.tables["sum-sidosryhmakysely"], "sum")

    assert (total["total"], total["expected"], total["items"]) == (22.8, 21, 6)


def test_the_most_important_comes_first(uusi_suunta):
    ranks = [each["rank"] for each in uusi_suunta.tables["ranks-sidosryhmakysely"].rows]

    assert ranks == sorted(ranks)


def test_the_first_item_is_named():
    (told,) = sentences(ranked(2.0, 1.2, 2.8), "rankings.first")

    assert told.facts["item"].row == "b"


def test_three_mean_ranks_that_sum_to_6_are_not_remarked_upon():
    assert not sentences(ranked(2.0, 1.2, 2.8), "rankings.impossible")


def test_rounding_may_move_the_sum_a_little():
    assert not sentences(ranked(2.0, 1.2, 2.9), "rankings.impossible")


def test_a_sum_beyond_rounding_is_remarked_upon():
    assert sentences(ranked(2.0, 1.5, 2.9), "rankings.impossible")


def test_a_ranking_of_a_few_favourites_has_no_fixed_sum():
    assert not sentences(ranked(2.0, 1.5, 2.9, complete=False), "rankings.impossible")


def test_that_ranks_have_no_interval_is_always_said():
    assert sentences(ranked(1.0, 2.0), "rankings.no_interval")


def test_without_rankings_there_is_no_section():
    assert rankings(study()) is None
