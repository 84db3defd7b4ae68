"""A survey percentage as printed, beside what its respondents allow."""

import pytest

from evallib.analysis.voices.printed_shares import printed_share
from evallib.domain.estimate import Tally
from evallib.domain.records import SurveyItem
from evallib.domain.vocabulary import Text
from evallib.stats.proportions import rate_interval


def share(percent, answered=17, decimals=0):
    facts = {"id": "a", "survey": "clients", "name": Text(fi="Väittämä")}
    facts |= {"statistic": "top2_percent", "source": "deck"}
    item = SurveyItem(value=percent, answered=answered, decimals=decimals, **facts)
    return printed_share(item)


def test_77_percent_of_17_persons_is_not_possible():
    assert not share(77).possible


def test_the_nearest_to_77_percent_are_13_and_14_of_17():
    assert (share(77).below, share(77).above) == (13, 14)


@pytest.mark.parametrize(("percent", "count"), [(82, 14), (65, 11), (59, 10)])
def test_the_other_percentages_of_the_survey_have_one_count_each(percent, count):
    assert share(percent).counts == (count,)


def test_in_a_large_survey_several_counts_print_alike_and_halves_may_go_either_way():
    assert share(55, answered=200).counts == (109, 110, 111)


def test_the_interval_covers_every_count_that_fits():
    interval = share(55, answered=200).interval()

    assert interval.low == rate_interval(Tally(109, 200)).low
    assert interval.high == rate_interval(Tally(111, 200)).high


def test_an_interval_over_counts_that_fit_is_one_of_confidence():
    assert share(82).interval().of == "confidence"


def test_the_interval_of_an_impossible_percentage_spans_the_nearest_counts():
    interval = share(77).interval()

    assert interval.low == rate_interval(Tally(13, 17)).low
    assert interval.high == rate_interval(Tally(14, 17)).high


def test_the_interval_of_an_impossible_percentage_is_marked_as_feasible_only():
    assert share(77).interval().of == "feasible"


@pytest.mark.parametrize(("percent", "count"), [(0, 0), (100, 17)])
def test_nobody_and_everybody_are_counts(percent, count):
    assert share(percent).counts == (count,)


def test_the_share_stays_the_printed_one():
    assert share(77).share == 0.77
