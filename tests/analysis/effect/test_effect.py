"""The effect section: what is said, with which verb, and what is left unsaid."""

from dataclasses import replace

import pytest

from evallib.analysis.effect.effect import effect
from evallib.domain.plan import Plan
from evallib.domain.section import Constant, Figure, Sentence, cell
from evallib.domain.table import Range
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present.language import words
from evallib.present.sentences import sentence_text
from evallib.release.gate import release
from tests.analysis.crowds import people, simulated, study_of
from tests.analysis.studies import INTERIM, row, sentences, study

CLEAR = """
    pilot | 40 | work 22 | unemployed 18
    control | 50 | work 8 | unemployed 42
"""
SMALL = """
    pilot | 20 | work 11 | unemployed 9
    control | 18 | work 4 | unemployed 14
"""
UNSETTLED = """
    pilot | 20 | work 8 | unemployed 12
    control | 18 | work 4 | unemployed 14
"""
PENDING = """
    pilot A | 10 | work 5 | unemployed 5
    pilot B | 10 | pending 10
    control | 18 | work 4 | unemployed 10 | lost 4
"""
FOUR_GROUPS = """
    pilot A | 5 | work 3 | unemployed 2
    pilot B | 5 | work 3 | unemployed 2
    pilot C | 5 | work 3 | unemployed 2
    pilot D | 5 | work 2 | unemployed 3
    control | 18 | work 4 | unemployed 14
"""
NO_EFFECT = "Tämä ei tarkoita, ettei toiminnalla ole vaikutusta."
ROUNDED = 0.005  # the printed example has two decimals
ALPHA = 0.05


def planned(picture, **changes):
    crowd = people(picture) if isinstance(picture, str) else picture
    declared = {"primary": "open_market_work", "horizon_months": 6} | changes
    return study_of(crowd, plan=Plan(**declared))


def section(picture, **changes):
    return effect(planned(picture, **changes))


def keys(found):
    worded = [block for block in found.blocks if isinstance(block, Sentence)]
    worded += [block.alt for block in found.blocks if isinstance(block, Figure)]
    return {each.key for each in worded}


def said(found, language="fi"):
    """All sentences of a section as an internal report words them."""
    found = replace(found, scope=replace(found.scope, audience="internal"))
    blocks = release(found).blocks
    spoken = words(language)
    return [sentence_text(block, spoken) for block in blocks if hasattr(block, "facts")]


def test_both_groups_stand_with_counts_shares_and_intervals():
    pilot = row(section(SMALL).tables["groups"], "pilot")

    assert (pilot["reached"], pilot["known"], pilot["share"]) == (11, 20, 0.55)
    assert pilot["limits"].low == pytest.approx(0.34, abs=ROUNDED)


def test_the_count_comes_before_the_percentage():
    first = said(section(SMALL))[0].replace("\N{NO-BREAK SPACE}", " ")

    assert "pilotin asiakkaista 11/20 (55 %; 95 %:n luottamusväli 34–74 %)" in first


def test_a_settled_difference_is_told_from_limit_to_limit():
    assert any(
        "oli 19–55 prosenttiyksikköä suurempi" in each for each in said(section(CLEAR))
    )


def test_a_settled_difference_that_the_test_confirms_is_significant():
    assert "effect.significant" in keys(section(CLEAR))


def test_a_difference_downwards_is_told_without_signs():
    turned = """
        pilot | 50 | work 8 | unemployed 42
        control | 40 | work 22 | unemployed 18
    """

    assert any(
        "oli 19–55 prosenttiyksikköä pienempi" in each for each in said(section(turned))
    )


def test_an_open_difference_tells_both_directions_and_the_persons_needed():
    told = said(section(UNSETTLED))

    assert any("enintään 11 prosenttiyksikköä pienempi" in each for each in told)
    assert any("Osallistujia tarvitaan lisää" in each for each in told)
    assert any(each.endswith(NO_EFFECT) for each in told)


def test_an_open_difference_is_never_significant():
    assert not keys(section(UNSETTLED)) & {
        "effect.significant",
        "effect.significant_few_groups",
    }


def test_the_persons_needed_are_those_that_are_still_missing():
    table = section(UNSETTLED).tables["said"]

    assert row(table, "main")["more_pilots"] > 20


@pytest.mark.parametrize(
    ("design", "verb"),
    [("comparison_group", 2), ("waiting_list", 3), ("randomised", 4)],
)
def test_the_verb_follows_the_design(design, verb):
    assert f"effect.higher.verb_{verb}" in keys(section(CLEAR, design=design))


def test_no_verb_of_cause_is_used_in_small_groups():
    assert "effect.higher.verb_2" in keys(section(SMALL, design="randomised"))


@pytest.mark.parametrize(
    ("level", "phrase"),
    [
        (1, "havaittiin"),
        (2, "oli yhteydessä"),
        (3, "viittaa siihen, että"),
        (4, "Pilotti lisäsi"),
    ],
)
def test_each_level_of_evidence_has_its_own_finnish_verb(level, phrase):
    assert phrase in words("fi").catalogue[f"effect.higher.verb_{level}"]


def test_a_limit_that_rounds_to_zero_is_not_printed_as_zero():
    found = section("""
        pilot | 22 | work 6 | unemployed 16
        control | 22 | work 1 | unemployed 21
    """)
    low = row(found.tables["difference"], "counted")["limits"].low

    assert 0 < low < ROUNDED
    assert {"effect.higher_touching", "effect.significant"} <= keys(found)


def test_an_interval_that_the_exact_test_doubts_is_not_called_significant():
    found = section("""
        pilot | 17 | work 6 | unemployed 11
        control | 22 | work 2 | unemployed 20
    """)

    assert row(found.tables["difference"], "counted")["limits"].low > 0
    assert row(found.tables["test"], "test")["boschloo"] > ALPHA
    assert "effect.disagreement" in keys(found)
    assert "effect.significant" not in keys(found)


def test_few_groups_make_a_significant_difference_uncertain():
    assert "effect.significant_few_groups" in keys(section(FOUR_GROUPS))


def test_groups_served_together_have_an_interval_of_their_own():
    table = section(FOUR_GROUPS).tables["difference"]

    assert [each["row"] for each in table.rows] == ["counted", "declared"]


def test_the_detectable_difference_stands_beside_the_test():
    table = row(section(SMALL).tables["test"], "test")

    assert table["detectable"] == pytest.approx(0.46, abs=ROUNDED)
    assert {"effect.test_boschloo", "effect.detectable"} <= keys(section(SMALL))


def test_absolute_and_relative_effect_stand_in_one_sentence_for_the_press():
    (press,) = sentences(section(CLEAR), "effect.press.unproven_both")

    assert {"difference", "ratio", "pilot_share", "control_share"} <= press.facts.keys()


def test_an_open_difference_is_offered_to_the_press_as_possible_chance():
    assert "effect.press.open_both" in keys(section(UNSETTLED))


def test_pending_follow_up_is_told_by_group_and_day():
    (told,) = sentences(section(PENDING), "effect.interim_groups")

    assert (told.facts["open"], told.facts["groups"]) == (Constant(1), Constant(2))


@pytest.mark.parametrize("picture", [PENDING, CLEAR], ids=["pending", "interim round"])
def test_an_unfinished_report_has_no_test(picture):
    unfinished = replace(planned(picture), round=INTERIM)
    found = effect(unfinished)

    assert not {"boschloo", "fisher"} & {c.name for c in found.tables["test"].columns}
    assert not any("merkitsevä" in each for each in said(found))


def test_unknown_persons_bound_the_difference():
    bounds = row(section(PENDING).tables["bounds"], "difference")

    assert bounds["unknown"] == 14
    assert bounds["bounds"] == Range(5 / 20 - 8 / 18, 15 / 20 - 4 / 18, "bounds")


def test_known_persons_need_no_bounds():
    assert "bounds" not in section(CLEAR).tables


def test_the_declared_method_is_the_one_that_is_told():
    crowd = simulated(3, pilots=80, controls=200, gain=0.2)
    found = section(crowd, estimator="weighting", adjust_for=("age", "worked"))
    (told,) = sentences(found, "effect.by_method")

    assert cell(found, told.facts["method"]).key == "effect.method.weighting_together"
    assert "effect.press.unproven_adjusted" in keys(found)


def test_an_adjusted_difference_is_not_tested_as_an_unadjusted_one():
    crowd = simulated(3, pilots=80, controls=200, gain=0.2)
    found = section(crowd, estimator="weighting", adjust_for=("age", "worked"))

    assert "effect.test_boschloo" not in keys(found)


def test_a_declared_method_that_fails_is_told():
    small = section(SMALL, estimator="weighting", adjust_for=("age",))

    assert "effect.declared_refused" in keys(small)


@pytest.mark.parametrize("work", [0, 18], ids=["nobody", "everybody"])
def test_a_difference_of_nothing_is_still_an_open_one(work):
    found = section(f"""
        pilot | 18 | work {work} | unemployed {18 - work}
        control | 18 | work {work} | unemployed {18 - work}
    """)

    assert "effect.open.unknown" in keys(found)


def test_a_control_group_without_work_has_no_ratio():
    found = section("""
        pilot | 20 | work 20
        control | 18 | unemployed 18
    """)

    assert "effect.no_ratio" in keys(found)
    assert "effect.press.unproven_absolute" in keys(found)


def test_nobody_due_yet_is_told_and_nothing_else():
    found = section("""
        pilot | 20 | pending 20
        control | 18 | pending 18
    """)

    assert keys(found) == {"effect.nobody_yet", "effect.interim"}


def test_nobody_found_is_not_told_as_nobody_due():
    assert keys(section("pilot | 20 | lost 20")) == {"effect.nobody_found"}


def test_a_group_of_seven_gets_no_figures():
    found = section("pilot | 7 | work 3 | unemployed 4")

    assert keys(found) == {"effect.few_clients"}
    assert not found.tables


def test_twenty_clients_of_whom_few_are_known_get_no_figures():
    found = section("pilot | 20 | work 3 | unemployed 4 | pending 13")

    assert keys(found) == {"effect.few_known", "effect.interim"}


def test_no_control_group_is_told_beside_the_pilots_rate():
    found = section("pilot | 20 | work 11 | unemployed 9")

    assert {"effect.seen_pilot", "effect.no_comparison_group"} <= keys(found)
    assert "difference" not in found.tables


def test_a_control_group_of_four_is_not_compared():
    found = section("""
        pilot | 20 | work 11 | unemployed 9
        control | 4 | work 1 | unemployed 3
    """)

    assert "effect.control_too_small" in keys(found)
    assert [each["row"] for each in found.tables["groups"].rows] == ["pilot"]


def test_a_follow_up_point_that_is_not_in_the_data_is_told():
    assert keys(section(CLEAR, horizon_months=12)) == {"effect.no_point"}


def test_subsidised_jobs_are_not_work_in_the_open_market():
    found = section("""
        pilot | 20 | subsidised 12 | unemployed 8
        control | 30 | subsidised 5 | unemployed 25
    """)

    assert row(found.tables["groups"], "pilot")["reached"] == 0


def test_percentages_of_a_hundred_persons_have_a_decimal():
    many = """
        pilot | 100 | work 55 | unemployed 45
        control | 100 | work 20 | unemployed 80
    """
    small, large = (section(each).tables["difference"] for each in (CLEAR, many))

    assert [each.columns[1].decimals for each in (small, large)] == [0, 1]


def test_two_hundred_thousand_clients_are_compared_by_fishers_test():
    crowd = simulated(3, pilots=100_000, controls=100_000, gain=0.02)

    assert "effect.test_fisher" in keys(section(crowd))


def test_without_people_or_plan_there_is_no_section():
    assert effect(study()) is None
    assert effect(study_of(people(CLEAR))) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", [CLEAR, UNSETTLED, PENDING, FOUR_GROUPS])
def test_every_sentence_has_its_words_and_numbers(picture, language):
    assert all(said(section(picture), language))


def test_a_benchmark_rate_stands_apart_and_is_no_control_group():
    printed = {"name": Text(fi="Luku"), "low": 0.11, "high": 0.13, "source": "deck"}
    found = section("pilot | 20 | work 11 | unemployed 9", benchmark=printed)

    assert {"effect.benchmark_is_no_group", "effect.benchmark_higher"} <= keys(found)
    assert "effect.higher.verb_1" not in keys(found)


def test_a_benchmark_range_gives_a_range_of_differences():
    printed = {"name": Text(fi="Luku"), "low": 0.11, "high": 0.13, "source": "deck"}
    found = section("pilot | 20 | work 11 | unemployed 9", benchmark=printed)
    difference = row(found.tables["against"], "difference")["difference"]

    assert (difference.low, difference.high) == pytest.approx((0.42, 0.44))


@pytest.mark.parametrize(
    ("rate", "key"), [(0.5, "open"), (0.9, "lower"), (1.0, "extreme")]
)
def test_the_benchmark_may_lie_anywhere(rate, key):
    printed = {"name": Text(fi="Luku"), "low": rate, "high": rate, "source": "deck"}
    found = section("pilot | 20 | work 11 | unemployed 9", benchmark=printed)

    assert f"effect.benchmark_{key}" in keys(found)


def test_the_level_of_evidence_is_a_number_for_whoever_reads_only_numbers():
    found = section("pilot | 20 | work 11 | unemployed 9")

    assert found.tables["evidence"].rows == [{"row": "primary", "level": 1}]


GROUPED = """
    pilot A | 20 | work 14 | unemployed 6
    pilot B | 20 | work 4 | unemployed 16
    control | 60 | work 12 | unemployed 48
"""


def test_nothing_is_said_of_persons_on_their_own_where_clients_came_in_groups():
    found = section(GROUPED)

    assert {"effect.relative", "effect.detectable"}.isdisjoint(keys(found))
    assert "detectable" not in {each.name for each in found.tables["test"].columns}
    labels = [each["method"].key for each in found.tables["difference"].rows]
    assert labels == [
        "effect.method.counted_apart",
        "effect.method.unadjusted_together",
    ]
