"""One rate against a benchmark known without its persons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from evallib.domain.estimate import Tally
from evallib.stats.tables.benchmarks import against_benchmark

# Conover (1971), pages 97-104, as printed in the examples of R's binom.test:
# Mendel's plants, 682 of 925 giant where three quarters were expected.
MENDEL_P = 0.3825
PRINTED = 5e-5


def test_mendel_s_plants():
    test = against_benchmark(Tally(682, 925), 0.75)

    assert test.p_value == pytest.approx(MENDEL_P, abs=PRINTED)
    assert test.convention == "binomial_minimum_likelihood"


def test_the_job_search_trial_against_eleven_percent():
    gap = against_benchmark(Tally(11, 20), 0.11)

    assert gap.value == pytest.approx(0.44)
    assert gap.interval.low > 0.23
    assert gap.p_value < 1e-5
    assert gap.notes == ("benchmark_without_error", "small_group")


@given(reached=st.integers(0, 15), benchmark=st.floats(0.02, 0.98))
def test_the_two_sided_p_adds_all_counts_that_are_no_likelier(reached, benchmark):
    chances = binom.pmf(range(16), 15, benchmark)
    by_hand = chances[chances <= chances[reached] * (1 + 1e-7)].sum()
    test = against_benchmark(Tally(reached, 15), benchmark)

    assert test.p_value == pytest.approx(min(by_hand, 1), rel=1e-6)


@pytest.mark.parametrize("test", ["exact", "midp", "score"])
def test_counting_the_others_swaps_the_directions(test):
    reached = against_benchmark(Tally(4, 15), 0.4, test=test)
    others = against_benchmark(Tally(11, 15), 0.6, test=test)

    assert reached.p_value == pytest.approx(others.p_value)
    assert reached.p_greater == pytest.approx(others.p_less)
    assert reached.value == pytest.approx(-others.value)


def test_midp_lies_below_the_exact_test():
    exact = against_benchmark(Tally(9, 15), 0.4)
    midp = against_benchmark(Tally(9, 15), 0.4, test="midp")

    assert midp.p_greater < exact.p_greater
    assert midp.p_greater + midp.p_less == pytest.approx(1)


def test_a_score_test_on_few_persons_is_doubted():
    few = against_benchmark(Tally(9, 15), 0.4, test="score")

    assert few.statistic == pytest.approx(0.2 / (0.24 / 15) ** 0.5)
    assert "normal_approximation_doubtful" in few.notes
    assert against_benchmark(Tally(9, 15), 0.4).statistic is None


def test_nobody_of_a_small_group_still_has_an_interval():
    gap = against_benchmark(Tally(0, 7), 0.11)

    assert gap.interval.low == pytest.approx(-0.11)
    assert gap.interval.high > 0.2


@pytest.mark.parametrize("benchmark", [0, 1, 11])
def test_a_benchmark_that_is_no_rate_is_refused(benchmark):
    with pytest.raises(ValueError, match=r"strictly between 0 and 1; .* write 11 % as"):
        against_benchmark(Tally(3, 9), benchmark)


def test_everybody_pending_is_refused():
    with pytest.raises(ValueError, match=r"group: none of 5 persons has a known"):
        against_benchmark(Tally(0, 0, pending=5), 0.5)


def test_an_unknown_test_is_refused():
    with pytest.raises(ValueError, match=r"test is one of exact, midp, score; got 'z'"):
        against_benchmark(Tally(3, 9), 0.5, test="z")
