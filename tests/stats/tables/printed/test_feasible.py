"""Which counts can stand behind a printed percentage."""

from decimal import ROUND_HALF_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evallib.domain.estimate import Tally
from evallib.stats.tables.printed.feasible import Published, feasible_counts


def pairs(rate, sizes=()):
    return [
        (group.reached, group.known) for group in feasible_counts(rate, sizes=sizes)
    ]


def printed(reached, known, decimals, rounding):
    unit = Decimal(1).scaleb(-decimals)
    return (100 * Decimal(reached) / Decimal(known)).quantize(unit, rounding)


def test_eleven_percent_fits_one_of_nine_and_then_few_others():
    assert pairs(Published(0.11), range(1, 29)) == [
        (1, 9),
        (2, 18),
        (2, 19),
        (3, 27),
        (3, 28),
    ]


def test_fifty_five_percent_of_twenty_is_eleven():
    assert feasible_counts(Published(0.55, n=20)) == (Tally(11, 20),)


def test_fifty_nine_percent_of_twenty_is_nobody_s_count():
    assert feasible_counts(Published(0.59, n=20)) == ()


def test_fifty_nine_percent_fits_ten_of_seventeen_with_three_still_pending():
    rate = Published(0.59, n=20, known=range(1, 21))

    assert feasible_counts(rate) == (Tally(10, 17, pending=3),)


@pytest.mark.parametrize(
    ("percent", "fits"),
    [(0.82, [(14, 17)]), (0.65, [(11, 17)]), (0.59, [(10, 17)]), (0.76, [(13, 17)])],
)
def test_a_survey_of_seventeen_can_print_these(percent, fits):
    assert pairs(Published(percent, n=17)) == fits


def test_a_survey_of_seventeen_cannot_print_seventy_seven_percent():
    assert pairs(Published(0.77, n=17)) == []


@pytest.mark.parametrize("percent", [0.12, 0.13])
def test_a_half_may_have_been_rounded_either_way(percent):
    # One of eight is 12.5 %: 13 if a half goes up, 12 if it goes to the even digit.
    assert (1, 8) in pairs(Published(percent, n=8))


def test_a_range_takes_every_rate_from_end_to_end():
    assert pairs(Published(0.30, 0.50, n=10)) == [(3, 10), (4, 10), (5, 10)]


def test_nobody_and_everybody_are_counts_too():
    assert pairs(Published(0.0, n=5)) == [(0, 5)]
    assert pairs(Published(1.0, n=5)) == [(5, 5)]
    assert pairs(Published(0.0, 1.0, n=1)) == [(0, 1), (1, 1)]


@given(
    known=st.integers(1, 400),
    share=st.fractions(0, 1),
    decimals=st.integers(0, 2),
    rounding=st.sampled_from([ROUND_HALF_UP, ROUND_HALF_EVEN]),
)
def test_the_true_count_is_never_ruled_out(known, share, decimals, rounding):
    reached = round(share * known)
    percent = printed(reached, known, decimals, rounding)
    rate = Published(float(percent / 100), n=known, decimals=decimals)

    assert (reached, known) in pairs(rate)


@given(percent=st.integers(0, 100), known=st.integers(1, 120))
def test_every_count_that_fits_prints_as_the_percentage(percent, known):
    for reached, _ in pairs(Published(percent / 100, n=known)):
        either_way = {
            printed(reached, known, 0, rounding)
            for rounding in (ROUND_HALF_UP, ROUND_HALF_DOWN)
        }
        assert percent in either_way


def test_sizes_are_asked_for_where_nothing_is_known():
    with pytest.raises(ValueError, match=r"at least one possible group size .* got 0"):
        feasible_counts(Published(0.11))


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"low": 55}, r"a proportion, .* write 55 % as 0\.55"),
        ({"low": 0.6, "high": 0.5}, r"0 <= low <= high <= 1; got 0\.6 to 0\.5"),
        ({"low": 0.555}, r"0\.555 is not a percentage printed with 0 decimals"),
        ({"low": 0.5, "decimals": 9}, r"decimals is 0 to 6; got 9"),
        ({"low": 0.5, "n": 0}, r"n is at least one person; got 0"),
        ({"low": 0.5, "known": ()}, r"known holds sizes of one person or more"),
        ({"low": 0.5, "known": [0, 4]}, r"known holds sizes of one person or more"),
        ({"low": 0.5, "n": 20, "known": [22]}, r"known cannot pass n=20; got .* 22"),
    ],
)
def test_what_cannot_have_been_printed_is_refused(wrong, says):
    with pytest.raises(ValueError, match=says):
        Published(**wrong)
