"""Money, curves, models, tests, figures, words and lists: R10 to R17."""

from __future__ import annotations

from typing import get_args

import pytest

from evallib.domain.section import FigureKind
from evallib.release.rules.forms import (
    unsafe_figure,
    unsafe_list,
    unsafe_quote,
    unsafe_theme,
    unsafe_word,
)
from evallib.release.rules.models import unsafe_model, unsafe_test
from evallib.release.rules.money import unsafe_sum, unsafe_unit_cost
from tests.release.rules.cases import K3, K5, rules


@pytest.mark.parametrize(
    ("euros", "of", "broken"),
    [
        ([200.0] * 5, "person", "-"),
        ([200.0] * 4, "person", "R10"),  # too few
        ([300.0, 300.0, 300.0], "provider", "-"),
        ([300.0, 300.0], "provider", "R10"),
        ([610.0, 130.0, 130.0, 130.0], "provider", "R10"),  # over 60 % from one
        ([600.0, 140.0, 130.0, 130.0], "provider", "-"),
        ([500.0, 410.0, 90.0], "provider", "R10"),  # over 90 % from two
        ([500.0, 455.0, 45.0], "provider", "R10"),  # the second knows the first
        ([300.0, 200.0, -1.0, 50.0, 60.0], "person", "R10"),  # for a person to judge
        ([200.0, 200.0, 200.0, 200.0, 0.0], "person", "-"),
        ([200.0, 200.0, 200.0, 200.0, -0.5], "person", "R10"),
    ],
)
def test_a_sum_of_euros_may_not_tell_about_one_contributor(euros, of, broken):
    assert unsafe_sum(euros, K5, of=of) == rules(broken)


@pytest.mark.parametrize(("persons", "broken"), [(4, "R11"), (5, "-"), (28, "-")])
def test_a_cost_per_client_needs_five_clients(persons, broken):
    assert unsafe_unit_cost(persons, K5) == rules(broken)


FOUR_PATTERNS = [(8, 20), (9, 20), (7, 20), (10, 20)]


@pytest.mark.parametrize(
    ("persons", "parameters", "cells", "broken"),
    [
        (80, 2, FOUR_PATTERNS, "-"),
        (80, 3, FOUR_PATTERNS, "R13"),  # more than half as many as patterns
        (11, 2, FOUR_PATTERNS, "R13"),  # nine residual degrees of freedom
        (12, 2, FOUR_PATTERNS, "-"),
        (80, 2, [(3, 20), *FOUR_PATTERNS[1:]], "R13"),  # three with one covariate
    ],
)
def test_a_model_must_leave_enough_over(persons, parameters, cells, broken):
    assert unsafe_model(persons, parameters, K5, cells=cells) == rules(broken)


@pytest.mark.parametrize(
    ("cells", "five", "three"),
    [
        ([(11, 20), (30, 90)], "-", "-"),
        ([(3, 12), (30, 90)], "R14", "-"),
        ([(2, 11), (30, 90)], "R14", "R14"),
        ([(20, 20), (30, 90)], "R14", "R14"),
    ],
)
def test_a_p_value_is_shown_only_with_its_table(cells, five, three):
    assert unsafe_test(cells, K5) == rules(five)
    assert unsafe_test(cells, K3) == rules(three)


@pytest.mark.parametrize("kind", get_args(FigureKind))
def test_every_kind_of_figure_of_a_section_draws_released_tables(kind):
    assert unsafe_figure(kind) == set()


@pytest.mark.parametrize("kind", ["strip", "swarm", "scatter", "rug", "violin", "box"])
def test_one_mark_for_each_person_is_never_drawn(kind):
    assert unsafe_figure(kind) == {"R15"}


@pytest.mark.parametrize(
    ("group", "approved", "broken"),
    [
        (None, True, "-"),
        (None, False, "R16"),
        (5, True, "-"),
        (4, True, "R16"),
        (0, True, "R16"),
    ],
)
def test_a_quote_is_approved_and_names_no_small_group(group, approved, broken):
    assert unsafe_quote(group, K5, approved=approved) == rules(broken)


@pytest.mark.parametrize(("count", "broken"), [(3, "R16"), (5, "-"), (36, "R16")])
def test_a_theme_is_a_count_of_respondents(count, broken):
    assert unsafe_theme(count, 40, K5) == rules(broken)


@pytest.mark.parametrize(("count", "broken"), [(4, "R16"), (5, "-")])
def test_a_word_needs_five_respondents(count, broken):
    assert unsafe_word(count, K5) == rules(broken)


@pytest.mark.parametrize(
    ("what", "persons", "broken"),
    [
        ("members", 500, "R17"),
        ("employers", 500, "R17"),
        ("day", 500, "R17"),
        ("month", 5, "-"),
        ("quarter", 4, "R17"),
        ("municipality", 9, "R17"),
        ("municipality", 10, "-"),
    ],
)
def test_names_and_days_are_never_listed(what, persons, broken):
    assert unsafe_list(what, persons, K5) == rules(broken)


def test_merged_municipalities_need_five_persons_only():
    assert unsafe_list("municipality", 5, K5, mapped=("Pori", "Ulvila")) == set()
