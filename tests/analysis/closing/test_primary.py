"""The first screen of a study with people."""

from dataclasses import replace

import pytest

from evallib.analysis.closing.summary import summary
from evallib.analysis.project.front import front
from evallib.domain.plan import Plan
from evallib.domain.section import Figure, Sentence
from evallib.domain.vocabulary import LANGUAGES
from evallib.present.blocks import section_html
from evallib.present.language import words
from evallib.release.gate import release
from tests.analysis.crowds import people, study_of
from tests.analysis.studies import row, sentences, study

CLEAR = """
    pilot | 40 | work 22 | unemployed 18
    control | 50 | work 8 | unemployed 42
"""
PENDING = """
    pilot | 40 | work 12 | unemployed 8 | pending 20
    control | 50 | work 8 | unemployed 42
"""
ALONE = "pilot | 40 | work 22 | unemployed 18"
SEVEN = "pilot | 7 | work 3 | unemployed 4"
THREE = "pilot | 3 | work 3"


def planned(picture, **changes):
    declared = {"primary": "open_market_work", "horizon_months": 6} | changes
    return study_of(people(picture), plan=Plan(**declared))


def keys(found):
    return {block.key for block in found.blocks if isinstance(block, Sentence)}


def claims(found, side):
    return [each["claim"].key for each in found.tables[side].rows]


def test_the_headline_is_the_primary_outcome_with_the_verb_of_its_design():
    found = summary(planned(CLEAR, design="randomised"))

    assert {"effect.seen_pilot", "effect.higher.verb_4"} <= keys(found)


def test_key_numbers_are_served_employed_difference_and_cost():
    numbers = summary(planned(CLEAR, pilot_cost_eur=40_000.0)).tables["key_numbers"]

    assert row(numbers, "served")["served"] == 40
    assert row(numbers, "outcome")["reached"] == 22
    assert row(numbers, "difference")["difference"] == pytest.approx(22 / 40 - 8 / 50)
    assert row(numbers, "cost")["unit_eur"] == 1000


def test_no_cost_is_shown_that_nobody_declared():
    numbers = summary(planned(CLEAR)).tables["key_numbers"]

    assert [each["row"] for each in numbers.rows] == ["served", "outcome", "difference"]


def test_a_hundred_clients_are_drawn_by_the_pilots_share():
    found = summary(planned(CLEAR))

    assert [each.name for each in found.blocks if isinstance(each, Figure)] == ["icons"]
    assert row(found.tables["icons"], "outcome")["share"] == 0.55


def test_a_comparison_can_be_told_and_its_cause_cannot():
    found = summary(planned(CLEAR))

    assert claims(found, "can") == ["summary.can_clients", "summary.can_groups"]
    assert "summary.cannot_cause" in claims(found, "cannot")


def test_a_randomised_comparison_can_tell_the_cause():
    found = summary(planned(CLEAR, design="randomised"))

    assert "summary.cannot_cause" not in claims(found, "cannot")


def test_a_pilot_alone_cannot_tell_what_would_have_been():
    found = summary(planned(ALONE))

    assert "summary.cannot_counterfactual" in claims(found, "cannot")
    assert "summary.alone" in keys(found)


def test_open_follow_up_is_told_in_the_headline():
    found = summary(planned(PENDING))

    assert "effect.interim" in keys(found)
    assert "summary.cannot_open" in claims(found, "cannot")


def test_seven_clients_are_counted_and_not_described():
    found = summary(planned(SEVEN))
    numbers = found.tables["key_numbers"]

    assert keys(found) == {"summary.few_clients"}
    assert [each["row"] for each in numbers.rows] == ["served"]


def test_three_clients_are_not_even_counted():
    found = summary(planned(THREE))

    assert claims(found, "can") == ["summary.can_took_place"]
    assert not found.tables["key_numbers"].rows


def test_the_title_page_shows_the_level_of_evidence_with_its_reason():
    assert {"evidence.level_2", "evidence.group_unknown"} <= keys(front(planned(CLEAR)))


def test_the_title_page_is_preliminary_while_any_follow_up_is_open():
    assert sentences(front(planned(PENDING)), "front.caution_open")
    assert not sentences(front(planned(CLEAR)), "front.caution_open")


def test_a_project_without_people_keeps_its_title_page():
    assert {"front.evidence.none", "front.caution_no_outcomes"} <= keys(front(study()))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("audience", ["public", "internal"])
@pytest.mark.parametrize("picture", [CLEAR, PENDING, ALONE, SEVEN, THREE])
def test_the_first_screen_is_shown_for_every_crowd(picture, audience, language):
    one = planned(picture, pilot_cost_eur=40_000.0)
    one = replace(one, scope=replace(one.scope, audience=audience))

    assert all(
        section_html(release(section(one)), words(language))
        for section in (front, summary)
    )
