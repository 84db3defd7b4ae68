"""Survey answers person by person."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from evallib.analysis.voices.answers import answers
from evallib.data.surveys.answers import (
    Alternative,
    Answers,
    ChoiceAnswers,
    ItemAnswers,
)
from evallib.domain.section import Sentence
from evallib.domain.vocabulary import Text
from tests.analysis.studies import row, study

NAN = float("nan")


def asked(*codes, low=1, high=5, invited=20):
    told = np.array(codes, dtype=float)
    item = ItemAnswers("useful", Text(en="Useful"), low, high, (), told)
    survey = Answers("s", Text(en="Clients"), "clients", len(codes), invited, (item,))
    return answers(replace(study(), answers=(survey,)))


def keys(section):
    return {block.key for block in section.blocks if isinstance(block, Sentence)}


def test_no_answer_is_not_counted_as_a_low_answer():
    told = row(asked(5, 4, 1, NAN).tables["shares_s"], "useful")

    assert (told["count"], told["answered"]) == (2, 3)


def test_on_a_short_scale_only_the_highest_answer_is_a_top_answer():
    told = row(asked(3, 2, 1, low=1, high=3).tables["shares_s"], "useful")

    assert told["count"] == 1


def test_the_distribution_adds_up_to_those_who_answered():
    told = row(asked(5, 5, 4, 2, NAN).tables["spread_s"], "useful")

    assert [told[f"code_{code}"] for code in range(1, 6)] == [0, 1, 0, 1, 2]
    assert told["answered"] == 4


@pytest.mark.parametrize(
    ("invited", "said"), [(None, "answers.no_rate"), (20, "answers.low_rate")]
)
def test_a_low_or_unknown_response_rate_is_said(invited, said):
    assert said in keys(asked(5, 4, 3, invited=invited))


def test_a_response_of_half_needs_no_warning():
    assert not {"answers.no_rate", "answers.low_rate"} & keys(asked(5, 4, invited=4))


def test_a_survey_that_nobody_answered_is_said_so():
    assert "answers.nobody" in keys(asked(invited=10))


def test_whoever_ticked_nothing_is_not_counted_among_those_who_chose():
    ticks = np.array([True, False, False])
    others = np.array([True, True, False])
    choice = ChoiceAnswers(
        "help",
        Text(en="What helped"),
        (
            Alternative("mentor", Text(en="A mentor"), ticks),
            Alternative("course", Text(en="A course"), others),
        ),
        answered=ticks | others,
    )
    survey = Answers("s", Text(en="Clients"), "clients", 3, 3, (), (choice,))
    told = answers(replace(study(), answers=(survey,))).tables["choice_help"]

    assert (row(told, "mentor")["share"], row(told, "mentor")["answered"]) == (0.5, 2)


def test_a_study_without_survey_files_has_no_such_section():
    assert answers(study()) is None
