"""Pilots that counted the same are told of together, all others are left apart."""

from __future__ import annotations

import pytest

from evallib.analysis.portfolio.pooled import pooled
from evallib.analysis.portfolio.without_outcomes import without_outcomes
from evallib.domain.plan import Plan
from tests.analysis.portfolio.programmes import member, programme
from tests.analysis.studies import row, sentences

LATER = Plan(primary="open_market_work", horizon_months=12)
ALIKE = [member("a", (8, 20)), member("b", (15, 30)), member("c", (6, 24))]


def test_three_pilots_alike_have_a_common_share():
    section = pooled(programme(*ALIKE))

    (found,) = section.tables["rates"].rows
    assert (found["pilots"], found["persons"]) == (3, 74)
    assert 0.25 < found["share"] < 0.5
    assert len(sentences(section, "pooled.rate")) == 1


def test_the_next_pilot_is_known_less_well_than_the_common_share():
    (found,) = pooled(programme(*ALIKE)).tables["rates"].rows

    assert found["prediction"].low < found["interval"].low
    assert found["prediction"].high > found["interval"].high


def test_a_small_pilot_is_drawn_toward_the_others():
    one = member("small", (5, 5))

    found = row(pooled(programme(*ALIKE, one)).tables["drawn"], "small.clients")

    assert found["own"] == 1
    assert found["share"] < 1


@pytest.mark.parametrize(
    "other",
    [member("c", (6, 24), plan=LATER), member("c", (6, 24), simulated=True)],
    ids=["a later point", "simulated"],
)
def test_two_alike_and_one_other_are_not_added_up(other):
    section = pooled(programme(*ALIKE[:2], other))

    assert "rates" not in section.tables
    assert len(section.tables["apart"].rows) == 3
    assert len(sentences(section, "pooled.no_rates")) == 1


def test_simulated_pilots_are_called_so_where_they_are_added_up():
    simulated = [member(name, (8, 20), simulated=True) for name in "abc"]

    section = pooled(programme(*simulated))

    assert len(sentences(section, "pooled.simulated_rate")) == 1
    assert sentences(section, "pooled.rate") == []


def test_effects_of_one_design_have_a_mean():
    gains = [(-5, 5, 15), (0, 10, 20), (5, 15, 25)]
    all_ = [
        member(name, (8, 20), gain=gain)
        for name, gain in zip("abc", gains, strict=True)
    ]

    (found,) = pooled(programme(*all_)).tables["effects"].rows

    assert found["difference"] == pytest.approx(10)


def test_an_effect_of_another_design_stands_apart():
    drawn = Plan(primary="open_market_work", horizon_months=6, design="randomised")
    two = [member(name, (8, 20), gain=(0, 10, 20)) for name in "ab"]
    third = member("c", (8, 20), gain=(0, 10, 20), plan=drawn)

    section = pooled(programme(*two, third))

    assert "effects" not in section.tables
    assert len(section.tables["rates"].rows) == 1


def test_nothing_is_pooled_where_nobody_tells_of_outcomes():
    assert pooled(programme(member("a", None))) is None


def test_pilots_without_outcomes_are_listed():
    section = without_outcomes(programme(*ALIKE, member("silent", None)))

    assert [each["row"] for each in section.tables["pilots"].rows] == ["silent.clients"]


def test_no_list_of_the_silent_where_all_tell():
    assert without_outcomes(programme(*ALIKE)) is None
