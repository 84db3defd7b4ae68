"""A pilot beside a printed rate: what fits, and from when the difference holds."""

import pytest

from evallib.analysis.outcomes.comparison import comparison
from evallib.domain.section import Constant, Figure, Sentence
from evallib.domain.vocabulary import LANGUAGES, Text
from evallib.present.language import words
from tests.analysis.studies import row, sentences, shipped, study

POINT = 0.005  # differences are told in whole percentage points
CAUSAL = {
    "fi": ("verrokkiryhm", "vaikutti ", "lisäsi", "ansiosta"),
    "sv": ("orsakade", "ökade", "tack vare"),
    "en": ("caused", "increased", "led to", "thanks to"),
}


def compared(*, low=0.55, persons=20, benchmark=0.11, benchmark_persons=None, **more):
    declared = {
        "id": "trial",
        "pilot": "trial",
        "outcome": Text(fi="Työllistyi"),
        "horizon_months": 3,
        "pilot_rate": {"low": low, "high": low, "persons": persons},
        "benchmark": {
            "low": benchmark,
            "high": benchmark,
            "persons": benchmark_persons,
        },
        "benchmark_name": Text(fi="Vertailuluku"),
        "source": "deck",
    }
    return comparison(study(project={"comparisons": (declared | more,)}))


def keys(section):
    worded = [block for block in section.blocks if isinstance(block, Sentence)]
    worded += [block.alt for block in section.blocks if isinstance(block, Figure)]
    return {each.key for each in worded}


@pytest.fixture(scope="module")
def inka():
    return comparison(shipped("inka-satakunta"))


def test_eight_counts_of_clients_fit_what_inka_printed(inka):
    assert len(inka.tables["feasible"].rows) == 8


@pytest.mark.parametrize("counts", ["10-of-17", "11-of-20"])
def test_both_printed_ends_are_among_the_counts(inka, counts):
    assert row(inka.tables["feasible"], counts)["still_pending"] in (0, 3)


def test_every_count_leaves_out_only_groups_still_followed(inka):
    assert {
        each["known"] + each["still_pending"] for each in inka.tables["feasible"].rows
    } == {20}


def test_the_difference_is_43_to_48_points(inka):
    difference = row(inka.tables["envelope"], "difference")["difference"]

    assert difference.low == pytest.approx(0.43, abs=POINT)
    assert difference.high == pytest.approx(0.48, abs=POINT)


def test_the_difference_is_marked_as_what_fits_and_not_as_confidence(inka):
    assert row(inka.tables["envelope"], "difference")["difference"].of == "feasible"


def test_inkas_difference_holds_from_nine_persons_behind_the_benchmark(inka):
    assert row(inka.tables["envelope"], "difference")["smallest"] == 9


def test_inkas_smallest_interval_lies_above_zero(inka):
    assert min(each["low"] for each in inka.tables["by_size"].rows) > 0


def test_59_percent_of_20_persons_is_called_impossible(inka):
    (told,) = sentences(inka, "comparison.impossible_high")

    assert (told.facts["count"].row, told.facts["persons"].row) == (
        "10-of-17",
        "pilot",
    )


def test_that_two_of_four_groups_were_still_followed_is_told(inka):
    (told,) = sentences(inka, "comparison.pending")

    assert told.facts == {
        "pending": Constant(2),
        "groups": Constant(4),
        "months": Constant(3),
    }


def test_the_benchmark_is_said_not_to_be_a_control_group(inka):
    (told,) = sentences(inka, "comparison.not_control")

    assert told.tone == "caution"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_says_more_than_was_observed(inka, language):
    told = " ".join(words(language).catalogue[key] for key in sorted(keys(inka)))

    assert not [word for word in CAUSAL[language] if word in told.lower()]


def test_a_finished_follow_up_has_no_pending_sentence():
    assert not sentences(compared(groups=4, groups_pending=0), "comparison.pending")


def test_a_percentage_that_its_persons_give_is_not_called_impossible():
    assert not sentences(compared(low=0.55), "comparison.impossible_high")


def test_a_difference_that_chance_can_make_never_holds():
    assert "comparison.holds_never" in keys(compared(low=0.10, benchmark=0.11))


def test_a_difference_that_never_holds_is_not_drawn_as_one_that_does():
    assert "comparison.alt_never" in keys(compared(low=0.10, benchmark=0.11))


def test_a_smaller_difference_holds_only_from_some_size_on():
    section = compared(low=0.55, benchmark=0.22)

    assert "comparison.holds_from" in keys(section)
    assert row(section.tables["envelope"], "difference")["smallest"] > 9


def test_a_known_number_of_persons_is_the_only_size_looked_at():
    sizes = compared(benchmark_persons=100).tables["by_size"].rows

    assert [each["size"] for each in sizes] == [100]


def test_without_a_comparison_there_is_no_section():
    assert comparison(study()) is None
